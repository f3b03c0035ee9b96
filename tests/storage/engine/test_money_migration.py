"""Amounts that were kept in hundredths nobody pays stay the same amounts."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, select, text, update

from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.tables import audit, campaigns, programme_versions, shops, visits, vouchers

pytestmark = pytest.mark.slow

_RULES = {
    "kind": "points",
    "points_per_unit": 1,
    "min_spend_minor": 250_000,
    "rewards": [{"at": 5, "cost_minor": None}],
}
_AFTER = {("RWF", "min"): 2500, ("RWF", "spent"): 120, ("IQD", "min"): 250, ("IQD", "spent"): 12} | {
    ("EUR", "min"): 250_000,
    ("EUR", "spent"): 12_000,
}


@contextmanager
def as_they_were_called(tx: Tx) -> Iterator[None]:
    """Give the versions of programmes the name of their table in those days."""
    now, then = ("programmes", "programme_versions"), ("kept", "programmes")
    for old, new in zip(now, then, strict=True):
        tx.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))
    yield
    for new, old in reversed(list(zip(now, then, strict=True))):
        tx.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))


@pytest.mark.parametrize("currency", ["RWF", "IQD", "EUR"])
async def test_an_amount_is_the_same_amount_in_whole_units(
    db: Database, fill: Callable[[Connection], None], currency: str
) -> None:
    def before(tx: Tx) -> None:
        fill(tx)
        tx.execute(update(shops).values(currency=currency))
        tx.execute(update(visits).values(spent_minor=12_000))
        tx.execute(update(vouchers).values(cost_minor=12_000))
        tx.execute(update(programme_versions).values(rules=json.dumps(_RULES)))
        tx.execute(update(campaigns).values(settings='{"gift": "Tea", "gift_cost_minor": 12000}'))
        tx.execute(update(audit).values(subject="birthday:gift_cost_minor", old="", new="12000"))

    def migrate(tx: Tx) -> None:
        with Operations.context(MigrationContext.configure(tx)), as_they_were_called(tx):
            import_module("storage.migrations.versions.0008_count_money_by_its_own_decimals").upgrade()

    def after(tx: Tx) -> tuple[object, ...]:
        rules, settings = (
            json.loads(tx.execute(select(column)).scalar_one())
            for column in (programme_versions.c.rules, campaigns.c.settings)
        )
        columns = (visits.c.spent_minor, vouchers.c.cost_minor, audit.c.new)
        counted = [int(tx.execute(select(column)).scalar_one()) for column in columns]
        return (rules["min_spend_minor"], settings, *counted)

    for step in (before, migrate):
        await db.write(step)
    least, spent = _AFTER[currency, "min"], _AFTER[currency, "spent"]
    assert await db.read(after) == (least, {"gift": "Tea", "gift_cost_minor": spent}, spent, spent, spent)
