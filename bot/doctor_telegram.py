"""What the doctor asks Telegram: whether the token is good, who else takes its updates, and what time it is."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
from sqlalchemy import func
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from bot.bot_api import Answer, NoAnswer, ask
from bot.config import TELEGRAM_API, Config
from bot.findings import Finding, ok, problem, warning
from models.alerts import Copy, CopyState
from models.database import Tx
from models.members import Bot, Recipient, RecipientState

SOME_LATENESS = timedelta(seconds=5)
MUCH_LATENESS = timedelta(seconds=60)
SHORT_POLL_S = 3
"""Who else polls is thrown out by our question, comes back within this, and throws us out."""


async def telegram(config: Config, now: datetime, *, running: bool, file: Path | None) -> list[Finding]:
    """The token (in `file`), the bot, the webhook and the clock; `running`: our own process takes updates now."""
    token = config.telegram.token.get_secret_value()
    if not token:
        said = "There is no token: `mizalla run` starts the sandbox."
        return [warning("token", said, "To go live run `mizalla setup`, or set MIZALLA_TELEGRAM__TOKEN.")]
    at = config.telegram.api_url
    try:
        me, hook = await ask(at, token, "getMe", "getWebhookInfo")
        found = list(_token(config, me, file))
        if me.ok:
            found.append(webhook(config.telegram.mode, config.telegram.webhook_url, hook))
            found += await _receiving(config, hook, running=running)
    except NoAnswer as no:
        return [_unreachable(at, no.why)]
    return [*found, clock(me.at, now)] if me.at is not None else found


def _unreachable(at: str, why: str) -> Finding:
    said = f"{at} does not answer ({why})."
    if at == TELEGRAM_API:
        mend = f"See why this machine does not reach it: curl -sS -m 10 {at}"
    else:
        mend = f"Start that Bot API server, or correct telegram.api_url; Telegram's own is {TELEGRAM_API}."
    return problem("token", said, mend)


def _token(config: Config, me: Answer, file: Path | None) -> Iterator[Finding]:
    """Good, unknown (revoked ones are: 401), or of a server that speaks otherwise; and what the bot may do."""
    at = config.telegram.api_url
    if not me.ok:
        if me.code in {401, 404}:
            said = f"{at} refuses the token ({me.code}): it was revoked, or mistyped. Whatever is due waits."
            mend = f"Take the present one from @BotFather (/mybots, the bot, API Token), then {_put(file)}"
        else:
            said = f"{at} refuses to answer ({me.code})."
            mend = "Try again in some minutes; if it stays so, check telegram.api_url."
        yield problem("token", said, mend)
        return
    name = me.result.get("username", "")
    yield ok("token", f"The bot is @{name} ({config.telegram.bot_id}) at {at}.")
    if me.result.get("can_join_groups") is False:
        said = f"@{name} may not be added to groups: volunteers' groups cannot hear alerts."
        yield warning("groups", said, "In @BotFather: /setjoingroups, the bot, Enable.")
    if me.result.get("can_read_all_group_messages"):
        said = f"@{name} is given everything people write in groups, and uses none of it."
        yield warning(
            "group_privacy", said, "In @BotFather: /setprivacy, the bot, Enable; then add it to its groups anew."
        )


def _put(file: Path | None) -> str:
    """Where a new token goes."""
    if file is not None:
        return f"write it into {file}: what runs takes it by itself, within seconds."
    return "set MIZALLA_TELEGRAM__TOKEN to it where Mizalla is started, and start it again."


async def other_bots(tx: Tx, config: Config) -> AsyncIterator[Finding]:
    """Who pressed Start with another bot of this database and not with this one, and what that one still shows."""
    ours = config.telegram.bot_id
    here = aliased(Recipient)
    also_here = select(here.id).where(here.bot_id == ours, here.member_id == Recipient.member_id).exists()
    theirs = (
        select(Recipient.bot_id, func.count())
        .where(col(Recipient.bot_id).not_in([0, ours]), col(Recipient.state) == RecipientState.ACTIVE, ~also_here)
        .group_by(col(Recipient.bot_id))
    )
    for bot_id, count in (await tx.exec(theirs)).all() if ours else ():
        shown = select(func.count()).where(Copy.bot_id == bot_id, col(Copy.state) == CopyState.SHOWN)
        copies, bot = (await tx.exec(shown)).one(), await tx.get(Bot, bot_id)
        who = f"@{bot.username} ({bot_id})" if bot is not None and bot.username else f"the bot {bot_id}"
        said = f"This token is of the bot {ours}; people and groups only {who} may write to: {count}."
        said += f" Its messages that are still shown: {copies}." if copies else ""
        mend = f"Run a second process with the token of {who}, or, where that bot is gone, have them press Start anew."
        yield warning("other_bots", said, mend)


def webhook(mode: str, ours: str, told: Answer) -> Finding:
    """Telegram gives updates either to a webhook or to who polls, and to one of them only; `ours`: as set."""
    theirs = told.result.get("url", "")
    if mode == "polling" and theirs:
        said = f"A webhook is set for this bot ({urlsplit(theirs).hostname}), and telegram.mode is polling."
        mend = "If nothing else uses this token, `mizalla run` removes it; otherwise take a token of your own."
        return problem("webhook", said, mend)
    if mode == "webhook" and theirs and theirs != ours:
        said = "Telegram sends updates to another webhook than telegram.webhook_url."
        return warning("webhook", said, "Start `mizalla run`: it sets the webhook; nothing else may use this token.")
    if told.result.get("last_error_message"):
        said = f"Telegram could not deliver to the webhook: {told.result['last_error_message']};" + _waiting(told)
        mend = "See that telegram.webhook_url is reached from outside, with a valid certificate."
        return warning("webhook", said, mend)
    return ok("webhook", f"Updates come by {mode};{_waiting(told)}")


def _waiting(told: Answer) -> str:
    n = told.result.get("pending_update_count", 0)
    return " one update waits at Telegram." if n == 1 else f" {n} updates wait at Telegram."


async def _receiving(config: Config, hook: Answer, *, running: bool) -> list[Finding]:
    """Whether the way in is free: nobody else polls, or our address answers."""
    telegram = config.telegram
    if telegram.mode == "webhook":
        return [await _reached(telegram.webhook_url)]
    if running:
        return [ok("polling", "This deployment's own process takes the updates.")]
    if hook.result.get("url"):
        return []
    (answer,) = await ask(
        telegram.api_url, telegram.token.get_secret_value(), f"getUpdates?limit=1&timeout={SHORT_POLL_S}"
    )
    if answer.code == 409:
        said = "Another process takes the updates of this bot: each would get some of them only."
        return [
            problem(
                "polling", said, "Stop it where it runs, or revoke the token in @BotFather and run `mizalla setup`."
            )
        ]
    return [ok("polling", "Nobody else takes the updates of this bot.")]


async def _reached(url: str) -> Finding:
    """Whether the webhook's address answers from here; ours says 403 to who does not know the secret."""
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as http,
            http.post(url, json={}, allow_redirects=False) as answer,
        ):
            status = answer.status
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        said = f"telegram.webhook_url does not answer from this machine ({type(error).__name__})."
        return warning(
            "webhook_url", said, "Start `mizalla run --role intake --role web`, and check the proxy before it."
        )
    if status != 403:
        said = f"Something else than Mizalla answers at telegram.webhook_url ({status} to a stranger, not 403)."
        return warning("webhook_url", said, "Let the proxy pass /telegram/webhook on to web.host and web.port.")
    return ok("webhook_url", "telegram.webhook_url answers.")


def clock(theirs: datetime, now: datetime) -> Finding:
    """Schedules and quiet hours are kept by this machine's clock."""
    apart = abs(theirs - now)
    said = f"This machine's clock and Telegram's are {apart.total_seconds():.0f} seconds apart."
    if apart > MUCH_LATENESS:
        return problem("clock", said, "Set the clock: sudo timedatectl set-ntp true.")
    if apart > SOME_LATENESS:
        return warning("clock", said, "Let the machine keep its clock: sudo timedatectl set-ntp true.")
    return ok("clock", said)
