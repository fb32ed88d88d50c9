"""Time zones by their names in the IANA database."""

from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from language.text import cleaned
from models.refusals import Refusal

SHOWN = 60
"""Characters of what was typed that a refusal repeats."""


class BadZone(Refusal):
    """There is no time zone of this name; facts: text."""


def parse_zone(text: str) -> ZoneInfo:
    """The zone of a name such as `Asia/Riyadh`, whatever its case; refuses with BadZone."""
    name = _names().get(text.strip().lower())
    if name is None:
        raise BadZone(text=cleaned(text, limit=SHOWN, lines=False).text)
    return ZoneInfo(name)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}
