"""What was deleted and must not come back: known by a keyed hash only."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select

from models.database import Tx
from models.searches import Suppression
from services.house import House

CHUNK = 10_000


def key(house: House, *parts: str) -> str:
    """A hash that says nothing to who does not have the deployment's secret (HMAC-SHA-256)."""
    return hmac.new(house.secret, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()


def member_key(house: House, channel: str, address: str) -> str:
    """Of a member who asked to be forgotten: an import does not bring them back, they themselves may."""
    return key(house, "member", channel, address)


async def suppress(tx: Tx, hashed: str, *, now: datetime) -> None:
    """Keep it from coming back; once more does no harm."""
    await tx.merge(Suppression(key_hash=hashed, at=now))


async def lift(tx: Tx, hashed: str) -> None:
    """Let it come back."""
    await tx.exec(delete(Suppression).where(col(Suppression.key_hash) == hashed))


async def suppressed(tx: Tx, hashes: Iterable[str]) -> set[str]:
    """Those of these that must not come back."""
    asked = list(hashes)
    found: set[str] = set()
    for start in range(0, len(asked), CHUNK):
        some = select(Suppression.key_hash).where(col(Suppression.key_hash).in_(asked[start : start + CHUNK]))
        found.update((await tx.exec(some)).all())
    return found
