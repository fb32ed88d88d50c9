"""Where, in the words of a letter: how far and which way, what an area is called, where a map shows it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import col, select

from language.text import Sentence, escaped, isolated
from language.voices import Voice
from models.alerts import Delivery
from models.areas import Area
from models.database import Tx
from places.points import Band


@dataclass(frozen=True, slots=True)
class AreaName:
    """What an area is called, in both languages."""

    ar: str
    en: str

    def in_language(self, language: str) -> str:
        """Its name in this language, or in the other where it has none."""
        return (self.ar or self.en) if language == "ar" else (self.en or self.ar)


Path = tuple[AreaName, ...]
"""An area and all it lies in, smallest first."""


def away(voice: Voice, band: int | None, octant: int | None) -> Sentence | None:
    """«على بُعد كيلومتر تقريبًا إلى الشمال منك»; None where there is nothing to measure from.

    Never a figure that gives a home away; below 500 m no direction: a home is kept no finer than that.
    """
    if band is None:
        return None
    distance = voice(f"distance-band-{band}")
    if octant is None or band == Band.UNDER_500_M:
        return distance
    return voice("distance-and-direction", distance=distance, direction=voice(f"distance-octant-{octant}"))


def name_of(area: Area, language: str) -> str:
    """An area's name in this language, or in the other where it has none."""
    return AreaName(area.name_ar, area.name_en).in_language(language)


async def path_of(tx: Tx, area_id: int | None) -> Path:
    """The names of an area and of all it lies in, smallest first."""
    names: list[AreaName] = []
    while area_id is not None and (area := await tx.get(Area, area_id)) is not None:
        names.append(AreaName(area.name_ar, area.name_en))
        area_id = area.parent_id
    return tuple(names)


async def through(tx: Tx, alert_id: int | None) -> dict[int, AreaName]:
    """The areas through which an alert reached subscribers of areas without a shape."""
    via = select(Delivery.via_area_id).where(Delivery.alert_id == alert_id, col(Delivery.via_area_id).is_not(None))
    areas = (await tx.exec(select(Area).where(col(Area.id).in_(via.distinct())))).all()
    return {area.id: AreaName(area.name_ar, area.name_en) for area in areas if area.id is not None}


def path_words(voice: Voice, path: Iterable[AreaName]) -> Sentence:
    """«حي النسيم الغربي، الرياض»; a city named like its region is said once."""
    return joined(voice, [name.in_language(voice.language) for name in path])


def joined(voice: Voice, names: Iterable[str]) -> Sentence:
    """Names one after the other, each said once, smallest first."""
    words = Sentence("")
    for name in dict.fromkeys(names):
        words = voice("place-in", smaller=words, larger=name) if words else Sentence(isolated(escaped(name)))
    return words


def through_words(voice: Voice, names: Mapping[int, AreaName], via_area_id: int | None) -> Sentence | None:
    """Why it came to somebody whose own area has no shape; None where there is nothing to explain."""
    if via_area_id is None or via_area_id not in names:
        return None
    return voice("letter-through-area", area=names[via_area_id].in_language(voice.language))


def map_link(lat: float, lon: float) -> str:
    """An address that opens the place in the map of any telephone."""
    return f"https://www.google.com/maps?q={lat:.6f},{lon:.6f}"
