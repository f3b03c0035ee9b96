"""What customers think: a shop chooses what it asks, each answers for a visit, and it reads sums, never who said what."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from actions.access import NotAllowed, may
from actions.campaigns.kinds.question import QUESTION
from actions.campaigns.questions import AskedVisit
from actions.campaigns.settings import campaign_of
from loyalty.actor import Actor
from loyalty.other_languages import with_text
from loyalty.people.firewall import Delicate
from loyalty.people.questions import OWN, QUESTIONS, BadQuestion, VisitQuestion, check_question, counts
from loyalty.records import Shop
from loyalty.roles import Role
from storage.cards import accounts
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.people import languages, opinions
from storage.people.opinions import AskedQuestion, CountedAnswers, RatedVisit
from storage.shop import audit, shops
from storage.shop.audit import Act

__all__ = [
    "PERIOD_DAYS",
    "AskedQuestion",
    "BadQuestion",
    "Delicate",
    "Figures",
    "NoLongerAsked",
    "OpinionNoted",
    "OwnQuestion",
    "TooLongAgo",
    "Voice",
    "ask_own",
    "give_opinion",
    "put_own",
    "question_about",
    "see_own",
    "see_voice",
    "switch_question",
]

PERIOD_DAYS = 90


@dataclass(frozen=True, slots=True)
class Figures:
    """How many people gave which answer to a question lately, in the period before, and lately at each branch."""

    asked: AskedQuestion
    question: VisitQuestion
    lately: Mapping[int, int]
    before: Mapping[int, int]
    branches: Mapping[str, Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class Voice:
    """What customers of a shop think, by what it asks; `waits` lists what it could ask besides."""

    shop: Shop
    figures: tuple[Figures, ...]
    ended: tuple[Figures, ...]  # what it asks no more, where somebody answered lately
    waits: tuple[str, ...]
    review_url: str
    on: bool  # it is asked at all


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question of the shop's own, and the languages of the shop's customers, as they are kept."""

    asked: AskedQuestion
    spoken: frozenset[str]


@dataclass(frozen=True, slots=True)
class OpinionNoted:
    """It counts to its visit; everybody is shown the same page for reviews, where the shop has one."""

    shop: Shop
    asked: AskedVisit
    answer: int
    review_url: str


@dataclass(frozen=True, slots=True)
class TooLongAgo:
    """The visit is too long ago, or was taken back: the answer counts for nothing."""

    shop: Shop


@dataclass(frozen=True, slots=True)
class NoLongerAsked:
    """There is no such question about a visit of this person."""


