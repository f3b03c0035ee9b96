"""The sums of a programme in a shop: what they are made on, and a month of its own visits lived again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any, Literal, assert_never
from zoneinfo import ZoneInfo

from actions.shop.month_gifts import campaign_gifts, draw_gifts
from loyalty.actor import Actor
from loyalty.amounts import minor_per_unit, unit_size
from loyalty.cards.part import Part
from loyalty.cards.programme import Programme, ProgrammeVersion
from loyalty.records import Shop
from loyalty.shop.basis import BadFigure, Basis, Told, basis_of, check_told
from loyalty.shop.for_sale import SaleSums, losing, sales_of
from loyalty.shop.gifts import MonthGift, gifts_of, take_all
from loyalty.shop.month import MONTH_DAYS, MOST_LIVED, Lately, Month, month_of
from loyalty.shop.sums import (
    FreeAtFirstVisit,
    FreeWithoutVisit,
    GiftsTakeAll,
    LosesMoney,
    Risk,
    SaleLoses,
    Sums,
    earned_per_visit,
    risks_of,
    rounded,
    sums_of,
)
from storage.engine.statements import Tx
from storage.rehearsal import recorded_past
from storage.shop import audit, business, programmes, stats
from storage.shop.audit import Act

What = Literal["average_sale", "margin", "trade"]
_NAMES = {"average_sale": "average_sale_minor", "margin": "margin_permille", "trade": "trade"}
NEWEST_AMOUNTS = 200  # amounts of the tills say what is usual now
_SECOND, _HOUR, _DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The sums of some rules; none while what a visit brings is not known, no month while there are too few days of it.

    `gifts` are what is given beside visits, in such a month; `sales` what is sold.
    """

    basis: Basis | None
    sums: Sums | None
    month: Month | None
    risks: tuple[Risk, ...]
    gifts: tuple[MonthGift, ...] = ()
    sales: tuple[SaleSums, ...] = ()


@dataclass(frozen=True, slots=True)
class Noted:
    """What an owner said is kept."""

    shop: Shop
    told: Told


@dataclass(frozen=True, slots=True)
class SecondYes:
    """Nothing is changed yet: these rules lose money or give too early, and want a yes that knows it."""

    risks: tuple[Risk, ...]


def reckon(
    tx: Tx, shop: Shop, programme: Programme, lately: Lately | None = None, *, trade: str | None = None
) -> Reckoned:
    """Do the sums of rules in a shop, had it this trade; without what happened lately there is no month."""
    basis = basis_for(tx, shop, trade)
    if lately is None:
        return reckoned_by(basis, programme, shop.currency)
    return reckoned_in(basis, programme, lately, currency=shop.currency, zone=shop.zone)


def reckoned_in(
    basis: Basis | None, programme: Programme, lately: Lately, *, currency: str, zone: ZoneInfo
) -> Reckoned:
    """Do the sums of rules, those of a month lived again too."""
    found = reckoned_by(basis, programme, currency, lately)
    if found.sums is None:
        return found
    unit = minor_per_unit(currency)
    return replace(found, month=month_of(programme, found.sums, lately, zone=zone, minor_per_unit=unit))


def reckoned_by(
    basis: Basis | None, programme: Programme, currency: str, lately: Lately | None = None
) -> Reckoned:
    """Do the sums of rules, all but those of a month lived again."""
    unit = minor_per_unit(currency)
    risks = risks_of(programme, basis, minor_per_unit=unit)
    if basis is None:
        return Reckoned(basis, None, None, risks)
    sums, sales = sums_of(programme, basis, minor_per_unit=unit), sales_of(programme, basis)
    risks = (*risks, *losing(sales))
    campaigns, newcomers = (lately.gifts, lately.newcomers) if lately else ((), None)
    each = lately.visits_each if lately else None
    gifts = gifts_of(programme, sums, campaigns, newcomers=newcomers, visits=each)
    visits = lately.visits_a_month if lately else 0
    too_much = take_all(programme, sums, gifts, visits=visits) if visits else None
    return Reckoned(basis, sums, None, (*risks, too_much) if too_much else risks, gifts, sales)


def basis_for(tx: Tx, shop: Shop, trade: str | None = None) -> Basis | None:
    """Find what a shop's sums are made on: what was told, else the newest amounts of its tills, else what is usual."""
    told = business.told(tx, shop.id)
    told = replace(told, trade=trade or told.trade)
    amounts = () if told.average_sale_minor else stats.newest_amounts(tx, shop.id, most=NEWEST_AMOUNTS)
    basis = basis_of(told, shop.currency, amounts)
    every = tuple(version.programme for version in programmes.today(tx, shop.id))
    return replace(basis, programmes=every) if basis else None


