"""People with phones: what they can do in Telegram, one method per deed, and what they see.

Deeds happen at once. What they return can be awaited, until the bot has taken the update (messages) or answered (taps).
`to` is a group or channel, another bot, or by default the bot of this Telegram; `topic` is a forum topic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sandbox import composing, happenings
from sandbox.accounts import BotAccount
from sandbox.acts import Answer, Impossible, Sent, Tapped, Waiting
from sandbox.chats import Chat, Topic
from sandbox.files import ROUND_PIXELS
from sandbox.gatherings import Gathering
from sandbox.messages import Message
from sandbox.methods.copying import origin
from sandbox.phone import Bubble
from sandbox.pressing import tapped
from sandbox.updates import UpdateQueue
from sandbox.watching import Place, Watcher

JSON = dict[str, Any]
Picture = bytes | tuple[bytes, str]


@dataclass(eq=False, repr=False)
class Person(Watcher):
    """Somebody with a phone."""

    live: Message | None = None

    def starts(self, deep_link: str | None = None, *, bot: BotAccount | None = None) -> Sent:
        """Press Start, or follow a ?start= link; unblocks the bot first if need be."""
        self.unblocks(bot=bot)
        return self.says("/start" if deep_link is None else f"/start {deep_link}", to=bot)

    def says(
        self,
        text: str,
        *,
        to: Place = None,
        topic: Topic | None = None,
        reply_to: Bubble | None = None,
        forwarded_from: str | Person | Gathering | None = None,
    ) -> Sent:
        """Write a text; `forwarded_from` makes it somebody else's, by name if they hide their account."""
        forward = None if forwarded_from is None else composing.origin_of(forwarded_from, self.telegram.world)
        return self._sends(composing.text(text), to, topic, reply_to=reply_to, forward_origin=forward)

    def sends_photo(self, photo: bytes, caption: str = "", *, to: Place = None, topic: Topic | None = None) -> Sent:
        return self._sends(composing.file(self.telegram.world, "photo", photo, caption), to, topic)

    def sends_album(self, photos: Iterable[Picture], *, to: Place = None, topic: Topic | None = None) -> list[Sent]:
        """Several pictures at once, each alone or with a caption; each arrives as an update of its own."""
        pairs = [(one, "") if isinstance(one, bytes) else one for one in photos]
        group = str(self.telegram.world.count("album", 13_000_000_000_000_001))
        made = [composing.file(self.telegram.world, "photo", photo, caption) for photo, caption in pairs]
        return [self._sends(content, to, topic, media_group_id=group) for content in made]

    def sends_document(self, document: bytes, name: str = "file.pdf", caption: str = "", *, to: Place = None) -> Sent:
        return self._sends(composing.file(self.telegram.world, "document", document, caption, name=name), to)

    def sends_voice(self, voice: bytes = b"OggS", *, seconds: int = 3, to: Place = None) -> Sent:
        return self._sends(composing.file(self.telegram.world, "voice", voice, "", duration=seconds), to)

    def sends_video(self, video: bytes = b"ftyp", caption: str = "", *, seconds: int = 5, to: Place = None) -> Sent:
        made = composing.file(self.telegram.world, "video", video, caption, duration=seconds, width=640, height=480)
        return self._sends(made, to)

    def sends_audio(
        self, audio: bytes = b"ID3", caption: str = "", *, name: str = "memo.mp3", seconds: int = 5, to: Place = None
    ) -> Sent:
        """A sound file: a song, or what another app recorded."""
        made = composing.file(self.telegram.world, "audio", audio, caption, name=name, duration=seconds)
        return self._sends(made, to)

    def sends_video_note(self, video: bytes = b"ftyp", *, seconds: int = 5, to: Place = None) -> Sent:
        """A round video, which has no words under it."""
        made = composing.file(self.telegram.world, "video_note", video, "", duration=seconds, length=ROUND_PIXELS)
        return self._sends(made, to)

    def sends_sticker(self, emoji: str = "👍", *, to: Place = None) -> Sent:
        return self._sends(composing.sticker(self.telegram.world, emoji), to)

    def sends_location(self, lat: float, lon: float, accuracy: float | None = None, *, to: Place = None) -> Sent:
        """A pin; degrees, and the accuracy in metres if the phone gives one."""
        return self._sends({"location": composing.point(lat, lon, accuracy)}, to)

    def sends_venue(self, lat: float, lon: float, title: str, address: str, *, to: Place = None) -> Sent:
        where = composing.point(lat, lon)
        return self._sends({"venue": {"location": where, "title": title, "address": address}, "location": where}, to)

    def shares_live_location(self, lat: float, lon: float, period: int = 3600, *, to: Place = None) -> Sent:
        """A location that goes along for `period` seconds."""
        until = happenings.goes_until(self.telegram.world.clock(), period)
        where = composing.point(lat, lon) | {"live_period": period}
        sent = self._sends({"location": where}, to, live_until=until)
        self.live = sent.message
        return sent

    def moves_to(self, lat: float, lon: float, accuracy: float | None = None) -> Sent:
        """The shared location is there now."""
        return self._edits(self._live(), lambda live: self._moved(live, composing.point(lat, lon, accuracy)))

    def stops_sharing(self) -> Sent:
        stopped = self._edits(
            self._live(), lambda live: happenings.stop_live(self.telegram.world, live, live.markup, self.user)
        )
        self.live = None
        return stopped

    def shares_contact(self, phone: str | None = None, *, to: Place = None) -> Sent:
        """Their own number, or another's."""
        return self._sends(composing.contact(self.user, phone), to)

    def edits(self, message: Bubble, text: str) -> Sent:
        """Change the text or caption of their own message, or of a post in a channel of theirs."""
        posted = message.message.sender_chat is not None and message.message.chat.member(self.user).administers
        if message.message.sender is not self.user and not posted:
            raise Impossible("only one's own messages can be edited")
        content = composing.reworded(message.message, text)
        world = self.telegram.world
        return self._edits(message.message, lambda it: happenings.edit(world, it, content, it.markup, self.user))

    def deletes(self, message: Bubble) -> None:
        """For everyone; the bot hears nothing of it."""
        happenings.delete(self.telegram.world, message.message)

    def forwards(self, message: Bubble, *, to: Place = None, topic: Topic | None = None) -> Sent:
        """Send on a message; one with protected content can't be."""
        if message.protected:
            raise Impossible("the message is protected: Telegram offers no forwarding")
        return self._sends(message.message.content, to, topic, forward_origin=origin(message.message))

    def reacts(self, message: Bubble, emoji: str = "👍") -> None:
        happenings.react(self.telegram.world, message.message, self.user, emoji)

    def taps(
        self,
        wanted: str,
        *,
        on: Bubble | None = None,
        where: Place = None,
        location: tuple[float, float] | None = None,
        within: float = 30.0,
    ) -> Tapped:
        """Press an inline button (newest message first) or a key, by label or callback data, without waiting."""
        self.since = self.telegram.world.moment
        return tapped(self, wanted, on, where, location, within)

    async def presses(
        self,
        wanted: str,
        *,
        on: Bubble | None = None,
        where: Place = None,
        location: tuple[float, float] | None = None,
        within: float = 30.0,
    ) -> Answer:
        """Press and wait for the bot's answer."""
        return await self.taps(wanted, on=on, where=where, location=location, within=within)

    def blocks(self, *, bot: BotAccount | None = None) -> None:
        happenings.set_blocked(self.telegram.world, self.user, bot or self.telegram.bot, blocked=True)

    def unblocks(self, *, bot: BotAccount | None = None) -> None:
        happenings.set_blocked(self.telegram.world, self.user, bot or self.telegram.bot, blocked=False)

    def deletes_account(self) -> None:
        self.user.deactivated = True

    def joins(self, group: Gathering) -> None:
        happenings.join(self.telegram.world, group.chat, self.user, self.user)

    def leaves(self, group: Gathering) -> None:
        happenings.leave(self.telegram.world, group.chat, self.user, self.user, removed=False)

    def _sends(self, content: JSON, to: Place, topic: Topic | None = None, **circumstances: Any) -> Sent:
        chat = self.chat(to)
        self._check_may_write(chat, topic)
        if chat.is_private:
            chat.started = True
        reply = circumstances.pop("reply_to", None)
        circumstances |= {"reply_to": reply.message if reply else None, "thread_id": topic.id if topic else None}
        return self._does(lambda: happenings.post(self.telegram.world, chat, self.user, content, **circumstances))

    def _check_may_write(self, chat: Chat, topic: Topic | None) -> None:
        if chat.bot is not None and self.user.id in chat.bot.blocked_by:
            raise Impossible(f"{self.user.full_name} has blocked the bot")
        if not chat.is_private and not chat.member(self.user).inside:
            raise Impossible(f"{self.user.full_name} is not in {chat.title}")
        if topic is not None and topic.closed and not chat.member(self.user).administers:
            raise Impossible(f"the topic {topic.name} is closed")

    def _edits(self, message: Message, change: Callable[[Message], Message]) -> Sent:
        return self._does(lambda: change(message))

    def _moved(self, live: Message, where: JSON) -> Message:
        return happenings.move_live(self.telegram.world, live, where, self.user)

    def _live(self) -> Message:
        if self.live is None:
            raise Impossible(f"{self.user.full_name} shares no live location")
        return self.live

    def _does(self, deed: Callable[[], Message]) -> Sent:
        """Carry out a deed, and note which updates it made."""
        world = self.telegram.world
        self.since = world.moment
        queues: list[UpdateQueue] = [desk.queue for desk in world.desks.values()]
        before = [queue.next_id for queue in queues]
        message = deed()
        made = [
            (queue, queue.next_id - 1) for queue, next_id in zip(queues, before, strict=True) if queue.next_id > next_id
        ]
        return Sent(world, message, Waiting(tuple(made)))
