"""Alembic's door: it steps on the connection that `bot.store.migrate` hands over, or writes a new revision."""

from alembic import context

from bot.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
