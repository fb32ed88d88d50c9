"""A small town with a desk: what the tests of reports are written with."""

from dataclasses import dataclass, field
from datetime import datetime

import shapely
from sqlmodel import col, select

from models.alerts import Alert, Audience, Delivery, Wording
from models.areas import Area, AreaKind
from models.members import Recipient
from models.organisations import Role
from models.reports import Report
from models.rows import id_of
from models.subscriptions import ReportKinds, Subscription, SubscriptionCategory
from places.points import Point, box
from services import members, organisations, reports
from services.audit import Actor
from services.house import House
from services.members import Known
from services.organisations import Charter
from services.places import Place
from services.reports import ReportDraft

BOT = 7
EAST, HARBOUR, RED, BLUE, WEST, FAR = range(1, 7)
IN_RED = Point(24.05, 46.05)
BORDER = Point(24.05, 46.0999)
IN_FAR = Point(24.55, 44.55)
NOWHERE = Point(0.0, 0.0)


def _area(
    number: int, kind: AreaKind, parent: int | None, ar: str, en: str, ground: tuple[float, float, float, float]
) -> Area:
    shape = shapely.to_wkb(shapely.box(*ground))
    return Area(id=number, code=f"a-{number}", kind=kind, parent_id=parent, name_ar=ar, name_en=en, shape=shape)


AREAS = (
    (EAST, AreaKind.REGION, None, "منطقة الشرق", "East", (46, 24, 48, 26)),
    (HARBOUR, AreaKind.CITY, EAST, "الميناء", "Harbour", (46.0, 24.0, 46.4, 24.4)),
    (RED, AreaKind.DISTRICT, HARBOUR, "حي الورد", "Red", (46.0, 24.0, 46.1, 24.1)),
    (BLUE, AreaKind.DISTRICT, HARBOUR, "حي النهر", "Blue", (46.1, 24.0, 46.2, 24.1)),
    (WEST, AreaKind.REGION, None, "منطقة الغرب", "West", (44, 24, 46, 26)),
    (FAR, AreaKind.CITY, WEST, "النائية", "Far", (44.5, 24.5, 44.6, 24.6)),
)


@dataclass
class Town:
    """Suad reports; Badr and Noura are the desk of Harbour; Amal heads it, Faris the team of Far; Charlie is nobody."""

    house: House
    now: datetime
    people: dict[str, Known] = field(default_factory=dict)

    async def opens(self) -> "Town":
        async with self.house.db.transaction() as tx:
            for each in AREAS:
                tx.add(_area(*each))
                await tx.flush()
        charters = [Charter("harbour", "فريق الميناء", "Harbour team", ("a-2",)), Charter("far", "فريق النائية")]
        await organisations.sync(self.house, charters, now=self.now)
        await self.staff("badr", Role.DESK, "harbour")
        await self.staff("noura", Role.COORDINATOR, "harbour")
        await self.staff("amal", Role.ADMIN, "harbour")
        await self.staff("faris", Role.ADMIN, "far")
        await self.meets("suad")
        await self.meets("charlie")
        return self

    def __getattr__(self, name: str) -> Known:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    async def meets(self, name: str) -> Known:
        address = str(1000 + len(self.people))
        known = await members.meet(self.house, bot_id=BOT, address=address, name=name, language="ar", now=self.now)
        self.people[name] = known
        return known

    async def staff(self, name: str, role: Role, code: str) -> Known:
        known = await self.meets(name)
        await organisations.grant(
            self.house, member_id=known.id, role=role, code=code, by=Actor.operator(), now=self.now
        )
        return known

    async def follows(self, name: str, at: Point, radius_m: float = 2_000, *categories: str) -> Known:
        """A volunteer with a circle, for these kinds of report or all."""
        known = await self.meets(name)
        kinds = ReportKinds.SOME if categories else ReportKinds.ALL
        bounds = box(at, radius_m)._asdict()
        ground = {"lat": at.lat, "lon": at.lon, "radius_m": radius_m, **bounds}
        async with self.house.db.transaction() as tx:
            wish = Subscription(recipient_id=known.recipient_id, reports=kinds, created_at=self.now, **ground)
            tx.add(wish)
            await tx.flush()
            for category in categories:
                tx.add(SubscriptionCategory(subscription_id=id_of(wish), category=category))
        return known

    async def reports(self, by: str = "suad", once: str | None = None, **about: object) -> Report:
        given = {"category": "lighting", "place": Place(IN_RED.lat, IN_RED.lon), "description": "المصباح مطفأ"} | about
        draft = ReportDraft(**given)  # type: ignore[arg-type]
        return await reports.submit(self.house, draft=draft, reporter=self.people[by], made_by=once, now=self.now)

    async def report(self, number: int | None) -> Report:
        async with self.house.db.reading() as tx:
            return await tx.get_one(Report, number)

    async def alerts(self, report: Report, wording: Wording | None = None) -> list[Alert]:
        async with self.house.db.reading() as tx:
            found = select(Alert).where(Alert.report_id == report.id).order_by(col(Alert.id))
            rows = (await tx.exec(found)).all()
        return [alert for alert in rows if wording in {None, alert.wording}]

    async def told(self, alert: Alert) -> set[str]:
        """Names of those to whom an alert is promised."""
        async with self.house.db.reading() as tx:
            ids = await tx.exec(
                select(Recipient.member_id)
                .join(Delivery, col(Delivery.recipient_id) == Recipient.id)
                .where(Delivery.alert_id == alert.id)
            )
            told = set(ids.all())
        return {name for name, known in self.people.items() if known.id in told}

    async def told_of(self, report: Report, wording: Wording) -> set[str]:
        found = [await self.told(alert) for alert in await self.alerts(report, wording)]
        return set().union(*found)


async def town_of(house: House, now: datetime) -> Town:
    return await Town(house, now).opens()


__all__ = ["Audience", "Town", "town_of"]
