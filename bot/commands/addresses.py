"""People as an operator names them: by an address, such as telegram:100001."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.config import Config
    from services.house import House

_HELP = "The person's address, such as telegram:100001, or the number /id tells them: member:12."
At = Annotated[str, typer.Argument(metavar="ADDRESS", help=_HELP)]


BIGGEST = 2**31
"""Of a member's number; there are none from here on."""
MEMBER = "member"
"""Instead of a channel: what follows is the number of a member."""


def read_address(written: str) -> tuple[str, str]:
    """The channel and the address on it, or MEMBER and a number; a usage error for what is neither."""
    channel, colon, address = written.strip().partition(":")
    if not colon and written.strip().isdecimal():
        channel, address = "telegram", written.strip()
    if channel not in {"telegram", MEMBER} or not (address.isascii() and address.isdecimal()):
        raise typer.BadParameter(f"{written!r} is not an address; one is written like telegram:100001 or member:12")
    return channel, address


async def member_at(
    house: House, config: Config, channel: str, address: str, now: datetime, *, make: bool = False
) -> int:
    """The member at an address, who may have blocked the bot; refuses with MemberNotFound, or with `make` makes one."""
    from sqlmodel import select

    from models.members import Member, MemberNotFound, Recipient
    from services.members import meet

    async with house.db.reading() as tx:
        if channel == MEMBER:
            number = int(address)
            if number >= BIGGEST or await tx.get(Member, number) is None:
                raise MemberNotFound(member_id=number)
            return number
        theirs = select(Recipient.member_id).where(Recipient.channel == channel, Recipient.address == address)
        found = (await tx.exec(theirs)).first()
    if found is not None:
        return found
    if not make:
        raise MemberNotFound()
    language = config.languages.default
    bot_id = await bot_of(house, config, now)
    return (await meet(house, bot_id=bot_id, channel=channel, address=address, name="", language=language, now=now)).id


async def bot_of(house: House, config: Config, now: datetime) -> int:
    """The bot by which new members are told things: the token's, else the one seen last, else 0 until there is one.

    A token nobody has run yet takes over at once what was imported without one, so that nobody is made twice.
    """
    from sqlmodel import col, select

    from models.members import Bot
    from services.members import adopt

    async with house.db.reading() as tx:
        known = list((await tx.exec(select(Bot.id).order_by(col(Bot.seen_at).desc()))).all())
    bot_id = config.telegram.bot_id
    if bot_id and bot_id not in known:
        await adopt(house, bot_id=bot_id, username="", now=now)
    return bot_id or (known[0] if known else 0)
