"""What a platform thinks of our forms of words: kept when it is asked, and when it tells by itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.delivery.templates import TemplateState, all_of, keep, state_of
from storage.engine.statements import Tx

__all__ = ["TemplateChange", "TemplateState", "all_of", "keep", "keep_all", "note_news", "state_of"]


@dataclass(frozen=True, slots=True)
class TemplateChange:
    """What the platform changed its mind about."""

    before: TemplateState | None
    after: TemplateState

    @property
    def recategorised(self) -> bool:
        """Say whether it is billed in another way now."""
        return self.before is not None and self.before.category != self.after.category

    @property
    def lost(self) -> bool:
        """Say whether what could be sent can't be any more."""
        return (
            self.before is not None and self.before.status == "approved" and self.after.status != "approved"
        )


def keep_all(tx: Tx, account: str, states: Iterable[Mapping[str, str]], *, now: datetime) -> None:
    """Write down what the platform said when it was asked about all forms, each with the fields of a state."""
    for state in states:
        note_news(tx, account, **state, now=now)


def note_news(  # noqa: PLR0913 - one for each thing that may be told
    tx: Tx,
    account: str,
    name: str,
    language: str,
    *,
    status: str = "",
    category: str = "",
    reason: str = "",
    now: datetime,
) -> TemplateChange | None:
    """Write down what the platform tells about a form; what is empty stays. None when nothing changed."""
    before = state_of(tx, account, name, language)
    after = _changed(before, name, language, status=status, category=category, reason=reason)
    if after is None or after == before:
        return None
    keep(
        tx,
        account,
        name,
        language,
        category=after.category,
        status=after.status,
        reason=after.reason,
        now=now,
    )
    return TemplateChange(before, after)


def _changed(
    before: TemplateState | None, name: str, language: str, *, status: str, category: str, reason: str
) -> TemplateState | None:
    category = category or (before.category if before else "")
    if not category:
        return None  # `stempel whatsapp templates` asks for the rest
    if status or before is None:  # a reason belongs to its status
        return TemplateState(name, language, category, status or "pending", reason or None)
    return TemplateState(name, language, category, before.status, reason or before.reason)
