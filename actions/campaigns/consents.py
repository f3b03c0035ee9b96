"""What a person agreed to be written to about: given and withdrawn with a tap, and kept as proof."""

from collections.abc import Iterable
from datetime import datetime

from loyalty.campaigns.asking import may_ask
from loyalty.campaigns.frequency_cap import Frequency, Purpose
from storage.campaigns import consents
from storage.engine.statements import Tx
from storage.people import preferences

# How often reminders and offers come again to somebody who had said never.
_AGAIN = {Purpose.REMINDERS: Frequency.WEEKLY, Purpose.OFFERS: Frequency.MONTHLY}


def consents_of(tx: Tx, person_id: int) -> frozenset[Purpose]:
    """Return what a person agrees to; what they do themselves is answered without asking."""
    return frozenset({Purpose.SERVICE, *map(Purpose, consents.given(tx, person_id))})


def give_consent(
    tx: Tx, person_id: int, purpose: Purpose, *, channel: str, wording: str, now: datetime
) -> None:
    """Write down a yes, once until it is withdrawn; it takes back an earlier "never"."""
    if purpose in consents_of(tx, person_id):
        return
    consents.add(tx, person_id, purpose, given=True, channel=channel, wording=wording, now=now)
    rhythm = Purpose.REMINDERS if purpose is Purpose.GOALS else purpose
    if preferences.preferences_of(tx, person_id).get(rhythm) == Frequency.NEVER:
        preferences.set_preference(tx, person_id, rhythm, _AGAIN[rhythm], now=now)


def withdraw_consent(
    tx: Tx, person_id: int, purpose: Purpose, *, channel: str, wording: str, now: datetime
) -> None:
    """Write down a no, if there was a yes; nothing of this purpose leaves from now on."""
    if purpose is Purpose.SERVICE or purpose not in consents_of(tx, person_id):
        return
    consents.add(tx, person_id, purpose, given=False, channel=channel, wording=wording, now=now)


def refuse_consent(
    tx: Tx, person_id: int, purpose: Purpose, *, channel: str, wording: str, now: datetime
) -> None:
    """Write down a no, also where there was no yes before: nobody asks again."""
    newest = consents.answers(tx, person_id).get(purpose)
    if newest is None or newest.given:
        consents.add(tx, person_id, purpose, given=False, channel=channel, wording=wording, now=now)


def to_ask(tx: Tx, person_id: int, occasion: str, *, now: datetime) -> tuple[Purpose, ...]:
    """Return what a person never answered, and may be asked for on an occasion."""
    answers, often = consents.answers(tx, person_id), preferences.preferences_of(tx, person_id)
    agreed = consents_of(tx, person_id)
    return tuple(
        purpose
        for purpose in (Purpose.REMINDERS, Purpose.OFFERS)
        if purpose not in agreed
        and may_ask(
            consents.questions(tx, person_id, purpose),
            occasion,
            said_no=purpose in answers or often.get(purpose) == Frequency.NEVER,
            now=now,
        )
    )


def note_asked(tx: Tx, person_id: int, purposes: Iterable[Purpose], occasion: str, *, now: datetime) -> None:
    """Remember what a person was asked for."""
    for purpose in purposes:
        consents.note_question(tx, person_id, purpose, occasion, now=now)
