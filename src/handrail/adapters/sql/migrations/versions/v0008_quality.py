"""Keep how well it went: outcomes, reviews, scores, figures by day, replays and canaries."""

import sqlalchemy as sa
from alembic import op

from handrail.adapters.sql.columns import Day, Moment, Number, Ref

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of quality, and note which conversations are simulated."""
    op.add_column("conversations", sa.Column("origin", sa.Text(), nullable=True))
    _turn_bases()
    _conversation_outcomes()
    _reviews()
    _judgements()
    _risks()
    _day_figures()
    _figure_days()
    _charts()
    _alerts()
    _watch_reports()
    _replays()
    _canaries()
    _canary_arms()


def _turn_bases() -> None:
    op.create_table(
        "turn_bases",
        sa.Column("record", Ref(), nullable=False),
        sa.Column("conversation", Ref(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="fk_turn_bases_conversation"
        ),
        sa.ForeignKeyConstraint(["record"], ["turn_records.id"], name="fk_turn_bases_record"),
        sa.PrimaryKeyConstraint("record", name="pk_turn_bases"),
    )
    op.create_index("ix_turn_bases_conversation", "turn_bases", ["conversation"])


def _conversation_outcomes() -> None:
    op.create_table(
        "conversation_outcomes",
        sa.Column("conversation", Ref(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("topic", Ref(), nullable=True),
        sa.Column("handled_by", sa.Text(), nullable=False),
        sa.Column("last_at", Moment(), nullable=False),
        sa.Column("judged_at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("returned_in", Ref(), nullable=True),
        sa.Column("is_simulated", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="fk_conversation_outcomes_conversation"
        ),
        sa.ForeignKeyConstraint(
            ["returned_in"], ["conversations.id"], name="fk_conversation_outcomes_returned_in"
        ),
        sa.PrimaryKeyConstraint("conversation", name="pk_conversation_outcomes"),
    )
    for moment in ("judged_at", "last_at"):
        op.create_index(f"ix_conversation_outcomes_{moment}", "conversation_outcomes", [moment])
    op.create_index(
        "ix_conversation_outcomes_outcome_last_at", "conversation_outcomes", ["outcome", "last_at"]
    )
    op.create_index(
        "ix_conversation_outcomes_topic_last_at", "conversation_outcomes", ["topic", "last_at"]
    )


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("number", Number, nullable=False),
        sa.Column("id", Ref(), nullable=False),
        sa.Column("record", Ref(), nullable=False),
        sa.Column("conversation", Ref(), nullable=False),
        sa.Column("reviewer", Ref(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("articles", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("finding", Ref(), nullable=True),
        sa.Column("mended_at", Moment(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="fk_reviews_conversation"
        ),
        sa.ForeignKeyConstraint(["finding"], ["findings.id"], name="fk_reviews_finding"),
        sa.ForeignKeyConstraint(["record"], ["turn_records.id"], name="fk_reviews_record"),
        sa.PrimaryKeyConstraint("number", name="pk_reviews"),
        sa.UniqueConstraint("id", name="uq_reviews_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reviews_at", "reviews", ["at"])
    op.create_index("ix_reviews_conversation", "reviews", ["conversation"])
    op.create_index("ix_reviews_record", "reviews", ["record"])


def _judgements() -> None:
    op.create_table(
        "judgements",
        sa.Column("record", Ref(), nullable=False),
        sa.Column("judge", Ref(), nullable=False),
        sa.Column("score", Ref(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("own_work", sa.Integer()),
        sa.ForeignKeyConstraint(["record"], ["turn_records.id"], name="fk_judgements_record"),
        sa.PrimaryKeyConstraint("record", "judge", "score", name="pk_judgements"),
    )
    op.create_index("ix_judgements_at", "judgements", ["at"])


def _risks() -> None:
    op.create_table(
        "risks",
        sa.Column("record", Ref(), nullable=False),
        sa.Column("conversation", Ref(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("scored_at", Moment(), nullable=False),
        sa.Column("is_simulated", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="fk_risks_conversation"
        ),
        sa.ForeignKeyConstraint(["record"], ["turn_records.id"], name="fk_risks_record"),
        sa.PrimaryKeyConstraint("record", name="pk_risks"),
    )
    op.create_index("ix_risks_at", "risks", ["at"])
    op.create_index("ix_risks_is_simulated_at", "risks", ["is_simulated", "at"])
    op.create_index("ix_risks_is_simulated_score_at", "risks", ["is_simulated", "score", "at"])


def _day_figures() -> None:
    op.create_table(
        "day_figures",
        sa.Column("day", Day(), nullable=False),
        sa.Column("measure", Ref(), nullable=False),
        sa.Column("slice", Ref(), nullable=False),
        sa.Column("of", Ref(), nullable=False),
        sa.Column("is_simulated", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("total", sa.Float(), nullable=False),
        sa.Column("squares", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint(
            "day", "measure", "slice", "of", "is_simulated", name="pk_day_figures"
        ),
    )
    op.create_index("ix_day_figures_measure_slice_day", "day_figures", ["measure", "slice", "day"])
    op.create_index("ix_day_figures_slice_of_day", "day_figures", ["slice", "of", "day"])


def _figure_days() -> None:
    op.create_table(
        "figure_days",
        sa.Column("day", Day(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_figure_days"),
    )
    op.create_index("ix_figure_days_due_at", "figure_days", ["due_at"])


def _charts() -> None:
    op.create_table(
        "charts",
        sa.Column("digest", Ref(), nullable=False),
        sa.Column("svg", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_charts"),
    )


def _alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", Ref(), nullable=False),
        sa.Column("measure", Ref(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("closed_by", Ref(), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_alerts"),
    )
    op.create_index("ix_alerts_at", "alerts", ["at"])


def _watch_reports() -> None:
    op.create_table(
        "watch_reports",
        sa.Column("is_simulated", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("is_simulated", name="pk_watch_reports"),
    )


def _replays() -> None:
    op.create_table(
        "replays",
        sa.Column("id", Ref(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_replays"),
    )
    op.create_index("ix_replays_at", "replays", ["at"])


def _canaries() -> None:
    op.create_table(
        "canaries",
        sa.Column("id", Ref(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_canaries"),
    )


def _canary_arms() -> None:
    op.create_table(
        "canary_arms",
        sa.Column("conversation", Ref(), nullable=False),
        sa.Column("canary", Ref(), nullable=False),
        sa.Column("is_changed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["canary"], ["canaries.id"], name="fk_canary_arms_canary"),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="fk_canary_arms_conversation"
        ),
        sa.PrimaryKeyConstraint("conversation", "canary", name="pk_canary_arms"),
    )
    op.create_index("ix_canary_arms_canary", "canary_arms", ["canary"])
