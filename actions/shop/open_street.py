"""A high street at one go: new shops that have one card together, opened by whoever runs the server."""

from dataclasses import dataclass, replace
from datetime import datetime

from actions.shop.coalitions import found_by_operator, invite_by_operator
from actions.shop.open_shop import BadShop, NewShop, Opened, bad_shop, open_shop
from actions.shop.sums import Reckoned
from loyalty.actor import Operator
from loyalty.cards.programme import Programme
from loyalty.cards.programme_check import Invalid
from loyalty.records import Shop
from loyalty.shop.coalition_rules import MoreThanSpent, NoMoneyOff, check_together
from storage.engine.statements import Tx


@dataclass(frozen=True, slots=True)
class NewStreet:
    """A coalition that is not there yet: its name and rules, the shops that it begins with, and how many more are invited."""

    name: str
    rules: Programme
    shops: tuple[NewShop, ...]
    invited: int = 0

    def reckoned(self, shop: NewShop) -> Reckoned:
        """Do the sums of the common card for one of its shops, by what a visit brings that one."""
        return replace(shop, programme=self.rules).reckoned


@dataclass(frozen=True, slots=True)
class AloneTogether:
    """One shop alone is no coalition."""


@dataclass(frozen=True, slots=True)
class OpenedStreet:
    """All of it is open; each of `tokens` lets one shop more join, once."""

    shop: Shop  # the coalition's own
    opened: tuple[Opened, ...]
    tokens: tuple[str, ...]


WhyNoStreet = AloneTogether | BadShop | Invalid | NoMoneyOff | MoreThanSpent


def open_street(
    tx: Tx, actor: Operator, new: NewStreet, *, owners: bool = True, now: datetime
) -> OpenedStreet | WhyNoStreet:
    """Open shops and let them have one card, all or nothing; `owners` are invited where there is a chat to lead to."""
    wrong = bad_street(new)
    if wrong:
        return wrong
    opened = tuple(_opened(tx, actor, one, owners=owners, now=now) for one in new.shops)
    partners = [one.shop for one in opened]
    coalition = found_by_operator(tx, actor, partners, new.name, new.rules, now=now)
    tokens = tuple(invite_by_operator(tx, actor, coalition.id, now=now) for _ in range(new.invited))
    return OpenedStreet(coalition, opened, tokens)


def _opened(tx: Tx, actor: Operator, new: NewShop, *, owners: bool, now: datetime) -> Opened:
    opened = open_shop(tx, actor, new, invites=owners, now=now)
    if isinstance(opened, BadShop):
        raise TypeError(opened)  # it was looked at before anything was opened
    return opened


def bad_street(new: NewStreet) -> WhyNoStreet | None:
    """Say why it can't be like that, or nothing."""
    if not new.shops or len(new.shops) + new.invited < 2:
        return AloneTogether()
    first = new.shops[0]
    return (
        check_together(new.rules, first.currency)
        or bad_shop(replace(first, name=new.name, programme=new.rules))
        or next(filter(None, map(bad_shop, new.shops)), None)
    )
