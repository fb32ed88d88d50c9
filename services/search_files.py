"""The map of a search as files for other programs: what they say, in the reader's language, and of no person."""

from formats.field_maps import FieldMap, Ground, Mark, Ring, Walk
from language.voices import Say
from services.search_maps import PERCENT, Seen


def field_map(seen: Seen, say: Say) -> FieldMap:
    """Everything that is known, named by numbers: teams, segments, sightings."""
    point = (
        [Mark(say.plain("map-last-seen"), "last-known-point", seen.last_seen, time=seen.last_seen_at)]
        if (seen.last_seen is not None)
        else []
    )
    told = [
        Mark(say.plain("map-file-sighting", number=each.number), "sighting", each.at, each.state.value, each.seen_at)
        for each in seen.sightings
    ]
    return FieldMap(
        name=say.plain("search-map-title", number=seen.search_id),
        search_id=seen.search_id,
        made_at=seen.at,
        drill=seen.drill,
        marks=(*point, *told),
        rings=tuple(Ring(percent, metres) for percent, metres in zip(PERCENT, seen.rings, strict=False)),
        grounds=tuple(
            Ground(
                say.plain("segment-name", number=each.number), each.number, each.state.value, each.outline,
                each.area_m2, each.poa, each.coverage, each.pod,
            )
            for each in seen.segments
        ),
        walks=tuple(
            Walk(
                say.plain("map-file-team", team=each.team), each.team, each.segment,
                tuple(tuple((fix.point, fix.at) for fix in part) for part in each.stretches),
            )
            for each in seen.tracks
        ),
    )  # fmt: skip
