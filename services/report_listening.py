"""What an organisation's desk does to complete a report: listening to it, and asking who sent it."""

from datetime import datetime

from models.database import Tx
from models.recordings import Recording
from models.refusals import NotUnderstood
from models.reports import REPORT_OPEN, Report
from services import recordings
from services.audit import Actor, record
from services.house import House
from services.members import Known
from services.report_desk import require_desk
from services.report_steps import REASON_LIMIT, Hand, made_before, moved, read_again, revise, say, within_limit


async def listen(house: House, *, report_id: int, by: Known, bot_id: int, now: datetime) -> list[Recording]:
    """The recordings of a report for its desk; each look is on record. Refuses with NotAllowed and NothingToHear."""
    async with house.db.transaction() as tx:
        report = await read_again(tx, report_id)
        hand = Actor.member(by.id, await require_desk(tx, report, by))
        found = await recordings.of(tx, bot_id=bot_id, report_id=[report_id])
        await record(tx, act="see.recording", thing="report", thing_id=report_id, by=hand, now=now)
        return found


async def ask_reporter(
    house: House, *, report_id: int, question: str, by: Known, made_by: str | None, now: datetime
) -> Report:
    """Put a question to whoever sent a report, in the message they follow it by, with a sound.

    Refuses with NotAllowed, TooLong, NotUnderstood, and ReportMoved where it is over or nobody is there to answer.
    """
    words = within_limit(question, REASON_LIMIT)
    if not words:
        raise NotUnderstood()
    async with house.db.transaction() as tx:
        report = await read_again(tx, report_id)
        hand = Hand(Actor.member(by.id, await require_desk(tx, report, by)), now, made_by, staff=True)
        if (made := await made_before(tx, made_by)) is not None:
            return made
        if report.state not in REPORT_OPEN or report.reporter_id is None:
            raise moved(report)
        await _put(tx, report, words, hand)
        await revise(tx, house, report, now, reporter_hears=True)
        return report


async def _put(tx: Tx, report: Report, words: str, hand: Hand) -> None:
    report.question = words
    tx.add(report)
    await say(tx, report.id or 0, hand, text=words)
    await record(tx, act="report.ask", thing="report", thing_id=report.id, by=hand.by, now=hand.now)
