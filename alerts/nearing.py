"""A search has moved: every copy is measured anew, and those it came nearer to hear it.

A new sound is a new copy, and the old one goes: who counts as never having seen a copy is sent one by the dispatcher.
"""

from collections.abc import Sequence

from sqlalchemy import TextClause, bindparam, text

from places.points import BAND_ENDS_M, Point

_BANDS = " ".join(f"WHEN distance < {end} THEN {band}" for band, end in enumerate(BAND_ENDS_M))
_CIRCLES = (
    "SELECT d.id AS delivery, s.id AS wish, distance_m(s.lat, s.lon, :lat, :lon) AS distance,"
    " octant(s.lat, s.lon, :lat, :lon) AS octant FROM delivery d JOIN subscription s ON s.recipient_id = d.recipient_id"
    " WHERE d.alert_id = :alert AND s.radius_m IS NOT NULL AND s.active AND s.instant AND s.searches"
)
_NEAREST = (
    f"WITH nearest AS (SELECT delivery, distance, octant, CASE {_BANDS} ELSE {len(BAND_ENDS_M)} END AS band FROM"  # noqa: S608
    " (SELECT c.*, row_number() OVER (PARTITION BY delivery ORDER BY distance, wish) AS place"
    f" FROM ({_CIRCLES}) c) r WHERE place = 1)"
)
_COPY_THERE = "EXISTS (SELECT 1 FROM copy k WHERE k.delivery_id = delivery.id AND k.state = 'shown')"


def heard_anew(alert_id: int, point: Point, entered: Sequence[int]) -> TextClause:
    """Those who are a band nearer to this point than their copy says, or whose area it has entered, hear it again.

    To be run after the alert was revised and before `measured`. What is under way is left: it has just sounded.
    """
    sql = (
        f"{_NEAREST} UPDATE delivery SET shown_revision = 0, state = 'due', priority = 0, attempts = 0,"  # noqa: S608
        " not_before = NULL, error = NULL WHERE delivery.alert_id = :alert AND delivery.shown_revision IS NOT NULL"
        f" AND delivery.state NOT IN ('leased', 'begun', 'cancelled') AND {_COPY_THERE} AND (EXISTS"
        " (SELECT 1 FROM nearest n WHERE n.delivery = delivery.id AND n.band < delivery.band)"
        " OR EXISTS (SELECT 1 FROM subscription s WHERE s.id = delivery.subscription_id AND s.area_id IN :entered))"
    )
    values = {"alert": alert_id, "lat": point.lat, "lon": point.lon}
    return text(sql).bindparams(bindparam("entered", list(entered), expanding=True)).bindparams(**values)


def measured(alert_id: int, point: Point) -> TextClause:
    """How far and which way every reader has it from this point, where there is something to measure from."""
    sql = (
        f"{_NEAREST} UPDATE delivery SET rank = CAST(nearest.distance AS INTEGER), band = nearest.band,"  # noqa: S608
        " octant = nearest.octant FROM nearest WHERE nearest.delivery = delivery.id"
    )
    return text(sql).bindparams(alert=alert_id, lat=point.lat, lon=point.lon)
