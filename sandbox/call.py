"""One call of a Bot API method: who calls, with what, and the steps that many methods share."""

from dataclasses import dataclass
from typing import Any

from sandbox import access
from sandbox.accounts import BotAccount
from sandbox.chats import Chat
from sandbox.files import StoredFile
from sandbox.formatting import formatted
from sandbox.images import dimensions
from sandbox.messages import Message
from sandbox.params import Params, Upload
from sandbox.refusals import WRONG_FILE, bad_request, too_large
from sandbox.text import caption_text, message_text
from sandbox.world import World

JSON = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """A request that has been read and whose bot is known."""

    world: World
    bot: BotAccount
    method: str
    params: Params

    def chat(self, name: str = "chat_id") -> Chat:
        return access.chat_of(self.world, self.bot, self.params.text(name))

    def spend(self, chat: Chat, weight: int = 1) -> None:
        """Count a send or an edit against the limits; 429 when it is too much."""
        paid = self.params.flag("allow_paid_broadcast") and not self.method.startswith(("edit", "forward", "stop"))
        meter = self.world.desk(self.bot).meter
        self.bot.stars_spent += meter.spend(chat.id, group=chat.counts_as_group, paid=paid, weight=weight)

    def answer(self, message: Message) -> JSON:
        """A message as the answer to the call."""
        return message.as_json(self.bot, self.world.files)

    def body_text(self) -> JSON:
        """The fields of a text message."""
        text, entities = self._formatted("text", "entities")
        text, entities = message_text(text, entities)
        return {"text": text} | ({"entities": entities} if entities else {})

    def caption(self, source: Params | None = None) -> JSON:
        """The fields of a caption, of this call or of one item of an album."""
        text, entities = self._formatted("caption", "caption_entities", source)
        text, entities = caption_text(text, entities)
        if not text:
            return {}
        return {"caption": text} | ({"caption_entities": entities} if entities else {})

    def _formatted(self, name: str, entities: str, source: Params | None = None) -> tuple[str, list[JSON]]:
        params = source or self.params
        given = None if params.has("parse_mode") else params.structure(entities)
        return formatted(self.world, params.text(name), params.text("parse_mode"), given)

    def media(self, kind: str, source: Params | None = None, name: str | None = None) -> StoredFile:
        """The file a request uploads (field or `attach://`) or names by id; refuses what Telegram can't take."""
        reference = (source or self.params).text(name or kind)
        upload = self._upload("" if source else kind, reference)
        if upload is not None:
            return self._kept(upload, kind)
        if not reference:
            raise bad_request("media not found" if source else f"there is no {kind} in the request")
        if reference.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")
        stored = self.world.files.find(self.bot, reference)
        if stored.kind != kind and {stored.kind, kind} != {"document", "video"}:
            raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
        return stored

    def _upload(self, field: str, reference: str) -> Upload | None:
        if reference.startswith("attach://"):
            part = self.params.uploads.get(reference.removeprefix("attach://"))
            if part is None:
                raise bad_request(WRONG_FILE)
            return part
        return self.params.uploads.get(field) if not reference else None

    def _kept(self, upload: Upload, kind: str) -> StoredFile:
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > self.world.limits.upload_bytes:
            raise too_large()
        if kind == "photo":
            self._check_photo(upload.content)
        return self.world.files.keep(upload.content, kind, upload.name, upload.mime)

    def _check_photo(self, content: bytes) -> None:
        most = self.world.limits.photo_bytes
        if len(content) > most:
            size = len(content)
            raise bad_request(f"file of size {size} bytes is too big for a photo; the maximum size is {most} bytes")
        measured = dimensions(content)
        if measured is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
        if sum(measured) > 10000 or max(measured) > 20 * min(measured):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
