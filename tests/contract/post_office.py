"""A dispatcher at work between a real database and the sandbox: what the engine's tests are written with."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from sqlalchemy import insert, text
from sqlmodel import select
from telegram import Bot

from alerts.budgets import Budget
from alerts.dispatcher import Dispatcher
from alerts.letters import Button, Form, Letter, Press, View
from alerts.pacing import Turns
from alerts.telegram import AiohttpRequest, TelegramChannel
from alerts.uploads import Uploads, picture_name
from language.catalogues import load_catalogues
from models.alerts import Alert, Audience, Copy, Delivery, Priority, Wording
from models.areas import Area, AreaKind
from models.members import Member, Recipient
from models.pictures import Picture
from models.reports import Report, ReportState
from models.searches import Search, SearchState
from models.subscriptions import ReportKinds, Subscription
from pictures.neutral import neutral_picture
from places.grounds import AreaGround
from places.points import Point, box
from sandbox.limits import Limits
from sandbox.people import Person
from sandbox.telegram import Sandbox
from services import alerts
from services.house import House

HERE = Point(21.5, 50.0)


async def _load(tx: Any, thing: Any) -> tuple[str, int, int | None]:
    picture = None
    if getattr(thing, "search_id", None):
        picture = (await tx.exec(select(Search.picture_id).where(Search.id == thing.search_id))).first()
    return (str(getattr(thing, "wording", "digest")), thing.revision, picture)


def _write(facts: tuple[str, int, int | None], _voice: Any, view: View) -> Letter:
    wording, revision, picture = facts
    over = wording == Wording.SEARCH_CLOSED
    buttons = () if over else ((Button("في الطريق", data="coming:1"),),)
    return Letter(
        f"{wording} {revision}{'' if view.band is None else f' band {view.band}'}",
        picture=None if over or picture is None else picture_name(picture),
        buttons=buttons,
    )


def _write_badly(_facts: Any, _voice: Any, _view: View) -> Letter:
    return Letter("<b>never closed")


FORMS = {wording: Form(_load, _write) for wording in (*Wording, "digest")}
BROKEN = {wording: Form(_load, _write_badly) for wording in (*Wording, "digest")}


class PostOffice:
    """People with phones, an alert about one search, and a dispatcher that can be started, stopped and killed."""

    def __init__(self, house: House, telegram: Sandbox, now: Any) -> None:
        self.house, self.db, self.telegram, self.now = house, house.db, telegram, now
        self.budget = Budget.of(0, turns=Turns(0, 0))
        self.dispatcher: Dispatcher
        self.halted: list[int] = []
        self.letters_are_broken = False

    async def opens(self) -> None:
        async with self.db.transaction() as tx:
            tx.add(
                Area(
                    id=1, code="here", kind=AreaKind.DISTRICT, name_ar="هنا", lat=HERE.lat, lon=HERE.lon, radius_m=3000
                )
            )
            await tx.flush()

    async def people(
        self, count: int, *, instant: bool = True, circle_m: float | None = None, **about: Any
    ) -> list[Person]:
        """Volunteers who hear of everything here."""
        crowd = self.telegram.crowd(count)
        rows = [{"address": str(person.id)} for person in crowd]
        await self._subscribe(rows, instant, circle_m, about)
        return crowd

    async def addresses(self, first: int, count: int, **about: Any) -> None:
        """The same without phones: for counting."""
        await self._subscribe([{"address": str(first + n)} for n in range(count)], True, None, about)

    async def _subscribe(
        self, rows: list[dict[str, Any]], instant: bool, circle_m: float | None, about: dict[str, Any]
    ) -> None:
        at = self.now()
        async with self.db.ledger() as c:
            first = (await c.execute(text("SELECT coalesce(max(id), 0) + 1 FROM member"))).scalar_one()
            ids = range(first, first + len(rows))
            m, r, s = Member.__table__, Recipient.__table__, Subscription.__table__  # type: ignore[attr-defined]
            await c.execute(insert(m), [{"id": n, "name": "", "created_at": at, **about} for n in ids])
            bot = self.telegram.bot.id
            await c.execute(
                insert(r),
                [
                    {"id": n, "member_id": n, "bot_id": bot, "changed_at": at, **row}
                    for n, row in zip(ids, rows, strict=True)
                ],
            )
            ground = {"area_id": 1} if circle_m is None else _circle(circle_m)
            common = {
                "instant": instant,
                "searches": True,
                "reports": ReportKinds.ALL,
                "active": True,
                "created_at": at,
            }
            await c.execute(insert(s), [{"recipient_id": n, **common, **ground} for n in ids])
            if not self.db.is_sqlite:
                for table in ("member", "recipient"):
                    await c.execute(
                        text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
                    )

    async def search(self, *, picture: bytes | None = None, priority: Priority = Priority.URGENT) -> Alert:
        """A search opens here and is promised to everyone it concerns."""
        at = self.now()
        areas = await self.house.areas()
        async with self.db.transaction() as tx:
            found = Search(state=SearchState.OPEN, approved_as_operator=True, created_at=at, changed_at=at)
            if picture:
                kept = Picture(jpeg=picture, width=1, height=1, sha256="0" * 64, created_at=at)
                tx.add(kept)
                await tx.flush()
                found.picture_id = kept.id
            tx.add(found)
            await tx.flush()
            alert = self._alert(Wording.SEARCH_OPEN, priority, search_id=found.id)
            await alerts.tell_subscribers(tx, self.house, areas, alert, ground=AreaGround(1))
        return alert

    async def report(self, *, priority: Priority = Priority.NORMAL) -> Alert:
        at = self.now()
        areas = await self.house.areas()
        async with self.db.transaction() as tx:
            made = Report(state=ReportState.ACCEPTED, category="lighting", created_at=at, changed_at=at)
            tx.add(made)
            await tx.flush()
            alert = self._alert(Wording.REPORT_OPEN, priority, report_id=made.id)
            await alerts.tell_subscribers(tx, self.house, areas, alert, ground=AreaGround(1), category="lighting")
        return alert

    def _alert(self, wording: Wording, priority: Priority, **about: Any) -> Alert:
        at = self.now()
        return Alert(
            audience=Audience.SUBSCRIBERS, wording=wording, priority=priority, created_at=at, changed_at=at, **about
        )

    async def changes(self, alert: Alert, *, sound: bool = False) -> None:
        async with self.db.transaction() as tx:
            await alerts.revise(tx, self.house, await tx.get_one(Alert, alert.id), now=self.now(), sound=sound)

    async def closes(self, alert: Alert) -> None:
        async with self.db.transaction() as tx:
            held = await tx.get_one(Alert, alert.id)
            await alerts.end(tx, self.house, held, wording=Wording.SEARCH_CLOSED, now=self.now())

    @contextlib.asynccontextmanager
    async def at_work(self) -> AsyncIterator[Dispatcher]:
        """The dispatcher runs inside this block."""
        task = asyncio.create_task(self._run())
        while not hasattr(self, "dispatcher") or self.dispatcher.beat is None:
            await asyncio.sleep(0.005)
            if task.done():
                task.result()
        try:
            yield self.dispatcher
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _run(self) -> None:
        async with AiohttpRequest() as request:
            bot = Bot(
                self.telegram.token, base_url=self.telegram.base_url, request=request, get_updates_request=request
            )
            uploads = Uploads(
                self.db, bot_id=self.telegram.bot.id, neutral=lambda: neutral_picture().jpeg, now=self.now
            )
            channel = TelegramChannel(bot, pictures=uploads.bytes_of, keep_upload=uploads.keep)
            channel.knows(await uploads.known())
            self.dispatcher = Dispatcher(
                self.db,
                bot_id=self.telegram.bot.id,
                channel=channel,
                press=Press(BROKEN if self.letters_are_broken else FORMS, load_catalogues().voices),
                budget=self.budget,
                now=self.now,
                on_halt=self._halt,
            )
            await self.dispatcher.run()

    async def _halt(self, alert_id: int) -> None:
        self.halted.append(alert_id)
        await alerts.halted(self.house, alert_id=alert_id, now=self.now())

    async def until_nothing_waits(self, within: float = 60.0) -> None:
        """Until no delivery is due, leased or begun."""
        waiting = "SELECT count(*) FROM delivery WHERE state IN ('due', 'leased', 'begun')"
        async with asyncio.timeout(within):
            while True:
                async with self.db.reading() as tx:
                    if not (await tx.exec(text(waiting))).scalar_one():  # type: ignore[call-overload]
                        return
                await asyncio.sleep(0.02)

    async def deliveries(self) -> list[Delivery]:
        async with self.db.reading() as tx:
            return list((await tx.exec(select(Delivery).order_by(Delivery.id))).all())  # type: ignore[arg-type]

    async def copies(self) -> list[Copy]:
        async with self.db.reading() as tx:
            return list((await tx.exec(select(Copy).order_by(Copy.id))).all())  # type: ignore[arg-type]


def _circle(radius_m: float) -> dict[str, Any]:
    bounds = box(HERE, radius_m)._asdict()
    return {"lat": HERE.lat, "lon": HERE.lon, "radius_m": radius_m, **bounds}


@contextlib.asynccontextmanager
async def post_office(house: House, now: Any, limits: Limits | None = None) -> AsyncIterator[PostOffice]:
    async with await Sandbox.start(limits=limits or Limits.none(), clock=now) as telegram:
        office = PostOffice(house, telegram, now)
        await office.opens()
        yield office


__all__ = ["HERE", "PostOffice", "datetime", "post_office"]
