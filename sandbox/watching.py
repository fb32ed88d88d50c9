"""What a person sees on their phone, and waiting for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sandbox.accounts import BotAccount, User
from sandbox.acts import NotHeard
from sandbox.chats import Chat
from sandbox.gatherings import Gathering
from sandbox.methods.commands import seen_by
from sandbox.phone import Bubble, reply_keyboard, screen_of

if TYPE_CHECKING:
    from sandbox.telegram import Sandbox

JSON = dict[str, Any]
Place = Gathering | BotAccount | None
_INVISIBLE = dict.fromkeys([0x200E, 0x200F, 0x061C, *range(0x2066, 0x206A)])


@dataclass(eq=False, repr=False)
class Watcher:
    """Somebody who looks at their phone."""

    telegram: Sandbox
    user: User
    since: int = 0
    """Everything up to this moment was on the screen when they last did something."""
    by_hand: int = 0
    """The moment of the last deed that somebody did on the page of phones; 0 for none."""

    @property
    def id(self) -> int:
        return self.user.id

    def __repr__(self) -> str:
        return f"<{self.user.full_name} {self.user.id}>"

    @property
    def screen(self) -> list[Bubble]:
        """The private chat with the bot, oldest message first."""
        return self.screen_of(None)

    def screen_of(self, where: Place) -> list[Bubble]:
        return screen_of(self.telegram.world, self.chat(where))

    @property
    def inbox(self) -> list[Bubble]:
        """What the bot has sent them and is still there, oldest first, notices left out."""
        return [bubble for bubble in self.screen if bubble.from_bot and bubble.kind != "service"]

    @property
    def last(self) -> Bubble:
        """The bot's newest message."""
        if not self.inbox:
            raise NotHeard(f"{self.user.full_name} has heard nothing from the bot")
        return self.inbox[-1]

    @property
    def keyboard(self) -> list[list[str]]:
        """Labels of the keys under the field for typing."""
        return [[key["text"] for key in row] for row in reply_keyboard(self.chat(None), self.user)]

    @property
    def commands(self) -> list[JSON]:
        """The commands in the menu of the private chat with the bot."""
        return self.commands_in(None)

    def commands_in(self, where: Place) -> list[JSON]:
        return seen_by(self.telegram.world.desk(self.telegram.bot), self.chat(where), self.user)

    def chat(self, where: Place = None) -> Chat:
        if isinstance(where, Gathering):
            return where.chat
        return self.telegram.world.dialog(where or self.telegram.bot, self.user)

    async def hears(
        self,
        contains: str | re.Pattern[str] = "",
        *,
        within: float = 30.0,
        where: Place = None,
        button: str | None = None,
        kind: str | None = None,
        after: Bubble | None = None,
    ) -> Bubble:
        """Wait for a message, or an edit, that came after the person's last deed (or after a message), and return it.

        It contains the words (marks of direction do not count), has the button, is of the kind. Raises NotHeard.
        """
        since = self.since if after is None else after.message.moment

        def look() -> Bubble | None:
            heard = (bubble for bubble in self.screen_of(where) if bubble.message.sender is not self.user)
            fitting = (bubble for bubble in heard if _fits(bubble, contains, button, kind))
            return next((bubble for bubble in fitting if bubble.message.moment > since), None)

        found = await self.chat(where).changed.until(look, within)
        if found is None:
            wanted = getattr(contains, "pattern", contains)
            seen = "\n".join(f"  {bubble!r}" for bubble in self.screen_of(where)[-8:])
            raise NotHeard(
                f"{self.user.full_name} did not hear {wanted!r} {button or ''} within {within} s; saw\n{seen}"
            )
        return found


def _fits(bubble: Bubble, contains: str | re.Pattern[str], button: str | None, kind: str | None) -> bool:
    if kind is not None and bubble.kind != kind:
        return False
    if button is not None and bubble.button(button) is None:
        return False
    if isinstance(contains, str):
        return contains.translate(_INVISIBLE) in bubble.text.translate(_INVISIBLE)
    return contains.search(bubble.text) is not None
