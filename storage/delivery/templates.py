"""Templates as a platform judged them: of each in each language its category and status."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from storage.engine.statements import Statement, Tx, insert
from storage.tables import templates


@dataclass(frozen=True, slots=True)
class TemplateState:
    """What a platform said about one template in one language, in small letters: "utility", "approved"."""

    name: str
    language: str
    category: str
    status: str
    reason: str | None


_GIVEN = ("account", "name", "language", "category", "status", "reason", "checked_at")
_JUDGED = ("category", "status", "reason", "checked_at")
_NEW = insert(templates).values({name: bindparam(name, type_=templates.c[name].type) for name in _GIVEN})
_KEEP = Statement(
    _NEW.on_conflict_do_update(
        index_elements=["account", "name", "language"], set_={name: _NEW.excluded[name] for name in _JUDGED}
    )
)
_ROW = select(
    templates.c.name,
    templates.c.language,
    templates.c.category,
    templates.c.status,
    templates.c.reason,
).where(templates.c.account == bindparam("account"))
_ONE = Statement(
    _ROW.where(templates.c.name == bindparam("name"), templates.c.language == bindparam("language")),
    into=TemplateState,
)
_ALL = Statement(_ROW.order_by(templates.c.name, templates.c.language), into=TemplateState)


def state_of(tx: Tx, account: str, name: str, language: str) -> TemplateState | None:
    """Return what the platform said about a template; None where it was never asked."""
    return _ONE.one(tx, account=account, name=name, language=language)


def all_of(tx: Tx, account: str) -> list[TemplateState]:
    """Return all that the platform said about an account's templates."""
    return _ALL.all(tx, account=account)


def keep(tx: Tx, account: str, state: TemplateState, *, now: datetime) -> None:
    """Write down what the platform says about a template, in place of what it said before."""
    _KEEP.run(tx, account=account, checked_at=now, **asdict(state))
