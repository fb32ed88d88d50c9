"""Whom a search is told: where they are, how much police has said, and how many that would be."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from models.alerts import Alert, Audience, Wording
from models.audit import Audit
from models.database import Tx
from models.members import Member, Recipient, RecipientState
from models.organisations import Role
from models.rows import id_of
from models.rules import SearchRules
from models.searches import Search, SearchNotOpen
from places.areas import AreaIndex
from places.grounds import AreaGround, Circle, Ground
from places.points import Point
from places.rings import Chosen, Step, chosen_for, next_step, radius_m, steps_for
from services import alerts
from services.house import House
from services.organisations import staff_of
from services.search_cards import new_alert


@dataclass(frozen=True, slots=True)
class Reach:
    """What letting a search go would do: how many hear of it at once, who they are, and whether the place is known."""

    recipients: int
    audience: Audience
    nowhere: bool
    rings: "SeenRings | None" = None
    """How far it is told, where its last known point is known."""


@dataclass(frozen=True, slots=True)
class SeenRings:
    """The rings of a search as staff see them before they let it out, each with how many it reaches."""

    chosen: Chosen | None
    steps: tuple[tuple[Step, int], ...]
    radius_m: float
    """How far it is told now, or would be first."""
    by_hand: bool
    """Somebody chose the distance or the area: it is not widened unless they say so."""
    outside: bool
    """The point lies in no area that is known here: in the sea, or in another country."""
    next: Step | None
    widen_at: datetime | None


def ground_of(search: Search, rules: SearchRules) -> Ground | None:
    """The area chosen, or a circle round the last known point, or its area; None: no place known."""
    if search.audience_area_id is not None:
        return AreaGround(search.audience_area_id)
    if search.lkp_lat is not None and search.lkp_lon is not None:
        return Circle(Point(search.lkp_lat, search.lkp_lon), radius_m(search, rules))
    return AreaGround(search.lkp_area_id) if search.lkp_area_id is not None else None


def audience_of(search: Search) -> Audience:
    """Without a police report, number and station, only vetted volunteers hear of it, and never groups.

    A drill goes to people by name, so that no subscription ever brings it to who has not joined: nobody can join one
    yet, hence to the organisation's own staff and the volunteers its staff have vetted.
    """
    if search.drill:
        return Audience.PEOPLE
    return Audience.SUBSCRIBERS if search.police_number and search.police_station else Audience.VETTED


def public_alert(search: Search, now: datetime) -> Alert:
    """The alert by which a search is told to volunteers, not yet written."""
    return new_alert(search, Wording.SEARCH_OPEN, audience_of(search), now)


async def reach(tx: Tx, house: House, areas: AreaIndex, search: Search, *, now: datetime) -> Reach:
    """How many would hear of this search at once; nothing is written."""
    alert = public_alert(search, now)
    if search.drill:
        return Reach(len(await drill_people(tx, search)), alert.audience, nowhere=False)
    ground = await _ground(tx, house, areas, search, now)
    count = await alerts.would_reach(tx, house, areas, alert, ground=ground)
    return Reach(count, alert.audience, nowhere=ground is None, rings=await rings(tx, house, areas, search, now=now))


async def rings(tx: Tx, house: House, areas: AreaIndex, search: Search, *, now: datetime) -> SeenRings | None:
    """How far the statistics say it should be told, and whom each ring reaches; None without a last known point."""
    if search.lkp_lat is None or search.lkp_lon is None:
        return None
    rules, point = house.rules.searches, Point(search.lkp_lat, search.lkp_lon)
    counted = [
        (
            each,
            await alerts.would_reach(tx, house, areas, public_alert(search, now), ground=Circle(point, each.radius_m)),
        )
        for each in steps_for(search, rules)
    ]
    return SeenRings(
        chosen=chosen_for(search, rules),
        steps=tuple(counted),
        radius_m=radius_m(search, rules),
        by_hand=search.audience_radius_m is not None or search.audience_area_id is not None,
        outside=is_outside(areas, point),
        next=next_step(search, rules),
        widen_at=search.widen_at,
    )


def is_outside(areas: AreaIndex, point: Point) -> bool:
    """Whether a point lies in no area, where there are areas with a shape: in the sea, or in another country."""
    return areas.extent() is not None and not areas.holding(point)


async def _ground(tx: Tx, house: House, areas: AreaIndex, search: Search, now: datetime) -> Ground | None:
    """Where it is told; a circle that lies outside of all areas and reaches nobody is as good as no place known.

    Geography fails open: a pin in the sea or a slip of a digit must not keep everybody from hearing of it.
    """
    ground = ground_of(search, house.rules.searches)
    if not isinstance(ground, Circle) or not is_outside(areas, ground.point):
        return ground
    return ground if await alerts.would_reach(tx, house, areas, public_alert(search, now), ground=ground) else None


async def tell(tx: Tx, house: House, areas: AreaIndex, search: Search, alert: Alert, *, now: datetime) -> int:
    """Promise this alert to everyone it concerns and who has not got it; how many more those are."""
    if search.drill:
        people = await drill_people(tx, search)
        await alerts.tell_people(tx, house, alert, people)
        return len(people)
    alert.lat = alert.lon = alert.radius_m = alert.area_id = None
    alert.nowhere = False
    ground = await _ground(tx, house, areas, search, now)
    return await alerts.tell_subscribers(tx, house, areas, alert, ground=ground)


async def refuse_not_told(tx: Tx, search: Search, member: Member) -> None:
    """Refuse with SearchNotOpen whom this search is not told: who is not vetted, or has not joined the drill.

    Buttons live for ever, and what is pressed may be written by hand.
    """
    told = audience_of(search)
    if told is Audience.SUBSCRIBERS or (told is Audience.VETTED and member.vetted_at is not None):
        return
    theirs = set((await tx.exec(alerts.active_recipients_of([id_of(member)]))).all())
    if told is Audience.VETTED or theirs.isdisjoint(await drill_people(tx, search)):
        raise SearchNotOpen(search_id=search.id)


async def drill_people(tx: Tx, search: Search) -> list[int]:
    """Recipients of the organisation's staff, and of the volunteers whom its staff said that they know."""
    staff = await staff_of(tx, organisation_id=search.organisation_id, roles=tuple(Role))
    known = select(Audit.thing_id).where(
        Audit.thing == "member", Audit.act == "member.vet", Audit.organisation_id == search.organisation_id
    )
    volunteers = (
        select(Recipient.id)
        .join(Member, col(Member.id) == Recipient.member_id)
        .where(Recipient.state == RecipientState.ACTIVE, col(Member.vetted_at).is_not(None), col(Member.id).in_(known))
        .order_by(col(Recipient.id))
    )
    vetted = (await tx.exec(volunteers)).all() if search.organisation_id is not None else []
    return list(dict.fromkeys([*staff, *(number for number in vetted if number is not None)]))