def ready_parts(tx: Tx, shop: Shop, programme: Programme, ready: Sequence[Part]) -> list[Part]:
    """Return ready parts giving about as much in this programme as where a visit brings a stamp, or a euro a point."""
    amounts = programme.needs_amount
    fit = [part.in_money(shop.currency) for part in ready if part.problem(takes_amounts=amounts) is None]
    if not amounts:
        return fit
    unit, basis = minor_per_unit(shop.currency), basis_for(tx, shop)
    # Where nothing is known of a shop's sales, ten visits are thought to bring its first reward.
    visit = (
        earned_per_visit(programme, basis.average_sale_minor, minor_per_unit=unit)
        if basis
        else Fraction(programme.rewards[0].at, 10)
    )
    euro = earned_per_visit(programme, unit_size(shop.currency) * unit, minor_per_unit=unit)
    return [_fitting(part, euro if part.problem(takes_amounts=False) else visit) for part in fit]


def _fitting(part: Part, factor: Fraction) -> Part:
    """Return a part that gives so many times as much, or as it is where nobody may give so many."""
    larger = part.larger(factor)
    return part if larger.problem(takes_amounts=True) else larger


def lately_of(tx: Tx, shop: Shop, programme_id: int, *, now: datetime) -> Lately:
    """Return what happened in the last month by a programme, as far back as can be lived again at once."""
    since = now - MONTH_DAYS * _DAY
    newest = recorded_past.newest_visits(tx, shop.id, programme_id, since=since, most=MOST_LIVED)
    if any(
        one.programme_id == programme_id and one.programme.needs_amount
        for one in programmes.today(tx, shop.id)
    ):
        newest = [replace(one, amount=1) for one in newest]
    oldest = newest[-1].at if newest else now
    if len(newest) < MOST_LIVED:
        begun_at = programmes.begun_at(tx, shop.id, programme_id)
        since = max(since, min(begun_at, oldest))  # one that was moved here has older visits
        days = Fraction((now - since) // _DAY)
    else:  # a busy shop's newest visits stand for a month
        since = oldest
        days = Fraction(max(now - since, _HOUR) // _SECOND, _DAY // _SECOND)
    joined = recorded_past.joined_since(tx, shop.id, since=since)
    first = programmes.first(tx, shop.id).programme_id == programme_id  # on whose cards campaigns give
    gifts = (*campaign_gifts(tx, shop.id, now=now), *draw_gifts(tx, shop.id)) if first else ()
    return Lately(tuple(reversed(newest)), joined, days, gifts)


def new_risks(
    tx: Tx,
    shop: Shop,
    new: Programme,
    old: ProgrammeVersion | None,
    *,
    now: datetime,
    trade: str | None = None,
) -> tuple[Risk, ...]:
    """List what an owner must say yes to twice, without what holds by the old rules already."""
    basis = basis_for(tx, shop, trade)
    if old is None:
        return reckoned_by(basis, new, shop.currency).risks
    lately = lately_of(tx, shop, old.programme_id, now=now)
    known = reckoned_by(basis, old.programme, shop.currency, lately).risks
    return tuple(risk for risk in reckoned_by(basis, new, shop.currency, lately).risks if risk not in known)


def note_accepted(tx: Tx, actor: Actor, shop: Shop, risks: tuple[Risk, ...], *, now: datetime) -> None:
    """Write into the audit what somebody said yes to, knowing it."""
    for risk in risks:
        match risk:
            case LosesMoney(payout):
                names = ", ".join(reward.text for reward in payout.rewards)
                cost, left = str(rounded(payout.cost.high)), str(rounded(payout.margin_minor))
                act = Act("loss_accepted", subject=names, old=left, new=cost)
            case FreeAtFirstVisit(reward, cost):
                act = Act("free_accepted", subject=reward.text, new=str(rounded(cost.high)) if cost else "")
            case FreeWithoutVisit(reward, _, cost):
                act = Act("gift_accepted", subject=reward.text, new=str(rounded(cost.high)) if cost else "")
            case GiftsTakeAll(_, gifts, rewards, left_minor):
                spent = gifts.plus(rewards).high
                act = Act("gifts_accepted", old=str(rounded(left_minor)), new=str(rounded(spent)))
            case SaleLoses(label, price_minor, cost):
                act = Act("sale_accepted", subject=label, old=str(price_minor), new=str(rounded(cost.high)))
            case _:
                assert_never(risk)
        audit.add(tx, actor, shop.id, act, now=now)


def note_told(
    tx: Tx, actor: Actor, shop: Shop, what: What, value: int | str | None, *, now: datetime
) -> Noted | BadFigure:
    """Keep what was said of a shop's sales, if it can be, and write it into the audit."""
    before, name = business.told(tx, shop.id), _NAMES[what]
    changed: dict[str, Any] = {name: value}
    after = replace(before, **changed)
    bad = check_told(after, shop.currency)
    if bad:
        return bad
    if after != before:
        business.tell(tx, shop.id, after)
        old, new = ("" if one is None else str(one) for one in (getattr(before, name), value))
        audit.add(tx, actor, shop.id, Act("sums_changed", subject=what, old=old, new=new), now=now)
    return Noted(shop, after)
