"""Keep how the operator's systems' own lists of effects differ from ours."""

import sqlalchemy as sa
from alembic import op

from handrail.adapters.sql.columns import Moment, Number, Ref

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of the daily comparison."""
    op.create_table(
        "effect_comparisons",
        sa.Column("system", Ref(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("system", name="pk_effect_comparisons"),
    )
    op.create_table(
        "effect_differences",
        sa.Column("number", Number, nullable=False),
        sa.Column("id", Ref(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", Ref(), nullable=False),
        sa.Column("key", Ref(), nullable=False),
        sa.Column("action", Ref()),
        sa.Column("ours", sa.BigInteger()),
        sa.Column("theirs", sa.BigInteger()),
        sa.Column("found_at", Moment(), nullable=False),
        sa.Column("closed_at", Moment()),
        sa.PrimaryKeyConstraint("number", name="pk_effect_differences"),
        sa.UniqueConstraint("id", name="uq_effect_differences_id"),
        sqlite_autoincrement=True,
    )
