"""Run by Alembic: use the connection and the transaction that `migrate.upgrade` was given."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
