"""Settling the demo town: its districts, an association that serves it, and the people the story is about."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from models.groups import GroupKind
from models.organisations import Role
from models.rows import id_of
from places.grounds import AreaGround
from places.imports import read_areas
from services import areas, group_chats, group_desk, groups, members, organisations, preferences, subscriptions
from services.audit import Actor
from services.group_subscriptions import Wanted
from services.house import House
from services.members import Known
from services.subscriptions import Wish

FOLDER = Path(__file__).parent
REGION, CITY = "rimal", "zilal"
ORGANISATION = organisations.Charter("zilal", "جمعية الظلال التطوعية", "Zilal Volunteers", (REGION,))


@dataclass(frozen=True)
class Persona:
    """One person of the demo: what they are to the association, and what they want to hear."""

    key: str
    name_ar: str
    name_en: str
    roles: tuple[Role, ...] = ()
    district: str | None = None
    vetted: bool = False


CAST = (
    Persona("citizen", "هند", "Hind"),
    Persona("volunteer", "خالد", "Khalid", district="zilal-ghadir", vetted=True),
    Persona("neighbour", "منى", "Muna", district="zilal-suq"),
    Persona("coordinator", "سعاد", "Suad", roles=(Role.DESK, Role.COORDINATOR, Role.ADMIN)),
    Persona("approver", "ناصر", "Nasser", roles=(Role.APPROVER,)),
)
HOST = Persona("host", "سلمى", "Salma")
"""Who brought the bot into the group of volunteers."""
GROUP_DISTRICT = "zilal-ghadir"
GROUP_AR, GROUP_EN = "متطوعو الغدير", "Ghadir volunteers"


async def build_town(house: House, *, now: datetime) -> None:
    """Import the town's areas and found its association; again changes nothing."""
    read = read_areas(FOLDER / "town.geojson")
    await areas.import_areas(house, read.drafts, by=Actor.operator(), now=now)
    await organisations.sync(house, [ORGANISATION], now=now)


async def move_in(house: House, person: Persona, *, bot_id: int, address: str, language: str, now: datetime) -> Known:
    """Make one person of the cast known, with roles and subscriptions; again changes nothing."""
    name = person.name_ar if language == "ar" else person.name_en
    known = await members.meet(house, bot_id=bot_id, address=address, name=name, language=language, now=now)
    for role in person.roles:
        await organisations.grant(
            house, member_id=known.id, role=role, code=ORGANISATION.code, by=Actor.operator(), now=now
        )
    if person.district:
        await preferences.confirm_adult(house, member_id=known.id, now=now)
        ground = AreaGround(await areas.by_code(house, person.district))
        wish = Wish.of_kinds(["searches", "reports"])
        await subscriptions.subscribe(house, recipient_id=known.recipient_id, ground=ground, wish=wish, now=now)
    if person.vetted:
        await members.vet(house, member_id=known.id, by=Actor.operator(), now=now)
    return known


async def accept_group(
    house: House, *, chat: groups.Chat, title: str, language: str, host: Known, coordinator: Known, now: datetime
) -> None:
    """Make the district's group one that staff has accepted for searches and reports, as its administrator asked."""
    group = await group_chats.entered(
        house, chat=chat, kind=GroupKind.SUPERGROUP, title=title, language=language, by=host.id, now=now
    )
    wish = Wish.of_kinds(["searches", "reports"])
    wanted = Wanted((await areas.by_code(house, GROUP_DISTRICT),), wish, language=language)
    asked = await groups.propose(house, group_id=id_of(group), wanted=wanted, member_id=host.id, now=now)
    stamp = group_desk.stamp(asked.group)
    await group_desk.accept(house, group_id=id_of(group), asked_at=stamp, member_id=coordinator.id, now=now)
