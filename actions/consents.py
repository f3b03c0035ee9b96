"""What a person agreed to be written to about: given and withdrawn with a tap, and kept as proof."""

from datetime import datetime

from loyalty.contact import Frequency, Purpose
from storage import consents, persons
from storage.statements import Tx

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
    if persons.preferences_of(tx, person_id).get(purpose) == Frequency.NEVER:
        persons.set_preference(tx, person_id, purpose, _AGAIN[purpose], now=now)


def withdraw_consent(
    tx: Tx, person_id: int, purpose: Purpose, *, channel: str, wording: str, now: datetime
) -> None:
    """Write down a no, if there was a yes; nothing of this purpose leaves from now on."""
    if purpose is Purpose.SERVICE or purpose not in consents_of(tx, person_id):
        return
    consents.add(tx, person_id, purpose, given=False, channel=channel, wording=wording, now=now)
