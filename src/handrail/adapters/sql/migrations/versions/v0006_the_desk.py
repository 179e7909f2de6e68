"""Keep handoffs, drafts, ratings, logins of the staff, and what is delivered to other systems."""

import sqlalchemy as sa
from alembic import op

from handrail.adapters.sql.columns import Moment, Number, Ref, Words

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


_WHO_WAITS_ALREADY = """
    INSERT INTO handoffs (id, conversation, reason, state, version, queue, priority, language,
                          is_staffed, requested_at, brief)
    SELECT 'hand_' || c.id, c.id, COALESCE(t.reason, 'customer_request'), 'waiting', 0, 'support',
           'normal', 'en', TRUE, COALESCE(t.at, c.opened_at), ''
    FROM conversations c
    LEFT JOIN turn_records t ON t.number = (
        SELECT MIN(number) FROM turn_records WHERE conversation = c.id AND outcome = 'hand_off')
    WHERE c.state = 'handed_off'
    ORDER BY t.number
"""
"""Until now the conversation's state alone said that its customer waits for a person."""


def upgrade() -> None:
    """Create the tables of the desk, and note who of the staff wrote a message."""
    op.add_column("messages", sa.Column("by", Words(), nullable=True))
    op.add_column("staff_members", sa.Column("shown_as", Words(), nullable=True))
    _handoffs()
    _suggestions()
    _ratings()
    _staff_logins()
    _staff_sessions()
    _login_failures()
    _deliveries()
    _helpdesk_links()
    _mail_threads()
    _mailboxes()
    _received_hooks()


def _handoffs() -> None:
    op.create_table(
        "handoffs",
        sa.Column("number", Number, nullable=False),
        sa.Column("id", Ref(), nullable=False),
        sa.Column("conversation", Ref(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("queue", Ref(), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("language", Ref(), nullable=False),
        sa.Column("is_staffed", sa.Boolean(), nullable=False),
        sa.Column("requested_at", Moment(), nullable=False),
        sa.Column("due_at", Moment()),
        sa.Column("agent", Ref()),
        sa.Column("taken_at", Moment()),
        sa.Column("first_word_at", Moment()),
        sa.Column("ended_at", Moment()),
        sa.Column("brief", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_handoffs"),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="fk_handoffs_conversation_conversations"
        ),
        sa.UniqueConstraint("id", name="uq_handoffs_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_handoffs_conversation", "handoffs", ["conversation"])
    op.create_index("ix_handoffs_state_requested_at", "handoffs", ["state", "requested_at"])
    op.create_index(
        "uq_handoffs_open",
        "handoffs",
        ["conversation"],
        unique=True,
        sqlite_where=sa.text("state IN ('waiting', 'taken')"),
        postgresql_where=sa.text("state IN ('waiting', 'taken')"),
    )
    op.execute(_WHO_WAITS_ALREADY)


def _suggestions() -> None:
    op.create_table(
        "suggestions",
        sa.Column("number", Number, nullable=False),
        sa.Column("id", Ref(), nullable=False),
        sa.Column("conversation", Ref(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("message", Ref()),
        sa.Column("used", sa.Text()),
        sa.PrimaryKeyConstraint("number", name="pk_suggestions"),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="fk_suggestions_conversation_conversations"
        ),
        sa.UniqueConstraint("id", name="uq_suggestions_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_suggestions_conversation", "suggestions", ["conversation"])


def _ratings() -> None:
    op.create_table(
        "ratings",
        sa.Column("conversation", Ref(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text()),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("conversation", name="pk_ratings"),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="fk_ratings_conversation_conversations"
        ),
    )


def _staff_logins() -> None:
    op.create_table(
        "staff_logins",
        sa.Column("staff", Ref(), nullable=False),
        sa.Column("password", sa.Text()),
        sa.Column("subject", Ref()),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("staff", name="pk_staff_logins"),
        sa.ForeignKeyConstraint(
            ["staff"], ["staff_members.name"], name="fk_staff_logins_staff_staff_members"
        ),
        sa.UniqueConstraint("subject", name="uq_staff_logins_subject"),
    )


def _staff_sessions() -> None:
    op.create_table(
        "staff_sessions",
        sa.Column("digest", Ref(), nullable=False),
        sa.Column("staff", Ref(), nullable=False),
        sa.Column("begun_at", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_staff_sessions"),
        sa.ForeignKeyConstraint(
            ["staff"], ["staff_members.name"], name="fk_staff_sessions_staff_staff_members"
        ),
    )
    op.create_index("ix_staff_sessions_staff", "staff_sessions", ["staff"])


def _login_failures() -> None:
    op.create_table(
        "login_failures",
        sa.Column("number", Number, nullable=False),
        sa.Column("subject", Ref(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_login_failures"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_login_failures_subject_at", "login_failures", ["subject", "at"])


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("number", Number, nullable=False),
        sa.Column("id", Ref(), nullable=False),
        sa.Column("sink", Ref(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("conversation", Ref(), nullable=False),
        sa.Column("about", Ref(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", Moment(), nullable=False),
        sa.Column("worker", Ref()),
        sa.Column("lease_until", Moment()),
        sa.Column("why", Words()),
        sa.Column("ended_at", Moment()),
        sa.Column("remote", Ref()),
        sa.PrimaryKeyConstraint("number", name="pk_deliveries"),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="fk_deliveries_conversation_conversations"
        ),
        sa.UniqueConstraint("id", name="uq_deliveries_id"),
        sa.UniqueConstraint("sink", "kind", "about", name="uq_deliveries_sink_kind_about"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deliveries_conversation", "deliveries", ["conversation"])
    op.create_index("ix_deliveries_state_next_at", "deliveries", ["state", "next_at"])


def _helpdesk_links() -> None:
    op.create_table(
        "helpdesk_links",
        sa.Column("sink", Ref(), nullable=False),
        sa.Column("remote", Ref(), nullable=False),
        sa.Column("conversation", Ref(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("sink", "remote", name="pk_helpdesk_links"),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
            name="fk_helpdesk_links_conversation_conversations",
        ),
    )
    op.create_index("ix_helpdesk_links_conversation", "helpdesk_links", ["conversation"])


def _mail_threads() -> None:
    op.create_table(
        "mail_threads",
        sa.Column("message", Ref(), nullable=False),
        sa.Column("conversation", Ref(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("document", sa.Text()),
        sa.Column("refused", sa.Text()),
        sa.PrimaryKeyConstraint("message", name="pk_mail_threads"),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
            name="fk_mail_threads_conversation_conversations",
        ),
    )
    op.create_index("ix_mail_threads_conversation", "mail_threads", ["conversation"])
    op.create_index("ix_mail_threads_refused", "mail_threads", ["refused"])


def _mailboxes() -> None:
    op.create_table(
        "mailboxes",
        sa.Column("name", Ref(), nullable=False),
        sa.Column("validity", Number, nullable=False),
        sa.Column("uid", Number, nullable=False),
        sa.Column("begun_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_mailboxes"),
    )


def _received_hooks() -> None:
    op.create_table(
        "received_hooks",
        sa.Column("sink", Ref(), nullable=False),
        sa.Column("id", Ref(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("sink", "id", name="pk_received_hooks"),
    )
