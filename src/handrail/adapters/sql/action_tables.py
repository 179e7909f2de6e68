"""The tables of actions, of who decides on them, and of what stops them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from handrail.adapters.sql.columns import Moment, Number, Ref, Words
from handrail.adapters.sql.naming import metadata

actions = Table(
    "actions",
    metadata,
    Column("number", Number, primary_key=True),
    Column("id", Ref, nullable=False, unique=True),
    Column("name", Ref, nullable=False),
    Column("spec_version", Ref, nullable=False),
    Column("conversation", Ref, ForeignKey("conversations.id"), nullable=False, index=True),
    Column("person", Ref, ForeignKey("persons.id"), nullable=False),
    Column("resource", Ref, nullable=False, index=True),  # of a customer: the person's id
    Column("amount", BigInteger, nullable=False),
    Column("pays_out", Boolean, nullable=False),
    Column("changes_contact", Boolean, nullable=False),
    Column("digest", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("control", Text),
    Column("policies", Text, nullable=False),
    Column("refusal", Text),
    Column("is_shadow", Boolean, nullable=False),
    Column("proposed_by", Words, nullable=False),
    Column("proposed_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("key", Ref, unique=True),
    Column("attempts", Integer, nullable=False),
    Column("first_attempt_at", Moment),
    Column("last_attempt_at", Moment),
    Column("fence", Integer, nullable=False),
    Column("worker", Ref),
    Column("lease_until", Moment),
    Column("settled_at", Moment),
    Column("why", Words),
    Column("compensates", Ref),
    Column("private", Text, nullable=False),  # sealed: who, arguments, what was answered
    Index("ix_actions_state", "state"),
    Index("ix_actions_person_proposed_at", "person", "proposed_at"),
    Index("ix_actions_name_proposed_at", "name", "proposed_at"),
    sqlite_autoincrement=True,
)

action_approvals = Table(
    "action_approvals",
    metadata,
    Column("number", Number, primary_key=True),
    Column("action", Ref, ForeignKey("actions.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("by", Ref, nullable=False),
    Column("is_approved", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("action", "by"),
    Index("ix_action_approvals_by_at", "by", "at"),
    sqlite_autoincrement=True,
)

action_holds = Table(
    "action_holds",
    metadata,
    Column("id", Ref, primary_key=True),  # a resource, a customer, an action's name, a staff member
    Column("version", BigInteger, nullable=False),
)

action_switches = Table(
    "action_switches",
    metadata,
    Column("name", Ref, primary_key=True),  # `*` for all
    Column("position", Text, nullable=False),
)

staff_members = Table(
    "staff_members",
    metadata,
    Column("name", Ref, primary_key=True),
    Column("role", Text, nullable=False),
    Column("token_digest", Ref, nullable=False, unique=True),
    Column("added_at", Moment, nullable=False),
    Column("removed_at", Moment),
    Column("shown_as", Words),  # the name that customers are told; NULL: the login
)

customer_sessions = Table(
    "customer_sessions",
    metadata,
    Column("conversation", Ref, ForeignKey("conversations.id"), primary_key=True),
    Column("until", Moment, nullable=False),
    Column("proof", Text, nullable=False),
)

nonces = Table(
    "nonces",
    metadata,
    Column("nonce", Ref, primary_key=True),
    Column("until", Moment, nullable=False),
)

effect_comparisons = Table(
    "effect_comparisons",
    metadata,
    Column("system", Ref, primary_key=True),
    Column("until", Moment, nullable=False),
)

effect_differences = Table(
    "effect_differences",
    metadata,
    Column("number", Number, primary_key=True),
    Column("id", Ref, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("name", Ref, nullable=False),
    Column("key", Ref, nullable=False),
    Column("action", Ref),
    Column("ours", BigInteger),
    Column("theirs", BigInteger),
    Column("found_at", Moment, nullable=False),
    Column("closed_at", Moment),
    sqlite_autoincrement=True,
)
