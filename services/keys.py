"""Keys a deployment makes for itself."""

import secrets
from contextlib import suppress
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from models.database import Database
from models.keys import StoredKey

DELETED_CASES = "deleted-cases"
"""Key of the hashes by which a deleted case is known when somebody brings it back."""


async def stored_key(db: Database, *, name: str, now: datetime) -> bytes:
    """The key of this name, 32 random bytes made the first time anybody asks; who comes second takes the first's."""
    found = await _found(db, name)
    if found is None:
        with suppress(IntegrityError):
            async with db.transaction() as tx:
                tx.add(StoredKey(name=name, key=secrets.token_bytes(32), made_at=now))
        found = await _found(db, name)
    if found is None:
        raise LookupError(name)
    return found


async def _found(db: Database, name: str) -> bytes | None:
    async with db.reading() as tx:
        row = await tx.get(StoredKey, name)
    return row.key if row is not None else None
