"""A group reads in one short line that its alerts changed and at whose wish: by role, never by name."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from aiogram import Bot

from handlers.group_words import QUIET, SOUND, hours_words, manner_line, quiet_of, weekly_words
from handlers.posting import post, posted, reword
from handlers.talking import Talk
from language.catalogues import Catalogues
from language.templates import Value
from language.text import Key, Sentence
from language.voices import Say
from models.groups import Group
from services.audit import Actor
from services.house import House
from services.organisations import organisation

GATHERED = timedelta(minutes=1)
"""Whoever sets up a group changes several things one after the other: so long one message says them all."""

KEPT = "group-told"
"""Its place among what the conversation remembers."""


@dataclass(frozen=True)
class Told:
    """What a group was told last from this conversation: the message, its moment, and what it says has changed."""

    group_id: int
    message_id: int
    at: str
    whats: tuple[str, ...]

    def goes_on(self, group: Group, now: datetime) -> bool:
        return self.group_id == group.id and now - datetime.fromisoformat(self.at) < GATHERED


async def tell_group(
    bot: Bot, house: House, catalogues: Catalogues, group: Group, key: str, *, by: Actor, **facts: Value
) -> bool:
    """Say it in the group, in the group's language; False where the bot may not write there."""
    say = catalogues.voice(group.language)
    who = await _role(house, say, by)
    return await post(bot, say, group.chat_id, key, thread_id=group.thread_id, rows=(), who=who, **facts)


async def tell_manner(
    bot: Bot, house: House, catalogues: Catalogues, talk: Talk, group: Group, what: str, *, by: Actor, now: datetime
) -> None:
    """Say what changed beside what the group hears; what follows within a minute is written into the same message, so
    that three taps make one sound there."""
    say = catalogues.voice(group.language)
    who = await _role(house, say, by)
    before = _told((await talk.state.get_data()).get(KEPT))
    if before is not None and before.goes_on(group, now):
        whats = tuple(dict.fromkeys((*before.whats, what)))
        if await reword(bot, say, group.chat_id, before.message_id, who=who, **_words(house, say, group, whats)):
            await talk.state.update_data({KEPT: asdict(replace(before, whats=whats))})
            return
    words = _words(house, say, group, (what,))
    made = await posted(bot, say, group.chat_id, thread_id=group.thread_id, who=who, **words)
    if made is not None:
        told = Told(group.id or 0, made.message_id, now.isoformat(), (what,))
        await talk.state.update_data({KEPT: asdict(told)})


def _words(house: House, say: Say, group: Group, whats: Sequence[str]) -> dict[str, Any]:
    """The sentence about one change; of several, how each of them is now."""
    if len(whats) > 1:
        lines = Sentence("\n".join(manner_line(house, say, group, each) for each in whats))
        return {"key": "group-told-changed", "lines": lines}
    if whats[0] == SOUND:
        return {"key": f"group-told-sound-{group.sound}"}
    if whats[0] == QUIET:
        hours = quiet_of(group)
        return {"key": "group-told-quiet", **hours_words(say, *hours)} if hours else {"key": "group-told-quiet-never"}
    if not group.weekly_picture:
        return {"key": "group-told-weekly-off"}
    return {"key": "group-told-weekly-on", "schedule": weekly_words(house, say)}


def _told(kept: Mapping[str, Any] | None) -> Told | None:
    return None if kept is None else Told(**{**kept, "whats": tuple(kept["whats"])})


async def _role(house: House, say: Say, by: Actor) -> str:
    if by.organisation_id is None:
        return Key("group-by-manager")
    row = await organisation(house, by.organisation_id)
    return row.name_ar if say.language == "ar" else row.name_en or row.name_ar
