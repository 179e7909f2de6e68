"""The tables of the desk: handoffs, what people say of them, logins, and what is delivered."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from handrail.adapters.sql.columns import Moment, Number, Ref, Words
from handrail.adapters.sql.naming import metadata

handoffs = Table(
    "handoffs",
    metadata,
    Column("number", Number, primary_key=True),
    Column("id", Ref, nullable=False, unique=True),
    Column("conversation", Ref, ForeignKey("conversations.id"), nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("queue", Ref, nullable=False),
    Column("priority", Text, nullable=False),
    Column("language", Ref, nullable=False),
    Column("is_staffed", Boolean, nullable=False),
    Column("requested_at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("agent", Ref),
    Column("taken_at", Moment),
    Column("first_word_at", Moment),
    Column("ended_at", Moment),
    Column("introduced", Ref),  # who has the word as far as the customer was told
    Column("passed_by", Ref),
    Column("passed_at", Moment),
    Column("brief", Text, nullable=False),  # sealed under the person's key where one is known
    Index("ix_handoffs_state_requested_at", "state", "requested_at"),
    Index(
        "uq_handoffs_open",  # one at a time waits or is taken
        "conversation",
        unique=True,
        sqlite_where=text("state IN ('waiting', 'taken')"),
        postgresql_where=text("state IN ('waiting', 'taken')"),
    ),
    sqlite_autoincrement=True,
)

suggestions = Table(
    "suggestions",
    metadata,
    Column("number", Number, primary_key=True),
    Column("id", Ref, nullable=False, unique=True),
    Column("conversation", Ref, ForeignKey("conversations.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("document", Text, nullable=False),  # sealed: the drafted turn record, canonical JSON
    Column("message", Ref),  # the agent's message that came of it; NULL while none did
    Column("used", Text),  # as_is or edited
    sqlite_autoincrement=True,
)

staff_notes = Table(
    "staff_notes",
    metadata,
    Column("number", Number, primary_key=True),
    Column("id", Ref, nullable=False, unique=True),
    Column("conversation", Ref, ForeignKey("conversations.id"), nullable=False, index=True),
    Column("by", Ref, nullable=False),
    Column("at", Moment, nullable=False),
    Column("text", Text, nullable=False),  # sealed under the person's key where one is known
    Column("after", Integer, nullable=False),  # number of the conversation's newest event then
    Column("to", Ref),  # who it was passed on to with it
    Column("queue", Ref),
    sqlite_autoincrement=True,
)

staff_away = Table(
    "staff_away",
    metadata,
    Column("staff", Ref, ForeignKey("staff_members.name"), primary_key=True),
    Column("since", Moment, nullable=False),
)

ratings = Table(
    "ratings",
    metadata,
    Column("conversation", Ref, ForeignKey("conversations.id"), primary_key=True),
    Column("score", Integer, nullable=False),  # 1 to 5
    Column("comment", Text),  # sealed
    Column("at", Moment, nullable=False),
)

staff_logins = Table(
    "staff_logins",
    metadata,
    Column("staff", Ref, ForeignKey("staff_members.name"), primary_key=True),
    Column("password", Text),  # argon2id; NULL where only single sign-on is used
    Column("subject", Ref, unique=True),  # issuer and subject of single sign-on
    Column("changed_at", Moment, nullable=False),
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("digest", Ref, primary_key=True),  # SHA-256 of the cookie
    Column("staff", Ref, ForeignKey("staff_members.name"), nullable=False, index=True),
    Column("begun_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
)

login_failures = Table(
    "login_failures",
    metadata,
    Column("number", Number, primary_key=True),
    Column("subject", Ref, nullable=False),  # keyed by name or address, hashed
    Column("at", Moment, nullable=False),
    Index("ix_login_failures_subject_at", "subject", "at"),
    sqlite_autoincrement=True,
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("number", Number, primary_key=True),
    Column("id", Ref, nullable=False, unique=True),  # what the other side sees twice it does once
    Column("sink", Ref, nullable=False),  # name of a helpdesk, mailbox or notice of the settings
    Column("kind", Text, nullable=False),
    Column("conversation", Ref, ForeignKey("conversations.id"), nullable=False, index=True),
    Column("about", Ref, nullable=False),  # the handoff, message or action that is delivered
    Column("state", Text, nullable=False),  # due, delivered, failed or needless
    Column("made_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),  # grows with every claim: the fence, too
    Column("next_at", Moment, nullable=False),
    Column("worker", Ref),
    Column("lease_until", Moment),
    Column("why", Words),
    Column("ended_at", Moment),
    Column("remote", Ref),  # what the other side calls it
    UniqueConstraint("sink", "kind", "about"),
    Index("ix_deliveries_state_next_at", "state", "next_at"),
    sqlite_autoincrement=True,
)

helpdesk_links = Table(
    "helpdesk_links",
    metadata,
    Column("sink", Ref, primary_key=True),
    Column("remote", Ref, primary_key=True),  # the ticket's or conversation's id there
    Column("conversation", Ref, ForeignKey("conversations.id"), nullable=False, index=True),
    Column("told", Integer, nullable=False),  # up to which message the ticket tells already
    Column("at", Moment, nullable=False),
)

mail_threads = Table(
    "mail_threads",
    metadata,
    Column("message", Ref, primary_key=True),  # SHA-256 of a Message-ID and the customer's address
    Column("conversation", Ref, ForeignKey("conversations.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("document", Text),  # sealed: subject and Message-ID of a mail that came in
    Column("refused", Text, index=True),  # why a mail that came in was not read
)

mailboxes = Table(
    "mailboxes",
    metadata,
    Column("name", Ref, primary_key=True),
    Column("validity", Number, nullable=False),  # where it changes, numbers are given out anew
    Column("uid", Number, nullable=False),  # the last mail that was looked at
    Column("begun_at", Moment, nullable=False),  # older mail is left alone
)

received_hooks = Table(
    "received_hooks",
    metadata,
    Column("sink", Ref, primary_key=True),
    Column(
        "id", Ref, primary_key=True
    ),  # of the delivery; kept for days, so that none counts twice
    Column("at", Moment, nullable=False),
)
