"""What a person tells us about themselves: birthday, language, how often we may write."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from actions.campaigns.consents import withdraw_consent
from actions.campaigns.kinds import BY_KIND
from actions.campaigns.kinds.birthday import BIRTHDAY
from actions.campaigns.settings import campaign_of
from loyalty.campaigns.frequency_cap import DIGEST, Frequency, Purpose
from loyalty.dates import Birthday, birthday, counts_from, day_of, next_kept
from loyalty.roles import Role
from storage.cards import accounts
from storage.engine.statements import Tx
from storage.people import persons, preferences
from storage.shop import shops, staff

# Kinds of messages that nobody asked for just now, and how often each comes unless its person says otherwise.
# Receipts are no kind: they answer what happened at the till, and always come.
KINDS: Mapping[str, str] = {"reminders": "weekly", "offers": "monthly"}
FREQUENCIES = ("always", "weekly", "monthly", "never")
# A single campaign has a frequency too, within that of its purpose; and no owner must read figures.
_CAMPAIGNS = frozenset(
    {DIGEST, *(kind for kind, row in BY_KIND.items() if row.kind.policy.purpose is not Purpose.SERVICE)}
)


@dataclass(frozen=True, slots=True)
class BirthdayKept:
    """The birthday is remembered; `counts_from` is the first that can bring a gift."""

    day: Birthday
    counts_from: date
    late: bool  # this year's comes too soon to count
    changed: bool  # it was another one before


def set_name(tx: Tx, person_id: int, name: str) -> None:
    """Call a person as they say, on their cards too."""
    persons.rename(tx, person_id, name)
    accounts.follow_name(tx, person_id)


def birthday_of(tx: Tx, person_id: int) -> Birthday | None:
    """Return the birthday that a person gave."""
    day = persons.by_id(tx, person_id).birthday
    return birthday(day) if day else None


def set_birthday(tx: Tx, person_id: int, day: Birthday, *, now: datetime) -> BirthdayKept:
    """Remember a birthday; given once more unchanged, it keeps counting from when it was first given."""
    person = persons.by_id(tx, person_id)
    before = birthday(person.birthday) if person.birthday else None
    if before != day:
        persons.set_birthday(tx, person_id, str(day), now=now)
    return replace(birthday_kept(tx, person_id, day, now=now), changed=before not in (None, day))


def birthday_kept(tx: Tx, person_id: int, day: Birthday, *, now: datetime) -> BirthdayKept:
    """Say from when on the birthday that a person gave counts."""
    set_at = persons.by_id(tx, person_id).birthday_set_at or now
    coming = next_kept(day, today=day_at_home(tx, person_id, now))
    first = max(coming, counts_from(day, set_on=day_at_home(tx, person_id, set_at)))
    return BirthdayKept(day, first, late=first != coming, changed=False)


def birthday_gifts(tx: Tx, person_id: int) -> bool:
    """Say whether a shop whose card a person has gives something on a birthday."""
    own = (campaign_of(tx, account.shop_id, BIRTHDAY) for account in accounts.of_person(tx, person_id))
    return any(campaign.on and campaign.gift("") for campaign in own)


def drop_birthday(tx: Tx, person_id: int, *, now: datetime) -> None:
    """Forget a birthday."""
    persons.set_birthday(tx, person_id, None, now=now)


def day_at_home(tx: Tx, person_id: int, moment: datetime) -> date:
    """Return the day it is where the person was last; somebody without a card has no zone yet."""
    own = accounts.of_person(tx, person_id)
    return day_of(moment, shops.by_id(tx, own[0].shop_id).zone) if own else moment.astimezone(UTC).date()


def set_language(tx: Tx, person_id: int, language: str) -> None:
    """Speak another language with a person."""
    persons.set_language(tx, person_id, language)


def how_often(tx: Tx, person_id: int) -> dict[str, str]:
    """Return how often each kind of message comes to a person."""
    return dict(KINDS) | preferences.preferences_of(tx, person_id)


def set_how_often(tx: Tx, person_id: int, kind: str, frequency: str, *, now: datetime) -> None:
    """Write to a person about this kind of thing as often as they say; raises `ValueError` for an unknown one."""
    if kind not in {*KINDS, *_CAMPAIGNS} or frequency not in FREQUENCIES:
        raise ValueError(f"{kind}: {frequency}")
    preferences.set_preference(tx, person_id, kind, frequency, now=now)


def stop_all(tx: Tx, person_id: int, *, channel: str = "", wording: str = "stop", now: datetime) -> None:
    """Write to a person about nothing any more but what they do themselves; what they agreed to is withdrawn."""
    owns = any(member.may(Role.OWNER) for member in staff.of_person(tx, person_id))
    for kind in (*KINDS, *([DIGEST] if owns else [])):
        set_how_often(tx, person_id, kind, Frequency.NEVER, now=now)
    for purpose in Purpose:
        withdraw_consent(tx, person_id, purpose, channel=channel, wording=wording, now=now)
