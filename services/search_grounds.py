"""Whom a search is told: where they are, how much police has said, and how many that would be."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from models.alerts import Alert, Audience, Wording
from models.audit import Audit
from models.database import Tx
from models.members import Member, Recipient, RecipientState
from models.organisations import Role
from models.rules import SearchRules
from models.searches import Search
from places.areas import AreaIndex
from places.grounds import AreaGround, Circle, Ground
from places.points import Point
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


def ground_of(search: Search, rules: SearchRules) -> Ground | None:
    """The area chosen, or a circle round the last known point, never too small, or its area; None: no place known."""
    if search.audience_area_id is not None:
        return AreaGround(search.audience_area_id)
    if search.lkp_lat is not None and search.lkp_lon is not None:
        radius_m = search.audience_radius_m or rules.public_radius_km * 1000
        return Circle(Point(search.lkp_lat, search.lkp_lon), max(radius_m, rules.least_radius_km * 1000))
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
    alert, ground = public_alert(search, now), ground_of(search, house.rules.searches)
    if search.drill:
        return Reach(len(await drill_people(tx, search)), alert.audience, nowhere=False)
    count = await alerts.would_reach(tx, house, areas, alert, ground=ground)
    return Reach(count, alert.audience, nowhere=ground is None)


async def tell(tx: Tx, house: House, areas: AreaIndex, search: Search, alert: Alert) -> int:
    """Promise this alert to everyone it concerns and who has not got it; how many more those are."""
    if search.drill:
        people = await drill_people(tx, search)
        await alerts.tell_people(tx, house, alert, people)
        return len(people)
    alert.lat = alert.lon = alert.radius_m = alert.area_id = None
    alert.nowhere = False
    ground = ground_of(search, house.rules.searches)
    return await alerts.tell_subscribers(tx, house, areas, alert, ground=ground)


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
