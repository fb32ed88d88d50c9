"""A small town with a team that searches: what the tests of searches are written with.

Suad coordinates, Nasser and Layla approve, Badr keeps the desk, Amal heads the team; Hind tells of her daughter.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import shapely
from sqlmodel import col, select

from alerts.letters import Letter, View
from alerts.letters_of_searches import forms
from language.catalogues import load_catalogues
from models.alerts import Alert, Delivery, DeliveryState, Wording
from models.areas import Area, AreaKind
from models.audit import Audit
from models.groups import Group, GroupKind, GroupState
from models.members import Member, Recipient
from models.organisations import Role
from models.searches import Search, Sex
from models.subscriptions import ReportKinds, Subscription
from places.points import Point, box
from services import members, organisations, search_publishing, searches
from services.audit import Actor
from services.house import House
from services.members import Known
from services.organisations import Charter
from services.places import Place

BOT = 7
EAST, HARBOUR, RED, WEST = 1, 2, 3, 4
PARK = Point(24.05, 46.05)
VOICES = load_catalogues()

AREAS = (
    (EAST, AreaKind.REGION, None, "منطقة الشرق", "East", (46, 24, 48, 26)),
    (HARBOUR, AreaKind.CITY, EAST, "الميناء", "Harbour", (46.0, 24.0, 46.4, 24.4)),
    (RED, AreaKind.DISTRICT, HARBOUR, "حي الورد", "Red", (46.0, 24.0, 46.1, 24.1)),
    (WEST, AreaKind.REGION, None, "منطقة الغرب", "West", (44, 24, 46, 26)),
)


@dataclass
class Town:
    """The people by name; what they were promised is read from the database."""

    house: House
    now: datetime
    people: dict[str, Known] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)
    updates: int = 0

    async def opens(self) -> "Town":
        async with self.house.db.transaction() as tx:
            for number, kind, parent, ar, en, ground in AREAS:
                shape = shapely.to_wkb(shapely.box(*ground))
                tx.add(
                    Area(
                        id=number, code=f"a-{number}", kind=kind, parent_id=parent, name_ar=ar, name_en=en, shape=shape
                    )
                )
                await tx.flush()
        charters = [Charter("harbour", "فريق الميناء", "Harbour team", ("a-2",)), Charter("far", "فريق النائية")]
        await organisations.sync(self.house, charters, now=self.now)
        for name, role, code in (
            ("badr", Role.DESK, "harbour"), ("suad", Role.COORDINATOR, "harbour"), ("nasser", Role.APPROVER, "harbour"),
            ("layla", Role.APPROVER, "harbour"), ("amal", Role.ADMIN, "harbour"), ("faris", Role.ADMIN, "far"),
        ):  # fmt: skip
            await self.staff(name, role, code)
        await self.meets("hind")
        await self.meets("charlie")
        return self

    def __getattr__(self, name: str) -> int:
        """A member's number by their name."""
        try:
            return self.people[name].id
        except KeyError:
            raise AttributeError(name) from None

    def once(self) -> str:
        self.updates += 1
        return f"{BOT}:{self.updates}"

    async def meets(self, name: str, language: str = "ar") -> Known:
        address = str(1000 + len(self.people))
        known = await members.meet(self.house, bot_id=BOT, address=address, name=name, language=language, now=self.now)
        self.people[name] = known
        return known

    async def staff(self, name: str, role: Role, code: str) -> None:
        known = self.people.get(name) or await self.meets(name)
        await organisations.grant(
            self.house, member_id=known.id, role=role, code=code, by=Actor.operator(), now=self.now
        )

    async def volunteers(
        self, name: str, *, area: int | None = RED, at: Point | None = None, vetted: bool = False
    ) -> Known:
        """An adult who wants to hear of searches in an area, or within 2 km of a point."""
        known = await self.meets(name)
        async with self.house.db.transaction() as tx:
            row = await tx.get_one(Member, known.id)
            row.adult_at, row.vetted_at = self.now, self.now if vetted else None
            tx.add(row)
            tx.add(_wish(known.recipient_id, area, at, self.now))
        return known

    async def group(self, name: str, *, area: int = RED, kind: GroupKind = GroupKind.SUPERGROUP) -> int:
        """A group that staff have accepted."""
        async with self.house.db.transaction() as tx:
            chat = -100 - len(self.groups)
            group = Group(
                bot_id=BOT,
                chat_id=chat,
                kind=kind,
                title=name,
                state=GroupState.ACCEPTED,
                set_up_key=name,
                changed_at=self.now,
            )
            tx.add(group)
            await tx.flush()
            recipient = Recipient(bot_id=BOT, address=str(chat), group_id=group.id, changed_at=self.now)
            tx.add(recipient)
            await tx.flush()
            tx.add(_wish(recipient.id or 0, area, None, self.now))
            self.groups[name] = recipient.id or 0
        return self.groups[name]

    async def notice(self, by: str = "hind", once: str | None = None, **entry: Any) -> Search:
        said = self.said() | entry
        return await searches.notice(
            self.house, member_id=self.people[by].id, made_by=once or self.once(), now=self.now, **said
        )

    def said(self, **entry: Any) -> dict[str, Any]:
        """What Hind says of Reem; gates answered."""
        return {
            "subject_name": "ريم بنت فهد العتيبي",
            "subject_age": 6,
            "subject_sex": Sex.FEMALE,
            "clothing": "فستان أزرق",
            "lkp": Place(lat=PARK.lat, lon=PARK.lon, words="حديقة السلام"),
            "lkp_at": self.now - timedelta(minutes=20),
            "reporter_name": "هند",
            "reporter_relation": "الأم",
            "reporter_phone": "0500000000",
            "custody": False,
            "protection_order": False,
        } | entry

    def checked(self, *, police: bool = True) -> dict[str, Any]:
        """What Suad finds out."""
        report = {"police_number": "1/22", "police_station": "شرطة الميناء"} if police else {}
        return report | {
            "how_checked": "اتصال بالمركز",
            "consent_by": "هند",
            "consent_at": self.now,
            "consent_text": "أوافق",
            "consent_version": "1",
        }

    async def submitted(self, *, police: bool = True, drill: bool = False, **entry: Any) -> Search:
        """A case that Suad posted and for which she has asked for approval."""
        search = await searches.start(
            self.house, member_id=self.suad, made_by=self.once(), now=self.now, drill=drill,
            **(self.said() | self.checked(police=police) | entry),
        )  # fmt: skip
        return await search_publishing.submit(self.house, search_id=search.id or 0, member_id=self.suad, now=self.now)

    async def opened(self, **how: Any) -> Search:
        search = await self.submitted(**how)
        await search_publishing.approve(self.house, search_id=search.id or 0, member_id=self.nasser, now=self.now)
        return await self.search(search)

    async def search(self, search: Search | int) -> Search:
        """As the database has it."""
        number = search if isinstance(search, int) else search.id
        async with self.house.db.reading() as tx:
            return await tx.get_one(Search, number)

    async def alerts(self, search: Search, *wordings: Wording) -> list[Alert]:
        async with self.house.db.reading() as tx:
            found = select(Alert).where(Alert.search_id == search.id).order_by(col(Alert.id))
            return [alert for alert in (await tx.exec(found)).all() if not wordings or alert.wording in wordings]

    async def told(self, search: Search, *wordings: Wording) -> set[str]:
        """Names of those to whom it is promised by an alert of these wordings."""
        numbers = [alert.id for alert in await self.alerts(search, *wordings)]
        async with self.house.db.reading() as tx:
            ids = (
                await tx.exec(
                    select(Delivery.recipient_id).where(
                        col(Delivery.alert_id).in_(numbers), col(Delivery.state) != DeliveryState.CANCELLED
                    )
                )
            ).all()
        names = {known.recipient_id: name for name, known in self.people.items()}
        names |= {number: name for name, number in self.groups.items()}
        return {names[number] for number in ids}

    async def everyone_has_it(self, search: Search) -> None:
        """As if every delivery of this search had been sent."""
        async with self.house.db.transaction() as tx:
            numbers = [alert.id for alert in await self.alerts(search)]
            for delivery in (await tx.exec(select(Delivery).where(col(Delivery.alert_id).in_(numbers)))).all():
                delivery.state, delivery.shown_revision = DeliveryState.DONE, delivery.want_revision
                tx.add(delivery)

    async def letter(self, alert: Alert, language: str = "ar", **view: Any) -> Letter:
        """What a reader of this alert is shown."""
        form = forms(self.house.rules)[alert.wording]
        async with self.house.db.reading() as tx:
            return form.write(await form.load(tx, alert), VOICES.voice(language), View(language, **view))

    async def acts(self, search: Search) -> list[str]:
        async with self.house.db.reading() as tx:
            mine = select(Audit.act).where(Audit.thing == "search", Audit.thing_id == search.id)
            return list((await tx.exec(mine.order_by(col(Audit.id)))).all())


def _wish(recipient_id: int, area: int | None, at: Point | None, now: datetime) -> Subscription:
    ground: dict[str, Any] = {"area_id": area}
    if at is not None:
        ground = {"lat": at.lat, "lon": at.lon, "radius_m": 2_000, **box(at, 2_000)._asdict()}
    return Subscription(recipient_id=recipient_id, reports=ReportKinds.NONE, created_at=now, **ground)


async def town_of(house: House, now: datetime) -> Town:
    return await Town(house, now).opens()
