"""Who has taken what a card shows: its line, and the button by which somebody takes it or puts it back."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from alerts.letters import Button
from language import times
from language.text import Sentence
from language.voices import Voice
from models.claims import Claim, Claimed
from models.database import Tx
from models.members import Member


@dataclass(frozen=True, slots=True)
class Held:
    """By whom, and since when."""

    name: str
    since: datetime


async def held(tx: Tx, thing: Claimed, number: int | None) -> Held | None:
    """Who has it now; None where nobody does."""
    live = Claim.thing == thing, Claim.thing_id == number, col(Claim.ended_at).is_(None)
    found = select(Member.name, Claim.at).join(Claim, col(Claim.member_id) == Member.id).where(*live)
    row = (await tx.exec(found)).first()
    return Held(*row) if row is not None else None


def held_line(voice: Voice, by: Held | None, zone: ZoneInfo) -> Sentence | None:
    """«عند نورة منذ الساعة 4:40 م، 22 نوفمبر 2026»: a card may be read days later."""
    if by is None:
        return None
    return voice(
        "card-held", name=by.name, clock=times.clock(voice, by.since, zone), date=times.day(voice, by.since, zone)
    )


def held_row(voice: Voice, thing: Claimed, number: int, by: Held | None) -> tuple[Button, ...]:
    """Take it, or put it back on the desk."""
    act = "take" if by is None else "back"
    return (Button(voice.plain(f"button-claim-{act}"), f"claim:{act}:{thing}:{number}"),)
