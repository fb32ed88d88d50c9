"""Text as Telegram keeps it: cleaned, measured in UTF-16 units, with what it recognises by itself marked."""

import re
from collections.abc import Iterable
from typing import Any

from sandbox.refusals import bad_request

JSON = dict[str, Any]

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024

# Telegram takes these out of every text (td, clean_input_string): line and paragraph separators, and the
# directional embeddings and overrides U+202A to U+202E. Isolates (U+2066 to U+2069) stay.
_REMOVED = dict.fromkeys([0x0D, *range(0x2028, 0x202F), 0x0333, 0x033F, 0x030A])
_SPACED = dict.fromkeys([*range(9), 9, 11, 12, *range(14, 32)], " ")

_RECOGNISED = (
    ("bot_command", re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("email", re.compile(r"(?<![\w@.+-])[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")),
    ("url", re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?()\u060c\u061b\u061f]", re.IGNORECASE)),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z][A-Za-z0-9_]{3,31}\b")),
    ("hashtag", re.compile(r"(?<![\w#])#(?=[^\s#]*[^\W\d_])\w{1,256}")),
    ("phone_number", re.compile(r"(?<![\w+])\+\d[\d ()-]{6,18}\d(?!\w)")),
)
_SILENT = {"code", "pre", "text_link", "text_mention"}


def units(text: str) -> int:
    """Length in UTF-16 code units, the measure of every offset and limit in the Bot API."""
    return len(text) + sum(char > "\uffff" for char in text)


def clean(text: str) -> str:
    """What Telegram stores of a text: no control characters and no direction overrides."""
    return text.translate(_REMOVED).translate(_SPACED)


def trimmed(text: str, entities: list[JSON]) -> tuple[str, list[JSON]]:
    """Without blank space at either end, its entities moved along and cut to what is left."""
    kept = text.rstrip()
    start = kept.lstrip()
    shift, end = units(kept) - units(start), units(start)
    moved = (_cut(entity, shift, end) for entity in entities)
    return start, [entity for entity in moved if entity["length"] > 0]


def _cut(entity: JSON, shift: int, end: int) -> JSON:
    begin = entity["offset"] - shift
    last = min(begin + entity["length"], end)
    begin = max(begin, 0)
    return entity | {"offset": begin, "length": last - begin}


def with_recognised(text: str, entities: list[JSON]) -> list[JSON]:
    """The given entities and the commands, addresses, mentions and tags Telegram finds by itself, in order."""
    taken = [_span(entity) for entity in entities if entity["type"] in _SILENT]
    found: list[JSON] = []
    for kind, pattern in _RECOGNISED:
        for match in pattern.finditer(text):
            entity = {"type": kind, "offset": units(text[: match.start()]), "length": units(match.group())}
            if not _overlaps(entity, taken):
                taken.append(_span(entity))
                found.append(entity)
    return sorted([*entities, *found], key=lambda entity: (entity["offset"], -entity["length"]))


def _span(entity: JSON) -> tuple[int, int]:
    return entity["offset"], entity["offset"] + entity["length"]


def _overlaps(entity: JSON, taken: Iterable[tuple[int, int]]) -> bool:
    begin, end = _span(entity)
    return any(begin < other_end and other_begin < end for other_begin, other_end in taken)


def message_text(text: str, entities: list[JSON]) -> tuple[str, list[JSON]]:
    """A message's text ready to be kept; refuses an empty one and one over 4,096 units."""
    text, entities = trimmed(text, entities)
    if not text:
        raise bad_request("message text is empty")
    if units(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return text, with_recognised(text, entities)


def caption_text(text: str, entities: list[JSON]) -> tuple[str, list[JSON]]:
    """A caption ready to be kept, possibly empty; refuses one over 1,024 units."""
    text, entities = trimmed(text, entities)
    if units(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return text, with_recognised(text, entities)
