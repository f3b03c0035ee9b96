"""Find people as their names are typed: in plain letters, by any of their words, from one index of a shop's cards."""

import sqlalchemy as sa
from alembic import op

from loyalty.names import findable

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_HELD = sa.text("found_by IS NOT NULL")
_AT_ONCE = 1000


def upgrade() -> None:
    _fold_names(op.get_bind())
    op.add_column("cards", sa.Column("found_by", sa.Text()))
    op.execute(
        "UPDATE cards SET found_by = (SELECT ' ' || NULLIF(p.folded_name, '') FROM persons p WHERE p.id = cards.person_id)"
        " WHERE closed_at IS NULL AND person_id IS NOT NULL"
    )
    op.create_index(
        "ix_cards_found_by",
        "cards",
        ["shop_id", "found_by", "last_visit_at"],
        sqlite_where=_HELD,
        postgresql_where=_HELD,
    )


def _fold_names(tx: sa.Connection) -> None:
    """Write every name as it is looked for from now on."""
    after = 0
    page = sa.text("SELECT id, name, folded_name FROM persons WHERE id > :after ORDER BY id LIMIT :most")
    while rows := tx.execute(page, {"after": after, "most": _AT_ONCE}).all():
        changed = [{"this": row[0], "new": findable(row[1])} for row in rows if findable(row[1]) != row[2]]
        if changed:
            tx.execute(sa.text("UPDATE persons SET folded_name = :new WHERE id = :this"), changed)
        after = rows[-1][0]
