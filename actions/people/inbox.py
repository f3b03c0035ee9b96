"""The inbox of a shop: its owners list what customers wrote, read, answer, are done with it, or mute who wrote."""

from dataclasses import dataclass
from datetime import datetime

from actions.access import NotAllowed, may
from actions.cards.card_state import CardState, load_every
from actions.people.letters import LIVES, MOST_LETTERS, BadText
from actions.tell import tell
from loyalty.actor import ActingPerson, Actor
from loyalty.records import Account, Person, Shop
from loyalty.roles import Role
from storage.cards import accounts, history
from storage.cards.history import HistoryLine
from storage.engine.statements import Tx
from storage.people import letters, persons
from storage.people.letters import Letter, LetterAnswer, ListedLetter
from storage.shop import audit, shops
from storage.shop.audit import Act

__all__ = [
    "Answered",
    "Inbox",
    "Letter",
    "LetterAnswer",
    "ListedLetter",
    "Post",
    "answer_letter",
    "finish_letter",
    "inbox",
    "mute_writer",
    "post",
    "settled_letters",
]

PAGE = 8


@dataclass(frozen=True, slots=True)
class Answered:
    """The customer is being told."""

    letter: Letter


@dataclass(frozen=True, slots=True)
class AskedAbout:
    """A line of a card, and how that card stands."""

    line: HistoryLine
    states: tuple[CardState, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """A letter with what is needed to show it."""

    letter: Letter
    shop: Shop
    writer: Person
    answers: tuple[LetterAnswer, ...]
    account_id: int | None  # the writer's card there
    heard: bool  # the shop takes the writer's letters
    line: AskedAbout | None  # of the ledger, that it asks about


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of letters; `waiting` counts those that wait for a word, `more` is where the next page begins."""

    shop: Shop
    letters: tuple[ListedLetter, ...]
    waiting: int
    more: int | None


def inbox(tx: Tx, actor: Actor, shop_id: int, *, after: int = 0) -> Inbox | NotAllowed:
    """Show an owner what waits for a word, who waits longest first."""
    reader = may(tx, actor, shop_id, Role.OWNER)
    if reader is None:
        return NotAllowed()
    found = letters.waiting(tx, shop_id, reader=reader.id, after=after, most=PAGE + 1)
    return _page(tx, shop_id, reader.id, found)


def settled_letters(tx: Tx, actor: Actor, shop_id: int, *, before: int | None = None) -> Inbox | NotAllowed:
    """Show an owner what was answered or done with, the newest first."""
    reader = may(tx, actor, shop_id, Role.OWNER)
    if reader is None:
        return NotAllowed()
    found = letters.settled(tx, shop_id, reader=reader.id, before=before, most=PAGE + 1)
    return _page(tx, shop_id, reader.id, found)


def _page(tx: Tx, shop_id: int, reader: int, found: list[ListedLetter]) -> Inbox:
    shown, more = tuple(found[:PAGE]), len(found) > PAGE
    waiting = letters.count_waiting(tx, shop_id, reader=reader)
    return Inbox(shops.by_id(tx, shop_id), shown, waiting, shown[-1].id if more else None)


def post(tx: Tx, actor: ActingPerson, letter_id: int, *, now: datetime) -> Post | None:
    """Show a letter to who wrote it, and to the owners whom it is for; None to anybody else, and when it was forgotten."""
    letter = letters.by_id(tx, letter_id)
    if letter is None or not (letter.person_id == actor.person_id or _is_for(tx, actor, letter)):
        return None
    card = accounts.in_shop(tx, letter.person_id, letter.shop_id)
    return Post(
        letter,
        shops.by_id(tx, letter.shop_id),
        persons.by_id(tx, letter.person_id),
        tuple(letters.answers(tx, letter)),
        card.id if card else None,
        not letters.is_muted(tx, letter.shop_id, letter.person_id),
        _line(tx, letter, card, now=now) if card else None,
    )


def _line(tx: Tx, letter: Letter, card: Account, *, now: datetime) -> AskedAbout | None:
    found = history.lines(tx, card, before=letter.entry_id + 1, most=1) if letter.entry_id else []
    return AskedAbout(found[0], load_every(tx, card, now=now)) if found else None


def _is_for(tx: Tx, actor: Actor, letter: Letter) -> bool:
    """Say whether a letter is for who asks: an owner, and not the one it is about where there is another."""
    reader = may(tx, actor, letter.shop_id, Role.OWNER)
    return reader is not None and reader.person_id in letters.readers(tx, letter)


def answer_letter(
    tx: Tx, actor: ActingPerson, letter_id: int, text: str, *, now: datetime
) -> Answered | BadText | NotAllowed:
    """Let an owner answer, as often as they like; the customer is told at once, for they asked."""
    letter = letters.by_id(tx, letter_id)
    if letter is None or not _is_for(tx, actor, letter):
        return NotAllowed()
    text = text.strip()
    if not 0 < len(text) <= MOST_LETTERS:
        return BadText(MOST_LETTERS)
    this = letters.answer(tx, letter, text, by=actor.person_id, now=now)
    tell(
        tx,
        [letter.person_id],
        "letter_answer",
        str(this),
        of_shop=letter.shop_id,
        now=now,
        lives=LIVES,
        letter_id=letter_id,
        answer_id=this,
    )
    return Answered(letter)


def finish_letter(tx: Tx, actor: Actor, letter_id: int) -> Letter | NotAllowed:
    """Let an owner be done with a letter, without a word."""
    letter = letters.by_id(tx, letter_id)
    if letter is None or not _is_for(tx, actor, letter):
        return NotAllowed()
    letters.finish(tx, letter_id)
    return letter


def mute_writer(tx: Tx, actor: Actor, letter_id: int, *, muted: bool, now: datetime) -> Letter | NotAllowed:
    """Let an owner take no more letters of who wrote one, or take them again."""
    letter = letters.by_id(tx, letter_id)
    if letter is None or not _is_for(tx, actor, letter):
        return NotAllowed()
    if letters.is_muted(tx, letter.shop_id, letter.person_id) is muted:
        return letter
    if muted:
        letters.mute(tx, letter_id, now=now)
        letters.finish(tx, letter_id)
    else:
        letters.unmute(tx, letter.shop_id, letter.person_id)
    card = accounts.in_shop(tx, letter.person_id, letter.shop_id)
    act = Act("writer_muted" if muted else "writer_heard", subject=card.code if card else "")
    audit.add(tx, actor, letter.shop_id, act, now=now)
    return letter
