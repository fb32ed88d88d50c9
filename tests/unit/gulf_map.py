"""A small map for tests of what people type: the demo town, and places of the Gulf under their real names.

Outlines are boxes, roughly where the places are; districts have none, but for two neighbours. `PHRASING` tables pair a text
with one of these:

    point LAT LON               that point, within 30 metres
    swapped LAT LON             asked about: only the other way round, as given here, does it make sense
    area CODE                   this area and no other
    ask CODE CODE …             several areas, to choose from; in any order
    guess CODE …                not this name, but close to it: asked about as a guess
    pin REASON                  a place that cannot be found from these words; a pin is asked for
    pin REASON CODE …           the same, and these areas, whose name was beside it, are offered meanwhile
    not-a-place                 nothing here names a place

Reasons: short-link, link-without-point, national-address, plus-code (a short one), not-on-earth, whole-degrees,
grid-reference (UTM, MGRS), landmark (beside, behind, opposite something, or a building's name), road (a road, an exit, a
kilometre), three-words (what3words).
"""

from functools import cache
from pathlib import Path

import shapely

from models.areas import Area, AreaKind
from places.areas import AreaIndex
from places.imports import read_areas

TOWN = Path(__file__).parents[2] / "bot" / "demo" / "town.geojson"
"""Codes rimal (region) > zilal (city) > zilal-suq, zilal-manarah, zilal-ghadir, zilal-sidrah, zilal-bustan,
zilal-khuzama, zilal-qafilah, zilal-kuthban (districts), with polygons."""

# code, names, west, south, east, north
REGIONS = [
    ("riyadh-region", "منطقة الرياض", "Riyadh Region", 43.0, 20.7, 48.5, 27.5),
    ("makkah-region", "منطقة مكة المكرمة", "Makkah Region", 38.8, 18.6, 43.0, 23.5),
    ("madinah-region", "منطقة المدينة المنورة", "Madinah Region", 37.0, 23.5, 42.0, 27.0),
    ("eastern-region", "المنطقة الشرقية", "Eastern Province", 48.5, 23.0, 50.3, 28.5),
    ("asir-region", "منطقة عسير", "Asir Region", 41.5, 17.5, 44.0, 18.6),
    ("dubai-region", "إمارة دبي", "Emirate of Dubai", 54.9, 24.7, 55.6, 25.35),
    ("kuwait-region", "محافظة العاصمة", "Al Asimah Governorate", 47.7, 29.2, 48.2, 29.5),
    ("muscat-region", "محافظة مسقط", "Muscat Governorate", 58.0, 23.2, 59.0, 23.8),
    ("doha-region", "بلدية الدوحة", "Doha Municipality", 51.4, 25.2, 51.6, 25.4),
    ("manama-region", "محافظة العاصمة", "Capital Governorate", 50.5, 26.15, 50.65, 26.3),
]

# code, region, names, west, south, east, north
CITIES = [
    ("riyadh", "riyadh-region", "الرياض", "Riyadh", 46.4, 24.4, 47.1, 25.1),
    ("kharj", "riyadh-region", "الخرج", "Al Kharj", 47.15, 24.0, 47.45, 24.3),
    ("jeddah", "makkah-region", "جدة", "Jeddah", 39.0, 21.2, 39.4, 21.9),
    ("makkah", "makkah-region", "مكة المكرمة", "Makkah", 39.7, 21.3, 40.0, 21.55),
    ("taif", "makkah-region", "الطائف", "Taif", 40.3, 21.1, 40.6, 21.5),
    ("madinah", "madinah-region", "المدينة المنورة", "Madinah", 39.45, 24.35, 39.8, 24.6),
    ("yanbu", "madinah-region", "ينبع", "Yanbu", 37.9, 23.95, 38.3, 24.2),
    ("dammam", "eastern-region", "الدمام", "Dammam", 49.95, 26.35, 50.15, 26.5),
    ("khobar", "eastern-region", "الخبر", "Al Khobar", 50.15, 26.15, 50.25, 26.35),
    ("jubail", "eastern-region", "الجبيل", "Al Jubail", 49.5, 26.9, 49.75, 27.1),
    ("ahsa", "eastern-region", "الأحساء", "Al Ahsa", 49.4, 25.2, 49.8, 25.6),
    ("abha", "asir-region", "أبها", "Abha", 42.4, 18.15, 42.6, 18.3),
    ("khamis", "asir-region", "خميس مشيط", "Khamis Mushait", 42.65, 18.2, 42.85, 18.4),
    ("dubai", "dubai-region", "دبي", "Dubai", 55.0, 24.8, 55.55, 25.3),
    ("kuwait", "kuwait-region", "مدينة الكويت", "Kuwait City", 47.9, 29.3, 48.05, 29.4),
    ("muscat", "muscat-region", "مسقط", "Muscat", 58.1, 23.4, 58.7, 23.7),
    ("doha", "doha-region", "الدوحة", "Doha", 51.42, 25.22, 51.58, 25.38),
    ("manama", "manama-region", "المنامة", "Manama", 50.52, 26.18, 50.62, 26.26),
]

