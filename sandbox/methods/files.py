"""getFile: where to fetch a file from; at most 20 MB, as everywhere but on a server of one's own."""

from typing import Any

from sandbox.call import Call
from sandbox.refusals import Refused, bad_request

JSON = dict[str, Any]


def get_file(call: Call) -> JSON:
    file_id = call.params.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    try:
        stored = call.world.files.find(call.bot, file_id)
    except Refused:
        raise bad_request("invalid file_id") from None
    if len(stored.content) > call.world.limits.download_bytes:
        raise bad_request("file is too big")
    return {
        "file_id": file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.content),
        "file_path": stored.path,
    }


METHODS = {"getFile": get_file}
