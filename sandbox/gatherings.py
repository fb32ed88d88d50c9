"""Groups, supergroups, forums and channels, as tests and the page arrange them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox import happenings
from sandbox.accounts import BotAccount
from sandbox.chats import USUAL_RIGHTS, Chat, Member, Topic
from sandbox.phone import Bubble, screen_of
from sandbox.routing import bots_in
from sandbox.world import World

if TYPE_CHECKING:
    from sandbox.people import Person


@dataclass(eq=False, repr=False)
class Gathering:
    """A chat of several; after a migration it is the supergroup."""

    world: World
    chat: Chat
    default_bot: BotAccount
    owner: Person

    @property
    def id(self) -> int:
        return self.chat.id

    @property
    def title(self) -> str:
        return str(self.chat.title)

    @property
    def screen(self) -> list[Bubble]:
        """Everything said here that is still there, oldest first."""
        return screen_of(self.world, self.chat)

    @property
    def last(self) -> Bubble:
        """The newest message."""
        return self.screen[-1]

    @property
    def bots(self) -> list[BotAccount]:
        return bots_in(self.chat)

    def said_by_bots(self, topic: Topic | None = None) -> list[Bubble]:
        """What bots said here, in one topic if one is named; notices such as "pinned" are no sayings."""
        every = [bubble for bubble in self.screen if bubble.from_bot or (bubble.message.sender_chat is not None)]
        said = [bubble for bubble in every if bubble.kind != "service"]
        return said if topic is None else [bubble for bubble in said if bubble.thread_id == topic.id]

    def adds(self, person: Person, by: Person | None = None) -> None:
        """Somebody enters."""
        happenings.join(self.world, self.chat, person.user, (by or self.owner).user)

    def makes_admin(self, person: Person, rights: Iterable[str] = USUAL_RIGHTS) -> None:
        happenings.set_status(self.world, self.chat, person.user, "administrator", self.owner.user, frozenset(rights))

    def adds_bot(
        self,
        by: Person | None = None,
        *,
        start: str | None = None,
        rights: Iterable[str] | None = None,
        bot: BotAccount | None = None,
    ) -> None:
        """A bot enters, as administrator if rights are named; `start` is the payload of a ?startgroup= link.

        Into a channel a bot can only come as administrator.
        """
        who, newcomer = (by or self.owner).user, bot or self.default_bot
        if rights is None and self.chat.type == "channel":
            rights = USUAL_RIGHTS
        given = None if rights is None else frozenset(rights)
        happenings.join(self.world, self.chat, newcomer, who, rights=given)
        if start is not None:
            text = f"/start@{newcomer.username} {start}"
            command = {"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}
            happenings.post(self.world, self.chat, who, {"text": text, "entities": [command]})

    def promotes_bot(
        self, by: Person | None = None, rights: Iterable[str] = USUAL_RIGHTS, bot: BotAccount | None = None
    ) -> None:
        happenings.set_status(
            self.world, self.chat, bot or self.default_bot, "administrator", (by or self.owner).user, frozenset(rights)
        )

    def demotes_bot(self, by: Person | None = None, bot: BotAccount | None = None) -> None:
        happenings.set_status(self.world, self.chat, bot or self.default_bot, "member", (by or self.owner).user)

    def mutes_bot(self, by: Person | None = None, bot: BotAccount | None = None) -> None:
        """It may stay and not speak."""
        happenings.set_status(self.world, self.chat, bot or self.default_bot, "restricted", (by or self.owner).user)

    def removes_bot(self, by: Person | None = None, bot: BotAccount | None = None) -> None:
        happenings.leave(self.world, self.chat, bot or self.default_bot, (by or self.owner).user, removed=True)

    def migrates(self, by: Person | None = None) -> int:
        """The group becomes a supergroup; returns its new id."""
        self.chat = happenings.migrate(self.world, self.chat, (by or self.owner).user)
        return self.chat.id

    def becomes_forum(self) -> None:
        self.chat.is_forum = True

    def opens_topic(self, name: str, by: Person | None = None) -> Topic:
        return happenings.open_topic(self.world, self.chat, (by or self.owner).user, name, 7322096, None)

    def closes_topic(self, topic: Topic, by: Person | None = None) -> None:
        topic.closed = True
        who = (by or self.owner).user
        happenings.post(self.world, self.chat, who, {"forum_topic_closed": {}}, thread_id=topic.id)

    def deletes_topic(self, topic: Topic) -> None:
        self.chat.topics.pop(topic.id, None)
        for message in [one for one in self.chat.messages.values() if one.thread_id == topic.id]:
            happenings.delete(self.world, message)

    def renames(self, title: str, by: Person | None = None) -> None:
        self.chat.title = title
        happenings.post(self.world, self.chat, (by or self.owner).user, {"new_chat_title": title})

    def is_deleted(self) -> None:
        """The group exists no more."""
        self.chat.deleted = True


def seated(owner: Person, members: Iterable[Person], admins: Iterable[Person]) -> dict[int, Member]:
    """The places of a new chat, the owner's first."""
    places = {owner.user.id: Member(owner.user, "creator")}
    for admin in admins:
        places.setdefault(admin.user.id, Member(admin.user, "administrator", USUAL_RIGHTS))
    for member in members:
        places.setdefault(member.user.id, Member(member.user))
    return places
