"""Whom an alert concerns among very many subscriptions: circles of 1 to 20 km over 1,200 km, a quarter in one city."""

import statistics
import time
from datetime import datetime

from benchmarks import volunteers
from benchmarks.figures import Figure, Limit, not_measured
from benchmarks.scale import Scale
from benchmarks.stages import NoServer, database, house_at, settle_down
from clock.clocks import system_now
from models.alerts import Alert, Audience, Priority, Wording
from models.database import Database
from places.grounds import Circle
from places.points import EARTH_RADIUS_M, Point
from services import alerts
from services.house import House

LIMIT = Limit(10, "ms")
RECIPIENTS = 1_000
PER_RECIPIENT = 5
SOUTH, WEST, WIDE = 16.0, 36.0, 12.0
"""Degrees: the corner of the country, and how far it reaches north and east."""
CITY = Point(22.0, 42.0)
ASKED = 9
"""Each figure is the median of so many questions."""


async def measure(scale: Scale) -> list[Figure]:
    return [await _on(kind, scale) for kind in scale.databases]


async def _on(kind: str, scale: Scale) -> Figure:
    what = f"audience among {scale.subscriptions:,} subscriptions, {kind}"
    try:
        async with database(kind) as url, house_at(url) as house:
            await _settle(house.db, scale.subscriptions, system_now())
            await settle_down(house)
            wanted = min(RECIPIENTS, scale.subscriptions // 500)
            circles = [await _reaching(house, place, wanted) for place in _PLACES[: max(1, scale.runs)]]
            figures = [await _milliseconds(house, circle) for circle, _ in circles]
            ten_times = await _reaching(house, _PLACES[0], wanted * 10)
            slower = await _milliseconds(house, ten_times[0])
    except NoServer as error:
        return not_measured(what, LIMIT, str(error))
    heard = statistics.median(count for _, count in circles)
    return Figure(what, figures, LIMIT, f"{heard:,.0f} recipients; {ten_times[1]:,} take {slower:.0f} ms")


_PLACES = (Point(18.2, 45.1), Point(25.4, 38.3), Point(20.6, 39.9), Point(26.9, 46.2), Point(17.1, 37.2))


async def _reaching(house: House, place: Point, wanted: int) -> tuple[Circle, int]:
    """A circle round a place that about so many hear of (within a tenth, if there is one), and how many do."""
    smallest, largest = 10.0, 2_000_000.0
    for _ in range(24):
        circle = Circle(place, (smallest * largest) ** 0.5)
        count = await _count(house, circle)
        if abs(count - wanted) <= wanted / 10:
            break
        smallest, largest = (circle.radius_m, largest) if count < wanted else (smallest, circle.radius_m)
    return circle, count


async def _count(house: House, circle: Circle) -> int:
    areas = await house.areas()
    async with house.db.reading() as tx:
        return await alerts.would_reach(tx, house, areas, _alert(system_now()), ground=circle)


async def _milliseconds(house: House, circle: Circle) -> float:
    """Choosing and counting the recipients; the map and the connection are there."""
    areas = await house.areas()
    times = []
    async with house.db.reading() as tx:
        for _ in range(ASKED):
            alert, begun = _alert(system_now()), time.perf_counter()
            await alerts.would_reach(tx, house, areas, alert, ground=circle)
            times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times)


def _alert(now: datetime) -> Alert:
    return Alert(
        search_id=1, audience=Audience.SUBSCRIBERS, wording=Wording.SEARCH_OPEN, priority=Priority.URGENT,
        created_at=now, changed_at=now,
    )  # fmt: skip


async def _settle(db: Database, subscriptions: int, now: datetime) -> None:
    """Five circles for each recipient, their boxes half a thousandth wider than they are."""
    people = max(1, subscriptions // PER_RECIPIENT)
    await volunteers.settle(db, people, now, subscribe=0)
    values = {"count": subscriptions, "people": people, "now": f"{now:%Y-%m-%d %H:%M:%S}"}
    async with db.ledger() as connection:
        await volunteers.write(connection, _CIRCLES, values)


_LAT = f"CASE WHEN n % 4 = 0 THEN {CITY.lat} + (u - 0.5) * 0.6 ELSE {SOUTH} + u * {WIDE} END"
_LON = f"CASE WHEN n % 4 = 0 THEN {CITY.lon} + (v - 0.5) * 0.6 ELSE {WEST} + v * {WIDE} END"
_HIGH = f"radius_m * 1.0005 / {EARTH_RADIUS_M} * 57.29577951308232"
_HALF = f"{_HIGH} / 0.86"
"""Degrees of longitude for as many metres: the cosine is never under 0.88 there."""
_CIRCLES = (
    "INSERT INTO subscription (recipient_id, searches, reports, lat, lon, radius_m, min_lat, max_lat, min_lon, max_lon,"
    " instant, active, created_at) SELECT who, TRUE, 'none', lat, lon, radius_m,"
    f" lat - {_HIGH}, lat + {_HIGH}, lon - {_HALF}, lon + {_HALF}, TRUE, TRUE, '<now>'"
    f" FROM (SELECT who, {_LAT} AS lat, {_LON} AS lon, 1000 + 19000 * w * w AS radius_m"
    " FROM (SELECT n, 1 + n % <people> AS who, (n * 7919 % 1000003) / 1000003.0 AS u,"
    " (n * 104729 % 1000033) / 1000033.0 AS v, (n * 1299709 % 1000037) / 1000037.0 AS w FROM <numbers>) a) b"
)
"""Places and radii from the remainders of large primes: spread evenly, and the same every time."""
