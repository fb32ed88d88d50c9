"""The methods of the Bot API this product uses; each takes a `Call` and returns the `result` of the answer.

A method refuses by raising `Refused`. Whatever it changes it changes through `sandbox.happenings`.
"""

from collections.abc import Callable
from typing import Any

from sandbox.call import Call
from sandbox.methods import (
    callbacks,
    chats,
    commands,
    copying,
    deleting,
    editing,
    files,
    forums,
    media,
    places,
    profile,
    texts,
    updates,
)

Method = Callable[[Call], Any]

METHODS: dict[str, Method] = {
    name.lower(): method
    for module in (
        callbacks, chats, commands, copying, deleting, editing, files, forums, media, places, profile, texts, updates,
    )
    for name, method in module.METHODS.items()
}  # fmt: skip
"""By name in lower case, as Telegram accepts them in any; getUpdates gives something to await."""
