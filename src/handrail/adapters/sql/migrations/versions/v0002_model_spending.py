"""Count what is spent on language models."""

import sqlalchemy as sa
from alembic import op

from handrail.adapters.sql.columns import Ref

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of accounts."""
    op.create_table(
        "model_spending",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("subject", Ref(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("tokens", sa.BigInteger(), nullable=False),
        sa.Column("micros", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "subject", "day", name="pk_model_spending"),
    )
