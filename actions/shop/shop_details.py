"""What a shop is called and where and how it lives, changed by its owner: no promise that was told changes with it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from actions.access import NotAllowed, may
from actions.campaigns.settings import campaigns_of
from actions.shop.calculator import tell
from actions.shop.coalitions import follow_name
from actions.shop.open_shop import NewShop, bad_shop
from loyalty.actor import Actor
from loyalty.cards.endings import ends_with, last_day
from loyalty.cards.memberships import by_another_clock
from loyalty.cards.programme import Programme, ProgrammeVersion
from loyalty.cards.programme_check import Invalid
from loyalty.cards.worth import is_money
from loyalty.names import clean_name
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.opening_hours import read_hours
from loyalty.units import Unit
from storage.cards import challenges, counters, draws, good_causes, memberships, shop_vouchers
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.shop import audit, business, cause_payments, coalitions, debts, programmes, shops
from storage.shop.audit import Act

Field = Literal["name", "timezone", "currency", "colour", "icon", "address", "hours", "language"]
FIELDS: tuple[Field, ...] = ("name", "colour", "icon", "address", "hours", "language", "timezone", "currency")
MAX_ADDRESS = 100
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_ICON_LETTERS = 16  # code points: the longest emoji are whole families


@dataclass(frozen=True, slots=True)
class Proposed:
    """A change that can be made; `waiting` rewards have a last day that was told, `programmes` are today's rules.

    `forgotten_minor` is an average sale that was told in the money of before, and goes with it.
    """

    shop: Shop
    field: Field
    value: str
    waiting: int
    programmes: tuple[ProgrammeVersion, ...]
    forgotten_minor: int | None = None

    @property
    def before(self) -> str:
        """Return what it is now."""
        return str(getattr(self.shop, self.field))

    @property
    def after(self) -> Shop:
        """Return the shop as it would be."""
        return _with(self.shop, self.field, self.value)


@dataclass(frozen=True, slots=True)
class Same:
    """It is so already."""

    shop: Shop


@dataclass(frozen=True, slots=True)
class BadValue:
    """The shop can't have this; `rules` says what today's rules, which count in `unit`, would be in that money."""

    shop: Shop
    unit: Unit
    rules: Invalid | None = None


@dataclass(frozen=True, slots=True)
class MoneyKept:
    """Amounts in today's money are kept, which would become other amounts."""

    shop: Shop
    why: Literal["together", "spent", "points", "costs"]


DetailsOutcome = Proposed | Same | BadValue | MoneyKept | NotAllowed


def see_shop(tx: Tx, actor: Actor, shop_id: int) -> Shop | NotAllowed:
    """Show an owner the shop."""
    return shops.by_id(tx, shop_id) if may(tx, actor, shop_id, Role.OWNER) else NotAllowed()


def propose_change(tx: Tx, actor: Actor, shop_id: int, field: Field, value: str) -> DetailsOutcome:
    """Say what a change would mean; nothing is changed yet."""
    shop = see_shop(tx, actor, shop_id)
    if isinstance(shop, NotAllowed):
        return shop
    every = tuple(programmes.today(tx, shop_id))
    value = value.lower() if field == "colour" else value
    if value == getattr(shop, field):
        return Same(shop)
    bad = next(filter(None, (_bad(_with(shop, field, value), one.programme) for one in every)), None)
    if bad:
        return bad
    money = next(_money_kept(tx, shop, every), None) if field == "currency" else None
    if money:
        return MoneyKept(shop, money)
    waiting = sum(count for _, count in shop_vouchers.ends(tx, shop_id))
    sale = business.told(tx, shop_id).average_sale_minor if field == "currency" else None
    return Proposed(shop, field, value, waiting, every, sale)


