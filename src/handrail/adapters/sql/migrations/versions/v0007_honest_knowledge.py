"""Keep findings about articles, what was shown of them, their history, and their sources' state."""

import sqlalchemy as sa
from alembic import op

from handrail.adapters.sql.columns import Moment, Number, Ref, Words

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_WHAT_WAS_SERVED = """
    INSERT INTO article_history (article, live, at, by)
    SELECT article, number, published_at, 'operator' FROM article_versions ORDER BY number
"""
_WHAT_WAS_RETIRED = """
    INSERT INTO article_history (article, live, at, by)
    SELECT id, NULL, retired_at, 'operator' FROM articles WHERE retired_at IS NOT NULL ORDER BY id
"""
_WHAT_CAME_BACK = """
    INSERT INTO article_history (article, live, at, by)
    SELECT a.id, a.live, COALESCE(
        (SELECT MAX(e.at) FROM audit_entries e
         WHERE e.subject = a.id AND e.kind LIKE 'knowledge.article_%'),
        v.published_at
    ), 'operator'
    FROM articles a JOIN article_versions v ON v.number = a.live
    WHERE EXISTS (
        SELECT 1 FROM article_versions w WHERE w.article = a.id AND w.number > a.live
    )
    ORDER BY a.id
"""
"""What earlier schemas still know: when each version was first served, the last retirement, and
which older version is served again."""


def upgrade() -> None:
    """Create the tables of an honest knowledge base."""
    op.add_column("article_versions", sa.Column("outline", sa.Text(), nullable=True))
    _findings()
    _finding_passages()
    _knowledge_checks()
    _citations()
    _article_history()
    _article_pins()
    _source_states()
    _missing_articles()
    _fetched_pages()
    _kept_documents()
    _gap_topics()
    _article_drafts()


def _findings() -> None:
    op.create_table(
        "findings",
        sa.Column("id", Ref(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner", Words(), nullable=True),
        sa.Column("exposure", sa.Integer(), nullable=False),
        sa.Column("first_seen", Moment(), nullable=False),
        sa.Column("last_seen", Moment(), nullable=False),
        sa.Column("decided_by", Ref(), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("note", Words(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_findings"),
    )
    op.create_index("ix_findings_state_kind", "findings", ["state", "kind"])


def _finding_passages() -> None:
    op.create_table(
        "finding_passages",
        sa.Column("finding", Ref(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("passage", Ref(), nullable=False),
        sa.ForeignKeyConstraint(["finding"], ["findings.id"], name="fk_finding_passages_finding"),
        sa.PrimaryKeyConstraint("finding", "position", name="pk_finding_passages"),
    )
    op.create_index("ix_finding_passages_passage", "finding_passages", ["passage"])


def _knowledge_checks() -> None:
    op.create_table(
        "knowledge_checks",
        sa.Column("number", Number, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_knowledge_checks"),
        sqlite_autoincrement=True,
    )


def _citations() -> None:
    op.create_table(
        "citations",
        sa.Column("record", Ref(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("conversation", Ref(), nullable=False),
        sa.Column("article", Ref(), nullable=False),
        sa.Column("version", Ref(), nullable=False),
        sa.Column("passage", Ref(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="fk_citations_conversation"
        ),
        sa.ForeignKeyConstraint(["record"], ["turn_records.id"], name="fk_citations_record"),
        sa.PrimaryKeyConstraint("record", "position", name="pk_citations"),
    )
    op.create_index("ix_citations_article_at", "citations", ["article", "at"])
    op.create_index("ix_citations_passage_at", "citations", ["passage", "at"])


def _article_history() -> None:
    op.create_table(
        "article_history",
        sa.Column("number", Number, nullable=False),
        sa.Column("article", Ref(), nullable=False),
        sa.Column("live", Number, nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", Ref(), nullable=False),
        sa.ForeignKeyConstraint(
            ["live"], ["article_versions.number"], name="fk_article_history_live"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_article_history"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_article_history_article_number", "article_history", ["article", "number"])
    op.create_index("ix_article_history_at", "article_history", ["at"])
    op.execute(_WHAT_WAS_SERVED)
    op.execute(_WHAT_WAS_RETIRED)
    op.execute(_WHAT_CAME_BACK)


def _article_pins() -> None:
    op.create_table(
        "article_pins",
        sa.Column("article", Ref(), nullable=False),
        sa.Column("refused", Ref(), nullable=True),
        sa.Column("back_to", Moment(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", Ref(), nullable=False),
        sa.PrimaryKeyConstraint("article", name="pk_article_pins"),
    )


def _source_states() -> None:
    op.create_table(
        "source_states",
        sa.Column("source", Ref(), nullable=False),
        sa.Column("last_good_at", Moment(), nullable=True),
        sa.Column("failing_since", Moment(), nullable=True),
        sa.Column("failure", Words(), nullable=True),
        sa.Column("held", sa.Text(), nullable=True),
        sa.Column("allowed", Ref(), nullable=True),
        sa.PrimaryKeyConstraint("source", name="pk_source_states"),
    )


def _missing_articles() -> None:
    op.create_table(
        "missing_articles",
        sa.Column("article", Ref(), nullable=False),
        sa.Column("source", Ref(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("article", name="pk_missing_articles"),
    )
    op.create_index("ix_missing_articles_source", "missing_articles", ["source"])


def _fetched_pages() -> None:
    op.create_table(
        "fetched_pages",
        sa.Column("source", Ref(), nullable=False),
        sa.Column("path", Ref(), nullable=False),
        sa.Column("url", Words(), nullable=False),
        sa.Column("version", Ref(), nullable=False),
        sa.Column("etag", Words(), nullable=True),
        sa.Column("modified", Words(), nullable=True),
        sa.Column("digest", Ref(), nullable=False),
        sa.Column("scope", Ref(), nullable=False),
        sa.Column("fetched_at", Moment(), nullable=False),
        sa.Column("links", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("source", "path", name="pk_fetched_pages"),
    )


def _kept_documents() -> None:
    op.create_table(
        "kept_documents",
        sa.Column("source", Ref(), nullable=False),
        sa.Column("path", Ref(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("version", Ref(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", Ref(), nullable=False),
        sa.PrimaryKeyConstraint("source", "path", name="pk_kept_documents"),
    )


def _gap_topics() -> None:
    op.create_table(
        "gap_topics",
        sa.Column("id", Ref(), nullable=False),
        sa.Column("conversations", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_gap_topics"),
    )


def _article_drafts() -> None:
    op.create_table(
        "article_drafts",
        sa.Column("id", Ref(), nullable=False),
        sa.Column("topic", Ref(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", Words(), nullable=False),
        sa.Column("text", Words(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("article", Ref(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("decided_by", Ref(), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_article_drafts"),
    )
    op.create_index("ix_article_drafts_topic", "article_drafts", ["topic"])
