"""Alembic's entry: runs the migrations on the connection that `migrations.upgrade` hands over."""

from typing import Any, Literal

from alembic import context
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import models
from migrations.indexes import is_ours
from models.types import EnumText

assert models.__all__  # noqa: S101 - importing the package is what registers the tables

connection = context.config.attributes["connection"]


def _include(_thing: Any, name: str | None, kind: str, _reflected: bool, _compared: Any) -> bool:
    return not is_ours(kind, name or "")


def _render(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """Migrations speak of plain strings: our own types may change, what was migrated may not."""
    if kind == "type" and isinstance(thing, EnumText | AutoString):
        length: int = thing.impl_instance.length  # type: ignore[attr-defined]
        return f"sa.String(length={length})"
    return False


context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    compare_type=True,
    render_as_batch=connection.dialect.name == "sqlite",
    include_object=_include,
    render_item=_render,
)
with context.begin_transaction():
    context.run_migrations()