def see_voice(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> Voice | NotAllowed:
    """Show owners and managers what customers think."""
    if may(tx, actor, shop_id, Role.MANAGER) is None:
        return NotAllowed()
    period = timedelta(days=PERIOD_DAYS)
    lately = opinions.counts(tx, shop_id, since=now - period, until=now)
    before = opinions.counts(tx, shop_id, since=now - 2 * period, until=now - period)
    named = {one.id: one.name for one in shops.branches_of(tx, shop_id)}
    asked = sorted(opinions.asked(tx, shop_id), key=lambda one: list(QUESTIONS).index(one.name))
    figures = tuple(_figures(one, lately, before, named) for one in asked)
    no_more = [
        _figures(one, lately, before, named) for one in opinions.ended(tx, shop_id, since=now - 2 * period)
    ]
    ended = tuple(one for one in no_more if one.lately)
    waits = tuple(name for name in QUESTIONS if name not in {one.name for one in asked})
    on = campaign_of(tx, shop_id, QUESTION).on
    return Voice(shops.by_id(tx, shop_id), figures, ended, waits, _review_url(tx, shop_id), on)


def _figures(
    asked: AskedQuestion,
    lately: Sequence[CountedAnswers],
    before: Sequence[CountedAnswers],
    named: Mapping[int, str],
) -> Figures:
    of_it = [one for one in lately if one.question_id == asked.id]
    at = {name: _sum(one for one in of_it if one.branch_id == branch_id) for branch_id, name in named.items()}
    return Figures(
        asked,
        QUESTIONS[asked.name],
        _sum(of_it),
        _sum(one for one in before if one.question_id == asked.id),
        at if len(named) > 1 else {},
    )


def _sum(found: Iterable[CountedAnswers]) -> Mapping[int, int]:
    counted = Counter[int]()
    for one in found:
        counted[one.answer] += one.people
    return counted


def _review_url(tx: Tx, shop_id: int) -> str:
    return str(campaign_of(tx, shop_id, QUESTION).settings["review_url"])


def switch_question(
    tx: Tx,
    actor: Actor,
    shop_id: int,
    name: str,
    on: bool,  # noqa: FBT001 - what it is about
    *,
    now: datetime,
) -> bool | NotAllowed:
    """Let an owner ask one of the house's questions, or ask one no more; what was answered stays."""
    hold_shop(tx, shop_id)
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    is_on = name in {one.name for one in opinions.asked(tx, shop_id)}
    if is_on == on or name not in QUESTIONS:
        return is_on
    if on:
        opinions.ask(tx, shop_id, name, "", now=now)
    else:
        opinions.end(tx, shop_id, name, now=now)
    audit.add(tx, actor, shop_id, Act("question_asked" if on else "question_ended", subject=name), now=now)
    return on


def ask_own(
    tx: Tx, actor: Actor, shop_id: int, text: str, *, language: str = "", now: datetime
) -> str | BadQuestion | Delicate | NotAllowed:
    """Let an owner ask a question of the shop's own, and return it; what was answered to another one counts apart.

    `language` is the one that it was typed in, "" where nobody knows.
    """
    hold_shop(tx, shop_id)
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    text = " ".join(text.split())
    wrong = check_question(text)
    if wrong:
        return wrong
    opinions.ask(
        tx, shop_id, OWN.name, text, others=with_text((), language, text) if language else (), now=now
    )
    audit.add(tx, actor, shop_id, Act("question_asked", subject=OWN.name, new=text), now=now)
    return text


def see_own(tx: Tx, actor: Actor, shop_id: int) -> OwnQuestion | NoLongerAsked | NotAllowed:
    """Show an owner the question of the shop's own, and what its customers speak."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    asked = next((one for one in opinions.asked(tx, shop_id) if one.name == OWN.name), None)
    return OwnQuestion(asked, languages.of_customers(tx, shop_id)) if asked else NoLongerAsked()


def put_own(
    tx: Tx, actor: Actor, shop_id: int, language: str, text: str, *, now: datetime
) -> OwnQuestion | BadQuestion | Delicate | NoLongerAsked | NotAllowed:
    """Let an owner put the question of the shop's own in another language: it stays one question, with all its answers."""
    hold_shop(tx, shop_id)
    seen = see_own(tx, actor, shop_id)
    if not isinstance(seen, OwnQuestion):
        return seen
    text = " ".join(text.split())
    wrong = check_question(text)
    if wrong:
        return wrong
    others = with_text(seen.asked.others, language, text)
    if others != seen.asked.others:
        opinions.put(tx, seen.asked, others)
        audit.add(tx, actor, shop_id, Act("question_asked", subject=OWN.name, new=text), now=now)
    return replace(seen, asked=replace(seen.asked, others=others))


def question_about(
    tx: Tx, person_id: int, visit_id: int, question_id: int
) -> tuple[Shop, AskedVisit] | NoLongerAsked:
    """Return a question about a visit of a person."""
    visit = _visit_of(tx, person_id, visit_id)
    question = opinions.question(tx, visit.shop_id, question_id) if visit else None
    if visit is None or question is None:
        return NoLongerAsked()
    return shops.by_id(tx, visit.shop_id), AskedVisit(visit.id, question)


def give_opinion(
    tx: Tx, person_id: int, visit_id: int, question_id: int, answer: int, *, now: datetime
) -> OpinionNoted | TooLongAgo | NoLongerAsked:
    """Take what a customer answers about a visit of theirs, in the place of what they answered before."""
    found = question_about(tx, person_id, visit_id, question_id)
    visit = _visit_of(tx, person_id, visit_id)
    if isinstance(found, NoLongerAsked) or visit is None:
        return NoLongerAsked()
    shop, asked = found
    if not QUESTIONS[asked.name].takes(answer):
        return NoLongerAsked()
    if visit.undone_at or not counts(visit.at, now=now):
        return TooLongAgo(shop)
    opinions.give(tx, visit, question_id, answer, now=now)
    return OpinionNoted(shop, asked, answer, _review_url(tx, shop.id))


def _visit_of(tx: Tx, person_id: int, visit_id: int) -> RatedVisit | None:
    visit = opinions.visit(tx, visit_id)
    own = {account.id for account in accounts.of_person(tx, person_id)}
    return visit if visit and visit.account_id in own else None
