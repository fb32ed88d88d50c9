"""How a file names what we need of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.areas import AreaKind
from models.refusals import Refusal


class BadSource(Refusal):
    """A template with a brace that does not close, or nothing between two; facts: source."""


class BadKinds(Refusal):
    """Not pairs of a word of the file and region, city or district; facts: kinds."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from: a property or column, a template `city-{city_id}`, or a fixed value `=region`."""

    text: str

    def __post_init__(self) -> None:
        pieces = re.sub(r"\{[^{}]+\}", "", self.text)
        if not self.text or (not self.fixed and ("{" in pieces or "}" in pieces)):
            raise BadSource(source=self.text)

    @property
    def fixed(self) -> bool:
        return self.text.startswith("=")

    def names(self) -> list[str]:
        """The properties it reads."""
        if self.fixed:
            return []
        return re.findall(r"\{([^{}]+)\}", self.text) or [self.text]

    def of(self, values: Mapping[str, Any]) -> str:
        """Its value in a row; nothing when any property it reads is not there or empty."""
        if self.fixed:
            return self.text[1:]
        found = {name: _text(values.get(name)) for name in self.names()}
        if not all(found.values()):
            return ""
        return re.sub(r"\{([^{}]+)\}", lambda m: found[m[1]], self.text) if "{" in self.text else found[self.text]


@dataclass(frozen=True, slots=True)
class AreaColumns:
    """How a file names what we need. A CSV must have every column named here but those left as they are."""

    id: str = "id"
    parent: str = "parent"
    kind: str = "kind"
    name_ar: str = "name_ar"
    name_en: str = "name_en"
    lat: str = "lat"
    lon: str = "lon"
    radius_m: str = "radius_m"
    radius_km: str = "radius_km"
    population: str = "population"
    also: tuple[str, ...] = ()
    """Where further names stand, by which an area is found and never called."""
    kinds: str = ""
    """What the file says for our kinds, and the kind: `ADM1=region,ADM2=city`."""

    def sources(self) -> dict[str, Source]:
        single = (name for name in self.__slots__ if name not in {"also", "kinds"})
        return {name: Source(getattr(self, name)) for name in single}

    def further_names(self) -> list[Source]:
        return [Source(text) for text in self.also]

    def kinds_by_word(self) -> dict[str, AreaKind]:
        """Our own words for kinds and the file's, in small letters; refuses with BadKinds."""
        pairs = [pair.partition("=") for pair in self.kinds.split(",") if pair.strip()]
        try:
            said = {word.strip().lower(): AreaKind(kind.strip().lower()) for word, _, kind in pairs}
        except ValueError:
            raise BadKinds(kinds=self.kinds) from None
        return {str(kind): kind for kind in AreaKind} | said

    def needed(self) -> list[str]:
        """Columns a CSV cannot do without: those somebody named, the id and the kind."""
        chosen = [source for name, source in self.sources().items() if source.text != name or name in {"id", "kind"}]
        return [column for source in [*chosen, *self.further_names()] for column in source.names()]


def _text(value: Any) -> str:
    """A value of JSON or CSV as one line of text; 7.0 is 7, what is not a value is nothing."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""
