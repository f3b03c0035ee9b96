"""What a conversation must know of the channel that it is held on: where links lead, what there is room for, what it bills."""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import datetime, timedelta

from loyalty.delivery.message_costs import Prices
from loyalty.records import Account, Shop
from loyalty.tokens import CLOCKS_DIFFER, card_token, friend_code, printed_token
from loyalty.values import dataclass


def no_own_links(_shop_id: int) -> "Links | None":
    """Know no shop that has a chat of its own."""
    return None


@dataclass(frozen=True, slots=True)
class Links:
    """How codes become links, and to which channels they lead."""

    secret: bytes
    of: Callable[[str], str]
    channels: tuple[str, ...] = ()
    chats: Mapping[str, Callable[[str], str]] = field(
        default_factory=dict
    )  # each channel's own links, by name
    others: tuple[
        str, ...
    ] = ()  # the messengers of our other accounts for every shop: a chat there can become one with this
    own: Callable[[int], "Links | None"] = no_own_links  # where those of a shop with a chat of its own lead
    own_on: frozenset[str] = frozenset()  # the channels where that is so
    place: str = (
        ""  # what goes before a person's id in a button of a shop's own chat, which is good nowhere else
    )
    shared: Callable[[str], str] | None = None  # of that chat: where somebody is known elsewhere

    def of_shop(self, shop_id: int) -> "Links":
        """Return how a shop's codes become links: to its own chat, where it has one."""
        return self.own(shop_id) or self

    def own_chat(self, shop_id: int, channel: str) -> Callable[[str], str] | None:
        """Return the links of a shop's own chat on a channel; None where it has none there."""
        own = self.own(shop_id)
        return own.chats.get(channel) if own and channel in own.own_on else None

    def holder(self, external_id: str) -> str:
        """Say for whom a button is made: a person, and in a shop's own chat only there."""
        return self.place + external_id

    def card(self, card: Account, *, now: datetime) -> str:
        """Return what a card's QR code says now; asked twice in half a minute, the picture stays the same."""
        now = now.replace(second=now.second // 30 * 30, microsecond=0)
        if card.last_visit_at and card.last_visit_at - now < CLOCKS_DIFFER:
            # But it must be newer than the last visit, or it would count as used.
            now = max(now, card.last_visit_at + timedelta(milliseconds=1))
        return self.of_shop(card.shop_id).of("c" + card_token(self.secret, card.public_id, now=now))

    def printed(self, card: Account) -> str:
        """Return what a printed card's QR code says for ever."""
        return self.of_shop(card.shop_id).of("p" + printed_token(self.secret, card.public_id))

    def join(self, shop: Shop) -> str:
        """Return the link on a shop's poster."""
        return self.of_shop(shop.id).of("j" + shop.code)

    def friend(self, card: Account) -> str:
        """Return the link by which a customer's friends join."""
        return self.of_shop(card.shop_id).of("f" + friend_code(self.secret, card.code))

    def invite(self, token: str, shop_id: int) -> str:
        """Return the link that makes somebody staff, once."""
        return self.of_shop(shop_id).of("i" + token)

    def coalition(self, token: str) -> str:
        """Return the link by which one shop more joins a coalition, once; in the chat that all shops share."""
        return (self.shared or self.of)("s" + token)

    def voucher(self, code: str, shop_id: int) -> str:
        """Return what a voucher's one-time QR code says."""
        return self.of_shop(shop_id).of("v" + code)


@dataclass(frozen=True, slots=True)
class Billing:
    """A channel that bills what it carries outside of a window: our account there, and what messages cost."""

    channel: str
    account: str
    prices: Prices


@dataclass(frozen=True, slots=True)
class Platform:
    """What a conversation must know of the channel that it is held on."""

    links: Links
    window: timedelta | None = None  # how long after a person's last word free words get through
    most_buttons: int | None = None  # beyond it, choices are numbered
    has_menu: bool = True
    money: Mapping[str, int] = field(
        default_factory=dict
    )  # in which one can pay, with the platform's decimals
    daily_limit: int | None = None  # people in a day who can be written to outside of their window
    billing: Billing | None = None  # of whichever channel has prices: owners ask about it on any
    only_shop: int | None = None  # whose own chat it is
    shared: tuple[str, ...] = ()  # our accounts on the channel that serve every shop
