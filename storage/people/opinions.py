"""What a shop asks those who came, and what they answered: kept by the visit that it is about, and counted by branch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, bindparam, case, func, or_, select, update

from loyalty.customer_kinds import Quadrant
from loyalty.other_languages import OtherLanguages, put_for
from loyalty.people.alerts import CONTENT_FROM
from loyalty.people.opinions import TOLD_TOGETHER
from loyalty.records import Account
from storage.engine.statements import Statement, Tx, insert
from storage.tables import by_the_way, new_row, opinions, portraits, questions, row_of, visits


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that a shop asks, or asked; `text` is the shop's own words, `others` the same in other languages."""

    id: int
    shop_id: int
    name: str
    text: str
    others: OtherLanguages
    ended_at: datetime | None

    def put_for(self, language: str) -> str:
        """Return it as it is put for who reads a language; "" where the house words it."""
        return put_for(language, self.others, self.text)


@dataclass(frozen=True, slots=True)
class RatedVisit:
    """A visit that somebody may be asked about."""

    id: int
    shop_id: int
    account_id: int
    at: datetime
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class CountedAnswers:
    """How many people gave an answer to a question, at a branch where the visit was at one."""

    question_id: int
    branch_id: int | None
    answer: int
    people: int


_q, _o, _v = questions.c, opinions.c, visits.c
_QUESTION = select(_q.id, _q.shop_id, _q.name, _q.text, _q.others, _q.ended_at)
_ASKED = Statement(
    _QUESTION.where(_q.shop_id == bindparam("shop_id"), _q.ended_at.is_(None)).order_by(_q.id),
    into=AskedQuestion,
)
_ENDED = Statement(
    _QUESTION.where(
        _q.shop_id == bindparam("shop_id"), _q.ended_at >= bindparam("since", type_=_q.ended_at.type)
    ).order_by(_q.ended_at.desc(), _q.id.desc()),
    into=AskedQuestion,
)
_BY_ID = Statement(
    _QUESTION.where(_q.shop_id == bindparam("shop_id"), _q.id == bindparam("id")), into=AskedQuestion
)
_ASK = Statement(new_row(questions, "shop_id", "name", "text", "others", "since"))
_PUT = Statement(
    update(questions)
    .where(_q.shop_id == bindparam("of_shop"), _q.id == bindparam("this"))
    .values(others=bindparam("put", type_=_q.others.type))
)
_END = Statement(
    update(questions)
    .where(_q.shop_id == bindparam("of_shop"), _q.name == bindparam("which"), _q.ended_at.is_(None))
    .values(ended_at=bindparam("now"))
)
_VISIT = select(_v.id, _v.shop_id, _v.account_id, _v.at, _v.undone_at)
_NEWEST_VISIT = Statement(
    _VISIT.where(
        _v.shop_id == bindparam("shop_id"), _v.account_id == bindparam("account_id"), _v.undone_at.is_(None)
    )
    .order_by(by_the_way(_v.at).desc(), by_the_way(_v.id).desc())  # by the card's visits, not by the shop's
    .limit(1),
    into=RatedVisit,
)
_VISIT_BY_ID = Statement(_VISIT.where(_v.id == bindparam("id")), into=RatedVisit)
_NEW = insert(opinions)
_GIVE = Statement(
    _NEW.values(
        {
            name: bindparam(name, type_=_o[name].type)
            for name in ("shop_id", "account_id", "visit_id", "question_id", "visited_at", "answer", "at")
        }
    ).on_conflict_do_update(
        index_elements=[_o.shop_id, _o.visit_id],
        set_={name: _NEW.excluded[name] for name in ("question_id", "answer", "at")},
    )
)
_NEWEST_ANSWER = Statement(
    select(func.max(_o.at)).where(
        _o.shop_id == bindparam("shop_id"), _o.account_id == bindparam("account_id")
    )
)
_ANSWERED = Statement(
    select(func.count()).where(_o.shop_id == bindparam("shop_id"), _o.visit_id == bindparam("visit_id"))
)
_placed = (
    select(
        *_o,
        func.row_number().over(partition_by=_o.question_id, order_by=(_o.at, _o.id)).label("place"),
        func.count().over(partition_by=_o.question_id).label("given"),
    )
    .where(_o.shop_id == bindparam("shop_id"))
    .subquery()
)
_TOLD = _placed.c.place <= _placed.c.given - _placed.c.given % TOLD_TOGETHER


def _newest_told(*where: ColumnElement[bool], of: Sequence[ColumnElement[Any]] = ()) -> Subquery:
    """Give the answers that are told, with their place from the newest one on, for each customer and each `of`."""
    p = _placed.c
    place = func.row_number().over(
        partition_by=(p.account_id, *of), order_by=(p.visited_at.desc(), p.id.desc())
    )
    told = ("shop_id", "account_id", "visit_id", "question_id", "visited_at", "answer")
    return (
        select(*(p[name] for name in told), _q.name, place.label("from_newest"))
        .join(questions, row_of(questions, p.question_id))
        .where(_q.shop_id == bindparam("shop_id"), _TOLD, *where)
        .subquery()
    )


