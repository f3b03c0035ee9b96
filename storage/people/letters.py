"""Letters: what customers write to a shop, whom of its staff they are about, and what the shop answers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, bindparam, delete, exists, func, or_, select, update

from storage.engine.statements import Statement, Tx, insert
from storage.tables import letter_answers, letter_subjects, letters, new_row, persons, row_of, staff


@dataclass(frozen=True, slots=True)
class Letter:
    """What a customer wrote to a shop, and what became of it."""

    id: int
    shop_id: int
    person_id: int
    text: str
    at: datetime
    state: str
    entry_id: int | None  # the line of the ledger that it asks about
    improvement_id: int | None
    muted_at: datetime | None


@dataclass(frozen=True, slots=True)
class LetterAnswer:
    """What an owner answered to a letter."""

    id: int
    letter_id: int
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ListedLetter:
    """A letter as a list tells of it."""

    id: int
    text: str
    at: datetime
    state: str
    name: str  # of who wrote it


_l, _a, _s = letters.c, letter_answers.c, letter_subjects.c
_IN_SHOP = _l.shop_id == bindparam("shop_id")
_NEWEST = 2**62  # above any id


def _named(who: FromClause) -> ColumnElement[bool]:
    """Say that a letter is about somebody of the staff, whichever place they had when it was written."""
    then = staff.alias()
    about = exists().where(
        _s.shop_id == _l.shop_id,
        _s.letter_id == _l.id,
        row_of(then, _s.staff_id),
        or_(then.c.id == who.c.id, then.c.person_id == who.c.person_id),
    )
    return about.correlate(letters, who)  # else any letter would do, two questions deep


def _owns(who: FromClause) -> ColumnElement[bool]:
    return and_(
        who.c.shop_id == _l.shop_id,
        who.c.role == "owner",
        who.c.removed_at.is_(None),
        who.c.guest_of.is_(None),
    )


_other = staff.alias()
_READS = and_(
    _owns(staff), or_(~_named(staff), ~exists().where(_owns(_other), ~_named(_other)).correlate(letters))
)
_FOR_READER = exists().where(_READS, staff.c.id == bindparam("reader"))

_ADD = Statement(new_row(letters, "shop_id", "person_id", "text", "at", "entry_id"))
_ADD_SUBJECT = Statement(insert(letter_subjects))
_BY_ID = Statement(select(*_l).where(_l.id == bindparam("id")), into=Letter)
_READERS = Statement(
    select(staff.c.person_id)
    .select_from(letters)
    .join(staff, _READS)
    .where(_IN_SHOP, _l.id == bindparam("id"))
    .order_by(staff.c.id)
)
_SINCE = Statement(
    select(func.count()).where(
        _l.person_id == bindparam("person_id"),
        _l.shop_id == bindparam("shop_id"),
        _l.at > bindparam("since", type_=_l.at.type),
    )
)
_LISTED = (
    select(_l.id, _l.text, _l.at, _l.state, persons.c.name)
    .join(persons, persons.c.id == _l.person_id)
    .where(_IN_SHOP, _FOR_READER)
    .limit(bindparam("most"))
)
_WAITING = Statement(
    _LISTED.where(_l.state == "open", _l.id > bindparam("after")).order_by(_l.id), into=ListedLetter
)
_SETTLED = Statement(
    _LISTED.where(_l.state != "open", _l.id < bindparam("before")).order_by(_l.id.desc()), into=ListedLetter
)
_NEWEST_OF_ALL = Statement(
    _LISTED.where(_l.improvement_id.is_(None), _l.id < bindparam("before")).order_by(_l.id.desc()),
    into=ListedLetter,
)
_COUNT_WAITING = Statement(select(func.count()).where(_IN_SHOP, _l.state == "open", _FOR_READER))
_ABOUT_LINES = Statement(
    select(*_l)
    .where(_IN_SHOP, _l.person_id == bindparam("person_id"), _l.entry_id.is_not(None))
    .order_by(_l.id),
    into=Letter,
)
_ADD_ANSWER = Statement(new_row(letter_answers, "shop_id", "letter_id", "text", "answered_by", "at"))
_ANSWERS = Statement(
    select(_a.id, _a.letter_id, _a.text, _a.at)
    .where(_a.shop_id == bindparam("shop_id"), _a.letter_id == bindparam("letter_id"))
    .order_by(_a.id),
    into=LetterAnswer,
)
_SET_STATE = Statement(update(letters).where(_l.id == bindparam("this")).values(state=bindparam("became")))
_MUTE = Statement(update(letters).where(_l.id == bindparam("this")).values(muted_at=bindparam("now")))
_OF_WRITER = (_l.shop_id == bindparam("of_shop"), _l.person_id == bindparam("writer"))
_MUTED = Statement(select(func.count()).where(*_OF_WRITER, _l.muted_at.is_not(None)))
_UNMUTE = Statement(update(letters).where(*_OF_WRITER, _l.muted_at.is_not(None)).values(muted_at=None))
_of_writer = select(_l.id).where(_l.person_id == bindparam("person_id"))
_FORGET: tuple[Statement[Any], ...] = (
    Statement(delete(letter_answers).where(_a.letter_id.in_(_of_writer))),
    Statement(delete(letter_subjects).where(_s.letter_id.in_(_of_writer))),
    Statement(delete(letters).where(_l.person_id == bindparam("person_id"))),
)
_THEIRS = select(_s.shop_id, _s.letter_id, bindparam("also", type_=_s.staff_id.type)).where(
    _s.shop_id == bindparam("of_shop"), _s.staff_id == bindparam("this")
)
_ALSO = Statement(
    insert(letter_subjects)
    .from_select(["shop_id", "letter_id", "staff_id"], _THEIRS)
    .on_conflict_do_nothing()
)


def add(
    tx: Tx,
    shop_id: int,
    person_id: int,
    text: str,
    *,
    entry_id: int | None = None,
    about: Collection[int] = (),
    now: datetime,
) -> int:
    """Keep a letter, with the places on the staff that it is about, and return its id."""
    this = int(_ADD.value(tx, shop_id=shop_id, person_id=person_id, text=text, at=now, entry_id=entry_id))
    for staff_id in about:
        _ADD_SUBJECT.run(tx, shop_id=shop_id, letter_id=this, staff_id=staff_id)
    return this


def are_about(tx: Tx, shop_id: int, *, this: int, also: int) -> None:
    """Let letters about one place on a staff be about another one too: both are the same person's."""
    _ALSO.run(tx, of_shop=shop_id, this=this, also=also)


