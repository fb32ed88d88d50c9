"""What can be told of a raw update before anybody reads it, and of what went wrong with it without repeating it."""

import traceback
from collections.abc import Mapping
from typing import Any

import orjson
import structlog

log = structlog.get_logger()

LARGEST = 2**63 - 1
"""Of the numbers in a column."""


def has_number(update: Any) -> bool:
    """Whether it can be kept at all."""
    known = isinstance(update, dict) and isinstance(update.get("update_id"), int)
    if not known:
        log.warning("something without a number came instead of an update")
    return known


def lane_of(update: Mapping[str, Any]) -> str:
    """What must be done in order: a chat's updates; where there is no chat, a person's."""
    for name, event in update.items():
        if name == "update_id" or not isinstance(event, dict):
            continue
        for owner, of in ((event, "chat"), (event.get("message"), "chat"), (event, "from"), (event, "user")):
            found = owner.get(of) if isinstance(owner, dict) else None
            if isinstance(found, dict) and isinstance(found.get("id"), int):
                return f"chat:{found['id']}"
    return f"alone:{update['update_id']}"[:40]


def written(update: Mapping[str, Any]) -> bytes:
    """As it is kept; nothing of one that nests deeper than can be written, which is then set aside like any other."""
    try:
        return orjson.dumps(update)
    except TypeError:
        return b""


def fits(value: Any) -> bool:
    """Whether every whole number in it is one that a database can hold: one that is not would spoil its neighbours."""
    if isinstance(value, dict):
        return all(fits(each) for each in value.values())
    if isinstance(value, list):
        return all(fits(each) for each in value)
    return not isinstance(value, int) or -LARGEST - 1 <= value <= LARGEST


def named(error: Exception) -> dict[str, str]:
    """What went wrong and where, without a word of what people wrote: messages of exceptions quote it."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    where = " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames))
    return {"error": type(error).__name__, "where": where}
