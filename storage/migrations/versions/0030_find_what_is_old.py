"""Find by index what is old enough to go: a few hundred rows at a time, without a look at what stays."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_RECEIPTS = sa.text("at_most_once = 0 AND state IN ('sent', 'unknown', 'dropped')")
_CAMPAIGNS = sa.text("at_most_once = 1 AND state IN ('sent', 'unknown', 'dropped')")


def upgrade() -> None:
    _index("ix_outbox_receipts_settled", "outbox", "settled_at", _RECEIPTS)
    _index("ix_outbox_campaigns_settled", "outbox", "settled_at", _CAMPAIGNS)
    op.create_index("ix_occurrences_found_at", "occurrences", ["found_at"])
    op.create_index("ix_link_codes_expires_at", "link_codes", ["expires_at"])
    op.create_index("ix_spend_codes_expires_at", "spend_codes", ["expires_at"])
    op.create_index("ix_newcomers_at", "newcomers", ["at"])


def _index(name: str, table: str, column: str, where: sa.TextClause) -> None:
    op.create_index(name, table, [column], sqlite_where=where, postgresql_where=where)
