"""Rewards that waited when days were told to the hour last to the end of the day that was told."""

from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, select, update

from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.tables import shops, vouchers

pytestmark = pytest.mark.slow

_MORNING = datetime(2026, 3, 31, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "key", "ends"),
    [
        ("Europe/Amsterdam", "r1", datetime(2026, 3, 31, 22, 0, tzinfo=UTC)),
        ("Pacific/Kiritimati", "r1", datetime(2026, 3, 31, 10, 0, tzinfo=UTC)),
        ("America/Los_Angeles", "r1", datetime(2026, 4, 1, 7, 0, tzinfo=UTC)),
        ("Europe/Amsterdam", "campaign:gift", _MORNING),
    ],
)
async def test_a_reward_lasts_to_the_end_of_the_day_that_was_told(
    db: Database, fill: Callable[[Connection], None], zone: str, key: str, ends: datetime
) -> None:
    def before(tx: Tx) -> None:
        fill(tx)
        tx.execute(update(shops).values(timezone=zone))
        tx.execute(update(vouchers).values(expires_at=_MORNING, reward_key=key))

    def migrate(tx: Tx) -> None:
        with Operations.context(MigrationContext.configure(tx)):
            import_module("storage.migrations.versions.0012_let_rewards_last_their_last_day").upgrade()

    for step in (before, migrate):
        await db.write(step)
    assert await db.read(lambda tx: tx.execute(select(vouchers.c.expires_at)).scalar_one()) == ends
