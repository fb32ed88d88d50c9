"""The link by which somebody takes a role: Telegram carries its word to the bot when it is opened."""

from datetime import datetime

import typer

from bot.bot_api import NoAnswer, ask
from bot.commands.acting import in_house
from bot.config import Config
from bot.failures import NotDone
from models.organisations import Role
from services.audit import Actor
from services.house import House
from services.invitations import invite

WORD = "staff-"
"""How what the link carries begins; `handlers.invitations` takes it up."""


def link_for(context: typer.Context, *, role: Role, code: str) -> str:
    """A link to a role in an organisation; it works once, within a day. Refuses without a bot to open it with."""

    async def work(house: House, config: Config, now: datetime) -> str:
        name = await _username(config)
        word = await invite(house, role=role, code=code, by=Actor.operator(), now=now)
        return f"https://t.me/{name}?start={WORD}{word}"

    return in_house(context, work)


async def _username(config: Config) -> str:
    if not config.telegram.bot_id:
        raise NotDone("There is no bot to open a link with: run `mizalla setup`, or set MIZALLA_TELEGRAM__TOKEN.")
    try:
        (me,) = await ask(config.telegram.api_url, config.telegram.token.get_secret_value(), "getMe")
    except NoAnswer as no:
        raise NotDone(f"{config.telegram.api_url} does not answer ({no.why}): the link needs the bot's name.") from None
    if not me.ok:
        raise NotDone("Telegram does not know the token: run `mizalla doctor`.")
    return str(me.result["username"])