def by_id(tx: Tx, letter_id: int) -> Letter | None:
    """Return a letter."""
    return _BY_ID.one(tx, id=letter_id)


def readers(tx: Tx, letter: Letter) -> list[int]:
    """Return the owners whom a letter is for: not those it is about, where another one is left."""
    return [row[0] for row in _READERS.all(tx, shop_id=letter.shop_id, id=letter.id)]


def count_since(tx: Tx, person_id: int, shop_id: int, since: datetime) -> int:
    """Count what a person wrote to a shop since a moment."""
    return int(_SINCE.value(tx, person_id=person_id, shop_id=shop_id, since=since))


def waiting(tx: Tx, shop_id: int, *, reader: int, after: int, most: int) -> list[ListedLetter]:
    """List what waits for a word and is for this owner's eyes, who waits longest first."""
    return _WAITING.all(tx, shop_id=shop_id, reader=reader, after=after, most=most)


def count_waiting(tx: Tx, shop_id: int, *, reader: int) -> int:
    """Count what waits for a word and is for this owner's eyes."""
    return int(_COUNT_WAITING.value(tx, shop_id=shop_id, reader=reader))


def settled(tx: Tx, shop_id: int, *, reader: int, before: int | None, most: int) -> list[ListedLetter]:
    """List what was answered or done with, the newest first."""
    return _SETTLED.all(tx, shop_id=shop_id, reader=reader, before=before or _NEWEST, most=most)


def unimproved(tx: Tx, shop_id: int, *, reader: int, before: int | None, most: int) -> list[ListedLetter]:
    """List all of which nobody was told yet what came of it, the newest first."""
    return _NEWEST_OF_ALL.all(tx, shop_id=shop_id, reader=reader, before=before or _NEWEST, most=most)


def about_lines(tx: Tx, person_id: int, shop_id: int) -> list[Letter]:
    """Return what a person asked about lines of a shop's ledger."""
    return _ABOUT_LINES.all(tx, person_id=person_id, shop_id=shop_id)


def answer(tx: Tx, letter: Letter, said: str, *, by: int, now: datetime) -> int:
    """Keep an answer and return its id."""
    _SET_STATE.run(tx, this=letter.id, became="answered")
    return int(
        _ADD_ANSWER.value(tx, shop_id=letter.shop_id, letter_id=letter.id, text=said, answered_by=by, at=now)
    )


def answers(tx: Tx, letter: Letter) -> list[LetterAnswer]:
    """Return what was answered to a letter."""
    return _ANSWERS.all(tx, shop_id=letter.shop_id, letter_id=letter.id)


def finish(tx: Tx, letter_id: int) -> None:
    """Be done with a letter."""
    _SET_STATE.run(tx, this=letter_id, became="done")


def mute(tx: Tx, letter_id: int, *, now: datetime) -> None:
    """Take no more letters of who wrote this one."""
    _MUTE.run(tx, this=letter_id, now=now)


def is_muted(tx: Tx, shop_id: int, person_id: int) -> bool:
    """Say whether a shop takes no letters of a person."""
    return bool(_MUTED.value(tx, of_shop=shop_id, writer=person_id))


def unmute(tx: Tx, shop_id: int, person_id: int) -> None:
    """Take a person's letters again."""
    _UNMUTE.run(tx, of_shop=shop_id, writer=person_id)


def forget(tx: Tx, person_id: int) -> None:
    """Drop all that a person wrote, and what they were answered."""
    for statement in _FORGET:
        statement.run(tx, person_id=person_id)
