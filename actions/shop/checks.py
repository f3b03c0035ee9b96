"""Looking through a shop's bookings for what is worth its owner's look, and what the owner says to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from actions import allowances
from actions.access import NotAllowed, may
from loyalty.actor import ActingPerson, Actor
from loyalty.allowances import LOOKS
from loyalty.dates import day_of, day_starts
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop import checks as rules
from loyalty.shop.checks import (
    CHECKS,
    DAYS,
    GIVEN_TO_RETURN_DAYS,
    LEARNED_DAYS,
    Check,
    Finding,
    Found,
    HourOfDay,
)
from loyalty.shop.league import JOINED_WITHIN, doubts, worth_a_look
from loyalty.shop.opening_hours import read_hours
from storage.engine.statements import Tx
from storage.shop import audit, finding_bookings, findings, programmes, second_times, shops
from storage.shop import checks as facts
from storage.shop.audit import Act
from storage.shop.checks import DaysLookedThrough
from storage.shop.finding_bookings import FoundBooking
from storage.shop.findings import KeptFinding

__all__ = ["CHECKS", "Checks", "FindingShown", "FoundBooking", "KeptFinding", "Settled", "keep", "look"]

PAGE = 12
_FIRST_DAY = date(1970, 1, 1)
_DAY = timedelta(days=1)
_LEAST_CARDS, _LEAST_TAKEN_BACK = 6, 6


@dataclass(frozen=True, slots=True)
class Checks:
    """What waits for an owner's look; `unsure` are the checks that had not enough to tell, None before the first look."""

    shop: Shop
    findings: tuple[KeptFinding, ...]
    looked_at: datetime | None
    unsure: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindingShown:
    """A finding with some of the bookings behind it; `more` is where the next of them begin."""

    shop: Shop
    kept: KeptFinding
    bookings: tuple[FoundBooking, ...]
    more: int | None


@dataclass(frozen=True, slots=True)
class Settled:
    """The owner found it fine: it is not told again."""

    shop: Shop


def look(tx: Tx, shop_id: int, *, with_today: bool = False, now: datetime) -> Mapping[Check, Found]:
    """Look through a shop's bookings up to last midnight, or to now; nothing is written, it may run beside the writer."""
    shop = shops.by_id(tx, shop_id)
    end = now + (_DAY if with_today else timedelta())  # its day is not looked at any more
    last_day = _number(day_of(end, shop.zone)) - 1
    lately, learned = _span(shop, DAYS, now=end), _span(shop, LEARNED_DAYS, now=end)
    new = _span(shop, LEARNED_DAYS, until_days=GIVEN_TO_RETURN_DAYS, now=end)
    hours = _by_its_own_clock(facts.hours(tx, learned), shop, now=end)
    active = len({one.day for one in hours if one.day > last_day - DAYS})
    return {
        "pair": rules.close_pairs(facts.pairs(tx, lately), last_day=last_day),
        "burst": rules.bursts(facts.five_minutes(tx, lately, least=_LEAST_CARDS), days=active),
        "full_days": _always_full(tx, lately, last_day=last_day),
        "taken_back": rules.much_taken_back(facts.taken_back(tx, lately, least=_LEAST_TAKEN_BACK)),
        "odd_hours": rules.at_odd_hours(hours, read_hours(shop.hours), last_day=last_day),
        "sign_ups": rules.never_back(facts.new_cards(tx, new)),
        "second_times": _second_times(tx, shop, lately),
        "own_rewards": rules.own_rewards(facts.redemptions(tx, lately), last_day=last_day),
    }


