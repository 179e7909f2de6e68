"""Create the first tables."""

import sqlalchemy as sa
from alembic import op

from handrail.adapters.sql.columns import Day, Moment, Number, Ref, Words

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the first tables, referred to before referring."""
    _conversations()
    _messages()
    _turn_records()
    _events()
    _idempotency_keys()
    _article_versions()
    _articles()
    _passages()
    _knowledge_state()
    _source_syncs()
    _vectors()
    _calibrations()
    _audit_entries()


def _conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", Ref(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("locale", Words(), nullable=True),
        sa.Column("product", Words(), nullable=True),
        sa.Column("site", Words(), nullable=True),
        sa.Column("channel", Words(), nullable=False),
        sa.Column("token_digest", Ref(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
    )
    op.create_index("ix_conversations_state", "conversations", ["state"])


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("number", Number, nullable=False),
        sa.Column("id", Ref(), nullable=False),
        sa.Column("conversation", Ref(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("text", Words(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="fk_messages_conversation"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_messages"),
        sa.UniqueConstraint("conversation", "sequence", name="uq_messages_conversation_sequence"),
        sa.UniqueConstraint("id", name="uq_messages_id"),
        sqlite_autoincrement=True,
    )


def _turn_records() -> None:
    op.create_table(
        "turn_records",
        sa.Column("number", Number, nullable=False),
        sa.Column("id", Ref(), nullable=False),
        sa.Column("conversation", Ref(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("calibration", Ref(), nullable=True),
        sa.Column("snapshot", Ref(), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="fk_turn_records_conversation"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_turn_records"),
        sa.UniqueConstraint("id", name="uq_turn_records_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_turn_records_conversation", "turn_records", ["conversation"])
    op.create_index("ix_turn_records_outcome", "turn_records", ["outcome"])


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("conversation", Ref(), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="fk_events_conversation"
        ),
        sa.PrimaryKeyConstraint("conversation", "sequence", name="pk_events"),
    )


def _idempotency_keys() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("conversation", Ref(), nullable=False),
        sa.Column("key", Ref(), nullable=False),
        sa.Column("record", Ref(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="fk_idempotency_keys_conversation"
        ),
        sa.ForeignKeyConstraint(["record"], ["turn_records.id"], name="fk_idempotency_keys_record"),
        sa.PrimaryKeyConstraint("conversation", "key", name="pk_idempotency_keys"),
    )


def _article_versions() -> None:
    op.create_table(
        "article_versions",
        sa.Column("number", Number, nullable=False),
        sa.Column("article", Ref(), nullable=False),
        sa.Column("version", Ref(), nullable=False),
        sa.Column("fingerprint", Ref(), nullable=False),
        sa.Column("weight", sa.Text(), nullable=False),
        sa.Column("source", Ref(), nullable=False),
        sa.Column("title", Words(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("locale", Words(), nullable=False),
        sa.Column("product", Words(), nullable=True),
        sa.Column("site", Words(), nullable=True),
        sa.Column("owner", Words(), nullable=True),
        sa.Column("updated", Day(), nullable=True),
        sa.Column("review_by", Day(), nullable=True),
        sa.Column("url", Words(), nullable=True),
        sa.Column("blocks", sa.Text(), nullable=False),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.Column("published_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_article_versions"),
        sa.UniqueConstraint(
            "article",
            "version",
            "fingerprint",
            name="uq_article_versions_article_version_fingerprint",
        ),
        sqlite_autoincrement=True,
    )


def _articles() -> None:
    op.create_table(
        "articles",
        sa.Column("id", Ref(), nullable=False),
        sa.Column("source", Ref(), nullable=False),
        sa.Column("live", Number, nullable=True),
        sa.Column("retired_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "(live IS NULL) <> (retired_at IS NULL)", name="ck_articles_live_or_retired"
        ),
        sa.ForeignKeyConstraint(["live"], ["article_versions.number"], name="fk_articles_live"),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
        sa.UniqueConstraint("live", name="uq_articles_live"),
    )
    op.create_index("ix_articles_source", "articles", ["source"])


def _passages() -> None:
    op.create_table(
        "passages",
        sa.Column("article_version", Number, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", Ref(), nullable=False),
        sa.Column("title", Words(), nullable=False),
        sa.Column("headings", sa.Text(), nullable=False),
        sa.Column("anchor", Words(), nullable=False),
        sa.Column("text", Words(), nullable=False),
        sa.Column("units", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("locale", Words(), nullable=False),
        sa.Column("product", Words(), nullable=True),
        sa.Column("site", Words(), nullable=True),
        sa.Column("url", Words(), nullable=True),
        sa.Column("updated", Day(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_version"], ["article_versions.number"], name="fk_passages_article_version"
        ),
        sa.PrimaryKeyConstraint("article_version", "position", name="pk_passages"),
    )
    op.create_index("ix_passages_id", "passages", ["id"])


def _knowledge_state() -> None:
    table = op.create_table(
        "knowledge_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_knowledge_state"),
    )
    op.bulk_insert(table, [{"id": 1, "digest": "0" * 64, "passages": 0}])


def _source_syncs() -> None:
    op.create_table(
        "source_syncs",
        sa.Column("source", Ref(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_source_syncs"),
    )


def _vectors() -> None:
    op.create_table(
        "vectors",
        sa.Column("embedder", Ref(), nullable=False),
        sa.Column("key", Ref(), nullable=False),
        sa.Column("dimensions", sa.Integer(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("halves", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("embedder", "key", name="pk_vectors"),
    )


def _calibrations() -> None:
    op.create_table(
        "calibrations",
        sa.Column("number", Number, nullable=False),
        sa.Column("id", Ref(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_calibrations"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_calibrations_id", "calibrations", ["id"])


def _audit_entries() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("sequence", Number, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor", Ref(), nullable=False),
        sa.Column("subject", Ref(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_audit_entries"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_entries_kind", "audit_entries", ["kind"])
    op.create_index("ix_audit_entries_subject", "audit_entries", ["subject"])
