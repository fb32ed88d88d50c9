"""The numbers by which help is called in the countries of the Gulf: proposals, until an operator has rung them.

Regions are named by ISO 3166-2. What stands here is proposed by `mizalla setup`, and `mizalla doctor` compares with it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Country:
    """A country: its time zone, the number that serves all of it, and those regions that have another."""

    zone: str
    ar: str
    en: str
    number: str
    regions: dict[str, str] = field(default_factory=dict)

    def number_in(self, region: str) -> str:
        return self.regions.get(region, self.number)


COUNTRIES = {
    "SA": Country(
        "Asia/Riyadh",
        "السعودية",
        "Saudi Arabia",
        "999",
        dict.fromkeys(("SA-01", "SA-02", "SA-03", "SA-04"), "911"),
    ),
    "AE": Country("Asia/Dubai", "الإمارات", "the Emirates", "999"),
    "KW": Country("Asia/Kuwait", "الكويت", "Kuwait", "112"),
    "QA": Country("Asia/Qatar", "قطر", "Qatar", "999"),
    "OM": Country("Asia/Muscat", "عُمان", "Oman", "9999"),
    "BH": Country("Asia/Bahrain", "البحرين", "Bahrain", "999"),
}


def country_of(area: str) -> str | None:
    """The country of an area whose id is its ISO 3166-2 code, such as SA-01."""
    code = area[:2].upper()
    return code if code in COUNTRIES and area[2:3] == "-" else None


def rules_for(country: str, areas: Collection[str]) -> list[dict[str, str]]:
    """The lines of `areas.emergency` for a country: its regions that differ, of those imported, and the rest.

    Where none of them is imported yet, all of them: they are used once they are.
    """
    told = COUNTRIES[country]
    here = [region for region in told.regions if region in areas] or list(told.regions)
    return [{"area": region, "number": told.regions[region]} for region in here] + [{"area": "", "number": told.number}]


def differing(areas: Iterable[str], shown: dict[str, str]) -> list[tuple[str, str, str]]:
    """Areas of these countries for which people are shown another number: the area, that number, the expected one."""
    return [
        (area, shown[area], expected)
        for area in areas
        if (country := country_of(area)) is not None
        and area in shown
        and shown[area] != (expected := COUNTRIES[country].number_in(area))
    ]
