"""Searches as files for other programs, checked before they are handed out."""

from datetime import datetime

from bot.commands.printing import english
from bot.failures import NotDone
from formats.cap_checking import faults_of_cap
from formats.geojson import write_geojson
from formats.gpx import write_gpx
from formats.pfif_checking import faults_of_pfif
from formats.pfif_writing import write_pfif
from services.house import House
from services.pfif_records import pfif_of, pfif_of_all
from services.public_cases import cap_as_operator
from services.search_files import field_map
from services.search_maps import see_map_as_operator


async def exported_map(house: House, search_id: int, form: str, now: datetime) -> bytes:
    """Last known point, rings, segments, tracks and sightings, as gpx or geojson; no name is in it."""
    seen = await see_map_as_operator(house, search_id=search_id, what="map-file", now=now)
    return (write_gpx if form == "gpx" else write_geojson)(field_map(seen, english()))


async def exported_record(house: House, search_id: int | None, form: str, now: datetime) -> bytes:
    """As pfif (without a number: of all) or cap. Says NotDone rather than hand out what a receiver would refuse."""
    if form == "cap":
        raw = await cap_as_operator(house, search_id=search_id or 0, now=now)
        faults = faults_of_cap(raw)
    else:
        if not house.rules.public_url:
            raise NotDone("A PFIF record is called by the host of your public pages: set web.public_url first.")
        kept = await (
            pfif_of_all(house, now=now) if search_id is None else pfif_of(house, search_id=search_id, now=now)
        )
        raw = write_pfif(kept.records, kept.links)
        faults = faults_of_pfif(raw)
    if faults:
        raise NotDone(f"This would not be read elsewhere: {'; '.join(faults)}.")
    return raw
