"""Who listens to a shop, and when a message is to reach them: what the dose is asked with."""

from dataclasses import replace
from datetime import datetime, timedelta

from actions.campaigns import settings as campaign_settings
from actions.campaigns.arms import as_sent
from actions.campaigns.campaign import HOUR, REST
from actions.campaigns.consents import consents_of
from actions.campaigns.dose import dose_of
from actions.campaigns.kinds import kind_named
from loyalty.campaigns.frequency_cap import (
    LONGEST_GAP_DAYS,
    Contact,
    Frequency,
    Listener,
    Occurrence,
    Purpose,
)
from loyalty.campaigns.hours import AT_ONCE, OWN_HOUR, usual_hour
from loyalty.campaigns.treatments import gap_of
from loyalty.records import Account, Shop
from storage.campaigns import due_to_people, occurrences, treatments
from storage.campaigns.occurrences import Due
from storage.cards import accounts, visit_patterns
from storage.engine.statements import Tx
from storage.people import preferences
from storage.people.known_addresses import SEEN_EVERY

_HABITS = 50  # visits by which somebody's hour is known


def at_its_hour(tx: Tx, one: Due, listener: Listener) -> Occurrence:
    """Ask for a message at its hour, and after the days that its shop lets pass; once it has waited for its hour it had it."""
    kind = kind_named(one.kind)
    campaign = as_sent(tx, campaign_settings.kept(tx, one.shop_id, kind), one)
    hour = AT_ONCE if one.tries or one.why == "hour" else int(campaign.settings.get(HOUR, AT_ONCE))
    rest_days = int(campaign.settings.get(REST, 0))
    if hour == AT_ONCE and not rest_days:
        return as_asked(one)
    account = accounts.by_id(tx, one.account_id)
    return replace(
        as_asked(one),
        hour=None if hour == AT_ONCE else _hour(tx, account, hour, listener),
        rests_until=_rests_until(tx, account, one, rest_days),
    )


def _hour(tx: Tx, account: Account, hour: int, listener: Listener) -> int | None:
    """Return the hour that a shop chose, or the one at which somebody usually comes, where that is known."""
    if hour != OWN_HOUR:
        return hour
    came = visit_patterns.visits_of(tx, account, most=_HABITS)
    return usual_hour([at for at, _ in came], listener.zone)


def _rests_until(tx: Tx, account: Account, one: Due, days: int) -> datetime | None:
    if not days:
        return None
    ever = occurrences.of_account(tx, account, one.kind)
    went = [
        each.settled_at for each in ever if each.state == "sent" and each.id != one.id and each.settled_at
    ]
    return max(went) + timedelta(days=days) if went else None


def as_asked(one: Due) -> Occurrence:
    """Ask for a message as it was found, whatever its hour."""
    return Occurrence(kind_named(one.kind), one.key, one.expires_at, one.step)


def listener_to(tx: Tx, person_id: int, shop: Shop, *, now: datetime, besides: int | None = None) -> Listener:
    """Return a person as a shop may write to them: what they agreed to, what they had lately, and the shop's dose."""
    since = now - timedelta(days=LONGEST_GAP_DAYS)
    contacts = tuple(
        Contact(kind_named(kind), at)
        for kind, at, this in due_to_people.contacts(tx, person_id, since=since, now=now)
        if this != besides and kind_named(kind).policy.purpose is not Purpose.SERVICE
    )
    heard_at = due_to_people.heard_at(tx, person_id)
    # A tap soon after another isn't written down: what came so soon after a word may have been answered.
    answered_until = heard_at + SEEN_EVERY if heard_at else since
    dose = dose_of(tx, shop.id)
    softest = gap_of(treatments.of_person(tx, shop.id, person_id))
    often = preferences.preferences_of(tx, person_id)
    return Listener(
        zone=shop.zone,
        consents=consents_of(tx, person_id),
        often={name: Frequency(frequency) for name, frequency in often.items()},
        contacts=contacts,
        ignored=sum(contact.at > answered_until for contact in contacts),
        cap=replace(dose.cap, gap_days=max(dose.cap.gap_days, softest)),
        quiet=dose.quiet,
    )
