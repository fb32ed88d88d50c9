"""A town whose people want digests: what the tests of digests, subscriptions and groups are written with."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import col, select

from models.alerts import Alert, AlertState, Audience, Delivery, Digest, Priority, Wording
from models.areas import Area, AreaKind
from models.groups import GroupKind
from models.organisations import Role
from models.reports import Report, ReportState
from models.searches import Search, SearchState, Sex, SubjectKind
from models.subscriptions import Subscription
from places.grounds import AreaGround, Circle, Ground
from places.points import Point
from services import alerts, digests, group_chats, members, organisations, preferences, subscriptions
from services.audit import Actor
from services.groups import Chat
from services.house import House
from services.members import Known
from services.organisations import Charter
from services.subscriptions import Wish

BOT = 7
REGION, ROSES, RIVER, ELSEWHERE = 1, 2, 3, 4
ROSES_POINT = Point(24.05, 46.05)
GROUP = -100_500


@dataclass
class Town:
    """Suad and Badr are volunteers, Amal heads the team that serves the region, Charlie leads another one."""

    house: House
    now: datetime
    people: dict[str, Known] = field(default_factory=dict)

    async def opens(self) -> "Town":
        async with self.house.db.transaction() as tx:
            for number, kind, parent, name, lat in (
                (REGION, AreaKind.REGION, None, "المنطقة", 24.1),
                (ROSES, AreaKind.DISTRICT, REGION, "حي الورود", ROSES_POINT.lat),
                (RIVER, AreaKind.DISTRICT, REGION, "حي النهر", 24.15),
                (ELSEWHERE, AreaKind.REGION, None, "منطقة أخرى", 28.0),
            ):
                radius = 20_000 if kind is AreaKind.REGION else 2_000
                area = Area(id=number, code=f"a-{number}", kind=kind, parent_id=parent, name_ar=name)
                area.lat, area.lon, area.radius_m = lat, ROSES_POINT.lon, radius
                tx.add(area)
                await tx.flush()
        charters = [Charter("team", "فريق المنطقة", "Team", ("a-1",)), Charter("other", "فريق آخر", "", ("a-4",))]
        await organisations.sync(self.house, charters, now=self.now)
        for name in ("suad", "badr", "amal", "charlie"):
            await self.meets(name)
        await self.grants("amal", Role.COORDINATOR, "team")
        await self.grants("charlie", Role.ADMIN, "other")
        return self

    def __getattr__(self, name: str) -> Known:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    async def meets(self, name: str) -> Known:
        known = await members.meet(
            self.house, bot_id=BOT, address=str(1000 + len(self.people)), name=name, language="ar", now=self.now
        )
        await preferences.confirm_adult(self.house, member_id=known.id, now=self.now)
        self.people[name] = known
        return known

    async def grants(self, name: str, role: Role, code: str) -> None:
        by = Actor.operator()
        await organisations.grant(self.house, member_id=self.people[name].id, role=role, code=code, by=by, now=self.now)

    async def wants(self, name: str, ground: Ground | None = None, *, frequency: str = "", **about: Any) -> int:
        """Somebody subscribes, to everything in the roses by default and with their usual digest."""
        kinds = about.pop("kinds", ("searches", "reports"))
        wish = Wish.of_kinds(kinds, frequency=frequency)
        return await subscriptions.subscribe(
            self.house,
            recipient_id=self.people[name].recipient_id,
            ground=ground or AreaGround(ROSES),
            wish=wish,
            now=self.now,
            **about,
        )

    async def search(self, ground: Ground | None = None, *, audience: Audience = Audience.SUBSCRIBERS) -> Alert:
        """A girl of six is missing in the roses."""
        found = Search(
            state=SearchState.OPEN,
            approved_as_operator=True,
            subject_name="ريم العتيبي",
            subject_age=6,
            subject_sex=Sex.FEMALE,
            subject_kind=SubjectKind.CHILD,
            lkp_lat=ROSES_POINT.lat,
            lkp_lon=ROSES_POINT.lon,
            lkp_at=self.now,
            lkp_area_id=ROSES,
            created_at=self.now,
            changed_at=self.now,
        )
        return await self._told(found, ground or AreaGround(ROSES), Wording.SEARCH_OPEN, Priority.URGENT, audience)

    async def report(self, area_id: int = ROSES, category: str = "lighting") -> Alert:
        found = Report(
            state=ReportState.ACCEPTED,
            category=category,
            lat=ROSES_POINT.lat,
            lon=ROSES_POINT.lon,
            area_id=area_id,
            created_at=self.now,
            changed_at=self.now,
        )
        wording, audience = Wording.REPORT_OPEN, Audience.SUBSCRIBERS
        return await self._told(found, AreaGround(area_id), wording, Priority.NORMAL, audience, category)

    async def _told(
        self,
        row: Any,
        ground: Ground,
        wording: Wording,
        priority: Priority,
        audience: Audience,
        category: str | None = None,
    ) -> Alert:
        areas = await self.house.areas()
        async with self.house.db.transaction() as tx:
            tx.add(row)
            await tx.flush()
            about: dict[str, Any] = {"search_id" if isinstance(row, Search) else "report_id": row.id}
            about |= {"created_at": self.now, "changed_at": self.now}
            alert = Alert(audience=audience, wording=wording, priority=priority, **about)
            await alerts.tell_subscribers(tx, self.house, areas, alert, ground=ground, category=category)
        return alert

    async def ends(self, alert: Alert) -> None:
        over = Wording.SEARCH_CLOSED if alert.search_id is not None else Wording.REPORT_OVER
        async with self.house.db.transaction() as tx:
            await alerts.end(tx, self.house, await tx.get_one(Alert, alert.id), wording=over, now=self.now)

    async def pauses(self, alert: Alert, *, on: bool = True) -> None:
        async with self.house.db.transaction() as tx:
            turn = alerts.pause if on else alerts.go_on
            await turn(tx, self.house, await tx.get_one(Alert, alert.id), now=self.now)

    async def evening(self, *, at: datetime) -> int:
        """The clock reaches this moment, and digests are written; how many."""
        self.now = at
        return await digests.write_due(self.house, now=at)

    async def digests(self, name: str) -> list[Delivery]:
        """What gathered messages somebody is promised or was sent, oldest first."""
        return await self.digests_of(self.people[name].recipient_id)

    async def digests_of(self, recipient_id: int) -> list[Delivery]:
        theirs = select(Delivery).where(Delivery.recipient_id == recipient_id, col(Delivery.digest_id).is_not(None))
        async with self.house.db.reading() as tx:
            return list((await tx.exec(theirs.order_by(col(Delivery.id)))).all())

    async def shown(self, delivery: Delivery) -> set[int]:
        """The alerts a digest shows."""
        rows = await self.query(
            "SELECT DISTINCT alert_id FROM digest_entry WHERE digest_id = :digest", digest=delivery.digest_id
        )
        return {number for (number,) in rows}

    async def told_at_once(self, name: str) -> set[int | None]:
        theirs = select(Delivery.alert_id).where(
            Delivery.recipient_id == self.people[name].recipient_id, col(Delivery.alert_id).is_not(None)
        )
        async with self.house.db.reading() as tx:
            return set((await tx.exec(theirs)).all())

    async def subscription(self, number: int) -> Subscription:
        async with self.house.db.reading() as tx:
            return await tx.get_one(Subscription, number)

    async def digest(self, delivery: Delivery) -> Digest:
        async with self.house.db.reading() as tx:
            return await tx.get_one(Digest, delivery.digest_id)

    async def alert(self, alert: Alert) -> Alert:
        async with self.house.db.reading() as tx:
            return await tx.get_one(Alert, alert.id)

    async def sent(self) -> None:
        """As if the dispatcher had sent everything that is due."""
        async with self.house.db.transaction() as tx:
            done = "UPDATE delivery SET state = 'done', shown_revision = want_revision WHERE state = 'due'"
            await tx.exec(text(done))  # type: ignore[call-overload]

    async def query(self, sql: str, **values: Any) -> list[Any]:
        async with self.house.db.reading() as tx:
            return list((await tx.exec(text(sql).bindparams(**values))).all())  # type: ignore[call-overload]

    async def execute(self, sql: str, **values: Any) -> None:
        async with self.house.db.transaction() as tx:
            await tx.exec(text(sql).bindparams(**values))  # type: ignore[call-overload]

    # --- groups ---

    async def adds_bot(self, chat_id: int = GROUP, thread_id: int = 0, kind: GroupKind = GroupKind.GROUP) -> Any:
        chat = Chat(BOT, chat_id, thread_id)
        return await group_chats.entered(
            self.house, chat=chat, kind=kind, title="متطوعو الورود", language="ar", by=None, now=self.now
        )


async def town_of(house: House, now: datetime) -> Town:
    return await Town(house, now).opens()


__all__ = ["BOT", "ELSEWHERE", "GROUP", "REGION", "RIVER", "ROSES", "AlertState", "Circle", "Town", "town_of"]
