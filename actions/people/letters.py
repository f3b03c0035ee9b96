"""Letters to a shop: from a customer to its owners, and an answer back; cashiers never see them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from actions import allowances
from actions.access import NotAllowed, may
from actions.allowances import TooOften
from actions.cards.card_state import URGENT, tell
from loyalty.actor import ActingPerson
from loyalty.allowances import LETTERS, LETTERS_TO_SHOP
from loyalty.records import Person, Shop
from loyalty.roles import Role
from storage.cards import accounts
from storage.engine.statements import Tx
from storage.people import letters, persons
from storage.people.letters import Letter
from storage.shop import shops, staff

__all__ = [
    "Answered",
    "BadText",
    "Letter",
    "LetterSent",
    "NobodyThere",
    "Post",
    "TooManyLetters",
    "addressees",
    "answer_letter",
    "frequented",
    "post",
    "send_letter",
]  # fmt: skip

MOST_LETTERS = 1000
_LIVES = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class LetterSent:
    """It is on its way to the owners."""

    shop: Shop


@dataclass(frozen=True, slots=True)
class TooManyLetters:
    """The person wrote to the shop often enough today."""

    shop: Shop


@dataclass(frozen=True, slots=True)
class NobodyThere:
    """No owner of the shop can be reached."""

    shop: Shop


@dataclass(frozen=True, slots=True)
class BadText:
    """There is nothing in it, or it is longer than `most` letters."""

    most: int


@dataclass(frozen=True, slots=True)
class Answered:
    """The customer is being told; `before` says that somebody had answered already, and nothing was added."""

    letter: Letter
    before: bool


@dataclass(frozen=True, slots=True)
class Post:
    """A letter with what is needed to show it."""

    letter: Letter
    shop: Shop
    writer: Person


def frequented(tx: Tx, person_id: int, *, only_shop: int | None = None) -> list[Shop]:
    """Return the shops where a person has a card and doesn't work, the one used last first."""
    own = (account.shop_id for account in accounts.of_person(tx, person_id, only_shop=only_shop))
    return [shops.by_id(tx, shop_id) for shop_id in own if staff.in_shop(tx, person_id, shop_id) is None]


def addressees(tx: Tx, person_id: int, *, only_shop: int | None = None) -> list[Shop]:
    """Return those of them where somebody would read a letter."""
    return [shop for shop in frequented(tx, person_id, only_shop=only_shop) if _readers(tx, shop.id)]


def _readers(tx: Tx, shop_id: int) -> list[int]:
    """Return the owners who can be reached."""
    owners = staff.owners(tx, shop_id)
    return [one for one in owners if persons.reached_for(tx, one, shop_id)]


def send_letter(
    tx: Tx, person_id: int, shop_id: int, text: str, *, now: datetime
) -> LetterSent | TooManyLetters | TooOften | NobodyThere | BadText | NotAllowed:
    """Give a customer's words to the owners of a shop."""
    shop = next((one for one in frequented(tx, person_id) if one.id == shop_id), None)
    if shop is None:
        return NotAllowed()
    text = text.strip()
    if not 0 < len(text) <= MOST_LETTERS:
        return BadText(MOST_LETTERS)
    if letters.count_since(tx, person_id, shop_id, now - LETTERS.within) >= LETTERS.most:
        return TooManyLetters(shop)
    readers = _readers(tx, shop_id)
    if not readers:
        return NobodyThere(shop)
    often = allowances.take(tx, LETTERS_TO_SHOP, shop_id, now=now)
    if often:
        return often
    this = letters.add(tx, shop_id, person_id, text, now=now)
    tell(
        tx,
        readers,
        "letter",
        str(this),
        of_shop=shop_id,
        now=now,
        urgency=URGENT,
        lives=_LIVES,
        letter_id=this,
    )
    return LetterSent(shop)


def answer_letter(
    tx: Tx, actor: ActingPerson, letter_id: int, text: str, *, now: datetime
) -> Answered | BadText | NotAllowed:
    """Let an owner answer, once; the customer is told at once, for they asked."""
    letter = letters.by_id(tx, letter_id)
    if letter is None or may(tx, actor, letter.shop_id, Role.OWNER) is None:
        return NotAllowed()
    text = text.strip()
    if not 0 < len(text) <= MOST_LETTERS:
        return BadText(MOST_LETTERS)
    if not letters.answer(tx, letter_id, text, by=actor.person_id, now=now):
        return Answered(letter, before=True)
    tell(
        tx,
        [letter.person_id],
        "letter_answer",
        str(letter_id),
        of_shop=letter.shop_id,
        now=now,
        lives=_LIVES,
        letter_id=letter_id,
    )
    return Answered(letter, before=False)


def post(tx: Tx, actor: ActingPerson, letter_id: int) -> Post | None:
    """Show a letter to who wrote it, and to the shop's owners; None to anybody else, and when it was forgotten."""
    letter = letters.by_id(tx, letter_id)
    if letter is None:
        return None
    mine = letter.person_id == actor.person_id
    if not mine and may(tx, actor, letter.shop_id, Role.OWNER) is None:
        return None
    return Post(letter, shops.by_id(tx, letter.shop_id), persons.by_id(tx, letter.person_id))