_SINCE = bindparam("since", type_=_o.visited_at.type)
_UNTIL = bindparam("until", type_=_o.visited_at.type)
_each = _newest_told(_placed.c.visited_at < _UNTIL, of=(_placed.c.question_id,)).c
_COUNTS = Statement(
    select(_each.question_id, _v.branch_id, _each.answer, func.count().label("people"))
    .join(visits, row_of(visits, _each.visit_id))
    .where(
        _v.shop_id == bindparam("shop_id"),
        _each.from_newest == 1,
        _each.visited_at >= _SINCE,
        _v.undone_at.is_(None),
    )
    .group_by(_each.question_id, _v.branch_id, _each.answer),
    into=CountedAnswers,
)
_LOYAL = (Quadrant.FRIEND, Quadrant.BARNACLE, Quadrant.LOYAL)
_rated = _newest_told(or_(*(_q.name == name for name in CONTENT_FROM))).c
_LUKEWARM = or_(*(and_(_rated.name == name, _rated.answer < good) for name, good in CONTENT_FROM.items()))
_LOYAL_ANSWERS = Statement(
    select(func.count(), func.coalesce(func.sum(case((_LUKEWARM, 1), else_=0)), 0))
    .select_from(_rated.visit_id.table)
    .join(portraits, (portraits.c.shop_id == _rated.shop_id) & (portraits.c.account_id == _rated.account_id))
    .join(visits, row_of(visits, _rated.visit_id))
    .where(
        _v.shop_id == bindparam("shop_id"),
        portraits.c.shop_id == bindparam("shop_id"),
        _rated.from_newest == 1,  # whatever the question was
        _rated.visited_at >= _SINCE,
        _v.undone_at.is_(None),
        or_(*(portraits.c.quadrant == str(one) for one in _LOYAL)),
    )
)


def asked(tx: Tx, shop_id: int) -> list[AskedQuestion]:
    """Return what a shop asks today."""
    return _ASKED.all(tx, shop_id=shop_id)


def ended(tx: Tx, shop_id: int, *, since: datetime) -> list[AskedQuestion]:
    """Return what a shop asked until then or later, and asks no more, the newest first."""
    return _ENDED.all(tx, shop_id=shop_id, since=since)


def question(tx: Tx, shop_id: int, question_id: int) -> AskedQuestion | None:
    """Return a question that a shop asks, or asked."""
    return _BY_ID.one(tx, shop_id=shop_id, id=question_id)


def ask(tx: Tx, shop_id: int, name: str, text: str, *, others: OtherLanguages = (), now: datetime) -> None:
    """Ask a question from now on, in the place of one that was put otherwise."""
    end(tx, shop_id, name, now=now)
    _ASK.value(tx, shop_id=shop_id, name=name, text=text, others=others, since=now)


def put(tx: Tx, one: AskedQuestion, others: OtherLanguages) -> None:
    """Put a question so in other languages; it stays the same question."""
    _PUT.run(tx, of_shop=one.shop_id, this=one.id, put=others)


def end(tx: Tx, shop_id: int, name: str, *, now: datetime) -> None:
    """Ask a question no more; its answers stay."""
    _END.run(tx, of_shop=shop_id, which=name, now=now)


def newest_visit(tx: Tx, account: Account) -> RatedVisit | None:
    """Return an account's newest visit that stands."""
    return _NEWEST_VISIT.one(tx, shop_id=account.shop_id, account_id=account.id)


def visit(tx: Tx, visit_id: int) -> RatedVisit | None:
    """Return a visit."""
    return _VISIT_BY_ID.one(tx, id=visit_id)


def give(tx: Tx, about: RatedVisit, question_id: int, answer: int, *, now: datetime) -> None:
    """Keep what somebody answered about a visit, in the place of what they answered before."""
    _GIVE.run(
        tx,
        shop_id=about.shop_id,
        account_id=about.account_id,
        visit_id=about.id,
        question_id=question_id,
        visited_at=about.at,
        answer=answer,
        at=now,
    )


def is_answered(tx: Tx, about: RatedVisit) -> bool:
    """Say whether a question about a visit was answered."""
    return bool(_ANSWERED.value(tx, shop_id=about.shop_id, visit_id=about.id))


def answered_at(tx: Tx, account: Account) -> datetime | None:
    """Return when an account's customer last answered a question of the shop."""
    at: datetime | None = _NEWEST_ANSWER.value(tx, shop_id=account.shop_id, account_id=account.id)
    return at


def counts(tx: Tx, shop_id: int, *, since: datetime, until: datetime) -> list[CountedAnswers]:
    """Count the told answers by the visits within a time, each customer's newest to a question alone."""
    return _COUNTS.all(tx, shop_id=shop_id, since=since, until=until)


def loyal_answers(tx: Tx, shop_id: int, *, since: datetime) -> tuple[int, int]:
    """Count who comes month after month and said on a scale what they think of a visit since then, and who of them without warmth."""
    answered, lukewarm = _LOYAL_ANSWERS.one(tx, shop_id=shop_id, since=since) or (0, 0)
    return int(answered), int(lukewarm)