def change_shop(
    tx: Tx, actor: Actor, shop_id: int, field: Field, value: str, *, was: str, now: datetime
) -> DetailsOutcome:
    """Make a change that was proposed when the value still was `was`."""
    hold_shop(tx, shop_id)
    found = propose_change(tx, actor, shop_id, field, value)
    if not isinstance(found, Proposed):
        return found
    if found.before != was:
        return Same(found.shop)
    shops.change(tx, _with(found.shop, field, found.value))
    if field == "name":
        follow_name(tx, shop_id)
    if field == "timezone":
        _keep_days(tx, shop_id, found.shop.zone, ZoneInfo(found.value), now=now)
        for one in memberships.holding(tx, shop_id, now=now):
            memberships.set_term(tx, by_another_clock(one, found.shop.zone, ZoneInfo(found.value)))
    if found.forgotten_minor:
        tell(tx, actor, shop_id, "average_sale", None, now=now)
    audit.add(tx, actor, shop_id, Act("shop_changed", subject=field, old=was, new=found.value), now=now)
    return replace(found, shop=shops.by_id(tx, shop_id))


def _with(shop: Shop, field: Field, value: str) -> Shop:
    changed: dict[str, Any] = {field: value}
    return replace(shop, **changed)


def _bad(shop: Shop, programme: Programme) -> BadValue | None:
    wrong = bad_shop(NewShop(shop.name, programme, shop.timezone, shop.currency, shop.language, shop.colour))
    if wrong or not (_COLOUR.fullmatch(shop.colour) and _is_icon(shop.icon) and _can_be_found(shop)):
        return BadValue(shop, programme.unit, wrong.rules if wrong else None)
    return None


def _is_icon(text: str) -> bool:
    """Say whether a text may be an emoji, or none; which of them can be drawn is for who draws to say."""
    return len(text) <= _ICON_LETTERS and not any(unicodedata.category(c)[0] in "LNPZ" for c in text)


def _can_be_found(shop: Shop) -> bool:
    """Say whether its address is one line, and its hours a week in which it closes before it opens again."""
    week = read_hours(shop.hours)
    one_line = clean_name(shop.address, most=MAX_ADDRESS) == shop.address
    return one_line and week.stored == shop.hours and week.clash is None


def _money_kept(
    tx: Tx, shop: Shop, every: Sequence[ProgrammeVersion]
) -> Iterator[Literal["together", "spent", "points", "costs"]]:
    if coalitions.of_shop(tx, shop.id) or debts.open_of(tx, shop.id):
        yield "together"
    if shops.has_spent(tx, shop.id):
        yield "spent"
    if any(
        one.programme.needs_amount and counters.has_balances(tx, shop.id, one.programme_id) for one in every
    ):
        yield "points"
    gifts = (
        value for one in campaigns_of(tx, shop.id) for name, value in one.settings.items() if "cost" in name
    )
    if (
        any(one.programme.min_spend_minor for one in every)
        or any(part.has_amounts() for one in every for part in one.programme.parts)
        or any(gifts)
        or any(
            reward.cost_minor or is_money(reward.worth) for one in every for reward in one.programme.rewards
        )
        or shop_vouchers.priced(tx, shop.id)
        or memberships.sold_ever(tx, shop.id)
        or good_causes.given_ever(tx, shop.id)
        or cause_payments.paid_ever(tx, shop.id)
        or draws.priced(tx, shop.id)
    ):
        yield "costs"


def _keep_days(tx: Tx, shop_id: int, old: ZoneInfo, new: ZoneInfo, *, now: datetime) -> None:
    """Let each reward that waits, challenge and draw end with the day that was told, by the new clock."""
    for ends, over in _moved((ends for ends, _ in shop_vouchers.ends(tx, shop_id)), old, new):
        shop_vouchers.move_end(tx, shop_id, ends, over)
    for ends, over in _moved(challenges.ends(tx, shop_id, now=now), old, new):
        challenges.move_end(tx, shop_id, ends, over)
    for ends, over in _moved(draws.ends(tx, shop_id, now=now), old, new):
        draws.move_end(tx, shop_id, ends, over)


def _moved(every: Iterable[datetime], old: ZoneInfo, new: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """Give each end with the one by the new clock, in an order in which none becomes one that is still to be moved."""
    moved = [(ends, ends_with(last_day(ends, old), new)) for ends in every]
    yield from sorted((pair for pair in moved if pair[1] > pair[0]), reverse=True)
    yield from sorted(pair for pair in moved if pair[1] < pair[0])
