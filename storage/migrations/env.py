"""What Alembic runs: storage/engine/migrate.py brings the connection, and with it the transaction."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from storage.tables import Time, metadata


def _render(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    # A migration stays as it was written: it may not lean on what storage/tables.py says later.
    if kind == "type" and type(item) is Time:
        return "TIME"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=_render,
)
context.run_migrations()
