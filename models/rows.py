"""Two things every writer needs: the number of a stored row, and how many rows a statement changed."""

from typing import Any

from sqlalchemy.sql.dml import UpdateBase

from models.database import Tx


def id_of(row: Any) -> int:
    """The number of a row that is stored; ValueError for one that is not yet."""
    if row.id is None:
        raise ValueError(f"a {type(row).__name__.lower()} that was never stored has no number")
    return int(row.id)


async def changed(tx: Tx, statement: UpdateBase) -> int:
    """Run an UPDATE, DELETE or INSERT and tell how many rows it touched; a guarded write touches one or none."""
    return (await tx.exec(statement)).rowcount
