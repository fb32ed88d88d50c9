"""GeoJSON (RFC 7946): the map of a search for other maps."""

from typing import Any

import orjson
import shapely

from formats.field_maps import FieldMap, Ground, Mark, Ring, Walk, cut_at_180, unbroken
from places.equal_area import Plane
from places.points import Point

DECIMALS = 6
"""Of degrees, about a tenth of a metre (RFC 7946, 11.2)."""
RING_CORNERS = 128
MEDIA_TYPE = "application/geo+json"


def write_geojson(shown: FieldMap) -> bytes:
    """A FeatureCollection; each feature's `kind` says what it is. Rings and segments are polygons wound to the left.

    Areas in square metres, distances in metres, times in UTC (RFC 3339).
    """
    middle = next((mark.at for mark in shown.marks if mark.kind == "last-known-point"), None)
    features = [
        *(_ring(ring, middle) for ring in shown.rings if middle is not None),
        *map(_ground, shown.grounds),
        *(_walk(walk) for walk in shown.walks if any(len(part) > 1 for part in walk.stretches)),
        *map(_mark, shown.marks),
    ]
    about = {"name": shown.name, "search": shown.search_id, "drill": shown.drill, "made_at": _time(shown.made_at)}
    return orjson.dumps({"type": "FeatureCollection", **about, "features": features}, option=orjson.OPT_INDENT_2)


def _feature(kind: str, shape: shapely.Geometry, **said: Any) -> dict[str, Any]:
    properties = {"kind": kind} | {name: value for name, value in said.items() if value is not None and value != ""}
    return {"type": "Feature", "geometry": _geometry(shape), "properties": properties}


def _geometry(shape: shapely.Geometry) -> dict[str, Any]:
    turned = shapely.orient_polygons(cut_at_180(shape))  # type: ignore[arg-type]
    written: dict[str, Any] = orjson.loads(shapely.to_geojson(turned))
    return {"type": written["type"], "coordinates": _rounded(written["coordinates"])}


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, list):
        return [_rounded(each) for each in coordinates]
    return round(coordinates, DECIMALS)


def _ring(ring: Ring, middle: Point) -> dict[str, Any]:
    circle = shapely.Point(0, 0).buffer(ring.radius_m, quad_segs=RING_CORNERS // 4)
    return _feature("ring", Plane(middle).degrees(circle), percent=ring.percent, radius_m=ring.radius_m)


def _ground(ground: Ground) -> dict[str, Any]:
    return _feature(
        "segment", ground.outline, name=ground.name, number=ground.number, state=ground.state,
        area_m2=round(ground.area_m2), poa=round(ground.poa, 6), coverage=round(ground.coverage, 3),
        pod=round(ground.pod, 3),
    )  # fmt: skip


def _walk(walk: Walk) -> dict[str, Any]:
    lines = [unbroken([place for place, _ in part]) for part in walk.stretches if len(part) > 1]
    shape = shapely.linestrings(lines[0]) if len(lines) == 1 else shapely.multilinestrings([*map(_line, lines)])
    times = [[_time(at) for _, at in part] for part in walk.stretches if len(part) > 1]
    return _feature("track", shape, name=walk.name, team=walk.team, segment=walk.segment, times=times)


def _line(corners: list[tuple[float, float]]) -> shapely.LineString:
    return shapely.LineString(corners)


def _mark(mark: Mark) -> dict[str, Any]:
    time = _time(mark.time) if mark.time is not None else None
    where = shapely.Point(mark.at.lon, mark.at.lat)
    return _feature(mark.kind, where, name=mark.name, state=mark.state, time=time)


def _time(moment: Any) -> str:
    return str(moment.isoformat(timespec="seconds").replace("+00:00", "Z"))
