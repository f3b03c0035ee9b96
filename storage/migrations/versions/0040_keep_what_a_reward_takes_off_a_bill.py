"""Keep with a voucher what kind of reward was promised, and the bill of which it took something off; old ones are things."""

from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute("ALTER TABLE vouchers ADD COLUMN worth TEXT")
    op.execute(f"ALTER TABLE vouchers ADD COLUMN bill_minor {'INTEGER' if sqlite else 'BIGINT'}")
