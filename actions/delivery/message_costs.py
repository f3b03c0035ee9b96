"""What a shop's messages were billed as, and which words a platform holds back: for the shop's owner alone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from actions.access import NotAllowed, may
from loyalty.actor import Actor
from loyalty.roles import Role
from storage.delivery import messaging_window, templates
from storage.delivery.templates import TemplateState
from storage.engine.statements import Tx

__all__ = ["Trouble", "billed", "troubles"]

_Ail = Literal["waits", "refused", "dearer"]
_EVER = datetime.fromisoformat("1970-01-01T00:00+00:00")
_UNDECIDED = frozenset({"pending", "in_appeal", "not submitted", "other words"})


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a template suffers from in one language: not approved yet, not let through, or billed as marketing."""

    template: str
    language: str
    what: _Ail


def billed(
    tx: Tx, actor: Actor, shop_id: int, *, since: datetime = _EVER
) -> list[tuple[str, str, int]] | NotAllowed:
    """Count what a shop's campaigns sent from a moment on where messages have prices: kind, billed as, how many."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    return messaging_window.counted(tx, shop_id, since=since)


def troubles(
    tx: Tx,
    actor: Actor,
    shop_id: int,
    where: tuple[str, str],
    ours: Mapping[str, str],
    languages: Collection[str],
) -> list[Trouble] | NotAllowed:
    """Find what ails our templates, given with the category that each is meant for.

    Only languages count that customers speak whom the shop has `where`: on that channel, at that account.
    """
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    channel, account = where
    states = {(state.name, state.language): state for state in templates.all_of(tx, account)}
    found = [
        Trouble(template, language, what)
        for template, category in ours.items()
        for language in languages
        if (what := _ails(states.get((template, language)), category))
    ]
    spoken = messaging_window.languages(tx, shop_id, channel, account) if found else ()
    return [one for one in found if one.language in spoken]


def _ails(state: TemplateState | None, category: str) -> _Ail | None:
    if state is None or state.status in _UNDECIDED:
        return "waits"
    if state.status != "approved":
        return "refused"
    return "dearer" if state.category == "marketing" != category else None
