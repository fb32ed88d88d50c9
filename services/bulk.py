"""Statements over long lists of numbers: thousands of rows with a handful of statements, on both databases.

SQLite reads a list as JSON, PostgreSQL as an array: either way it is one parameter, whatever its length.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import TextClause, bindparam, text

from models.database import Tx
from models.types import UtcDateTime
from services.house import House


class Bulk:
    """Writes and reads in the caller's transaction. A list of numbers or words, or of tuples of up to three numbers."""

    def __init__(self, tx: Tx, house: House) -> None:
        self._tx = tx
        self._sqlite = house.db.is_sqlite

    def among(self, column: str, numbers: str) -> str:
        """A condition: the column is one of these."""
        if self._sqlite:
            return f"{column} IN (SELECT value FROM json_each(:{numbers}))"  # noqa: S608
        return f"{column} = ANY(CAST(:{numbers} AS int[]))"

    def words(self, name: str) -> str:
        """A table of words, in its column `value`."""
        if self._sqlite:
            return f"(SELECT value FROM json_each(:{name}))"  # noqa: S608
        return f"(SELECT unnest(CAST(:{name} AS text[])) AS value)"

    def rows(self, name: str) -> str:
        """A table of numbers, in its columns a, b and c."""
        if self._sqlite:
            a, b, c = (f"json_extract(value, '$[{at}]')" for at in range(3))
            return f"(SELECT {a} AS a, {b} AS b, {c} AS c FROM json_each(:{name}))"  # noqa: S608
        a, b, c = (f"(value->>{at})::int" for at in range(3))
        return f"(SELECT {a} AS a, {b} AS b, {c} AS c FROM json_array_elements(CAST(:{name} AS json)))"  # noqa: S608

    def joined(self, column: str) -> str:
        """An aggregate: the numbers of a group with commas between them."""
        return f"group_concat({column})" if self._sqlite else f"string_agg(CAST({column} AS text), ',')"

    def locked(self, how: str) -> str:
        """`FOR UPDATE`, `FOR SHARE`; nothing on SQLite, whose writers take turns."""
        return "" if self._sqlite else f" {how}"

    async def run(self, statement: str, **values: Any) -> int:
        """Write; how many rows it touched."""
        done: Any = await self._tx.exec(self._bound(statement, values))  # type: ignore[call-overload]
        return int(done.rowcount)

    async def all(self, statement: str, **values: Any) -> list[Any]:
        """Every row."""
        return list(await self._tx.exec(self._bound(statement, values)))  # type: ignore[call-overload]

    def _bound(self, statement: str, values: Mapping[str, Any]) -> TextClause:
        return text(statement).bindparams(*(self._value(name, value) for name, value in values.items()))

    def _value(self, name: str, value: Any) -> Any:
        """Moments as they are stored; lists as this database reads them."""
        if isinstance(value, datetime):
            return bindparam(name, value, type_=UtcDateTime)
        if isinstance(value, list) and (self._sqlite or (value and isinstance(value[0], tuple))):
            return bindparam(name, json.dumps(value))
        return bindparam(name, value)
