"""The dose: of what is due to a person, what goes now, what waits and what is dropped. Nothing gets round it."""

from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import assert_never

from actions.campaigns import gifts
from actions.campaigns import settings as campaign_settings
from actions.campaigns.arms import as_sent
from actions.campaigns.consents import consents_of
from actions.campaigns.eligibility import reason_holds
from actions.campaigns.gifts import OccasionGifts
from actions.campaigns.kinds import BY_KIND, kind_named
from actions.campaigns.listeners import at_its_hour, listener_to
from actions.campaigns.treatments import offer_goes_to
from actions.campaigns.upcoming import coming
from actions.tell import LATER
from loyalty.campaigns.frequency_cap import (
    Answer,
    Cap,
    Gift,
    Later,
    Listener,
    Never,
    Purpose,
    Send,
    gap,
    may_contact,
    rationed,
)
from loyalty.campaigns.priority import Coming, choose
from loyalty.records import Shop
from storage.campaigns import due_to_people, occurrences
from storage.campaigns.occurrences import Due
from storage.cards import accounts
from storage.delivery import outbox
from storage.delivery.outbox import NewMessage
from storage.engine.statements import Tx
from storage.locks import hold_persons
from storage.people import known_addresses
from storage.people.known_addresses import KnownAddress
from storage.shop import shops

_HEARD_OR_NOT = {Gift.ON_THE_DAY, Gift.FOR_THE_VISIT}
CAMPAIGN = "campaign"  # the outbox's word for what is sent here


def dispatch(tx: Tx, *, now: datetime, most: int) -> int:
    """Settle what is due to up to `most` people, and return how many occurrences that were."""
    people = due_to_people.people_with_open(tx, now=now, most=most)
    hold_persons(tx, *people)
    return sum(dispatch_to(tx, person_id, now=now) for person_id in people)


def waiting(tx: Tx, *, now: datetime, most: int) -> list[int]:
    """Return up to `most` people to whom something is due, those who wait longest first."""
    return due_to_people.people_with_open(tx, now=now, most=most)


def rest(tx: Tx, person_id: int, shop_id: int | None, *, until: datetime, now: datetime) -> bool:
    """Leave alone what can't be settled for a person because of a shop; False when the rest of it can't be either."""
    if shop_id and due_to_people.rest(tx, person_id, shop_id, until=until, now=now):
        return True
    due_to_people.rest(tx, person_id, None, until=until, now=now)
    return False


def dispatch_to(tx: Tx, person_id: int, *, now: datetime, at: int | None = None) -> int:
    """Settle what is due to one person, at the address they just wrote from, and return how many occurrences."""
    hold_persons(tx, person_id)
    found = due_to_people.open_of(tx, person_id, now=now)
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
    return min(
        known_addresses.reached_for(tx, person_id, shop_id), key=lambda one: one.id != at, default=None
    )


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
    row = BY_KIND[one.kind]
    campaign = row.of_this(tx, as_sent(tx, campaign_settings.kept(tx, one.shop_id, row.kind), one), one)
    account, shop = accounts.locked(tx, one.account_id), shops.by_id(tx, one.shop_id)
    visit_id = row.brought_by(tx, account, one) if _gift_of(one) is Gift.FOR_THE_VISIT else None
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
    occurrences.queue(tx, one, voucher_id=voucher_id, now=now)
    data = {"occurrence_id": one.id, "card_id": one.account_id, "try": one.tries + 1}
    if voucher_id:
        data["voucher_id"] = voucher_id
    # What was put off after it had been in the outbox goes there again, under another key.
    dedup_key = f"{one.key}:{one.tries}" if one.tries else one.key
    outbox.add(tx, reach.id, NewMessage(dedup_key, CAMPAIGN, data, LATER, one.expires_at), now=now)


def _answers(tx: Tx, person_id: int, wanted: list[Due], *, now: datetime) -> dict[str, Answer]:
    """Ask each shop's own dose first, and of what could go, let the person hear one thing."""

    @cache
    def listener_of(shop: Shop) -> Listener:
        return listener_to(tx, person_id, shop, now=now)

    listeners = {one.shop_id: listener_of(shops.by_id(tx, one.shop_id)) for one in wanted}
    timed = {one.key: at_its_hour(tx, one, listeners[one.shop_id]) for one in wanted}
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
