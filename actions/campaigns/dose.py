"""The dose: of what is due to a person, what goes now, what waits and what is dropped. Nothing gets round it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import assert_never

from actions.access import NotAllowed, may
from actions.campaigns import gifts
from actions.campaigns import settings as campaign_settings
from actions.campaigns.arms import as_sent
from actions.campaigns.campaign import HOUR, REST
from actions.campaigns.consents import consents_of
from actions.campaigns.eligibility import reason_holds
from actions.campaigns.gifts import OccasionGifts
from actions.campaigns.kinds import BY_KIND, kind_named
from actions.campaigns.treatments import offer_goes_to
from actions.campaigns.upcoming import coming
from actions.tell import LATER
from loyalty.actor import Actor
from loyalty.campaigns.frequency_cap import (
    LONGEST_GAP_DAYS,
    Answer,
    Cap,
    Contact,
    Frequency,
    Gift,
    Later,
    Listener,
    Never,
    Occurrence,
    Purpose,
    QuietHours,
    Send,
    gap,
    may_contact,
    rationed,
)
from loyalty.campaigns.hours import AT_ONCE, OWN_HOUR, usual_hour
from loyalty.campaigns.priority import Coming, choose
from loyalty.campaigns.treatments import gap_of
from loyalty.records import Account, Shop
from loyalty.roles import Role
from storage.campaigns import occurrences, treatments
from storage.campaigns import settings as kept
from storage.campaigns.occurrences import Due, PlannedMessage
from storage.campaigns.settings import DoseRow
from storage.cards import accounts, visit_patterns
from storage.delivery import outbox
from storage.delivery.outbox import NewMessage
from storage.engine.statements import Tx
from storage.locks import hold_persons, hold_shop
from storage.people import persons
from storage.people.persons import SEEN_EVERY, KnownAddress
from storage.shop import audit, shops
from storage.shop.audit import Act

__all__ = [
    "CAMPAIGN", "Dose", "PlannedMessage", "dispatch", "dispatch_to", "dose_of", "going", "mark_dropped", "mark_sent", "rest", "set_aside",
    "set_dose", "still_wanted", "waiting",
]  # fmt: skip

_HEARD_OR_NOT = {Gift.ON_THE_DAY, Gift.FOR_THE_VISIT}
_HABITS = 50  # visits by which somebody's hour is known
CAMPAIGN = "campaign"  # the outbox's word for what is sent here


def dispatch(tx: Tx, *, now: datetime, most: int) -> int:
    """Settle what is due to up to `most` people, and return how many occurrences that were."""
    people = occurrences.people_with_open(tx, now=now, most=most)
    hold_persons(tx, *people)
    return sum(dispatch_to(tx, person_id, now=now) for person_id in people)


def waiting(tx: Tx, *, now: datetime, most: int) -> list[int]:
    """Return up to `most` people to whom something is due, those who wait longest first."""
    return occurrences.people_with_open(tx, now=now, most=most)


def rest(tx: Tx, person_id: int, shop_id: int | None, *, until: datetime, now: datetime) -> bool:
    """Leave alone what can't be settled for a person because of a shop; False when the rest of it can't be either."""
    if shop_id and occurrences.rest(tx, person_id, shop_id, until=until, now=now):
        return True
    occurrences.rest(tx, person_id, None, until=until, now=now)
    return False


def dispatch_to(tx: Tx, person_id: int, *, now: datetime, at: int | None = None) -> int:
    """Settle what is due to one person, at the address they just wrote from, and return how many occurrences."""
    hold_persons(tx, person_id)
    found = occurrences.open_of(tx, person_id, now=now)
    reaches = {shop_id: _reach(tx, person_id, shop_id, at) for shop_id in {one.shop_id for one in found}}
    wanted: list[Due] = []
    for one in found:
        if reason_holds(tx, one, now=now):
            wanted.append(_with_gift(tx, one, now=now))
        else:
            occurrences.settle(tx, one.id, "dropped", why="gone", now=now)
    answers = _answers(tx, person_id, [one for one in wanted if reaches[one.shop_id]], now=now)
    for one in wanted:
        if reach := reaches[one.shop_id]:
            _settle(tx, one, answers[one.key], reach, now=now)
        else:
            occurrences.settle(tx, one.id, "dropped", why="unreachable", now=now)
    return len(found)


def _reach(tx: Tx, person_id: int, shop_id: int, at: int | None) -> KnownAddress | None:
    """Return where a shop writes to a person: where they just wrote from, if it may write there."""
    return min(persons.reached_for(tx, person_id, shop_id), key=lambda one: one.id != at, default=None)


def _with_gift(tx: Tx, one: Due, *, now: datetime) -> Due:
    """Give what a day brings (a birthday), or a visit, at once, even if its message has to wait or never goes."""
    if _gift_of(one) not in _HEARD_OR_NOT or one.voucher_id or one.entry_id:
        return one
    brought = _give(tx, one, now=now)
    if brought.voucher_id or brought.entry_id:
        occurrences.note_gift(tx, one.id, voucher_id=brought.voucher_id, entry_id=brought.entry_id)
    return replace(one, voucher_id=brought.voucher_id, entry_id=brought.entry_id)


def _gift_of(one: Due) -> Gift:
    return kind_named(one.kind).policy.gift


def _rides(tx: Tx, one: Due) -> bool:
    """Say whether a gift goes along: on a message that is no offer, only to who agreed to offers and is made this one."""
    kind = kind_named(one.kind)
    if kind.policy.purpose is Purpose.OFFERS:
        return True
    if Purpose.OFFERS not in consents_of(tx, one.person_id):
        return False
    campaign = as_sent(tx, campaign_settings.kept(tx, one.shop_id, kind), one)
    account = accounts.by_id(tx, one.account_id)
    return offer_goes_to(tx, account, campaign, one.step) and BY_KIND[one.kind].rides(tx, one)


def _give(tx: Tx, one: Due, *, now: datetime) -> OccasionGifts:
    campaign = as_sent(tx, campaign_settings.kept(tx, one.shop_id, kind_named(one.kind)), one)
    account, shop = accounts.locked(tx, one.account_id), shops.by_id(tx, one.shop_id)
    visit_id = (
        BY_KIND[campaign.kind].brought_by(tx, account, now) if _gift_of(one) is Gift.FOR_THE_VISIT else None
    )
    return gifts.give(tx, campaign, account, shop, step=one.step, visit_id=visit_id, now=now)


def _settle(tx: Tx, one: Due, answer: Answer, reach: KnownAddress, *, now: datetime) -> None:
    match answer:
        case Send():
            _send(tx, one, reach, now=now)
        case Later(until, why):
            occurrences.put_off(tx, one.id, until=until, why=why)
        case Never(why):
            occurrences.settle(tx, one.id, "dropped", why=why, now=now)
        case _:
            assert_never(answer)


def _send(tx: Tx, one: Due, reach: KnownAddress, *, now: datetime) -> None:
    voucher_id = one.voucher_id
    if voucher_id is None and _gift_of(one) is Gift.WITH_MESSAGE and _rides(tx, one):
        voucher_id = _give(tx, one, now=now).voucher_id
    occurrences.queue(tx, one.id, voucher_id=voucher_id, now=now)
    data = {"occurrence_id": one.id, "card_id": one.account_id, "try": one.tries + 1}
    if voucher_id:
        data["voucher_id"] = voucher_id
    # What was put off after it had been in the outbox goes there again, under another key.
    dedup_key = f"{one.key}:{one.tries}" if one.tries else one.key
    outbox.add(tx, reach.id, NewMessage(dedup_key, CAMPAIGN, data, LATER, one.expires_at), now=now)


def still_wanted(tx: Tx, occurrence_id: int, *, now: datetime) -> bool:
    """Ask everything again right before sending; if it may not go now, it is dropped, or put off by rule."""
    one = _held(tx, occurrence_id)
    if one is None or one.state != "queued":
        return False
    if not reason_holds(tx, one, now=now):
        _drop(tx, one, "gone", now=now)
        return False
    listener = _listener(tx, one.person_id, shops.by_id(tx, one.shop_id), now=now, besides=one.id)
    match may_contact(_asked(one), listener, now=now):
        case Send():
            return True
        case Later(until, why):
            set_aside(tx, one, until=until, why=why, now=now)
        case Never(why):
            _drop(tx, one, why, now=now)
        case never:
            assert_never(never)
    return False


def _held(tx: Tx, occurrence_id: int) -> Due | None:
    """Return an occurrence as nobody else can change it: two shops decide one after the other whether to write."""
    one = occurrences.by_id(tx, occurrence_id)
    if one is None:
        return None
    hold_persons(tx, one.person_id)
    return occurrences.locked(tx, occurrence_id)


def set_aside(tx: Tx, one: Due, *, until: datetime, why: str, now: datetime) -> None:
    """Put off a message that was about to go; those that gave way to it are asked again at once."""
    occurrences.put_off(tx, one.id, until=until, why=why)
    occurrences.recall_outranked(tx, one.person_id, now=now)


def going(tx: Tx, *, now: datetime) -> list[PlannedMessage]:
    """Return what was put into the outbox at this moment."""
    return occurrences.queued_at(tx, now)


def mark_sent(tx: Tx, occurrence_id: int, *, now: datetime) -> None:
    """Write down that a message went."""
    occurrences.settle(tx, occurrence_id, "sent", why=None, now=now)


def mark_dropped(tx: Tx, occurrence_id: int, why: str, *, attempt: int | None = None, now: datetime) -> None:
    """Write down that a message never went; an offer that it brought is taken back.

    It may have been put off while it was worded, and be in the outbox again by now: that `attempt` stands.
    """
    one = _held(tx, occurrence_id)
    if one and one.state == "queued" and attempt in (None, one.tries):
        _drop(tx, one, why, now=now)


def _drop(tx: Tx, one: Due, why: str, *, now: datetime) -> None:
    occurrences.settle(tx, one.id, "dropped", why=why, now=now)
    occurrences.recall_outranked(tx, one.person_id, now=now)
    if _gift_of(one) is Gift.WITH_MESSAGE:
        gifts.take_back(tx, one.voucher_id)


def _answers(tx: Tx, person_id: int, wanted: list[Due], *, now: datetime) -> dict[str, Answer]:
    """Ask each shop's own dose first, and of what could go, let the person hear one thing."""

    @cache
    def listener_of(shop: Shop) -> Listener:
        return _listener(tx, person_id, shop, now=now)

    listeners = {one.shop_id: listener_of(shops.by_id(tx, one.shop_id)) for one in wanted}
    timed = {one.key: _timed(tx, one, listeners[one.shop_id]) for one in wanted}
    answers = {one.key: may_contact(timed[one.key], listeners[one.shop_id], now=now) for one in wanted}
    could_go = [one for one in wanted if isinstance(answers[one.key], Send)]
    if not any(rationed(kind_named(one.kind)) for one in could_go):
        return answers
    heard_by = listeners[could_go[0].shop_id]
    if len(listeners) > 1:
        heard_by = replace(heard_by, cap=Cap())
    ahead = coming(tx, person_id, listener_of, days=gap(heard_by).days, now=now)
    ahead += [
        Coming(timed[one.key], answer.until, listeners[one.shop_id])
        for one in wanted
        if isinstance(answer := answers[one.key], Later) and answer.why == "hour"
    ]
    return answers | choose((timed[one.key] for one in could_go), heard_by, now=now, coming=ahead)


