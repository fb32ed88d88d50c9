"""What the doctor looks at in the work itself: what came in, what goes out, what the clock has due."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import col, select

from bot.config import Config
from bot.findings import Finding, Verdict, ok, warning
from models.alerts import Alert, AlertState, Delivery, DeliveryState
from models.audit import Switch
from models.database import Tx
from models.members import Recipient, RecipientState
from models.searches import Search, SearchState
from services.holding_back import BROADCASTS_PAUSED
from services.house import House
from services.intake import backlog
from services.upcoming import upcoming

LATE = timedelta(minutes=10)
"""The slowest job that serves people is asked every ten minutes."""

LONG_WAIT = timedelta(minutes=2)
SINCE = timedelta(days=7)


async def work(tx: Tx, house: House, config: Config, now: datetime, *, running: bool) -> AsyncIterator[Finding]:
    """The process, the inbox, deliveries, the clock, and the consent text."""
    if config.telegram.bot_id:
        yield _running(running)
        yield await _inbox(house, config, now, running=running)
    yield await _late(house, now, running=running)
    for finding in (await _paused(tx), await _halted(tx), await _failed(tx, now), await _consent(tx, config)):
        if finding is not None:
            yield finding


def _running(running: bool) -> Finding:
    return ok("running", "Mizalla is running." if running else "Mizalla is not running at the moment.")


async def _inbox(house: House, config: Config, now: datetime, *, running: bool) -> Finding:
    """What people wrote and nobody has looked at yet, and what could not be read."""
    held = await backlog(house, bot_id=config.telegram.bot_id)
    if held.oldest is not None and now - held.oldest > LONG_WAIT:
        said = f"{held.waiting} messages of people wait, the oldest since {held.oldest:%Y-%m-%d %H:%M} UTC."
        mend = "Start `mizalla run`: it does them first." if not running else "See its log; then start it again."
        return Finding("inbox", Verdict.PROBLEM, said, mend)
    if held.failed:
        said = f"{held.failed} messages of people could not be handled; their senders were told."
        return warning("inbox", said, "See why with `mizalla inbox show`, mend it, then run `mizalla inbox retry`.")
    return ok("inbox", "Nobody waits for an answer.")


async def _late(house: House, now: datetime, *, running: bool) -> Finding:
    """What the clock should have done."""
    late = [one for one in await upcoming(house) if now - one.at > LATE]
    if not late:
        return ok("schedule", "Nothing the clock has to do is late.")
    first = late[0]
    said = f"{len(late)} things are late; the first: {first.what}, since {first.at:%Y-%m-%d %H:%M} UTC."
    mend = "See them with `mizalla schedule show`, and the job's name with `job-failed` in the log."
    return warning("schedule", said, mend if running else "Start `mizalla run`: what became due is done at once.")


async def _paused(tx: Tx) -> Finding | None:
    switch = await tx.get(Switch, BROADCASTS_PAUSED)
    if switch is None or not switch.on:
        return None
    said = f"Everything that goes to subscribers is paused since {switch.at:%Y-%m-%d %H:%M} UTC."
    return warning("paused", said, "An admin lets it go on in the chat: /desk, Let all alerts go on.")


async def _halted(tx: Tx) -> Finding | None:
    numbers = (await tx.exec(select(Alert.id).where(Alert.state == AlertState.HALTED).limit(10))).all()
    if not numbers:
        return None
    said = f"Telegram refuses the letter of {len(numbers)} alerts ({', '.join(map(str, numbers))}); staff was told."
    return warning(
        "halted", said, f"See `mizalla alerts show {numbers[0]}`; an update of its search or report sends it anew."
    )


async def _failed(tx: Tx, now: datetime) -> Finding | None:
    """Dead letters to people who can be written to: not those who blocked the bot."""
    dead = (
        select(Delivery.alert_id, Delivery.error, func.count())
        .join(Recipient, col(Recipient.id) == Delivery.recipient_id)
        .join(Alert, col(Alert.id) == Delivery.alert_id)
        .where(
            Delivery.state == DeliveryState.FAILED,
            Recipient.state == RecipientState.ACTIVE,
            Alert.state != AlertState.ENDED,
            Alert.created_at > now - SINCE,
        )
        .group_by(col(Delivery.alert_id), col(Delivery.error))
        .order_by(func.count().desc())
    )
    rows = (await tx.exec(dead)).all()
    if not rows:
        return None
    alert, error, _ = rows[0]
    said = f"{sum(n for *_, n in rows)} copies of open alerts could not be sent ({error or 'no reason'} most)."
    return warning("dead_letters", said, f"See how many and where with `mizalla alerts show {alert}`.")


async def _consent(tx: Tx, config: Config) -> Finding | None:
    """Searches that are out, to whose text the guardian agreed in another version."""
    version = config.searches.consent_version
    out = col(Search.state).in_([SearchState.OPEN, SearchState.PAUSED, SearchState.DRAFT])
    other = col(Search.consent_version).not_in(["", version])
    numbers = (await tx.exec(select(Search.id).where(out, other).order_by(col(Search.id)).limit(10))).all()
    if not numbers:
        return ok("consent", f"Guardians agree to version {version} of the consent text.")
    said = f"In searches {', '.join(map(str, numbers))} the guardian agreed to another version than {version}."
    return warning("consent", said, "Let the coordinator ask again, and write the consent down anew in each.")
