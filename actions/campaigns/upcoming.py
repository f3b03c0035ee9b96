"""What will be due to a person in the days to come: it must find its place free, if it really comes.

The same rules are asked as on the day itself, only about a later moment: a place kept for what they would not send then
is a message withheld for nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from actions.campaigns.candidate_ranges import is_for, search_candidates
from actions.campaigns.case import EligibilityCase
from actions.campaigns.eligibility import due, reason_holds
from actions.campaigns.kinds import BY_KIND, kind_named
from actions.campaigns.settings import campaigns_of
from loyalty.campaigns.frequency_cap import Listener, Occurrence
from loyalty.campaigns.held_out import held_out
from loyalty.campaigns.priority import Coming
from loyalty.dates import day_of, day_starts
from loyalty.records import Account, Counter, Shop, UnreadableRowError
from storage.campaigns import due_to_people, occurrences
from storage.campaigns.occurrences import Due
from storage.cards import accounts, counters, vouchers
from storage.delivery.messaging_window import NO_FORM
from storage.engine.statements import Tx
from storage.shop import shops


def coming(
    tx: Tx, person_id: int, listener_of: Callable[[Shop], Listener], *, days: int, now: datetime
) -> list[Coming]:
    """Return what was put off, and what has a date within so many days: warnings, birthdays, anniversaries."""
    found: list[Coming] = []
    for one in due_to_people.put_off_of(tx, person_id, now=now):
        with suppress(UnreadableRowError):
            found += _put_off(tx, one, listener_of)
    for account in accounts.of_person(tx, person_id):
        with suppress(UnreadableRowError):  # of such a shop nothing comes
            found += _of_account(tx, account, person_id, listener_of, days=days, now=now)
    return found


def _put_off(tx: Tx, one: Due, listener_of: Callable[[Shop], Listener]) -> Iterator[Coming]:
    """Yield what was put off if it will have its reason when its time comes, and words that get through."""
    if one.why != NO_FORM and reason_holds(tx, one, now=one.not_before):
        occasion = Occurrence(kind_named(one.kind), one.key, one.expires_at, one.step)
        yield Coming(occasion, one.not_before, listener_of(shops.by_id(tx, one.shop_id)))


def _of_account(
    tx: Tx,
    account: Account,
    person_id: int,
    listener_of: Callable[[Shop], Listener],
    *,
    days: int,
    now: datetime,
) -> list[Coming]:
    shop = shops.by_id(tx, account.shop_id)
    mornings = _mornings(day_of(now, shop.zone), shop.zone, days=days)
    return [
        Coming(one, at, listener_of(shop))
        for case in _cases(tx, account, shop, person_id, now=now)
        for one, at in _begins(tx, case, mornings)
    ]


def _mornings(today: date, zone: ZoneInfo, *, days: int) -> list[datetime]:
    return [day_starts(today + timedelta(days=day), zone) for day in range(1, days + 1)]


def _begins(
    tx: Tx, case: EligibilityCase, mornings: Iterable[datetime]
) -> Iterator[tuple[Occurrence, datetime]]:
    """Yield each occasion that isn't there yet, with the morning on which it will be."""
    current = due(tx, case)
    known = {current.key} if current else set()
    for morning in mornings:
        found = due(tx, replace(case, look=replace(case.look, now=morning)))
        if found and found.key not in known:
            known.add(found.key)
            if not occurrences.exists(tx, found.key):
                yield found, morning


def _cases(
    tx: Tx, account: Account, shop: Shop, person_id: int, *, now: datetime
) -> Iterator[EligibilityCase]:
    """Yield each date of a card that a campaign keeps which runs and doesn't leave this person out."""
    running = [
        one
        for one in campaigns_of(tx, shop.id)
        if one.on
        and one.id
        and BY_KIND[one.kind].keeps_place
        and not held_out(one.id, person_id, one.holdout_percent / 100)
    ]
    ending = [held for held in vouchers.usable(tx, account, now=now) if held.expires_at]
    counted = counters.of_account(tx, account)
    for one in running:
        abouts: list[tuple[int | None, Counter | None]] = [(None, None)]
        if BY_KIND[one.kind].about_voucher:
            abouts = [(held.id, None) for held in ending]
        elif BY_KIND[one.kind].about_counter:
            abouts = [(None, counter) for counter in counted]
        if abouts:
            look = search_candidates(tx, shop, one, now=now)
            if is_for(tx, look, account):
                yield from (EligibilityCase(look, account, *about) for about in abouts)
