"""What people's phones make of what they write, photograph and point at: the contents of messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.accounts import User
from sandbox.acts import Impossible
from sandbox.files import described, photo_sizes
from sandbox.messages import Message
from sandbox.text import CAPTION_LIMIT, TEXT_LIMIT, clean, trimmed, units, with_recognised
from sandbox.world import World

if TYPE_CHECKING:
    from sandbox.gatherings import Gathering
    from sandbox.people import Person

JSON = dict[str, Any]

MIMES = {"photo": "image/jpeg", "voice": "audio/ogg", "video": "video/mp4", "video_note": "video/mp4"}
"""Of what carries no name to tell it by."""


def text(written: str) -> JSON:
    """A text message; longer ones than Telegram takes can't be sent in one."""
    kept, _ = trimmed(clean(written), [])
    if not kept or units(kept) > TEXT_LIMIT:
        raise Impossible(f"a message has 1 to {TEXT_LIMIT} characters; the phone would split or keep this one")
    entities = with_recognised(kept, [])
    return {"text": kept} | ({"entities": entities} if entities else {})


def split(written: str) -> list[str]:
    """A long text cut into messages, as a phone does."""
    return [written[start : start + TEXT_LIMIT] for start in range(0, len(written), TEXT_LIMIT)]


def caption(written: str) -> JSON:
    kept, _ = trimmed(clean(written), [])
    if units(kept) > CAPTION_LIMIT:
        raise Impossible(f"a caption has at most {CAPTION_LIMIT} characters")
    entities = with_recognised(kept, [])
    return ({"caption": kept} if kept else {}) | ({"caption_entities": entities} if entities else {})


def file(world: World, kind: str, content: bytes, words: str, *, name: str = "", **shape: int) -> JSON:
    """A picture, document, voice, sound or film with its caption; a voice and a round video have none."""
    mime = MIMES.get(kind, "")
    stored = world.files.keep(content, kind, name, mime)
    shown: Any = photo_sizes(stored) if kind == "photo" else described(stored, **shape)
    return {kind: shown} | caption(words)


def sticker(world: World, emoji: str) -> JSON:
    stored = world.files.keep(b"RIFF", "sticker", "sticker.webp", "image/webp")
    about = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": emoji}
    return {"sticker": {"file_unique_id": stored.unique_id, "file_size": 4} | about}


def point(lat: float, lon: float, accuracy: float | None = None) -> JSON:
    where: JSON = {"latitude": lat, "longitude": lon}
    return where | ({"horizontal_accuracy": accuracy} if accuracy is not None else {})


def contact(user: User, phone: str | None) -> JSON:
    """One's own card, which carries one's id, or just another's number."""
    if phone is not None and phone != user.phone:
        return {"contact": {"phone_number": phone, "first_name": phone}}
    if user.phone is None:
        raise Impossible(f"{user.full_name} has no number to share")
    return {"contact": {"phone_number": user.phone, "first_name": user.first_name, "user_id": user.id}}


def reworded(message: Message, written: str) -> JSON:
    """The content of a message with its text or caption written anew."""
    old = {"text", "entities", "caption", "caption_entities"}
    kept = {name: value for name, value in message.content.items() if name not in old}
    return kept | (text(written) if message.kind == "text" else caption(written))


def origin_of(source: str | Person | Gathering, world: World) -> JSON:
    """Where something was forwarded from: a hidden account by name, a person, or a channel."""
    date = int(world.clock().timestamp())
    if isinstance(source, str):
        return {"type": "hidden_user", "date": date, "sender_user_name": source}
    if hasattr(source, "user"):
        return {"type": "user", "date": date, "sender_user": source.user.as_json()}
    return {"type": "channel", "date": date, "chat": source.chat.as_json(), "message_id": 1}
