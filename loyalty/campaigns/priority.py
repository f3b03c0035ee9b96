"""Which of several messages goes: the most important, and none that would hold up a more important one that is coming."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from loyalty.campaigns.frequency_cap import (
    Answer,
    Contact,
    Later,
    Listener,
    MessageKind,
    Never,
    Occurrence,
    Send,
    may_contact,
    rationed,
)
from loyalty.dates import day_of


@dataclass(frozen=True, slots=True)
class Coming:
    """A message that will be due `at` a later moment, as far as is known now; to whom, by its own shop's dose."""

    occurrence: Occurrence
    at: datetime
    listener: Listener


def choose(
    due: Iterable[Occurrence], listener: Listener, *, now: datetime, coming: Iterable[Coming] = ()
) -> dict[str, Answer]:
    """Answer for all that is due to one person, by key; of reminders and offers at most one is `Send`.

    None goes that would keep something more important, which is coming, from its day; it is asked again then.
    """
    ahead = list(coming)
    answers: dict[str, Answer] = {}
    after = listener  # as it will be once the winner went
    for occurrence in sorted(due, key=_order):
        answer = may_contact(occurrence, listener, now=now)
        if isinstance(answer, Send) and rationed(occurrence.kind):
            if after is not listener:
                answer = _give_way(occurrence, after, now)
            elif held_up := [at for one in ahead if (at := _held_up(one, occurrence, now))]:
                answer = _keep_free(occurrence, min(held_up))
            else:
                after = _having_heard(listener, occurrence.kind, now)
        answers[occurrence.key] = answer
    return answers


def _order(occurrence: Occurrence) -> tuple[int, datetime, str]:
    return occurrence.kind.policy.rank, occurrence.expires_at, occurrence.key


def _give_way(occurrence: Occurrence, after: Listener, now: datetime) -> Answer:
    if not occurrence.kind.policy.waits:
        return Never("outranked")
    answer = may_contact(occurrence, after, now=now)
    # What goes first may not arrive after all: until that is known, nothing is given up for it.
    until = answer.until if isinstance(answer, Later) else occurrence.expires_at
    return Later(until, "outranked")


def _held_up(one: Coming, by: Occurrence, now: datetime) -> datetime | None:
    """Return when something more important would go, if a message sent now kept it from going on that day."""
    if _order(one.occurrence) >= _order(by):
        return None
    goes_at = _goes_at(one, one.listener)
    instead_at = _goes_at(one, _having_heard(one.listener, by.kind, now))
    zone = one.listener.zone
    if goes_at and instead_at and day_of(instead_at, zone) == day_of(goes_at, zone):
        return None
    return goes_at


def _goes_at(one: Coming, listener: Listener) -> datetime | None:
    match may_contact(one.occurrence, listener, now=one.at):
        case Send():
            return one.at
        case Later(until):
            return until
        case Never():
            return None


def _having_heard(listener: Listener, kind: MessageKind, at: datetime) -> Listener:
    return replace(listener, contacts=(*listener.contacts, Contact(kind, at)))


def _keep_free(occurrence: Occurrence, until: datetime) -> Answer:
    """Ask again when what is more important goes: that goes first then, or, if it came to nothing, this one."""
    if not occurrence.kind.policy.waits:
        return Never("outranked")
    return Later(until, "outranked") if until < occurrence.expires_at else Never("stale")
