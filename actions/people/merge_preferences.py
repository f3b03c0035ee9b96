"""What two persons who are one wish for: of two answers the calmer holds, and each goes back to whom it was of."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.people.linking import agreed_by_all, calmest
from storage.campaigns import consents
from storage.engine.statements import Tx
from storage.people import persons, preferences


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person who stays took over from one who went."""

    answers: list[tuple[str, int, int | None]]  # purpose, the new line, the line that held before
    rhythms: list[tuple[str, str, str | None]]  # kind, how often now, how often before
    birthday: bool  # that of the one who went


def join_wishes(tx: Tx, kept_id: int, gone_id: int, *, now: datetime) -> Wishes:
    """Let the wishes of two persons hold for one: a no, or "more rarely", from either; the birthday of who stays."""
    return Wishes(
        _join_answers(tx, kept_id, gone_id),
        _join_rhythms(tx, kept_id, gone_id, now=now),
        _join_birthday(tx, kept_id, gone_id),
    )


def _join_answers(tx: Tx, kept_id: int, gone_id: int) -> list[tuple[str, int, int | None]]:
    mine, theirs = consents.answers(tx, kept_id), consents.answers(tx, gone_id)
    taken = []
    for purpose, answer in theirs.items():
        before = mine.get(purpose)
        agreed = agreed_by_all((bool(answer.given), bool(before.given) if before else None))
        if before is None or agreed != bool(before.given):
            line = consents.repeat(tx, answer.id, kept_id)
            taken.append((purpose, line, before.id if before else None))
    return taken


def _join_rhythms(tx: Tx, kept_id: int, gone_id: int, *, now: datetime) -> list[tuple[str, str, str | None]]:
    mine, theirs = preferences.preferences_of(tx, kept_id), preferences.preferences_of(tx, gone_id)
    taken = []
    for kind, often in theirs.items():
        held = calmest((often, mine.get(kind)))
        if held and held != mine.get(kind):
            preferences.set_preference(tx, kept_id, kind, held, now=now)
            taken.append((kind, str(held), mine.get(kind)))
    return taken


def _join_birthday(tx: Tx, kept_id: int, gone_id: int) -> bool:
    kept, gone = persons.by_id(tx, kept_id), persons.by_id(tx, gone_id)
    if kept.birthday or not gone.birthday or not gone.birthday_set_at:
        return False
    persons.set_birthday(tx, kept_id, gone.birthday, now=gone.birthday_set_at)
    return True


def part_wishes(
    tx: Tx, kept_id: int, gone_id: int, wishes: Wishes, *, since: datetime, now: datetime
) -> None:
    """Give each of two persons their own wishes back; a no, or "more rarely", said since then holds for both."""
    _part_answers(tx, kept_id, gone_id, wishes, since=since, now=now)
    _part_rhythms(tx, kept_id, gone_id, wishes, since=since, now=now)
    kept, gone = persons.by_id(tx, kept_id), persons.by_id(tx, gone_id)
    if wishes.birthday and kept.birthday == gone.birthday:
        persons.set_birthday(tx, kept_id, None, now=now)


def _part_answers(
    tx: Tx, kept_id: int, gone_id: int, wishes: Wishes, *, since: datetime, now: datetime
) -> None:
    mine, theirs = consents.answers(tx, kept_id), consents.answers(tx, gone_id)
    taken = {line for _, line, _ in wishes.answers}
    for purpose, answer in mine.items():
        said_since = answer.at >= since and answer.id not in taken
        if said_since and not answer.given and purpose in theirs and theirs[purpose].given:
            consents.repeat(tx, answer.id, gone_id)
    for purpose, line, before in wishes.answers:
        if mine[purpose].id != line:  # answered anew since
            continue
        if before:
            consents.repeat(tx, before, kept_id)
        else:
            facts = {"channel": mine[purpose].channel, "wording": consents.UNLINKED}
            consents.add(tx, kept_id, purpose, given=False, **facts, now=now)


def _part_rhythms(
    tx: Tx, kept_id: int, gone_id: int, wishes: Wishes, *, since: datetime, now: datetime
) -> None:
    theirs, chosen = preferences.preferences_of(tx, gone_id), preferences.chosen_since(tx, kept_id, since)
    for kind, often in chosen.items():
        held = calmest((often, theirs.get(kind)))
        if held and held == often != theirs.get(kind):
            preferences.set_preference(tx, gone_id, kind, held, now=now)
    for kind, _, before in wishes.rhythms:
        if kind in chosen:
            continue
        if before:
            preferences.set_preference(tx, kept_id, kind, before, now=now)
        else:
            preferences.drop_preference(tx, kept_id, kind)
