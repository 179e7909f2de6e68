"""Tables of what is wrong with the help centre, what it was before, and where it came from."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from handrail.adapters.sql.columns import Moment, Number, Ref, Words
from handrail.adapters.sql.naming import metadata

findings = Table(
    "findings",
    metadata,
    Column("id", Ref, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("owner", Words),
    Column("exposure", Integer, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
    Column("decided_by", Ref),
    Column("decided_at", Moment),
    Column("note", Words, nullable=False),
    Column("document", Text, nullable=False),  # the finding, canonical JSON
    Index("ix_findings_state_kind", "state", "kind"),
)

finding_passages = Table(
    "finding_passages",
    metadata,
    Column("finding", Ref, ForeignKey("findings.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),  # among its quotes
    Column("passage", Ref, nullable=False, index=True),
)

knowledge_checks = Table(
    "knowledge_checks",
    metadata,
    Column("number", Number, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("report", Text, nullable=False),  # canonical JSON: what was found, how long it took
    sqlite_autoincrement=True,
)

knowledge_comparison = Table(
    "knowledge_comparison",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),  # 1: there is one at most
    Column("document", Text, nullable=False),  # canonical JSON: what was compared last
)

citations = Table(
    "citations",
    metadata,
    Column("record", Ref, ForeignKey("turn_records.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("conversation", Ref, ForeignKey("conversations.id"), nullable=False),
    Column("article", Ref, nullable=False),
    Column("version", Ref, nullable=False),
    Column("passage", Ref, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_citations_passage_at", "passage", "at"),
    Index("ix_citations_article_at", "article", "at"),
)

article_history = Table(
    "article_history",
    metadata,
    Column("number", Number, primary_key=True),
    Column("article", Ref, nullable=False),
    Column("live", Number, ForeignKey("article_versions.number")),  # NULL: no longer served
    Column("at", Moment, nullable=False),
    Column("by", Ref, nullable=False),
    Index("ix_article_history_article_number", "article", "number"),
    Index("ix_article_history_at", "at"),
    sqlite_autoincrement=True,
)

article_pins = Table(
    "article_pins",
    metadata,
    Column("article", Ref, primary_key=True),
    Column("refused", Ref),  # version at the source that is not taken; NULL: it has none
    Column("back_to", Moment, nullable=False),  # the moment whose state was brought back
    Column("at", Moment, nullable=False),
    Column("by", Ref, nullable=False),
)

source_states = Table(
    "source_states",
    metadata,
    Column("source", Ref, primary_key=True),
    Column("last_good_at", Moment),
    Column("failing_since", Moment),
    Column("failure", Words),
    Column("held", Text),  # canonical JSON: a mass deletion that waits for a person; NULL: none
    Column("allowed", Ref),  # digest of the deletion that a person allowed
)

missing_articles = Table(
    "missing_articles",
    metadata,
    Column("article", Ref, primary_key=True),
    Column("source", Ref, nullable=False, index=True),
    Column("since", Moment, nullable=False),
    Column("times", Integer, nullable=False),  # how often in a row its source did not list it
)

fetched_pages = Table(
    "fetched_pages",
    metadata,
    Column("source", Ref, primary_key=True),
    Column("path", Ref, primary_key=True),
    Column("url", Words, nullable=False),
    Column("version", Ref, nullable=False),
    Column("etag", Words),
    Column("modified", Words),
    Column("digest", Ref, nullable=False),  # of the bytes that came
    Column("scope", Ref, nullable=False),  # digest of the settings and readers it was read under
    Column("fetched_at", Moment, nullable=False),
    Column("links", Text, nullable=False),  # canonical JSON: where it leads, for the next crawl
)

links_elsewhere = Table(
    "links_elsewhere",
    metadata,
    Column("id", Ref, primary_key=True),  # a hash of the address, which may be long
    Column("address", Text, nullable=False),  # of another site, to which articles lead
    Column("standing", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("heard_at", Moment, nullable=False),
    Column("asked_at", Moment, nullable=False),
)

kept_documents = Table(
    "kept_documents",
    metadata,
    Column("source", Ref, primary_key=True),
    Column("path", Ref, primary_key=True),
    Column("media_type", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("version", Ref, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", Ref, nullable=False),
)

gap_topics = Table(
    "gap_topics",
    metadata,
    Column("id", Ref, primary_key=True),
    Column("conversations", Integer, nullable=False),
    Column("document", Text, nullable=False),  # the topic, canonical JSON: no customer's words
)

article_drafts = Table(
    "article_drafts",
    metadata,
    Column("id", Ref, primary_key=True),
    Column("topic", Ref, nullable=False, index=True),  # the gap that it closes
    Column("state", Text, nullable=False),  # proposed, approved or declined
    Column("version", Integer, nullable=False),
    Column("title", Words, nullable=False),
    Column("text", Words, nullable=False),  # Markdown, as the person who approves it edits it
    Column("lines", Text, nullable=False),  # canonical JSON: what each line rests on
    Column("article", Ref),  # what it became
    Column("at", Moment, nullable=False),
    Column("decided_by", Ref),
    Column("decided_at", Moment),
)
