"""Whom an alert concerns, at the edges of grounds, of the earth and of what people asked for; on both databases."""

from datetime import timedelta

import pytest
from sqlmodel import select

from models.alerts import Alert, Audience, Delivery, DeliveryState, Priority, Wording
from models.areas import Area, AreaKind
from models.reports import Report
from models.rows import id_of
from models.searches import Search, SearchState
from models.subscriptions import Subscription
from places.grounds import AreaGround, Circle, Ground
from places.points import Point
from services import alerts, members, preferences, subscriptions
from services.audit import Actor
from services.subscriptions import Wish

HERE = Point(24.7, 46.7)
LIGHTING = Wish.of_kinds(["lighting"])


def east(metres: float, of: Point = HERE) -> Point:
    """A point so many metres due east, on the sphere on which distances are measured."""
    from geopy.distance import great_circle

    there = great_circle(meters=metres).destination((of.lat, of.lon), 90)
    return Point(there.latitude, there.longitude)


class Neighbours:
    """People who ask for alerts, and reports that are told to them."""

    def __init__(self, house, now):
        self.house, self.now, self.met = house, now, 0
        self.known = {}

    async def who(self, name: str, *grounds: Ground, wish: Wish = LIGHTING):
        """Somebody who wants to hear of these grounds; circles keep their middle exactly here."""
        self.met += 1
        known = await members.meet(self.house, bot_id=42, address=str(self.met), name=name, language="ar", now=self.now)
        await preferences.confirm_adult(self.house, member_id=known.id, now=self.now)
        self.known[known.recipient_id] = name
        for ground in grounds:
            await self.subscribe(known, ground, wish)
        return known

    async def subscribe(self, known, ground: Ground, wish: Wish = LIGHTING) -> int:
        number = await subscriptions.subscribe(
            self.house, recipient_id=known.recipient_id, ground=ground, wish=wish, now=self.now
        )
        if isinstance(ground, Circle):
            async with self.house.db.transaction() as tx:
                row = await tx.get(Subscription, number)
                for name, value in subscriptions.circle_columns(ground.point, ground.radius_m, home=False).items():
                    setattr(row, name, value)
                tx.add(row)
        return number

    async def hear(self, ground: Ground | None, *, audience: Audience = Audience.SUBSCRIBERS) -> set[str]:
        """Who hears of a report on this ground."""
        number = await self.report(ground, audience=audience)
        return {self.known[each.recipient_id] for each in await self.promised(number)}

    async def report(self, ground: Ground | None, *, audience: Audience = Audience.SUBSCRIBERS) -> int:
        areas = await self.house.areas()
        async with self.house.db.transaction() as tx:
            report = Report(category="lighting", created_at=self.now, changed_at=self.now)
            tx.add(report)
            await tx.flush()
            alert = Alert(
                report_id=report.id, audience=audience, wording=Wording.REPORT_OPEN, priority=Priority.NORMAL,
                created_at=self.now, changed_at=self.now,
            )  # fmt: skip
            await alerts.tell_subscribers(tx, self.house, areas, alert, ground=ground, category="lighting")
            return id_of(alert)

    async def search(self, ground: Ground | None) -> int:
        areas = await self.house.areas()
        async with self.house.db.transaction() as tx:
            search = Search(state=SearchState.OPEN, approved_as_operator=True, created_at=self.now, changed_at=self.now)
            tx.add(search)
            await tx.flush()
            alert = Alert(
                search_id=search.id, audience=Audience.SUBSCRIBERS, wording=Wording.SEARCH_OPEN,
                priority=Priority.URGENT, created_at=self.now, changed_at=self.now,
            )  # fmt: skip
            await alerts.tell_subscribers(tx, self.house, areas, alert, ground=ground)
            return id_of(alert)

    async def promised(self, alert_id: int) -> list[Delivery]:
        wanted = Delivery.alert_id == alert_id, Delivery.state != DeliveryState.CANCELLED
        async with self.house.db.reading() as tx:
            return list((await tx.exec(select(Delivery).where(*wanted))).all())

    async def area(self, code: str, *, parent: int | None = None, kind=AreaKind.CITY, **ground) -> int:
        async with self.house.db.transaction() as tx:
            area = Area(code=code, name_ar=code, kind=kind, parent_id=parent, **ground)
            tx.add(area)
            await tx.flush()
            self.house._map = None
            return id_of(area)


@pytest.fixture
def people(house, now) -> Neighbours:
    return Neighbours(house, now)


async def test_two_circles_meet_as_long_as_their_edges_touch(people):
    await people.who("نورة", Circle(HERE, 3000))
    assert await people.hear(Circle(east(4999), 2000)) == {"نورة"}
    assert await people.hear(Circle(east(5001), 2000)) == set()


