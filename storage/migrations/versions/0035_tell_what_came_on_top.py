"""Tell what a visit brought on top of what it earns, what was given without a visit, and which part of a programme it was."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_OLD = "kind IN ('head_start', 'visit', 'extra', 'reward', 'expired', 'moved', 'reversal')"
_NEW = "kind IN ('head_start', 'visit', 'extra', 'bonus', 'gift', 'reward', 'expired', 'moved', 'reversal')"


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute("ALTER TABLE entries ADD COLUMN part TEXT")
    op.execute(f"ALTER TABLE visits ADD COLUMN bonus {'INTEGER' if sqlite else 'BIGINT'} DEFAULT 0 NOT NULL")
    if sqlite:
        _widen_in_the_schema()
        return
    op.drop_constraint(op.f("ck_entries_kind"), "entries")
    op.create_check_constraint(op.f("ck_entries_kind"), "entries", _NEW)


def _widen_in_the_schema() -> None:
    """Change the check where it is written down, as SQLite's manual says for what changes no row: a ledger is long.

    See "Making Other Kinds Of Table Schema Changes" at sqlite.org/lang_altertable.html.
    """
    bind = op.get_bind()
    version = bind.execute(sa.text("PRAGMA schema_version")).scalar_one()
    op.execute("PRAGMA writable_schema = ON")
    changed = bind.execute(
        sa.text(
            "UPDATE sqlite_schema SET sql = replace(sql, :old, :new) "
            "WHERE type = 'table' AND name = 'entries' AND instr(sql, :old) > 0"
        ),
        {"old": _OLD, "new": _NEW},
    )
    if changed.rowcount != 1:
        raise RuntimeError("The ledger's table is not as an earlier version made it.")
    op.execute(f"PRAGMA schema_version = {version + 1}")
    op.execute("PRAGMA writable_schema = RESET")
