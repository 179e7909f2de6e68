"""Keep who passed a conversation on, what the staff tell each other in it, and who is away."""

import sqlalchemy as sa
from alembic import op

from handrail.adapters.sql.columns import Moment, Number, Ref

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_TOLD = "UPDATE handoffs SET introduced = agent WHERE state = 'taken'"


def upgrade() -> None:
    """Add what passing on needs; of whoever has the word now, the customer was told."""
    for name, kind in (("introduced", Ref()), ("passed_by", Ref()), ("passed_at", Moment())):
        op.add_column("handoffs", sa.Column(name, kind, nullable=True))
    op.execute(_TOLD)
    _staff_notes()
    _staff_away()


def _staff_notes() -> None:
    op.create_table(
        "staff_notes",
        sa.Column("number", Number, nullable=False),
        sa.Column("id", Ref(), nullable=False),
        sa.Column("conversation", Ref(), nullable=False),
        sa.Column("by", Ref(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("to", Ref(), nullable=True),
        sa.Column("queue", Ref(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
            name="fk_staff_notes_conversation_conversations",
        ),
        sa.PrimaryKeyConstraint("number", name="pk_staff_notes"),
        sa.UniqueConstraint("id", name="uq_staff_notes_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_staff_notes_conversation", "staff_notes", ["conversation"])


def _staff_away() -> None:
    op.create_table(
        "staff_away",
        sa.Column("staff", Ref(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff"], ["staff_members.name"], name="fk_staff_away_staff_staff_members"
        ),
        sa.PrimaryKeyConstraint("staff", name="pk_staff_away"),
    )