async def test_a_circle_over_the_antimeridian_is_one_circle(people):
    await people.who("سالم", Circle(Point(-17.0, 179.99), 5000))
    assert await people.hear(Circle(Point(-17.0, -179.99), 500)) == {"سالم"}
    assert await people.hear(Circle(Point(-17.0, -179.9), 500)) == set()


async def test_at_the_pole_every_longitude_is_near(people):
    await people.who("ليلى", Circle(Point(89.99, 0.0), 5000))
    assert await people.hear(Circle(Point(89.99, 180.0), 500)) == {"ليلى"}
    assert await people.hear(Circle(Point(89.9, 90.0), 500)) == set()


async def test_who_asked_three_times_for_one_place_gets_one_copy_by_the_nearest(people):
    city = await people.area("city", lat=HERE.lat, lon=HERE.lon, radius_m=9000)
    await people.who("هند", Circle(east(2000), 5000), Circle(HERE, 5000), AreaGround(city))
    (promised,) = await people.promised(await people.report(Circle(HERE, 1000)))
    assert promised.rank == 0


async def test_what_police_has_not_confirmed_reaches_the_vetted_only(people, house, now):
    known = await people.who("ماجد", Circle(HERE, 3000))
    await people.who("ريم", Circle(HERE, 3000))
    await members.vet(house, member_id=known.id, by=Actor.operator(), now=now)
    assert await people.hear(Circle(HERE, 100), audience=Audience.VETTED) == {"ماجد"}


async def test_what_has_no_place_goes_to_everyone_and_says_so(people, house):
    city = await people.area("city", lat=HERE.lat, lon=HERE.lon, radius_m=9000)
    far = await people.area("far", lat=21.5, lon=39.2, radius_m=9000)
    await people.who("نورة", AreaGround(city))
    await people.who("سالم", AreaGround(far))
    await people.who("هند", Circle(HERE, 3000))
    number = await people.report(None)
    assert len(await people.promised(number)) == 3
    async with house.db.reading() as tx:
        assert (await tx.get(Alert, number)).nowhere


async def test_a_district_without_a_shape_hears_through_its_city_of_reports_and_of_searches(people):
    city = await people.area("city", lat=HERE.lat, lon=HERE.lon, radius_m=9000)
    named = await people.area("named", parent=city, kind=AreaKind.DISTRICT)
    drawn = await people.area("drawn", parent=city, kind=AreaKind.DISTRICT, lat=24.75, lon=46.7, radius_m=500)
    await people.who("نورة", AreaGround(named), wish=Wish.of_kinds(["searches", "lighting"]))
    await people.who("سالم", AreaGround(city), wish=Wish.of_kinds(["searches", "lighting"]))
    await people.who("ليلى", AreaGround(drawn), wish=Wish.of_kinds(["searches", "lighting"]))
    for number in (await people.report(Circle(HERE, 500)), await people.search(Circle(HERE, 500))):
        via = {people.known[each.recipient_id]: each.via_area_id for each in await people.promised(number)}
        assert via == {"نورة": city, "سالم": None}


async def test_who_hears_in_their_own_right_is_not_told_that_it_came_through_a_neighbour(people):
    """What has no place goes to every region; two of them overlap, and one has a city known by name."""
    await people.area("one", kind=AreaKind.REGION, lat=HERE.lat, lon=HERE.lon, radius_m=30_000)
    there = east(20_000)
    other = await people.area("other", kind=AreaKind.REGION, lat=there.lat, lon=there.lon, radius_m=30_000)
    named = await people.area("named", parent=other)
    await people.who("نورة", AreaGround(named))
    (promised,) = await people.promised(await people.report(None))
    assert promised.via_area_id is None


async def test_a_neighbouring_district_known_by_name_does_not_hear_of_what_is_said_to_be_in_another(people):
    city = await people.area("city", lat=HERE.lat, lon=HERE.lon, radius_m=9000)
    one = await people.area("one", parent=city, kind=AreaKind.DISTRICT)
    other = await people.area("other", parent=city, kind=AreaKind.DISTRICT)
    await people.who("نورة", AreaGround(one))
    await people.who("سالم", AreaGround(other))
    await people.who("هند", AreaGround(city))
    assert await people.hear(AreaGround(one)) == {"نورة", "هند"}


async def test_who_moves_hears_what_is_open_at_the_new_place_and_nothing_waits_of_the_old(people, house, now):
    known = await people.who("نورة", Circle(HERE, 2000))
    (mine,) = await subscriptions.of_recipient(house, known.recipient_id)
    here, there = await people.report(Circle(HERE, 500)), await people.report(Circle(east(50_000), 500))
    assert [len(await people.promised(number)) for number in (here, there)] == [1, 0]
    about = {"recipient_id": known.recipient_id, "subscription_id": id_of(mine.row)}
    await subscriptions.remove(house, **about, now=now + timedelta(seconds=1))
    await people.subscribe(known, Circle(east(50_000), 2000))
    assert [len(await people.promised(number)) for number in (here, there)] == [0, 1]
