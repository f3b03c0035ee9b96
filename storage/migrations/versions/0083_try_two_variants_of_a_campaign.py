"""Try two variants of a campaign, and keep what was found and decided so that nobody can change it."""

import sqlalchemy as sa
from alembic import op

revision = "0083"
down_revision = "0077"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = BIG  # microseconds since 1970, UTC
_RUNNING = sa.text("ended_at IS NULL")
_COUNTS = sa.text("experiment_id IS NOT NULL")
_FINAL = "An experiment that has ended stays as it is."


def upgrade() -> None:
    _experiments()
    _what_is_final()
    op.execute(
        "ALTER TABLE occurrences ADD COLUMN experiment_id "
        f"{'INTEGER' if _sqlite() else 'BIGINT'} CONSTRAINT fk_occurrences_experiment_id REFERENCES experiments (id)"
    )
    op.execute(
        "ALTER TABLE occurrences ADD COLUMN arm TEXT CONSTRAINT ck_occurrences_arm CHECK (arm IN ('a', 'b'))"
    )
    op.create_index(
        "ix_occurrences_shop_id_experiment_id",
        "occurrences",
        ["shop_id", "experiment_id"],
        sqlite_where=_COUNTS,
        postgresql_where=_COUNTS,
    )


def _sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _experiments() -> None:
    op.create_table(
        "experiments",
        sa.Column("id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("campaign_id", BIG, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.Text(), server_default="", nullable=False),
        sa.Column("hypothesis", sa.Text(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("a", sa.Text(), nullable=False),
        sa.Column("b", sa.Text(), nullable=False),
        sa.Column("begun_at", TIME, nullable=False),
        sa.Column("found", sa.Text()),
        sa.Column("answered_at", TIME),
        sa.Column("ended_at", TIME),
        sa.Column("ending", sa.Text()),
        sa.CheckConstraint(
            "subject IN ('wording', 'offer', 'hour', 'dose')", name=op.f("ck_experiments_subject")
        ),
        sa.CheckConstraint(
            "ending IN ('taken', 'kept', 'stopped', 'changed')", name=op.f("ck_experiments_ending")
        ),
        sa.CheckConstraint("(ended_at IS NULL) = (ending IS NULL)", name=op.f("ck_experiments_ended")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_experiments_shop_id")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_experiments_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experiments")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_experiments_running",
        "experiments",
        ["shop_id", "campaign_id"],
        unique=True,
        sqlite_where=_RUNNING,
        postgresql_where=_RUNNING,
    )
    op.create_index("ix_experiments_shop_id", "experiments", ["shop_id", "ended_at"])


def _what_is_final() -> None:
    """Let nobody change what was found and decided, nor take an experiment out of the log."""
    if _sqlite():
        for name, verb, when in (
            ("final", "UPDATE", "WHEN OLD.ended_at IS NOT NULL"),
            ("kept", "DELETE", ""),
        ):
            op.execute(
                f"CREATE TRIGGER experiments_{name} BEFORE {verb} ON experiments {when} "
                f"BEGIN SELECT RAISE(ABORT, '{_FINAL}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_other_end() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_FINAL}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    op.execute(
        "CREATE TRIGGER experiments_final BEFORE UPDATE ON experiments FOR EACH ROW "
        "WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION refuse_other_end()"
    )
    op.execute(
        "CREATE TRIGGER experiments_kept BEFORE DELETE OR TRUNCATE ON experiments "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_other_end()"
    )
