"""Whom to tell: one INSERT … SELECT from subscriptions whose ground meets the alert's.

Circles are found through their bounding boxes (R*Tree on SQLite, GiST over `box` on PostgreSQL), then by exact
distance; areas through a plain index. The cost follows the number of recipients, not of members.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import TextClause, bindparam, text

from models.alerts import Alert, Audience
from places.points import BAND_ENDS_M, Point, box

AREA_RANK = 1_000_000
"""Metres of rank for those no distance is known of: after everyone who is known to be nearer."""


@dataclass(frozen=True)
class Match:
    """What an alert's ground means to the subscriptions: areas by id, and circles by place or by number."""

    area_ids: frozenset[int] = frozenset()
    through: Mapping[int, int] = field(default_factory=dict)
    """Areas without a shape of their own, and the ancestor each was matched through."""
    point: Point | None = None
    radius_m: float = 0.0
    circle_ids: tuple[int, ...] = ()
    """Circles that meet an area, tested exactly beforehand."""


@dataclass(frozen=True)
class Selection:
    """Who hears of an alert: of which ground and kind, on which database, perhaps asked for one recipient only."""

    match: Match
    alert: Alert
    category: str | None
    sqlite: bool
    only_recipient: int | None = None
    told_groups: tuple[int, ...] = ()
    """Groups that hear it at once, whose readers may have said that this is enough."""

    def write_deliveries(self, most: int | None = None) -> TextClause:
        """Promise the alert to everyone whose instant subscription it meets, by the nearest of theirs.

        `most`: to so many, the nearest who do not have it yet. Those who have it keep theirs.
        """
        limited = "" if most is None else f" LIMIT {int(most)}"
        return self._bound(
            "INSERT INTO delivery (alert_id, recipient_id, bot_id, subscription_id, via_area_id, priority, rank, band,"  # noqa: S608
            " octant, state, want_revision, attempts)"
            f" SELECT :alert, x.recipient_id, x.bot_id, x.id, {self._through()}, :priority, x.rank, x.band, x.octant,"
            f" 'due', :revision, 0 FROM ({self._chosen(instant=True, new=most is not None)}) x WHERE TRUE"
            f" ORDER BY x.rank, x.id{limited} ON CONFLICT (alert_id, recipient_id) DO NOTHING"
        )

    def write_digest_entries(self) -> TextClause:
        """Keep the alert for the next digest of everyone whose digest subscription it meets: the soonest of theirs."""
        return self._bound(
            "INSERT INTO digest_entry (alert_id, recipient_id, subscription_id, via_area_id)"  # noqa: S608
            f" SELECT :alert, x.recipient_id, x.id, {self._through()} FROM ({self._chosen(instant=False)}) x WHERE TRUE"
            " ORDER BY x.next_digest_at, x.rank, x.id ON CONFLICT (alert_id, recipient_id) DO NOTHING"
        )

    def groups_told(self) -> TextClause:
        """The groups with readers that it goes to at once."""
        chosen = f"{self._chosen(instant=True, read=True)}"
        return self._bound(
            f"SELECT DISTINCT g.group_id FROM ({chosen}) x JOIN recipient g ON g.id = x.recipient_id"  # noqa: S608
        )

    def size(self) -> TextClause:
        """How many instant subscriptions it meets, and of how many recipients, who do not have it yet."""
        chosen = self._chosen(instant=True, new=True)
        return self._bound(f"SELECT count(*), count(DISTINCT x.recipient_id) FROM ({chosen}) x")  # noqa: S608

    def _chosen(self, *, instant: bool, new: bool = False, read: bool = False) -> str:
        """The subscriptions that want this alert: id, recipient, bot, area, digest, rank, band, octant.

        `read`: only those of groups that have readers.
        """
        parts = []
        if self.match.area_ids:
            parts.append(self._unmeasured("s.area_id IN :areas", AREA_RANK))
        if self.match.circle_ids:
            parts.append(self._unmeasured("s.id IN :circles", AREA_RANK))
        if self.match.point is not None:
            parts.append(self._circles())
        conditions = self._conditions(instant=instant, new=new)
        if read:
            conditions += " AND r.group_id IN (SELECT q.group_id FROM group_reader q)"
        found = " UNION ALL ".join(f"{part} AND {conditions}" for part in parts)
        return found or f"{self._unmeasured('1 = 0', 0)}"

    def _conditions(self, *, instant: bool, new: bool) -> str:
        wanted = ["r.state = 'active'", "s.active", f"s.instant = {'TRUE' if instant else 'FALSE'}", self._wish()]
        if self.alert.audience is Audience.VETTED:
            wanted.append("EXISTS (SELECT 1 FROM member v WHERE v.id = r.member_id AND v.vetted_at IS NOT NULL)")
        if self.alert.report_id is not None:
            wanted.append("NOT EXISTS (SELECT 1 FROM report o WHERE o.id = :report AND o.reporter_id = r.member_id)")
        if instant and self.told_groups:
            wanted.append(f"NOT EXISTS ({_TOLD_IN_A_GROUP})")
        if self.only_recipient is not None:
            wanted.append("r.id = :only")
        if new and self.alert.id is not None:
            had = "SELECT 1 FROM delivery d WHERE d.alert_id = :alert AND d.recipient_id = s.recipient_id"
            wanted.append(f"NOT EXISTS ({had})")
        return " AND ".join(wanted)

    def _wish(self) -> str:
        if self.alert.search_id is not None:
            return "s.searches"
        return (
            "(s.reports = 'all' OR (s.reports = 'some' AND EXISTS (SELECT 1 FROM subscription_category c"
            " WHERE c.subscription_id = s.id AND c.category = :category)))"
        )

    def _unmeasured(self, where: str, rank: int) -> str:
        """Subscriptions of which no distance is known."""
        return (
            f"SELECT s.id, s.recipient_id, r.bot_id, s.area_id, s.next_digest_at, {rank} AS rank,"  # noqa: S608
            " CAST(NULL AS INTEGER) AS band,"
            " CAST(NULL AS INTEGER) AS octant FROM subscription s JOIN recipient r ON r.id = s.recipient_id"
            f" WHERE {where}"
        )

    def _circles(self) -> str:
        """Circles that the alert's reaches, each measured once."""
        bands = " ".join(f"WHEN s.distance < {end} THEN {band}" for band, end in enumerate(BAND_ENDS_M))
        return (
            "SELECT s.id, s.recipient_id, r.bot_id, s.area_id, s.next_digest_at, CAST(s.distance AS INTEGER) AS rank,"  # noqa: S608
            f" CASE {bands} ELSE {len(BAND_ENDS_M)} END AS band, octant(s.lat, s.lon, :lat, :lon) AS octant"
            f" FROM (SELECT {_OF_CIRCLES}, distance_m(s.lat, s.lon, :lat, :lon) AS distance"
            f" FROM {_IN_BOX_SQLITE if self.sqlite else _IN_BOX_POSTGRESQL}) s"
            " JOIN recipient r ON r.id = s.recipient_id WHERE s.distance <= s.radius_m + :radius"
        )

    def _through(self) -> str:
        if not self.match.through:
            return "CAST(NULL AS INTEGER)"
        cases = " ".join(f"WHEN {int(area)} THEN {int(via)}" for area, via in self.match.through.items())
        return f"CASE x.area_id {cases} END"

    def _bound(self, sql: str) -> TextClause:
        """The statement with the values it names."""
        alert, match = self.alert, self.match
        values: dict[str, object] = {"alert": alert.id, "priority": int(alert.priority), "revision": alert.revision}
        values |= {"category": self.category, "only": self.only_recipient, "report": alert.report_id}
        if match.point is not None:
            values |= box(match.point, match.radius_m)._asdict()
            values |= {"lat": match.point.lat, "lon": match.point.lon, "radius": match.radius_m}
        lists: dict[str, Sequence[int]] = {"areas": sorted(match.area_ids), "circles": match.circle_ids}
        lists["told"] = self.told_groups
        statement = text(sql)
        named = set(statement.compile().params)
        for name, ids in lists.items():
            if name in named:
                statement = statement.bindparams(bindparam(name, list(ids), expanding=True))
        return statement.bindparams(**{name: value for name, value in values.items() if name in named})


_TOLD_IN_A_GROUP = (
    "SELECT 1 FROM group_reader q JOIN member n ON n.id = q.member_id"
    " WHERE q.member_id = r.member_id AND q.group_id IN :told AND n.groups_suffice"
)

_OF_CIRCLES = (
    "s.id, s.recipient_id, s.area_id, s.lat, s.lon, s.radius_m, s.active, s.instant, s.next_digest_at, s.searches,"
    " s.reports"
)

_IN_BOX_SQLITE = (
    "subscription_box b CROSS JOIN subscription s ON s.id = b.id WHERE b.min_lat <= :max_lat AND b.max_lat >= :min_lat"
    " AND b.min_lon <= :max_lon AND b.max_lon >= :min_lon LIMIT -1 OFFSET 0"
)
"""CROSS JOIN keeps SQLite from starting with the larger table, LIMIT from measuring again at every use."""

_IN_BOX_POSTGRESQL = (
    "subscription s WHERE s.radius_m IS NOT NULL AND box(point(s.max_lon, s.max_lat), point(s.min_lon, s.min_lat))"
    " && box(point(:max_lon, :max_lat), point(:min_lon, :min_lat))"
)
"""Box against box uses the index; `box @> point` would not."""