# code, city, names
DISTRICTS = [
    ("olaya-riyadh", "riyadh", "العليا", "Al Olaya"),
    ("olaya-jeddah", "jeddah", "العليا", "Al Olaya"),
    ("nasim-west", "riyadh", "النسيم الغربي", "An Nasim Al Gharbi"),
    ("nasim-east", "riyadh", "النسيم الشرقي", "An Nasim Ash Sharqi"),
    ("malaz", "riyadh", "الملز", "Al Malaz"),
    ("sulimaniyah", "riyadh", "السليمانية", "As Sulimaniyah"),
    ("rawdah-riyadh", "riyadh", "الروضة", "Ar Rawdah"),
    ("rawdah-jeddah", "jeddah", "الروضة", "Ar Rawdah"),
    ("rawdah-dammam", "dammam", "الروضة", "Ar Rawdah"),
    ("hamra-riyadh", "riyadh", "الحمراء", "Al Hamra"),
    ("hamra-jeddah", "jeddah", "الحمراء", "Al Hamra"),
    ("king-fahd-riyadh", "riyadh", "الملك فهد", "King Fahd"),
    ("king-fahd-dammam", "dammam", "الملك فهد", "King Fahd"),
    ("irqah", "riyadh", "عرقة", "Irqah"),
    ("safa", "jeddah", "الصفا", "As Safa"),
    ("balad", "jeddah", "البلد", "Al Balad"),
    ("aziziyah-makkah", "makkah", "العزيزية", "Al Aziziyah"),
    ("aziziyah-jeddah", "jeddah", "العزيزية", "Al Aziziyah"),
    ("aziziyah-riyadh", "riyadh", "العزيزية", "Al Aziziyah"),
    ("quba", "madinah", "قباء", "Quba"),
    ("aqrabiyah", "khobar", "العقربية", "Al Aqrabiyah"),
    ("shati-dammam", "dammam", "الشاطئ", "Ash Shati"),
    ("manhal", "abha", "المنهل", "Al Manhal"),
    ("mansak", "abha", "المنسك", "Al Mansak"),
    ("jumeirah", "dubai", "جميرا", "Jumeirah"),
    ("deira", "dubai", "ديرة", "Deira"),
    ("barsha", "dubai", "البرشاء", "Al Barsha"),
    ("sharq", "kuwait", "شرق", "Sharq"),
    ("ruwi", "muscat", "روي", "Ruwi"),
    ("dafna", "doha", "الدفنة", "Al Dafna"),
    ("adliya", "manama", "العدلية", "Adliya"),
]

# neighbours with outlines: the border is 46.68 east
NEIGHBOURS = [
    ("wurud", "riyadh", "الورود", "Al Wurud", 46.66, 24.70, 46.68, 24.73),
    ("muruj", "riyadh", "المروج", "Al Muruj", 46.68, 24.70, 46.70, 24.73),
]


@cache
def gulf_map() -> AreaIndex:
    """All of it, as the app holds a map."""
    return AreaIndex([*_town(), *_gulf()])


def _town() -> list[Area]:
    drafts = read_areas(TOWN).drafts
    numbers = {draft.code: number for number, draft in enumerate(drafts, start=1000)}
    return [
        Area(
            id=numbers[draft.code],
            code=draft.code,
            parent_id=numbers.get(draft.parent or ""),
            kind=draft.kind,
            name_ar=draft.name_ar,
            name_en=draft.name_en,
            shape=draft.shape,
        )
        for draft in drafts
    ]


def _gulf() -> list[Area]:
    lines = [
        *[(code, None, AreaKind.REGION, *rest) for code, *rest in REGIONS],
        *[(code, region, AreaKind.CITY, *rest) for code, region, *rest in CITIES],
        *[(code, city, AreaKind.DISTRICT, *rest) for code, city, *rest in DISTRICTS + NEIGHBOURS],
    ]
    numbers = {line[0]: number for number, line in enumerate(lines, start=1)}
    return [
        Area(
            id=numbers[code],
            code=code,
            parent_id=numbers.get(parent or ""),
            kind=kind,
            name_ar=name_ar,
            name_en=name_en,
            shape=shapely.to_wkb(shapely.box(*box)) if box else None,
        )
        for code, parent, kind, name_ar, name_en, *box in lines
    ]
