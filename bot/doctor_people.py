"""What the doctor looks at among places and people: areas that can be found, numbers for each, and staff to act."""

from collections.abc import AsyncIterator, Iterator, Mapping

from sqlmodel import col, select

from bot.config import Config
from bot.emergency_numbers import differing
from bot.findings import Finding, Verdict, ok, warning
from models.areas import Area, AreaAlias
from models.database import Tx
from models.members import Recipient, RecipientState
from models.organisations import Organisation, Role, ServedArea, StaffGrant

MOST_NAMED = 8


async def people(tx: Tx, config: Config) -> AsyncIterator[Finding]:
    """Areas, the emergency numbers of those served, and each organisation's staff."""
    areas = {area.id or 0: area for area in (await tx.exec(select(Area))).all()}
    aliases = dict((await tx.exec(select(AreaAlias.code, AreaAlias.area_id))).all())
    for finding in _areas(areas, aliases, config):
        yield finding
    served = set((await tx.exec(select(ServedArea.area_id))).all())
    for finding in _emergency(areas, served, config):
        yield finding
    for finding in await _staff(tx, config):
        yield finding


def _areas(areas: Mapping[int, Area], aliases: Mapping[str, int], config: Config) -> Iterator[Finding]:
    codes = {area.code for area in areas.values()} | set(aliases)
    named = {line.area for line in config.areas.emergency} | {config.alerts.nowhere_area}
    named |= {code for organisation in config.organisations for code in organisation.areas}
    unknown = sorted(named - codes - {""})
    if not codes:
        yield warning("areas", "No area is known: nobody can subscribe to one.", "Run `mizalla areas import FILE`.")
        return
    if unknown:
        said = f"The settings name areas that are not imported: {', '.join(unknown)}."
        yield warning("areas", said, "Import them with `mizalla areas import FILE`, or correct config.yaml.")
    else:
        yield ok("areas", f"{len(areas)} areas are known.")
    lost = [area for area in areas.values() if not any(_has_ground(one) for one in _path(areas, area))]
    if lost:
        said = f"{len(lost)} areas have no outline, nor has what they lie in: no pin finds them ({_some(lost)})."
        mend = (
            "Import the outline or the circle of their city or region: `mizalla areas import FILE`, with the same ids."
        )
        yield warning("area_shapes", said, mend)


def _has_ground(area: Area) -> bool:
    return area.shape is not None or area.radius_m is not None


def _path(areas: Mapping[int, Area], area: Area) -> Iterator[Area]:
    """The area and what it lies in, upwards."""
    seen: set[int] = set()
    one: Area | None = area
    while one is not None and (one.id or 0) not in seen:
        seen.add(one.id or 0)
        yield one
        one = areas.get(one.parent_id or 0)


def _some(areas: list[Area]) -> str:
    named = ", ".join(area.code for area in areas[:MOST_NAMED])
    return f"{named}, …" if len(areas) > MOST_NAMED else named


def _emergency(areas: Mapping[int, Area], served: set[int], config: Config) -> Iterator[Finding]:
    """What people in each region served are shown, against what we know of their country."""
    lines = {line.area: line.number for line in config.areas.emergency}
    shown = {}
    for area in areas.values():
        number = next((lines[one.code] for one in _path(areas, area) if one.code in lines), lines.get(""))
        if number is not None:
            shown[area.code] = number
    asked = [areas[number].code for number in served if number in areas] or [
        area.code for area in areas.values() if area.parent_id is None
    ]
    without = sorted(code for code in asked if code not in shown)
    if without:
        said = f"No emergency number is set for areas that are served: {', '.join(without[:MOST_NAMED])}."
        yield warning("emergency_regions", said, 'Add a line for each, or one with area "", to areas.emergency.')
    wrong = sorted(differing(asked, shown))
    if wrong:
        told = "; ".join(
            f"{area} is shown {number}, we know of {expected}" for area, number, expected in wrong[:MOST_NAMED]
        )
        said = f"People may be shown a number that does not serve them: {told}."
        if config.areas.emergency_confirmed:
            said += " The settings say that somebody has rung it."
        yield warning(
            "emergency_regions", said, "Ring both there, then correct areas.emergency: `mizalla setup` proposes it."
        )
    elif asked and not without:
        yield ok("emergency_regions", "Every area that is served has an emergency number.")


async def _staff(tx: Tx, config: Config) -> list[Finding]:
    """Each organisation needs an admin, and two people for a search: one posts, another approves."""
    verdict = Verdict.PROBLEM if config.telegram.bot_id else Verdict.WARNING
    organisations = (await tx.exec(select(Organisation).order_by(col(Organisation.id)))).all()
    if not organisations:
        mend = "Run `mizalla setup`, or name one under organisations in config.yaml and run `mizalla db upgrade`."
        return [Finding("organisations", verdict, "There is no organisation to act for.", mend)]
    missing = {one.code: await _missing_staff(tx, one.id or 0) for one in organisations}
    found = [
        Finding("staff", verdict, f"{code} has no {' and no '.join(roles)}.", _mend_staff(code, roles[0]))
        for code, roles in missing.items()
        if roles
    ]
    if not found:
        found = [ok("staff", f"{len(missing)} organisations have an admin, a coordinator and another approver.")]
    away = [one.code for one in organisations if not missing[one.code] and not await _reachable(tx, one.id or 0)]
    said = "Staff of {} have blocked the bot: fewer than two people can be told anything."
    return found + [
        Finding("staff_reachable", verdict, said.format(code), "Let them press Start in the bot, or name others.")
        for code in away
    ]


def _mend_staff(code: str, role: str) -> str:
    return f"Run `mizalla staff invite {role.rsplit(maxsplit=1)[-1]} --organisation {code}`, and give them the link."


async def _missing_staff(tx: Tx, organisation_id: int) -> list[str]:
    """Roles nobody holds; an admin has them all, but nobody is the second person to themselves."""
    live = StaffGrant.organisation_id == organisation_id, col(StaffGrant.revoked_at).is_(None)
    held = (await tx.exec(select(StaffGrant.role, StaffGrant.member_id).where(*live))).all()
    holders = {role: {member for has, member in held if has in {role, Role.ADMIN}} for role in Role}
    missing = [] if holders[Role.ADMIN] else ["admin"]
    if not holders[Role.COORDINATOR]:
        missing.append("coordinator")
    if not holders[Role.APPROVER]:
        missing.append("approver")
    elif len(holders[Role.COORDINATOR] | holders[Role.APPROVER]) < 2:
        missing.append("second person, an approver")
    return missing


async def _reachable(tx: Tx, organisation_id: int) -> bool:
    """Whether at least two of its staff have not blocked the bot."""
    theirs = (
        select(Recipient.member_id)
        .join(StaffGrant, col(StaffGrant.member_id) == Recipient.member_id)
        .where(
            StaffGrant.organisation_id == organisation_id,
            col(StaffGrant.revoked_at).is_(None),
            Recipient.state == RecipientState.ACTIVE,
        )
    )
    return len(set((await tx.exec(theirs)).all())) > 1
