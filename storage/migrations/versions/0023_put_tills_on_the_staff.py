"""Let a till be on a shop's staff: a place with a name of its own and no person, which the audit can name."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_PERSON_OR_TILL = ("ck_staff_person_or_till", "(person_id IS NULL) = (name IS NOT NULL)")
_TILL_ROLE = ("ck_staff_till_role", "person_id IS NOT NULL OR role = 'cashier'")
_KEPT = "id, shop_id, person_id, branch_id, role, joined_at, practised_at, removed_at"
# Who points at the staff is looked for by each row that goes for a moment.
_POINTING = (("visits", "undone_by"), ("vouchers", "used_by"), ("entries", "staff_id"))


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _make_anew()
    else:
        op.alter_column("staff", "person_id", nullable=True)
        op.add_column("staff", sa.Column("name", sa.Text))
        for name, holds in (_PERSON_OR_TILL, _TILL_ROLE):
            op.create_check_constraint(op.f(name), "staff", holds)
    op.execute(
        f"ALTER TABLE audit ADD COLUMN till_id {_integer()} CONSTRAINT fk_audit_till_id REFERENCES staff (id)"
    )


def _integer() -> str:
    return "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"


def _make_anew() -> None:
    """Make the table anew: SQLite lets no column be null afterwards. Others are asked for their rows at the commit alone."""
    op.execute("PRAGMA defer_foreign_keys = ON")
    for table, column in _POINTING:
        op.create_index(f"of_{table}_{column}", table, [column])
    op.execute(f"CREATE TABLE kept_staff AS SELECT {_KEPT} FROM staff")  # noqa: S608 - names of our own
    op.drop_table("staff")
    _create()
    op.execute(f"INSERT INTO staff ({_KEPT}) SELECT {_KEPT} FROM kept_staff ORDER BY id")  # noqa: S608 - names of our own
    op.drop_table("kept_staff")
    for table, column in _POINTING:
        op.drop_index(f"of_{table}_{column}", table)


def _create() -> None:
    op.create_table(
        "staff",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("person_id", BIG),
        sa.Column("name", sa.Text),
        sa.Column("branch_id", BIG),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("joined_at", BIG, nullable=False),
        sa.Column("practised_at", BIG),
        sa.Column("removed_at", BIG),
        sa.CheckConstraint("role IN ('cashier', 'manager', 'owner')", name=op.f("ck_staff_role")),
        *(sa.CheckConstraint(holds, name=op.f(name)) for name, holds in (_PERSON_OR_TILL, _TILL_ROLE)),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.id"], name=op.f("fk_staff_branch_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_staff_person_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_staff_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_staff_person_id"), "staff", ["person_id"])
    op.create_index(
        "uq_staff_in_service",
        "staff",
        ["shop_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("removed_at IS NULL"),
        postgresql_where=sa.text("removed_at IS NULL"),
    )