def may_look(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> allowances.TooOften | NotAllowed | None:
    """Let an owner have the bookings looked through at once, a few times a day; None where nothing stands in the way."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    return allowances.take(tx, LOOKS, shop_id, now=now)


def _by_its_own_clock(seen: Sequence[HourOfDay], shop: Shop, *, now: datetime) -> list[HourOfDay]:
    """Return hours as the clock of their own day showed them: they were asked for by the clock of today."""
    today = now.astimezone(shop.zone).utcoffset() or timedelta()
    found = []
    for one in seen:
        moment = datetime.combine(_FIRST_DAY + one.day * _DAY, time(one.hour), UTC) - today
        local = moment.astimezone(shop.zone)
        found.append(replace(one, day=_number(local.date()), hour=local.hour))
    return found


def _always_full(tx: Tx, span: DaysLookedThrough, *, last_day: int) -> Found:
    """Ask each programme that has a most of a day."""
    limited = [
        (one.programme_id, one.programme.limits.max_per_day)
        for one in programmes.today(tx, span.shop_id)
        if one.programme.limits.max_per_day
    ]
    found = [
        rules.always_full(facts.full_days(tx, span, this, most=most or 0), last_day=last_day)
        for this, most in limited
    ]
    told = [one for one in found if one is not None]
    return [finding for one in told for finding in one] if told or not limited else None


def _second_times(tx: Tx, shop: Shop, span: DaysLookedThrough) -> Found:
    since = span.since - JOINED_WITHIN
    came = second_times.between(tx, shop.id, span.since, span.until, joined_since=since)
    doubted = doubts(came, read_hours(shop.hours), shop.zone)
    return worth_a_look(came, doubted, shop.zone)


def _span(shop: Shop, days: int, *, until_days: int = 0, now: datetime) -> DaysLookedThrough:
    today = day_of(now, shop.zone)
    since, until = (day_starts(today - back * _DAY, shop.zone) for back in (days, until_days))
    offset = now.astimezone(shop.zone).utcoffset() or timedelta()
    return DaysLookedThrough(shop.id, since, until, offset // timedelta(microseconds=1))


def _number(day: date) -> int:
    return (day - _FIRST_DAY).days


def keep(tx: Tx, shop_id: int, looked: Mapping[Check, Found], *, now: datetime) -> None:
    """Write down what a look found, for the owners to see."""
    found = [one for each in looked.values() for one in each or ()]
    findings.put(tx, shop_id, found, [check for check, each in looked.items() if each is None], now=now)


def see_checks(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> Checks | NotAllowed:
    """Show an owner what is worth a look."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    looked_at, unsure = findings.last_look(tx, shop_id) or (None, ())
    return Checks(
        shops.by_id(tx, shop_id), tuple(findings.open_ones(tx, shop_id, now=now)), looked_at, unsure
    )


def see_finding(tx: Tx, actor: Actor, finding_id: int, *, skipped: int = 0) -> FindingShown | NotAllowed:
    """Show an owner the bookings behind a finding."""
    kept = findings.by_id(tx, finding_id)
    if kept is None or may(tx, actor, kept.shop_id, Role.OWNER) is None:
        return NotAllowed()
    shop = shops.by_id(tx, kept.shop_id)
    span = days_of(shop, kept.finding)
    found = finding_bookings.page(tx, shop.id, kept.finding, span, skipped=skipped, most=PAGE + 1)
    more = skipped + PAGE if len(found) > PAGE else None
    return FindingShown(shop, kept, tuple(found[:PAGE]), more)


def days_of(shop: Shop, finding: Finding) -> tuple[datetime, datetime]:
    """Return when the days of a finding begin and end."""
    first, last = (_FIRST_DAY + number * _DAY for number in (finding.first_day, finding.last_day))
    return day_starts(first, shop.zone).astimezone(UTC), day_starts(last + _DAY, shop.zone).astimezone(UTC)


def settle_finding(tx: Tx, actor: ActingPerson, finding_id: int, *, now: datetime) -> Settled | NotAllowed:
    """Let an owner say that it is fine: the same is not told again."""
    kept = findings.by_id(tx, finding_id)
    if kept is None or may(tx, actor, kept.shop_id, Role.OWNER) is None:
        return NotAllowed()
    if findings.settle(tx, finding_id, by=actor.person_id, now=now):
        about = f"staff:{kept.finding.staff_id}" if kept.finding.staff_id else kept.code
        audit.add(
            tx, actor, kept.shop_id, Act("finding_settled", subject=about, new=kept.finding.check), now=now
        )
    return Settled(shops.by_id(tx, kept.shop_id))
