"""The gates: questions of which one yes stops a case, because an alert could hurt whom it is about."""

from models.searches import AdultByChoice, GateClosed, Search, StopReason, SubjectKind
from places.points import Point
from services.areas import emergency
from services.house import House

GATES = {
    "custody": StopReason.CUSTODY,
    "protection_order": StopReason.PROTECTION_ORDER,
    "left_by_choice": StopReason.LEFT_BY_CHOICE,
}
"""The column of each question, and why a yes stops the case."""


def gate_of(search: Search, *, decides: bool = False) -> StopReason | None:
    """The gate that stops this case; None when nobody has said yes. `decides`: this adult decides for themselves."""
    for column, reason in GATES.items():
        if getattr(search, column):
            return reason
    grown = search.subject_kind in {SubjectKind.ADULT, SubjectKind.ELDER}
    return StopReason.ADULT_BY_CHOICE if decides and grown else None


async def refuse_gated(house: House, search: Search) -> None:
    """Refuse what must never go out, whatever state it is in, and say whom to call: GateClosed, AdultByChoice."""
    adult = search.subject_kind is SubjectKind.ADULT and not search.vulnerable
    gate = gate_of(search, decides=adult)
    if gate is StopReason.ADULT_BY_CHOICE:
        raise AdultByChoice(emergency=await emergency_of(house, search))
    if gate is not None:
        raise GateClosed(gate=gate.value, emergency=await emergency_of(house, search))


async def emergency_of(house: House, search: Search) -> str:
    """The emergency line of the last known point."""
    if search.lkp_lat is not None and search.lkp_lon is not None:
        return await emergency(house, point=Point(search.lkp_lat, search.lkp_lon))
    return await emergency(house, area_id=search.lkp_area_id)
