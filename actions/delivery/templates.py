"""What a platform thinks of our templates: kept when it is asked, and when it tells by itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.delivery.templates import TemplateState, all_of, keep, state_of
from storage.engine.statements import Tx
from storage.locks import hold_shop

__all__ = [
    "TemplateChange", "TemplateJudgement", "TemplateState", "all_of", "begin", "keep", "keep_all",
    "note_news", "state_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class TemplateJudgement:
    """What the platform tells about one template in one language; what is empty was not told, and stays."""

    name: str
    language: str
    status: str = ""
    category: str = ""
    reason: str = ""


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


def begin(tx: Tx, shop_id: int, account: str, states: Iterable[Mapping[str, str]], *, now: datetime) -> bool:
    """Say whether the templates of a shop's own account are to be handed in by us: nobody wrote `states` down before."""
    hold_shop(tx, shop_id)
    if all_of(tx, account):
        return False
    keep_all(tx, account, states, now=now)
    return True


def keep_all(tx: Tx, account: str, states: Iterable[Mapping[str, str]], *, now: datetime) -> None:
    """Write down what the platform said when it was asked about all templates, each with the fields of a judgement."""
    for state in states:
        note_news(tx, account, TemplateJudgement(**state), now=now)


def note_news(tx: Tx, account: str, news: TemplateJudgement, *, now: datetime) -> TemplateChange | None:
    """Write down what the platform tells about a template; None when nothing changed."""
    before = state_of(tx, account, news.name, news.language)
    after = _changed(before, news)
    if after is None or after == before:
        return None
    keep(tx, account, after, now=now)
    return TemplateChange(before, after)


def _changed(before: TemplateState | None, news: TemplateJudgement) -> TemplateState | None:
    category = news.category or (before.category if before else "")
    if not category:
        return None  # `stempel whatsapp templates` asks for the rest
    if news.status or before is None:  # a reason belongs to its status
        status, reason = news.status or "pending", news.reason or None
    else:
        status, reason = before.status, news.reason or before.reason
    return TemplateState(news.name, news.language, category, status, reason)
