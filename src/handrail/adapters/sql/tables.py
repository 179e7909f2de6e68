"""The tables. Migrations create them; a test compares what they create with this file."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from handrail.adapters.sql.columns import Day, Moment, Number, Ref, Words
from handrail.adapters.sql.naming import metadata

persons = Table(
    "persons",
    metadata,
    Column("id", Ref, primary_key=True),  # random: says nothing of who it is
    Column("lookup", Ref, index=True),  # keyed hash of the customer's id; NULL once erased
    Column("key_by", Ref),
    Column("key", Text),  # the person's data key, wrapped; NULL once erased
    Column("at", Moment, nullable=False),
    Column("erased_at", Moment),
)

person_addresses = Table(
    "person_addresses",
    metadata,
    Column("person", Ref, ForeignKey("persons.id"), primary_key=True),
    Column("address", Ref, ForeignKey("persons.id"), primary_key=True, index=True),
    Column("at", Moment, nullable=False),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", Ref, primary_key=True),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("locale", Words),
    Column("product", Words),
    Column("site", Words),
    Column("channel", Words, nullable=False),
    Column("token_digest", Ref),
    Column("person", Ref, ForeignKey("persons.id"), index=True),
    Column("customer", Text),  # sealed under the person's key
    Column("origin", Text),  # simulation; NULL where people talk
    Index("ix_conversations_state", "state"),
)

messages = Table(
    "messages",
    metadata,
    Column("number", Number, primary_key=True),
    Column("id", Ref, nullable=False, unique=True),
    Column("conversation", Ref, ForeignKey("conversations.id"), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("text", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", Words),  # who of the staff wrote it, as customers are told
    UniqueConstraint("conversation", "sequence"),
    sqlite_autoincrement=True,
)

turn_records = Table(
    "turn_records",
    metadata,
    Column("number", Number, primary_key=True),
    Column("id", Ref, nullable=False, unique=True),
    Column("conversation", Ref, ForeignKey("conversations.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("outcome", Text, nullable=False, index=True),
    Column("reason", Text),
    Column("confidence", Float),
    Column("calibration", Ref),
    Column("snapshot", Ref),
    Column("document", Text, nullable=False),  # the whole record, canonical JSON
    sqlite_autoincrement=True,
)

events = Table(
    "events",
    metadata,
    Column("conversation", Ref, ForeignKey("conversations.id"), primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("facts", Text, nullable=False),
)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("conversation", Ref, ForeignKey("conversations.id"), primary_key=True),
    Column("key", Ref, primary_key=True),  # hashed: a client may send any text of any length
    Column("record", Ref, ForeignKey("turn_records.id"), nullable=False),
)

article_versions = Table(
    "article_versions",
    metadata,
    Column("number", Number, primary_key=True),
    Column("article", Ref, nullable=False),
    Column("version", Ref, nullable=False),
    Column("fingerprint", Ref, nullable=False),  # same version cut by other rules: another row
    Column("weight", Text, nullable=False),  # what the article adds to the live digest
    Column("source", Ref, nullable=False),
    Column("title", Words, nullable=False),
    Column("audience", Text, nullable=False),
    Column("locale", Words, nullable=False),
    Column("product", Words),
    Column("site", Words),
    Column("owner", Words),
    Column("updated", Day),
    Column("review_by", Day),
    Column("url", Words),
    Column("blocks", Text, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("published_at", Moment, nullable=False),
    Column("outline", Text),  # canonical JSON: links and anchors; NULL: published before these
    UniqueConstraint("article", "version", "fingerprint"),
    sqlite_autoincrement=True,
)

articles = Table(
    "articles",
    metadata,
    Column("id", Ref, primary_key=True),
    Column("source", Ref, nullable=False, index=True),
    Column("live", Number, ForeignKey("article_versions.number"), unique=True),
    Column("retired_at", Moment),
    CheckConstraint("(live IS NULL) <> (retired_at IS NULL)", name="live_or_retired"),
)

passages = Table(
    "passages",
    metadata,
    Column("article_version", Number, ForeignKey("article_versions.number"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("id", Ref, nullable=False),
    Column("title", Words, nullable=False),
    Column("headings", Text, nullable=False),
    Column("anchor", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("units", Text, nullable=False),
    Column("audience", Text, nullable=False),
    Column("locale", Words, nullable=False),
    Column("product", Words),
    Column("site", Words),
    Column("url", Words),
    Column("updated", Day),
    Index("ix_passages_id", "id"),
)

knowledge_state = Table(
    "knowledge_state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1
    Column("digest", Text, nullable=False),
    Column("passages", Integer, nullable=False),
)

source_syncs = Table(
    "source_syncs",
    metadata,
    Column("source", Ref, primary_key=True),
    Column("report", Text, nullable=False),
)

vectors = Table(
    "vectors",
    metadata,
    Column("embedder", Ref, primary_key=True),
    Column("key", Ref, primary_key=True),
    Column("dimensions", Integer, nullable=False),
    Column("units", Integer, nullable=False),
    Column("halves", LargeBinary, nullable=False),  # float16: the passage's vector, then its units'
)

calibrations = Table(
    "calibrations",
    metadata,
    Column("number", Number, primary_key=True),
    Column("id", Ref, nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("document", Text, nullable=False),
    sqlite_autoincrement=True,
)

model_spending = Table(
    "model_spending",
    metadata,
    Column("scope", Text, primary_key=True),  # day, customer or conversation
    Column("subject", Ref, primary_key=True),
    Column("day", Text, primary_key=True),  # empty for an account that no day ends
    Column("tokens", BigInteger, nullable=False),
    Column("micros", BigInteger, nullable=False),  # millionths of the price list's currency
)

audit_entries = Table(
    "audit_entries",
    metadata,
    Column("sequence", Number, primary_key=True),
    Column("kind", Text, nullable=False, index=True),
    Column("actor", Ref, nullable=False),
    Column("subject", Ref, nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("canonical", Text, nullable=False),  # the bytes that are hashed when the log is sealed
    sqlite_autoincrement=True,
)

audit_leaves = Table(
    "audit_leaves",
    metadata,
    Column("position", Number, primary_key=True, autoincrement=False),
    Column("sequence", Number, nullable=False, unique=True),
    Column("leaf", LargeBinary, nullable=False),
)

audit_heads = Table(
    "audit_heads",
    metadata,
    Column("size", Number, primary_key=True, autoincrement=False),
    Column("line", Text, nullable=False),  # the signed head
)

audit_exports = Table(
    "audit_exports",
    metadata,
    Column("sink", Text, primary_key=True),
    Column("size", Number, nullable=False),  # of the newest head that the sink has
    Column("at", Moment, nullable=False),  # when that was, or when a sink first failed
    Column("failure", Text),  # of the last try; NULL where it went well
)

audit_state = Table(
    "audit_state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1
    Column("size", Number, nullable=False),
    Column("highest", Number, nullable=False),  # number of an entry that is sealed
    Column("peaks", Text, nullable=False),
    Column("holes", Text, nullable=False),  # numbers below it that were not there yet
)
