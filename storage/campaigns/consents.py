"""Consents: who agreed to which purpose, when, where and in which words; a line is never changed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from loyalty.campaigns.asking import AskedBefore
from storage.engine.statements import Statement, Tx, insert
from storage.tables import consent_questions, consents, new_row

UNLINKED = (
    "unlinked"  # in place of words: what a link of two chats had brought is gone, and nothing was answered
)


@dataclass(frozen=True, slots=True)
class ConsentAnswer:
    """A yes or no to one purpose, and the line that proves it."""

    id: int
    purpose: str
    given: int
    at: datetime
    channel: str
    wording: str


_ADD = Statement(new_row(consents, "person_id", "purpose", "given", "at", "channel", "wording"))
_OF_PERSON = Statement(
    select(consents.c.purpose, consents.c.given)
    .where(consents.c.person_id == bindparam("person_id"))
    .order_by(consents.c.id)
)
_ANSWER = select(
    consents.c.id,
    consents.c.purpose,
    consents.c.given,
    consents.c.at,
    consents.c.channel,
    consents.c.wording,
)
_ANSWERS = Statement(
    _ANSWER.where(consents.c.person_id == bindparam("person_id")).order_by(consents.c.id), into=ConsentAnswer
)
_ASKED = Statement(
    insert(consent_questions)
    .values(
        person_id=bindparam("asks"),
        purpose=bindparam("about"),
        occasion=bindparam("when"),
        at=bindparam("now"),
    )
    .on_conflict_do_nothing()
)
_QUESTIONS = Statement(
    select(consent_questions.c.occasion, consent_questions.c.at).where(
        consent_questions.c.person_id == bindparam("person_id"),
        consent_questions.c.purpose == bindparam("purpose"),
    ),
    into=AskedBefore,
)
_BY_ID = Statement(_ANSWER.where(consents.c.id == bindparam("id")), into=ConsentAnswer)


def add(
    tx: Tx, person_id: int, purpose: str, *, given: bool, channel: str, wording: str, now: datetime
) -> None:
    """Write down that a person agreed to a purpose, or no longer does."""
    _ADD.value(
        tx,
        person_id=person_id,
        purpose=purpose,
        given=int(given),
        at=now,
        channel=channel,
        wording=wording,
    )


def given(tx: Tx, person_id: int) -> frozenset[str]:
    """Return the purposes that a person agrees to now: the newest line of each holds."""
    newest = dict(_OF_PERSON.all(tx, person_id=person_id))
    return frozenset(purpose for purpose, agreed in newest.items() if agreed)


def answers(tx: Tx, person_id: int) -> dict[str, ConsentAnswer]:
    """Return a person's newest answer to each purpose; who never answered one has none."""
    newest = {answer.purpose: answer for answer in _ANSWERS.all(tx, person_id=person_id)}
    return {purpose: answer for purpose, answer in newest.items() if answer.wording != UNLINKED}


def note_question(tx: Tx, person_id: int, purpose: str, occasion: str, *, now: datetime) -> None:
    """Remember that a person was asked for a yes; an occasion counts once."""
    _ASKED.run(tx, asks=person_id, about=purpose, when=occasion, now=now)


def questions(tx: Tx, person_id: int, purpose: str) -> list[AskedBefore]:
    """Return when a person was asked for one yes."""
    return _QUESTIONS.all(tx, person_id=person_id, purpose=purpose)


def repeat(tx: Tx, answer_id: int, person_id: int) -> int:
    """Write an answer down once more, as it was given, and return the new line's id."""
    answer = _BY_ID.one(tx, id=answer_id)
    if answer is None:
        raise LookupError(f"consent {answer_id}")
    facts = {"given": answer.given, "at": answer.at, "channel": answer.channel, "wording": answer.wording}
    return int(_ADD.value(tx, person_id=person_id, purpose=answer.purpose, **facts))
