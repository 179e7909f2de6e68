"""Tables of how well it went: bases, outcomes, reviews, figures, replays and canaries."""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, Table, Text

from handrail.adapters.sql.columns import Day, Moment, Number, Ref
from handrail.adapters.sql.naming import metadata

turn_bases = Table(
    "turn_bases",
    metadata,
    Column("record", Ref, ForeignKey("turn_records.id"), primary_key=True),
    Column("conversation", Ref, ForeignKey("conversations.id"), nullable=False, index=True),
    Column("document", Text, nullable=False),  # packed and sealed: what the turn stood on
)

conversation_outcomes = Table(
    "conversation_outcomes",
    metadata,
    Column("conversation", Ref, ForeignKey("conversations.id"), primary_key=True),
    Column("outcome", Text, nullable=False),
    Column("topic", Ref),
    Column("handled_by", Text, nullable=False),  # assistant, staff or both
    Column("last_at", Moment, nullable=False),  # its last message
    Column("judged_at", Moment, nullable=False),  # all that was stored before it counts
    Column("version", Integer, nullable=False),  # of the conversation, when it was judged
    Column("returned_in", Ref, ForeignKey("conversations.id")),  # the later conversation
    Column("is_simulated", Integer, nullable=False),
    Column("document", Text, nullable=False),  # canonical JSON: the measures, and why this outcome
    Index("ix_conversation_outcomes_judged_at", "judged_at"),
    Index("ix_conversation_outcomes_last_at", "last_at"),
    Index("ix_conversation_outcomes_outcome_last_at", "outcome", "last_at"),
    Index("ix_conversation_outcomes_topic_last_at", "topic", "last_at"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("number", Number, primary_key=True),
    Column("id", Ref, nullable=False, unique=True),
    Column("record", Ref, ForeignKey("turn_records.id"), nullable=False, index=True),
    Column("conversation", Ref, ForeignKey("conversations.id"), nullable=False, index=True),
    Column("reviewer", Ref, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("cause", Text),
    Column("articles", Text, nullable=False),  # canonical JSON: the right ones
    Column("answer", Text),  # sealed: what should have been said
    Column("note", Text),  # sealed
    Column("finding", Ref, ForeignKey("findings.id")),  # the task that came of it
    Column("mended_at", Moment),  # when it was first seen that the wrong answer is not given again
    Column("at", Moment, nullable=False, index=True),
    sqlite_autoincrement=True,
)

judgements = Table(
    "judgements",
    metadata,
    Column("record", Ref, ForeignKey("turn_records.id"), primary_key=True),
    Column("judge", Ref, primary_key=True),
    Column("score", Ref, primary_key=True),  # grounded, answers, complete, tone or policy
    Column("value", Float, nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Column("own_work", Integer),  # 1 where the judge's own kin wrote the answer
)

risks = Table(
    "risks",
    metadata,
    Column("record", Ref, ForeignKey("turn_records.id"), primary_key=True),
    Column("conversation", Ref, ForeignKey("conversations.id"), nullable=False),
    Column("score", Float, nullable=False),  # by which the queue is ordered
    Column("at", Moment, nullable=False),  # of the turn
    Column("seen", Integer, nullable=False),  # version of the conversation that was looked at
    Column("scored_at", Moment, nullable=False),
    Column("is_simulated", Integer, nullable=False),
    Column("document", Text, nullable=False),  # canonical JSON: the risk, and what speaks for it
    Index("ix_risks_is_simulated_score_at", "is_simulated", "score", "at"),
    Index("ix_risks_is_simulated_at", "is_simulated", "at"),
    Index("ix_risks_at", "at"),
)

day_figures = Table(
    "day_figures",
    metadata,
    Column("day", Day, primary_key=True),
    Column("measure", Ref, primary_key=True),
    Column("slice", Ref, primary_key=True),  # all, topic, locale, channel, article, action, model
    Column("of", Ref, primary_key=True),  # its value; empty for all
    Column("is_simulated", Integer, primary_key=True, autoincrement=False),
    Column("hits", Integer, nullable=False),
    Column("cases", Integer, nullable=False),
    Column("total", Float, nullable=False),  # sum of a measure that is no share
    Column("squares", Float, nullable=False),
    Index("ix_day_figures_measure_slice_day", "measure", "slice", "day"),
    Index("ix_day_figures_slice_of_day", "slice", "of", "day"),
)

figure_days = Table(
    "figure_days",
    metadata,
    Column("day", Day, primary_key=True),
    Column("due_at", Moment, nullable=False, index=True),  # from when on its figures are made anew
)

charts = Table(
    "charts",
    metadata,
    Column("digest", Ref, primary_key=True),  # of the data and of what draws it
    Column("svg", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", Ref, primary_key=True),
    Column("measure", Ref, nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Column("closed_at", Moment),
    Column("closed_by", Ref),
    Column("document", Text, nullable=False),
)

watch_reports = Table(
    "watch_reports",
    metadata,
    Column("is_simulated", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("document", Text, nullable=False),  # canonical JSON: the newest look at all days
)

replays = Table(
    "replays",
    metadata,
    Column("id", Ref, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("verdict", Text, nullable=False),
    Column("document", Text, nullable=False),
)

canaries = Table(
    "canaries",
    metadata,
    Column("id", Ref, primary_key=True),
    Column("state", Text, nullable=False),  # running, stopped_worse, passed or ended
    Column("version", Integer, nullable=False),
    Column("share", Float, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("document", Text, nullable=False),  # canonical JSON: what differs, and the counts so far
)

canary_arms = Table(
    "canary_arms",
    metadata,
    Column("conversation", Ref, ForeignKey("conversations.id"), primary_key=True),
    Column("canary", Ref, ForeignKey("canaries.id"), primary_key=True),
    Column("is_changed", Integer, nullable=False),
    Index("ix_canary_arms_canary", "canary"),
)
