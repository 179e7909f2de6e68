"""Seal the audit log, refuse to change it, and keep a key for each person."""

import sqlalchemy as sa
from alembic import op

from handrail.adapters.sql.columns import Moment, Number, Ref

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_KEPT = ("audit_entries", "audit_leaves", "audit_heads")
_SAYING = "the audit log is never changed"


def upgrade() -> None:
    """Create the tables, widen conversations, and set the triggers."""
    _persons()
    _leaves_and_heads()
    _exports()
    _state()
    for statement in _sqlite_triggers() if _is_sqlite() else _postgresql_triggers():
        op.execute(statement)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _persons() -> None:
    op.create_table(
        "persons",
        sa.Column("id", Ref(), nullable=False),
        sa.Column("lookup", Ref(), nullable=True),
        sa.Column("key_by", Ref(), nullable=True),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("erased_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_persons"),
    )
    op.create_index("ix_persons_lookup", "persons", ["lookup"])
    if _is_sqlite():  # in words: Alembic would build the table anew, and others refer to it
        op.execute(
            "ALTER TABLE conversations ADD COLUMN person TEXT "
            "CONSTRAINT fk_conversations_person REFERENCES persons (id)"
        )
    else:
        op.add_column("conversations", sa.Column("person", Ref(), nullable=True))
        op.create_foreign_key(
            "fk_conversations_person", "conversations", "persons", ["person"], ["id"]
        )
    op.add_column("conversations", sa.Column("customer", sa.Text(), nullable=True))
    op.create_index("ix_conversations_person", "conversations", ["person"])


def _leaves_and_heads() -> None:
    op.create_table(
        "audit_leaves",
        sa.Column("position", Number, autoincrement=False, nullable=False),
        sa.Column("sequence", Number, nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_audit_leaves"),
        sa.UniqueConstraint("sequence", name="uq_audit_leaves_sequence"),
    )
    op.create_table(
        "audit_heads",
        sa.Column("size", Number, autoincrement=False, nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("size", name="pk_audit_heads"),
    )


def _exports() -> None:
    op.create_table(
        "audit_exports",
        sa.Column("sink", sa.Text(), nullable=False),
        sa.Column("size", Number, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("sink", name="pk_audit_exports"),
    )


def _state() -> None:
    table = op.create_table(
        "audit_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", Number, nullable=False),
        sa.Column("highest", Number, nullable=False),
        sa.Column("peaks", sa.Text(), nullable=False),
        sa.Column("holes", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_state"),
    )
    op.bulk_insert(table, [{"id": 1, "size": 0, "highest": 0, "peaks": "[]", "holes": "[]"}])


def _sqlite_triggers() -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{_SAYING}'); END"
        for table in _KEPT
        for event in ("UPDATE", "DELETE")
    ]


def _postgresql_triggers() -> list[str]:
    function = (
        "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_SAYING}'; END $$"
    )
    return [
        function,
        *(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()"
            for table in _KEPT
        ),
    ]
