"""sendPhoto, sendDocument, sendVoice, sendAudio, sendVideo, sendVideoNote and sendMediaGroup."""

from typing import Any

from sandbox import access
from sandbox.call import Call
from sandbox.files import ROUND_PIXELS, StoredFile, described, photo_sizes
from sandbox.happenings import post
from sandbox.methods.sending import send, shared_circumstances
from sandbox.params import Params
from sandbox.refusals import bad_request

JSON = dict[str, Any]

ALBUM_KINDS = frozenset({"photo", "video", "document"})


def pictured(kind: str, stored: StoredFile, source: Params) -> JSON:
    """The field of a message that shows a file of this kind."""
    match kind:
        case "photo":
            return {"photo": photo_sizes(stored)}
        case "voice":
            return {"voice": described(stored, duration=source.integer("duration"))}
        case "audio":
            about = {"performer": source.text("performer"), "title": source.text("title")}
            return {"audio": described(stored, duration=source.integer("duration"), **about)}
        case "video_note":
            length = source.integer("length", ROUND_PIXELS)
            return {"video_note": described(stored, duration=source.integer("duration"), length=length)}
        case "video":
            size = {"width": source.integer("width", 640), "height": source.integer("height", 480)}
            return {"video": described(stored, duration=source.integer("duration"), **size)}
        case _:
            return {"document": described(stored)}


def decorations(source: Params) -> JSON:
    """A hidden picture, a caption above it."""
    wanted = {"has_spoiler": "has_media_spoiler", "show_caption_above_media": "show_caption_above_media"}
    return {field: True for name, field in wanted.items() if source.flag(name)}


def _send_file(call: Call, kind: str) -> JSON:
    stored, caption = call.media(kind), call.caption()
    content = pictured(kind, stored, call.params) | caption | decorations(call.params)
    return call.answer(send(call, content, kind))


def send_photo(call: Call) -> JSON:
    return _send_file(call, "photo")


def send_document(call: Call) -> JSON:
    return _send_file(call, "document")


def send_voice(call: Call) -> JSON:
    return _send_file(call, "voice")


def send_video(call: Call) -> JSON:
    return _send_file(call, "video")


def send_audio(call: Call) -> JSON:
    return _send_file(call, "audio")


def send_video_note(call: Call) -> JSON:
    """Without words under it: Telegram has no place for them."""
    stored = call.media("video_note")
    return call.answer(send(call, pictured("video_note", stored, call.params), "video_note"))


def album_content(call: Call, item: Any) -> tuple[str, JSON]:
    """The kind and the fields of one InputMedia."""
    if not isinstance(item, dict):
        raise bad_request("can't parse InputMedia: InputMedia must be an Object")
    source = Params(item, call.params.uploads)
    kind = source.text("type")
    if kind not in ALBUM_KINDS:
        raise bad_request(f'can\'t parse InputMedia: type "{kind}" is not supported')
    stored = call.media(kind, source, "media")
    return kind, pictured(kind, stored, source) | call.caption(source) | decorations(source)


def send_media_group(call: Call) -> list[JSON]:
    items = call.params.rows("media")
    if not items:
        raise bad_request("there are no messages to send")
    if len(items) > 10:
        raise bad_request("too many messages to send as an album")
    parts = [album_content(call, item) for item in items]
    kinds = {kind for kind, _ in parts}
    if "document" in kinds and len(kinds) > 1:
        raise bad_request("document can't be mixed with other media types")
    chat = call.chat()
    access.check_may_send(chat, call.bot, parts[0][0])
    shared = shared_circumstances(call, chat)
    call.spend(chat, len(parts))
    group = str(call.world.count("album", 13_000_000_000_000_001))
    sent = [post(call.world, chat, call.bot, content, media_group_id=group, **shared) for _, content in parts]
    return [call.answer(message) for message in sent]


METHODS = {
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendVoice": send_voice,
    "sendAudio": send_audio,
    "sendVideo": send_video,
    "sendVideoNote": send_video_note,
    "sendMediaGroup": send_media_group,
}
