"""Who acted is named in lines of the audit that were written before it was kept."""

from collections.abc import Callable
from importlib import import_module

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, delete, select, text

from loyalty.actor import ActingPerson, Clock, Operator
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.shop.audit import Act, add
from storage.tables import audit
from tests.actions.places import NOW


async def test_old_lines_name_the_person_the_operator_and_the_clock(
    db: Database, fill: Callable[[Connection], None]
) -> None:
    def migrated(tx: Tx) -> list[tuple[str, int | None]]:
        fill(tx)
        tx.execute(delete(audit))
        for actor, what in (
            (ActingPerson(1), "exported"),
            (Operator(), "opened"),
            (Clock(), "campaign_paused"),
        ):
            add(tx, actor, 1, Act(what), now=NOW)
        tx.execute(text("ALTER TABLE audit DROP COLUMN actor"))
        with Operations.context(MigrationContext.configure(tx)):
            import_module("storage.migrations.versions.0021_name_who_acts").upgrade()
        return [
            (actor, person_id)
            for actor, person_id in tx.execute(select(audit.c.actor, audit.c.person_id).order_by(audit.c.id))
        ]

    assert await db.write(migrated) == [("person", 1), ("operator", None), ("clock", None)]
