"""Keep actions, decisions on them, and what holds and stops them."""

import sqlalchemy as sa
from alembic import op

from handrail.adapters.sql.columns import Moment, Number, Ref, Words

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of actions."""
    _actions()
    _indexes_of_actions()
    _action_approvals()
    _action_holds()
    _action_switches()
    _staff_members()
    _customer_sessions()
    _nonces()


def _actions() -> None:
    op.create_table(
        "actions",
        sa.Column("number", Number, nullable=False),
        sa.Column("id", Ref(), nullable=False),
        sa.Column("name", Ref(), nullable=False),
        sa.Column("spec_version", Ref(), nullable=False),
        sa.Column("conversation", Ref(), nullable=False),
        sa.Column("person", Ref(), nullable=False),
        sa.Column("resource", Ref(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("pays_out", sa.Boolean(), nullable=False),
        sa.Column("changes_contact", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("control", sa.Text()),
        sa.Column("policies", sa.Text(), nullable=False),
        sa.Column("refusal", sa.Text()),
        sa.Column("is_shadow", sa.Boolean(), nullable=False),
        sa.Column("proposed_by", Words(), nullable=False),
        sa.Column("proposed_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("key", Ref()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_attempt_at", Moment()),
        sa.Column("last_attempt_at", Moment()),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("worker", Ref()),
        sa.Column("lease_until", Moment()),
        sa.Column("settled_at", Moment()),
        sa.Column("why", Words()),
        sa.Column("compensates", Ref()),
        sa.Column("private", sa.Text(), nullable=False),
        *_rules_of_actions(),
        sqlite_autoincrement=True,
    )


def _rules_of_actions() -> tuple[sa.Constraint, ...]:
    return (
        sa.PrimaryKeyConstraint("number", name="pk_actions"),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="fk_actions_conversation_conversations"
        ),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_actions_person_persons"),
        sa.UniqueConstraint("id", name="uq_actions_id"),
        sa.UniqueConstraint("key", name="uq_actions_key"),
    )


def _indexes_of_actions() -> None:
    op.create_index("ix_actions_conversation", "actions", ["conversation"])
    op.create_index("ix_actions_resource", "actions", ["resource"])
    op.create_index("ix_actions_state", "actions", ["state"])
    op.create_index("ix_actions_person_proposed_at", "actions", ["person", "proposed_at"])
    op.create_index("ix_actions_name_proposed_at", "actions", ["name", "proposed_at"])


def _action_approvals() -> None:
    op.create_table(
        "action_approvals",
        sa.Column("number", Number, nullable=False),
        sa.Column("action", Ref(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("by", Ref(), nullable=False),
        sa.Column("is_approved", sa.Boolean(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_action_approvals"),
        sa.ForeignKeyConstraint(
            ["action"], ["actions.id"], name="fk_action_approvals_action_actions"
        ),
        sa.UniqueConstraint("action", "by", name="uq_action_approvals_action_by"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_action_approvals_by_at", "action_approvals", ["by", "at"])


def _action_holds() -> None:
    op.create_table(
        "action_holds",
        sa.Column("id", Ref(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_action_holds"),
    )


def _action_switches() -> None:
    op.create_table(
        "action_switches",
        sa.Column("name", Ref(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_action_switches"),
    )


def _staff_members() -> None:
    op.create_table(
        "staff_members",
        sa.Column("name", Ref(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("token_digest", Ref(), nullable=False),
        sa.Column("added_at", Moment(), nullable=False),
        sa.Column("removed_at", Moment()),
        sa.PrimaryKeyConstraint("name", name="pk_staff_members"),
        sa.UniqueConstraint("token_digest", name="uq_staff_members_token_digest"),
    )


def _customer_sessions() -> None:
    op.create_table(
        "customer_sessions",
        sa.Column("conversation", Ref(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("conversation", name="pk_customer_sessions"),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
            name="fk_customer_sessions_conversation_conversations",
        ),
    )


def _nonces() -> None:
    op.create_table(
        "nonces",
        sa.Column("nonce", Ref(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("nonce", name="pk_nonces"),
    )
