"""A friend who is brought along: by whose link, and what stands in the way of counting as one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from actions import allowances
from actions.cards.card_state import CardState, load_every
from actions.cards.join import Joined, NoShop, join_shop
from loyalty.allowances import FRIENDS_INVITED
from loyalty.cards.parts.referral import Referral
from loyalty.cards.programme import ProgrammeVersion
from loyalty.dates import day_of, day_starts
from loyalty.records import Account, Shop
from storage.cards import accounts, referrals
from storage.cards.referrals import Friends
from storage.engine.statements import Tx
from storage.people import persons
from storage.people.same_people import may_be_one
from storage.shop import programmes, shops, staff

# Why somebody who follows a friend's link is no new friend: it is their own, they come here already or work here, both may
# be one person, who invites has gone or works here, it is over, or very many came by one link today.
NoFriend = Literal["own", "customer", "staff", "same", "gone", "works", "over", "many"]


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a customer may tell a friend: on which card, by which rules, and how many they brought."""

    state: CardState
    part: Referral
    friends: Friends
    this_month: int


@dataclass(frozen=True, slots=True)
class NoInvitation:
    """There is none: the shop gives nothing for it ("none"), they work there ("staff"), or came not once yet ("early")."""

    why: Literal["none", "staff", "early"]
    shop: Shop | None = None


@dataclass(frozen=True, slots=True)
class Met:
    """The card is there, `new` or not; `why` says why nothing was promised, `part` what was, `inviter` who brought them."""

    states: tuple[CardState, ...]
    new: bool
    why: NoFriend | None
    version: ProgrammeVersion | None = None
    inviter: str = ""

    @property
    def state(self) -> CardState:
        """Return how the card's first counter stands."""
        return self.states[0]


def referral_of(version: ProgrammeVersion) -> Referral | None:
    """Return what a programme gives for a friend."""
    return next((part for part in version.programme.parts if isinstance(part, Referral)), None)


def invitation(tx: Tx, person_id: int, account: Account, *, now: datetime) -> Invitation | NoInvitation:
    """Return what the holder of a card may tell a friend."""
    states = load_every(tx, account, now=now)
    shop = states[0].shop
    found = next(((one, part) for one in states if (part := referral_of(one.current))), None)
    if found is None:
        return NoInvitation("none", shop)
    if staff.in_shop(tx, person_id, shop.id):
        return NoInvitation("staff", shop)
    if account.last_visit_at is None:
        return NoInvitation("early", shop)
    return Invitation(*found, referrals.of_inviter(tx, account), came_this_month(tx, account, shop, now=now))


def came_this_month(tx: Tx, inviter: Account, shop: Shop, *, now: datetime) -> int:
    """Count the friends of somebody who came for the first time in this month of the shop."""
    first = day_of(now, shop.zone).replace(day=1)
    return referrals.came_since(tx, inviter, since=day_starts(first, shop.zone))


def shop_of_friend(tx: Tx, card_code: str) -> Shop | None:
    """Return the shop to which a customer invites."""
    account = accounts.ever_by_code(tx, card_code)
    return shops.by_id(tx, account.shop_id) if account else None


def join_by_friend(tx: Tx, person_id: int, card_code: str, *, now: datetime) -> Met | NoShop:
    """Give a friend a card of the shop, and remember who brought them where nothing stands in the way."""
    inviter = accounts.ever_by_code(tx, card_code)
    if inviter is None:
        return NoShop()
    shop = shops.by_id(tx, inviter.shop_id)
    version = next((one for one in programmes.today(tx, shop.id) if referral_of(one)), None)
    why = no_friend(tx, person_id, inviter) or (None if version else "over")
    joined = join_shop(tx, person_id, shop.code, now=now)
    if not isinstance(joined, Joined):
        return joined
    promised = None if why in {"own", "staff", "same"} else _promised(tx, person_id, joined)
    if promised:
        return promised
    if version is None or why or inviter.person_id is None:
        return Met(joined.states, joined.new, why or "gone")
    if allowances.take(tx, FRIENDS_INVITED, inviter.person_id, now=now):
        return Met(joined.states, joined.new, "many")
    referrals.add(tx, inviter, joined.state.account.id, version.id, now=now)
    return Met(joined.states, joined.new, None, version, persons.by_id(tx, inviter.person_id).name)


def _promised(tx: Tx, person_id: int, joined: Joined) -> Met | None:
    """Say again what was promised to a friend who follows a link once more; None where nothing waits for a first visit."""
    brought = referrals.waiting(tx, joined.state.account)
    inviter = accounts.by_id(tx, brought.inviter_id) if brought else None
    if brought is None or inviter is None or not_two(tx, person_id, inviter) in {"same", "staff"}:
        return None
    name = persons.by_id(tx, inviter.person_id).name if inviter.person_id else ""
    return Met(
        joined.states, joined.new, None, programmes.version(tx, brought.shop_id, brought.version_id), name
    )


def no_friend(tx: Tx, person_id: int, inviter: Account) -> NoFriend | None:
    """Say why somebody is no new friend of who invites."""
    if inviter.person_id == person_id:
        return "own"
    if any(one.shop_id == inviter.shop_id for one in accounts.ever_of(tx, person_id)):
        return "customer"
    return not_two(tx, person_id, inviter)


def not_two(tx: Tx, person_id: int, inviter: Account) -> NoFriend | None:
    """Say why two are not a customer and a friend of theirs, whatever cards they have."""
    if inviter.person_id is None or inviter.closed_at:
        return "gone"
    if staff.in_shop(tx, person_id, inviter.shop_id):
        return "staff"
    if staff.in_shop(tx, inviter.person_id, inviter.shop_id):
        return "works"
    same = inviter.person_id == person_id or may_be_one(tx, inviter.person_id, person_id)
    return "same" if same else None
