"""What a shop asks those who came, and what they answered."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, Text, UniqueConstraint, text

from storage.tables.columns import InOtherLanguages, Time, metadata, ref, row_id

questions = Table(  # one that is put otherwise is another one: its answers count apart
    "questions",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    Column("name", Text, nullable=False),
    Column("text", Text, nullable=False),  # of the shop's own; "" where the house words it
    Column(
        "others", InOtherLanguages, nullable=False, server_default="{}"
    ),  # how it is put in which language, the one of `text` too where that is known
    Column("since", Time, nullable=False),
    Column("ended_at", Time),
    CheckConstraint("name IN ('recommend', 'value', 'motive', 'own')", name="name"),
    Index(
        "uq_questions_asked",
        "shop_id",
        "name",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    sqlite_strict=True,
)

opinions = Table(
    "opinions",
    metadata,
    row_id(),
    ref("shop_id", "shops"),
    ref("account_id", "accounts"),
    ref("visit_id", "visits"),
    ref("question_id", "questions"),
    Column("visited_at", Time, nullable=False),
    Column("answer", Integer, nullable=False),
    Column("at", Time, nullable=False),
    UniqueConstraint("shop_id", "visit_id"),
    Index("ix_opinions_shop_id_question_id", "shop_id", "question_id", "visited_at"),
    Index("ix_opinions_shop_id_account_id", "shop_id", "account_id", "question_id", "visited_at"),
    sqlite_strict=True,
)
