"""The sandbox of a newcomer: a Telegram of its own, the demo town on its own database, every role in one process."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from sqlalchemy.exc import SQLAlchemyError

from bot.app import Mizalla, build
from bot.config import Config, DatabaseConfig, OrganisationConfig, RedisConfig, TelegramConfig, WebConfig
from bot.demo import settling, showing
from bot.demo.crowds import Crowds
from bot.demo.hands import Hands, Pace, Stage
from bot.demo.inside import Hood
from bot.demo.playbill import Playbill
from bot.demo.scenarios import plots
from bot.demo.story_of_storm import Size
from bot.sandbox_database import DATABASE, begin_anew, held
from bot.schedule import Keeping
from clock.clocks import OffsetClock, system_now
from language.catalogues import Catalogues, load_catalogues
from sandbox.gatherings import Gathering
from sandbox.people import Person
from sandbox.telegram import Sandbox
from sandbox.world import Event
from services.groups import Chat
from services.house import House
from services.members import Known

PORT = 8081
HEALTH_PORT = 8080
BEGINS_AT = time(16, 40)
"""When it is in the town as the sandbox starts: everybody is up, and the evening is still to come."""
PACE_SECONDS = 1.2
"""How long the story rests between two deeds."""
GRACE_SECONDS = 0.8
"""How long what is under way is waited for when everything ends."""
CAST = (*settling.CAST, settling.HOST)
NEWCOMERS = frozenset({"citizen"})
"""Who has never talked with the bot when the sandbox starts."""


@dataclass(frozen=True)
class Settled:
    """Who lives in the town: their phones by the cast's keys, and the volunteers' group."""

    phones: Mapping[str, Person]
    group: Gathering


@dataclass
class Life:
    """One town, from its beginning until it begins again."""

    telegram: Sandbox
    mizalla: Mizalla
    clock: OffsetClock
    phones: Mapping[str, Person]
    story: Playbill
    work: asyncio.Task[None]
    again: asyncio.Future[str]

    async def ended(self) -> str:
        """The language of the next life, once somebody asks for one; what the bot died of is raised."""
        either: set[asyncio.Future[Any]] = {self.work, self.again}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if self.work.done():
            self.work.result()
        return await self.again


@dataclass
class Hand:
    """Moves a clock forward, and has done what became due meanwhile."""

    clock: OffsetClock
    keeping: Keeping | None = None
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def __call__(self, to: datetime) -> None:
        self.clock.set(to)
        if self.keeping is not None:
            task = asyncio.create_task(self.keeping.run_due())
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)


async def serve(config: Config, say: Callable[[str], None], *, port: int = PORT, database: Path = DATABASE) -> None:
    """One life after the other, until cancelled; `say` is told what a newcomer should read."""
    with held(database):
        port, health_port = free_port(port), free_port(HEALTH_PORT) if port else 0
        language, first = "ar", True
        while True:
            async with live(config, database=database, language=language, port=port, health_port=health_port) as life:
                if first:
                    say(greeting(life.telegram.url, database))
                language, first = await life.ended(), False


@contextlib.asynccontextmanager
async def live(
    config: Config,
    *,
    database: Path,
    port: int = 0,
    health_port: int = 0,
    language: str = "ar",
    pace: float = PACE_SECONDS,
    storm: Size | None = None,
) -> AsyncIterator[Life]:
    """The demo town at work from an empty database, with everybody's phone on a page; ends with what is inside.

    A port of 0 is any free one.
    """
    begin_anew(database)
    catalogues = load_catalogues()
    hand = Hand(OffsetClock(beginning(config, system_now())))
    name = catalogues.voice(language).plain("demo-title")
    async with await Sandbox.start(
        clock=hand.clock, port=port, set_clock=hand, username="mizalla_sandbox_bot", name=name
    ) as telegram:
        mizalla = build(settings(config, telegram, database, health_port), now=hand.clock)
        hand.keeping = mizalla.parts["schedule"]  # type: ignore[assignment]
        await mizalla.prepare(hand.clock)
        settled = await _settle(mizalla, telegram, hand.clock, language)
        async with _at_work(mizalla) as work:
            life = _life(mizalla, telegram, hand.clock, settled, work, catalogues, pace, storm or Size())
            try:
                yield life
            finally:
                await life.story.stop()
                telegram.faults.clear()


@contextlib.asynccontextmanager
async def _at_work(mizalla: Mizalla) -> AsyncIterator[asyncio.Task[None]]:
    others = asyncio.all_tasks()
    work = asyncio.create_task(mizalla.run())
    try:
        yield work
    finally:
        work.cancel()
        await _hurried(work, others)
        with contextlib.suppress(asyncio.CancelledError, SQLAlchemyError):
            await work


async def _hurried(work: asyncio.Task[None], others: set[asyncio.Task[Any]]) -> None:
    """Wait a moment for what is under way; then whoever only sleeps until they may try again sleeps no longer.

    The database is not read again, and who asked waits. Nobody is cut off in the middle of a statement.
    """
    await asyncio.wait({work}, timeout=GRACE_SECONDS)
    while not work.done():
        for task in asyncio.all_tasks() - others - {work, asyncio.current_task()}:
            if _sleeps(task):
                task.cancel()
        await asyncio.wait({work}, timeout=GRACE_SECONDS / 4)


def _sleeps(task: asyncio.Task[Any]) -> bool:
    at: Any = task.get_coro()
    while hasattr(inner := getattr(at, "cr_await", None), "cr_await"):
        at = inner
    return getattr(at, "__name__", "") == asyncio.sleep.__name__


async def _settle(mizalla: Mizalla, telegram: Sandbox, clock: OffsetClock, language: str) -> Settled:
    """Build the town and give everybody a phone; all but newcomers have pressed Start before."""
    house, phones, known = mizalla.house, dict[str, Person](), dict[str, Known]()
    await settling.build_town(house, now=clock())
    for number, persona in enumerate(CAST, start=1):
        name = persona.name_ar if language == "ar" else persona.name_en
        person = phones[persona.key] = telegram.person(name, language=language, phone=f"+96650000000{number}")
        if persona.key not in NEWCOMERS:
            where = telegram.bot.id, str(person.id)
            known[persona.key] = await settling.move_in(
                house, persona, bot_id=where[0], address=where[1], language=language, now=clock()
            )
            person.starts()
    return Settled(phones, await _gather(house, telegram, phones, known, language, clock()))


async def _gather(
    house: House,
    telegram: Sandbox,
    phones: Mapping[str, Person],
    known: Mapping[str, Known],
    language: str,
    now: datetime,
) -> Gathering:
    """The district's group of volunteers with the bot in it, accepted by the association's staff."""
    title = settling.GROUP_AR if language == "ar" else settling.GROUP_EN
    group = telegram.supergroup(title, phones["volunteer"], admins=[phones["host"]])
    chat = Chat(telegram.bot.id, group.id)
    about = {"host": known["host"], "coordinator": known["coordinator"]}
    await settling.accept_group(house, chat=chat, title=title, language=language, **about, now=now)
    group.adds_bot(phones["host"])
    return group


def _life(
    mizalla: Mizalla,
    telegram: Sandbox,
    clock: OffsetClock,
    settled: Settled,
    work: asyncio.Task[None],
    catalogues: Catalogues,
    pace: float,
    storm: Size,
) -> Life:
    """Hand the page what it shows, and the scenarios what they play on."""
    house, again = mizalla.house, asyncio.get_running_loop().create_future()
    phones, rhythm = settled.phones, Pace(pace)
    voice = catalogues.voice(phones["citizen"].user.language)
    crowds = Crowds(house, telegram, voice, rhythm, clock)
    hands = {key: Hands(person, voice, rhythm) for key, person in phones.items()}
    playbill = Playbill(
        Stage(hands, rhythm, settled.group, crowds.moves_in),
        plots(storm),
        house.rules,
        catalogues.voices,
        lambda state: telegram.world.tell(Event("story", details=state)),
    )
    telegram.page = showing.content(
        catalogues,
        house.rules,
        phones=phones,
        cast=CAST,
        group=settled.group,
        language=voice.language,
        story=playbill,
        hood=Hood(house, catalogues),
        anew=lambda language: None if again.done() else again.set_result(language),
    )
    return Life(telegram, mizalla, clock, phones, playbill, work, again)


def settings(config: Config, telegram: Sandbox, database: Path, health_port: int) -> Config:
    """The operator's choices of what the bot does; Telegram, database and association are the sandbox's own."""
    charter = settling.ORGANISATION
    ours = OrganisationConfig(code=charter.code, ar=charter.name_ar, en=charter.name_en, areas=charter.areas)
    changes = {
        "telegram": TelegramConfig(token=SecretStr(telegram.token), api_url=telegram.api_url),
        "database": DatabaseConfig(url=f"sqlite:///{database}"),
        "redis": RedisConfig(),
        "web": WebConfig(port=health_port),
        "areas": config.areas.model_copy(update={"nowhere_area": ""}),
        "privacy": config.privacy.model_copy(update={"secret_key": SecretStr("")}),
        "organisations": (ours,),
    }
    return config.model_copy(update=changes)


def beginning(config: Config, now: datetime) -> datetime:
    """Today at the hour at which the town begins, by the town's own clock."""
    zone = ZoneInfo(config.areas.zone)
    return datetime.combine(now.astimezone(zone).date(), BEGINS_AT, zone)


def free_port(wanted: int, host: str = "127.0.0.1") -> int:
    """This port, or the first free one of the twenty after it, or any; 0 stays 0, which takes any when it is used."""
    for port in range(wanted, wanted + 20) if wanted else ():
        with contextlib.closing(socket.socket()) as asked:
            asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if asked.connect_ex((host, port)) != 0 and _binds(asked.family, host, port):
                return port
    return 0


def _binds(family: socket.AddressFamily, host: str, port: int) -> bool:
    with contextlib.closing(socket.socket(family)) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):
            tried.bind((host, port))
            return True
    return False


def greeting(url: str, database: Path) -> str:
    """What the terminal says once the page is there."""
    return f"""
Mizalla is at work in a town of its own. Open this page in a browser:

    {url}

Three things to try there:
  1. Choose a scenario and play it, in Arabic or (one click) in English: watch the phones, and look under the hood.
  2. Take a phone yourself: press Start on Hind's, then report something broken with a picture and a place on the map.
  3. Move the clock to the evening, cut the network and mend it, block the bot: nothing is lost.

The database {database} is the sandbox's own and begins empty each time. Ctrl-C ends it.
"""
