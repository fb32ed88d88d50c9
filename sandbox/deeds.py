"""What a person can be made to do over the control API: {"person": id, "do": deed, …}.

Everywhere: "chat" (id of a group or channel; without it the private chat with the bot) and "topic" (its id) may be
given; "message" is a message id in that chat. Files are "data", base64.

starts        deep_link?
says          text, forwarded_from? (a name)
photo         data, caption?          album     photos: [{data, caption?}]       document  data, name?, caption?
voice         data?, seconds?         video     data?, caption?                  sticker   emoji?
audio         data?, name?, caption?, seconds?                                   video_note  data?, seconds?
location      lat, lon, accuracy?     venue     lat, lon, title, address
live          lat, lon, period?       moves     lat, lon, accuracy?              stops
contact       phone?
presses       button (label or callback data), message?, lat?, lon?   → {"answer": {text, alert, url}}; waits for it
taps          the same, without waiting
edits         message, text           deletes   message                          forwards  message, to? (a chat's id)
reacts        message, emoji?
blocks        unblocks                deletes_account
joins         chat                    leaves    chat
adds_bot      chat, start?, admin?    removes_bot, promotes_bot, demotes_bot, migrates  chat
new_person    name, language?, username?, phone?, last_name?, id?  → {"person": id}   (the only one without "person")
new_group     title, kind? (group, supergroup, forum, channel), members?: [id]       → {"chat": id}; the person owns it
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sandbox.acts import Sent, Tapped
from sandbox.chats import Topic
from sandbox.gatherings import Gathering
from sandbox.people import Person
from sandbox.phone import Bubble

if TYPE_CHECKING:
    from sandbox.telegram import Sandbox

JSON = dict[str, Any]


class Deed:
    """One request to the control API, with what its fields mean."""

    def __init__(self, sandbox: Sandbox, body: JSON) -> None:
        self.sandbox, self.body = sandbox, body

    @property
    def person(self) -> Person:
        number = int(self.body["person"])
        if number not in self.sandbox.people:
            raise ValueError(f"there is nobody with the id {number}")
        return self.sandbox.people[number]

    def gathering(self, field: str = "chat") -> Gathering | None:
        number = self.body.get(field)
        if number is None or int(number) in self.sandbox.people:
            return None
        found = self.sandbox.gatherings.get(int(number)) or next(
            (one for one in self.sandbox.gatherings.values() if one.id == int(number)), None
        )
        if found is None:
            raise ValueError(f"there is no group or channel with the id {number}")
        return found

    @property
    def group(self) -> Gathering:
        found = self.gathering()
        if found is None:
            raise ValueError("say which chat")
        return found

    @property
    def topic(self) -> Topic | None:
        number, group = self.body.get("topic"), self.gathering()
        return group.chat.topics[int(number)] if number and group else None

    @property
    def message(self) -> Bubble:
        number = int(self.body["message"])
        shown = {bubble.id: bubble for bubble in self.person.screen_of(self.gathering())}
        if number not in shown:
            raise ValueError(f"there is no message {number} in this chat")
        return shown[number]

    @property
    def place(self) -> JSON:
        return {"to": self.gathering()}

    @property
    def place_and_topic(self) -> JSON:
        return {"to": self.gathering(), "topic": self.topic}

    def point(self) -> tuple[float, float]:
        return float(self.body["lat"]), float(self.body["lon"])

    def data(self, default: bytes = b"") -> bytes:
        return base64.b64decode(self.body["data"]) if self.body.get("data") else default

    @property
    def seconds(self) -> int:
        return int(self.body.get("seconds", 3))

    def words(self, name: str) -> str:
        return str(self.body.get(name) or "")

    def pressing(self) -> JSON:
        on = self.message if "message" in self.body else None
        where = self.point() if "lat" in self.body else None
        return {"on": on, "where": self.gathering(), "location": where}


def _says(deed: Deed) -> Sent:
    source = deed.body.get("forwarded_from")
    return deed.person.says(str(deed.body["text"]), forwarded_from=source, **deed.place_and_topic)


def _album(deed: Deed) -> list[Sent]:
    photos = [(base64.b64decode(one["data"]), str(one.get("caption") or "")) for one in deed.body["photos"]]
    return deed.person.sends_album(photos, **deed.place_and_topic)


def _adds_bot(deed: Deed) -> None:
    start = deed.body.get("start")
    deed.group.adds_bot(deed.person, start=start)
    if deed.body.get("admin"):
        deed.group.promotes_bot(deed.person)


def _new_person(deed: Deed) -> JSON:
    given = {key: deed.body[key] for key in ("language", "username", "phone", "last_name", "id") if key in deed.body}
    return {"person": deed.sandbox.person(str(deed.body["name"]), **given).id}


def _new_group(deed: Deed) -> JSON:
    make = {name: getattr(deed.sandbox, name) for name in ("group", "supergroup", "forum", "channel")}
    members = [deed.sandbox.people[int(number)] for number in deed.body.get("members", [])]
    kind = str(deed.body.get("kind") or "group")
    if kind not in make:
        raise ValueError(f"a chat is one of {', '.join(make)}")
    return {"chat": make[kind](str(deed.body["title"]), *members, admins=[deed.person]).id}


DEEDS: dict[str, Callable[[Deed], Any]] = {
    "starts": lambda deed: deed.person.starts(deed.body.get("deep_link")),
    "says": _says,
    "photo": lambda deed: deed.person.sends_photo(deed.data(), deed.words("caption"), **deed.place_and_topic),
    "album": _album,
    "document": lambda deed: deed.person.sends_document(
        deed.data(), deed.words("name") or "file.pdf", deed.words("caption"), **deed.place
    ),
    "voice": lambda deed: deed.person.sends_voice(deed.data(b"OggS"), seconds=deed.seconds, **deed.place),
    "video": lambda deed: deed.person.sends_video(deed.data(b"ftyp"), deed.words("caption"), **deed.place),
    "audio": lambda deed: deed.person.sends_audio(
        deed.data(b"ID3"),
        deed.words("caption"),
        name=deed.words("name") or "memo.mp3",
        seconds=deed.seconds,
        **deed.place,
    ),
    "video_note": lambda deed: deed.person.sends_video_note(deed.data(b"ftyp"), seconds=deed.seconds, **deed.place),
    "sticker": lambda deed: deed.person.sends_sticker(deed.words("emoji") or "👍", **deed.place),
    "location": lambda deed: deed.person.sends_location(*deed.point(), deed.body.get("accuracy"), **deed.place),
    "venue": lambda deed: deed.person.sends_venue(
        *deed.point(), str(deed.body["title"]), str(deed.body["address"]), **deed.place
    ),
    "live": lambda deed: deed.person.shares_live_location(
        *deed.point(), int(deed.body.get("period", 3600)), **deed.place
    ),
    "moves": lambda deed: deed.person.moves_to(*deed.point(), deed.body.get("accuracy")),
    "stops": lambda deed: deed.person.stops_sharing(),
    "contact": lambda deed: deed.person.shares_contact(deed.body.get("phone"), **deed.place),
    "presses": lambda deed: deed.person.taps(str(deed.body["button"]), **deed.pressing()),
    "taps": lambda deed: deed.person.taps(str(deed.body["button"]), **deed.pressing()).sent,
    "edits": lambda deed: deed.person.edits(deed.message, str(deed.body["text"])),
    "deletes": lambda deed: deed.person.deletes(deed.message),
    "forwards": lambda deed: deed.person.forwards(deed.message, to=deed.gathering("to")),
    "reacts": lambda deed: deed.person.reacts(deed.message, deed.words("emoji") or "👍"),
    "blocks": lambda deed: deed.person.blocks(),
    "unblocks": lambda deed: deed.person.unblocks(),
    "deletes_account": lambda deed: deed.person.deletes_account(),
    "joins": lambda deed: deed.person.joins(deed.group),
    "leaves": lambda deed: deed.person.leaves(deed.group),
    "adds_bot": _adds_bot,
    "removes_bot": lambda deed: deed.group.removes_bot(deed.person),
    "promotes_bot": lambda deed: deed.group.promotes_bot(deed.person),
    "demotes_bot": lambda deed: deed.group.demotes_bot(deed.person),
    "migrates": lambda deed: {"chat": deed.group.migrates(deed.person)},
    "new_person": _new_person,
    "new_group": _new_group,
}


async def do(sandbox: Sandbox, body: JSON) -> JSON:
    """Carry out one deed; what it answers goes to the page. Raises ValueError or Impossible."""
    deed = DEEDS.get(str(body.get("do")))
    if deed is None:
        raise ValueError(f"a deed is one of {', '.join(DEEDS)}")
    done = deed(Deed(sandbox, body))
    if isinstance(done, Tapped):
        answer = await done
        return {"answer": {"text": answer.text, "alert": answer.alert, "url": answer.url}}
    if isinstance(done, Sent):
        return {"message": done.id}
    if isinstance(done, list):
        return {"messages": [sent.id for sent in done]}
    return done if isinstance(done, dict) else {}
