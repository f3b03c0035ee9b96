"""Two persons who say that they are one: who stays, and whose wishes hold."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from loyalty.campaigns.frequency_cap import Frequency
from loyalty.records import Person

CODE_LIVES = timedelta(minutes=15)
UNDO_DAYS = 7


def elder_first(one: Person, other: Person) -> tuple[Person, Person]:
    """Return who stays and who goes over: the person we have known longer stays."""
    first, second = sorted((one, other), key=lambda person: (person.created_at, person.id))
    return first, second


def agreed_by_all(answers: Iterable[bool | None]) -> bool | None:
    """Combine answers to one question whether we may write: any no holds; None stands for no answer, which is not taken for a no."""
    given = [answer for answer in answers if answer is not None]
    return all(given) if given else None


def calmest(choices: Iterable[str | None]) -> Frequency | None:
    """Combine choices how often we write: the rarest holds; None never chose."""
    chosen = [Frequency(choice) for choice in choices if choice is not None]
    return max(chosen, key=list(Frequency).index, default=None)


def may_undo(linked_at: datetime, *, now: datetime) -> bool:
    """Say whether two persons who became one can still be told apart."""
    return now - linked_at <= timedelta(days=UNDO_DAYS)
