"""You said, we did: what an owner changed because of letters, told once to everybody who wrote one of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from actions import allowances
from actions.access import NotAllowed, may
from actions.allowances import TooOften
from actions.people.inbox import PAGE
from actions.people.letters import BadText
from loyalty.actor import ActingPerson, Actor
from loyalty.allowances import BROADCASTS
from loyalty.roles import Role
from storage.engine.statements import Tx
from storage.people import improvements, letters
from storage.people.improvements import Improvement
from storage.people.letters import Letter, ListedLetter
from storage.shop import audit
from storage.shop.audit import Act

__all__ = [
    "MOST_CHOSEN",
    "Improvement",
    "ImprovementTold",
    "NothingChosen",
    "tell_improvement",
    "unimproved_letters",
]

MOST_CHOSEN = 50
MOST_LETTERS = 500


@dataclass(frozen=True, slots=True)
class NothingChosen:
    """No letter stands behind it."""


@dataclass(frozen=True, slots=True)
class ImprovementTold:
    """So many people hear of it, as far as they agreed to messages."""

    improvement: Improvement
    people: int


def unimproved_letters(
    tx: Tx, actor: Actor, shop_id: int, *, before: int | None = None
) -> list[ListedLetter] | NotAllowed:
    """List to an owner the letters of which nothing came yet, the newest first; one more than a page where there is."""
    reader = may(tx, actor, shop_id, Role.OWNER)
    if reader is None:
        return NotAllowed()
    return letters.unimproved(tx, shop_id, reader=reader.id, before=before, most=PAGE + 1)


def tell_improvement(
    tx: Tx, actor: ActingPerson, shop_id: int, letter_ids: Collection[int], text: str, *, now: datetime
) -> ImprovementTold | NothingChosen | BadText | TooOften | NotAllowed:
    """Let an owner say what came of some letters; who wrote them is told by the dose."""
    reader = may(tx, actor, shop_id, Role.OWNER)
    if reader is None:
        return NotAllowed()
    text = text.strip()
    if not 0 < len(text) <= MOST_LETTERS:
        return BadText(MOST_LETTERS)
    chosen = _chosen(tx, shop_id, letter_ids, reader.person_id)
    if not chosen:
        return NothingChosen()
    often = allowances.take(tx, BROADCASTS, shop_id, now=now)
    if often:
        return often
    told = improvements.add(tx, shop_id, text, [one.id for one in chosen], by=actor.person_id, now=now)
    audit.add(tx, actor, shop_id, Act("improvement_told", new=text), now=now)
    return ImprovementTold(told, len({one.person_id for one in chosen}))


def _chosen(tx: Tx, shop_id: int, letter_ids: Collection[int], reader: int | None) -> list[Letter]:
    """Return those letters of a shop that this owner may read, and of which nothing came yet."""
    found = [letters.by_id(tx, this) for this in letter_ids]
    return [
        one
        for one in found
        if one and one.shop_id == shop_id and not one.improvement_id and reader in letters.readers(tx, one)
    ]
