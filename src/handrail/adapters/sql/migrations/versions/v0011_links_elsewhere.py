"""Keep what other sites answered for the addresses that articles lead to."""

import sqlalchemy as sa
from alembic import op

from handrail.adapters.sql.columns import Moment, Ref

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; nothing is known yet."""
    op.create_table(
        "links_elsewhere",
        sa.Column("id", Ref(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("heard_at", Moment(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_links_elsewhere"),
    )
