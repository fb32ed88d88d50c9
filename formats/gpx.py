"""GPX 1.1: the map of a search for hand-held receivers and walking apps."""

import gpxpy.gpx

from formats.field_maps import FieldMap, Ground, Walk
from places.points import Point

MEDIA_TYPE = "application/gpx+xml"


def write_gpx(shown: FieldMap) -> bytes:
    """Marks as waypoints, outlines of segments as closed routes, walks as tracks with times; GPX knows no areas.

    Rings are not in it: no receiver draws a circle.
    """
    gpx = gpxpy.gpx.GPX()
    gpx.name, gpx.time, gpx.creator = shown.name, shown.made_at, "Mizalla"
    for mark in shown.marks:
        point = gpxpy.gpx.GPXWaypoint(mark.at.lat, mark.at.lon, time=mark.time, name=mark.name, comment=mark.state)
        gpx.waypoints.append(point)
    gpx.routes.extend(map(_route, shown.grounds))
    gpx.tracks.extend(map(_track, shown.walks))
    return str(gpx.to_xml(version="1.1")).encode()


def _route(ground: Ground) -> gpxpy.gpx.GPXRoute:
    route = gpxpy.gpx.GPXRoute(name=ground.name, description=f"{ground.state}, POD {ground.pod:.0%}")
    for lon, lat in ground.outline.exterior.coords:
        where = Point(lat, (lon + 180) % 360 - 180)
        route.points.append(gpxpy.gpx.GPXRoutePoint(round(where.lat, 6), round(where.lon, 6)))
    return route


def _track(walk: Walk) -> gpxpy.gpx.GPXTrack:
    track = gpxpy.gpx.GPXTrack(name=walk.name)
    for part in walk.stretches:
        points = [gpxpy.gpx.GPXTrackPoint(place.lat, place.lon, time=at) for place, at in part]
        track.segments.append(gpxpy.gpx.GPXTrackSegment(points))
    return track
