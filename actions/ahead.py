"""What will be due to a person in the days to come, as far as dates tell: it must find its place free."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from actions.campaigns import Campaign, campaigns_of
from actions.reasons import birthday_facts, ends_at
from loyalty import campaigns as rules
from loyalty.contact import Kind, Listener, Occurrence
from loyalty.dates import day_of, day_starts
from loyalty.priority import Coming
from loyalty.records import Card, Shop, Voucher
from loyalty.verdict import held_out
from storage import cards, occurrences, shops, vouchers
from storage.statements import Tx

_Rule = Callable[[datetime], Occurrence | None]  # asked about a moment


def coming(
    tx: Tx, person_id: int, listener_of: Callable[[Shop], Listener], *, days: int, now: datetime
) -> list[Coming]:
    """Return what was put off, and what has a date within so many days: warnings, birthdays, anniversaries."""
    found = [
        Coming(
            Occurrence(Kind(one.kind), one.key, one.expires_at, one.step),
            one.not_before,
            listener_of(shops.by_id(tx, one.shop_id)),
        )
        for one in occurrences.put_off_of(tx, person_id, now=now)
    ]
    for card in cards.of_person(tx, person_id):
        shop = shops.by_id(tx, card.shop_id)
        mornings = _mornings(day_of(now, shop.zone), shop.zone, days=days)
        for rule in _rules(tx, card, shop, person_id, now=now):
            found += (Coming(one, at, listener_of(shop)) for one, at in _begins(rule, mornings, now=now))
    return found


def _mornings(today: date, zone: ZoneInfo, *, days: int) -> list[datetime]:
    return [day_starts(today + timedelta(days=day), zone) for day in range(1, days + 1)]


def _begins(
    rule: _Rule, mornings: Iterable[datetime], *, now: datetime
) -> Iterator[tuple[Occurrence, datetime]]:
    """Yield each occasion that isn't there yet, with the morning on which it will be."""
    current = rule(now)
    known = {current.key} if current else set()
    for morning in mornings:
        found = rule(morning)
        if found and found.key not in known:
            known.add(found.key)
            yield found, morning


def _rules(tx: Tx, card: Card, shop: Shop, person_id: int, *, now: datetime) -> Iterator[_Rule]:
    """Yield a rule for each date of a card that a campaign keeps which runs and doesn't leave this person out."""
    running = {
        one.kind: one
        for one in campaigns_of(tx, shop.id)
        if one.on and one.id and not held_out(one.id, person_id, one.holdout_percent / 100)
    }
    yield from _warnings(tx, card, shop, running, now=now)
    if Kind.BIRTHDAY in running:
        facts = birthday_facts(tx, card, shop.zone)
        number = running[Kind.BIRTHDAY].number
        kept = rules.BirthdayRule(number("lead_days"), number("late_days"))
        if facts:
            yield lambda at: rules.due_birthday(card.id, facts, kept, now=at, zone=shop.zone)
    if Kind.ANNIVERSARY in running:
        joined = day_of(card.created_at, shop.zone)
        yield lambda at: rules.due_anniversary(card.id, joined, now=at, zone=shop.zone)


def _warnings(
    tx: Tx, card: Card, shop: Shop, running: Mapping[Kind, Campaign], *, now: datetime
) -> Iterator[_Rule]:
    zone = shop.zone
    if Kind.VOUCHER_EXPIRING in running:
        for voucher in vouchers.usable(tx, card.id, now=now):
            yield partial(_warning, voucher, zone)
    until = ends_at(card, shops.terms(tx, card.terms_id).programme)
    if until and Kind.BALANCE_EXPIRING in running:
        since = card.last_visit_at or card.created_at
        yield lambda at: rules.due_balance_expiring(card.id, since=since, until=until, now=at, zone=zone)


def _warning(voucher: Voucher, zone: ZoneInfo, at: datetime) -> Occurrence | None:
    return rules.due_voucher_expiring(voucher, now=at, zone=zone)
