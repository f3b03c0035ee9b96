"""Letters to a shop, a customer's side: what they write reaches its owners, and no cashier."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from actions import allowances
from actions.access import NotAllowed
from actions.allowances import TooOften
from actions.tell import URGENT, tell
from loyalty.allowances import LETTERS, LETTERS_TO_SHOP
from loyalty.people.letters import who_is_named
from loyalty.records import Account, Shop
from storage.cards import accounts, history, ledger, visits
from storage.engine.statements import Tx
from storage.people import known_addresses, letters
from storage.people.letters import Letter
from storage.shop import coalitions, shops, staff

__all__ = [
    "MOST_LETTERS",
    "BadText",
    "Letter",
    "LetterSent",
    "NobodyThere",
    "NotHeard",
    "SendOutcome",
    "TooManyLetters",
    "addressees",
    "frequented",
    "is_heard",
    "is_unknown",
    "send_letter",
    "who_answers",
]

MOST_LETTERS = 1000
LIVES = timedelta(days=14)


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
class NotHeard:
    """The shop takes no letters of this person."""

    shop: Shop


@dataclass(frozen=True, slots=True)
class BadText:
    """There is nothing in it, or it is longer than `most` letters."""

    most: int


SendOutcome = LetterSent | TooManyLetters | TooOften | NobodyThere | NotHeard | BadText | NotAllowed


def frequented(tx: Tx, person_id: int, *, only_shop: int | None = None) -> list[Shop]:
    """Return the shops where a person has a card and doesn't work, the one used last first.

    Nobody reads for a coalition: its partners do, of those where its card was shown, or else of all.
    """
    own = (
        shop
        for account in accounts.of_person(tx, person_id, only_shop=only_shop)
        for shop in _behind(tx, account)
    )
    once = {shop.id: shop for shop in own}.values()
    return [shop for shop in once if staff.in_shop(tx, person_id, shop.id) is None]


def _behind(tx: Tx, account: Account) -> list[Shop]:
    """Return whose card it is: a shop's, or that of the partners of a coalition."""
    shop = shops.by_id(tx, account.shop_id)
    if not shop.is_coalition:
        return [shop]
    at = {partner.branch_id: own for partner, own in coalitions.partners_of(tx, shop.id)}
    shown = [at[branch] for branch in visits.branches_of(tx, account) if branch in at]
    return shown or [own for _, own in coalitions.present(tx, shop.id)]


def who_answers(tx: Tx, person_id: int, coalition_id: int, entry_id: int | None) -> list[Shop]:
    """Return who would read a question about a line of a coalition's card: the partner where it was booked, else any."""
    visit_id = ledger.line(tx, entry_id).visit_id if entry_id else None
    visit = visits.by_id(tx, visit_id) if visit_id else None
    heard = addressees(tx, person_id)
    there = coalitions.shop_at(tx, coalition_id, visit.branch_id) if visit else coalition_id
    return [shop for shop in heard if shop.id == there] or heard


def is_unknown(tx: Tx, person_id: int, shop_id: int) -> bool:
    """Say whether a shop sees no name of a person until they write to it: it knows their card of a coalition alone."""
    return accounts.in_shop(tx, person_id, shop_id) is None


def addressees(tx: Tx, person_id: int, *, only_shop: int | None = None) -> list[Shop]:
    """Return those of them where somebody would read a letter."""
    own = frequented(tx, person_id, only_shop=only_shop)
    return [shop for shop in own if is_heard(tx, person_id, shop.id) and _reached(tx, shop.id)]


def is_heard(tx: Tx, person_id: int, shop_id: int) -> bool:
    """Say whether a shop takes a person's letters."""
    return not letters.is_muted(tx, shop_id, person_id)


def _reached(tx: Tx, shop_id: int) -> bool:
    """Say whether an owner of a shop can be reached."""
    return any(known_addresses.reached_for(tx, one, shop_id) for one in staff.owners(tx, shop_id))


def send_letter(
    tx: Tx, person_id: int, shop_id: int, text: str, *, entry_id: int | None = None, now: datetime
) -> SendOutcome:
    """Give a customer's words, perhaps about a line of their card, to the owners of a shop.

    Whom of its staff they name, and who booked the line, does not read them.
    """
    shop = next((one for one in frequented(tx, person_id) if one.id == shop_id), None)
    if shop is None:
        return NotAllowed()
    if entry_id and not _is_own(tx, person_id, shop_id, entry_id):
        return NotAllowed()
    text = text.strip()
    if not 0 < len(text) <= MOST_LETTERS:
        return BadText(MOST_LETTERS)
    refused = _refused(tx, person_id, shop, now=now)
    if refused:
        return refused
    this = letters.add(
        tx, shop_id, person_id, text, entry_id=entry_id, about=_subjects(tx, shop_id, text, entry_id), now=now
    )
    _bring(tx, this, now=now)
    return LetterSent(shop)


def _is_own(tx: Tx, person_id: int, shop_id: int, entry_id: int) -> bool:
    """Say whether a line of the ledger is on a person's card, or on one that was joined with it."""
    card = accounts.in_shop(tx, person_id, shop_id)
    found = history.lines(tx, card, before=entry_id + 1, most=1) if card else []
    return bool(found) and found[0].id == entry_id


def _subjects(tx: Tx, shop_id: int, text: str, entry_id: int | None) -> set[int]:
    """Return whom of the staff a letter is about."""
    names = {member.id: member.name for member in staff.of_shop(tx, shop_id)}
    booked_by = ledger.line(tx, entry_id).staff_id if entry_id else None
    return {*who_is_named(text, names), *([booked_by] if booked_by else [])}


def _refused(
    tx: Tx, person_id: int, shop: Shop, *, now: datetime
) -> TooManyLetters | TooOften | NobodyThere | NotHeard | None:
    """Say why a shop gets no letter of a person now."""
    if not is_heard(tx, person_id, shop.id):
        return NotHeard(shop)
    if letters.count_since(tx, person_id, shop.id, now - LETTERS.within) >= LETTERS.most:
        return TooManyLetters(shop)
    if not _reached(tx, shop.id):
        return NobodyThere(shop)
    return allowances.take(tx, LETTERS_TO_SHOP, shop.id, now=now)


def _bring(tx: Tx, letter_id: int, *, now: datetime) -> None:
    """Tell the owners whom a letter is for; one who can't be reached now has it in the inbox."""
    letter = letters.by_id(tx, letter_id)
    if letter is None:
        raise LookupError(f"letter {letter_id}")
    readers = [
        one for one in letters.readers(tx, letter) if known_addresses.reached_for(tx, one, letter.shop_id)
    ]
    tell(
        tx,
        readers,
        "letter",
        str(letter_id),
        of_shop=letter.shop_id,
        now=now,
        urgency=URGENT,
        lives=LIVES,
        letter_id=letter_id,
    )
