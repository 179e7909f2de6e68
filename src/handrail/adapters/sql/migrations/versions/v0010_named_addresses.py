"""Keep which mail addresses a host's server has named for its customers."""

import sqlalchemy as sa
from alembic import op

from handrail.adapters.sql.columns import Moment, Ref

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; nothing was named so far."""
    op.create_table(
        "person_addresses",
        sa.Column("person", Ref(), nullable=False),
        sa.Column("address", Ref(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["persons.id"], name="fk_person_addresses_person_persons"
        ),
        sa.ForeignKeyConstraint(
            ["address"], ["persons.id"], name="fk_person_addresses_address_persons"
        ),
        sa.PrimaryKeyConstraint("person", "address", name="pk_person_addresses"),
    )
    op.create_index("ix_person_addresses_address", "person_addresses", ["address"])