def _timed(tx: Tx, one: Due, listener: Listener) -> Occurrence:
    """Ask for a message at its hour, and after the days that its shop lets pass; once it has waited for its hour it had it."""
    kind = kind_named(one.kind)
    campaign = as_sent(tx, campaign_settings.kept(tx, one.shop_id, kind), one)
    hour = AT_ONCE if one.tries or one.why == "hour" else int(campaign.settings.get(HOUR, AT_ONCE))
    rest_days = int(campaign.settings.get(REST, 0))
    if hour == AT_ONCE and not rest_days:
        return _asked(one)
    account = accounts.by_id(tx, one.account_id)
    return replace(
        _asked(one),
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


def _asked(one: Due) -> Occurrence:
    return Occurrence(kind_named(one.kind), one.key, one.expires_at, one.step)


def _listener(tx: Tx, person_id: int, shop: Shop, *, now: datetime, besides: int | None = None) -> Listener:
    since = now - timedelta(days=LONGEST_GAP_DAYS)
    contacts = tuple(
        Contact(kind_named(kind), at)
        for kind, at, this in occurrences.contacts(tx, person_id, since=since, now=now)
        if this != besides and kind_named(kind).policy.purpose is not Purpose.SERVICE
    )
    heard_at = occurrences.heard_at(tx, person_id)
    # A tap soon after another isn't written down: what came so soon after a word may have been answered.
    answered_until = heard_at + SEEN_EVERY if heard_at else since
    dose = dose_of(tx, shop.id)
    softest = gap_of(treatments.of_person(tx, shop.id, person_id))
    often = persons.preferences_of(tx, person_id)
    return Listener(
        zone=shop.zone,
        consents=consents_of(tx, person_id),
        often={name: Frequency(frequency) for name, frequency in often.items()},
        contacts=contacts,
        ignored=sum(contact.at > answered_until for contact in contacts),
        cap=replace(dose.cap, gap_days=max(dose.cap.gap_days, softest)),
        quiet=dose.quiet,
    )


@dataclass(frozen=True, slots=True)
class Dose:
    """How much a shop writes at most, and when it keeps quiet."""

    cap: Cap = Cap()  # noqa: RUF009 - frozen
    quiet: QuietHours = QuietHours()  # noqa: RUF009 - frozen


def dose_of(tx: Tx, shop_id: int) -> Dose:
    """Return a shop's dose: the usual one, unless its owner chose less."""
    row = kept.dose(tx, shop_id)
    if row is None:
        return Dose()
    return Dose(Cap.nearest(row.gap_days, row.most_in_30_days), QuietHours(row.quiet_from, row.quiet_until))


def set_dose(tx: Tx, actor: Actor, shop_id: int, dose: Dose, *, now: datetime) -> Dose | NotAllowed:
    """Let an owner write less, or keep other hours."""
    hold_shop(tx, shop_id)
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    before = dose_of(tx, shop_id)
    if before != dose:
        cap, quiet = dose.cap, dose.quiet
        kept.set_dose(tx, shop_id, DoseRow(cap.gap_days, cap.most_in_30_days, quiet.starts, quiet.ends))
        audit.add(tx, actor, shop_id, Act("dose_changed", old=_said(before), new=_said(dose)), now=now)
    return dose


def _said(dose: Dose) -> str:
    cap, quiet = dose.cap, dose.quiet
    return f"{cap.gap_days} {cap.most_in_30_days} {quiet.starts:%H:%M}-{quiet.ends:%H:%M}"
