"""The tree of "no": `Refusal` at the root, one class per situation, each in the module of the thing it speaks of.

A refusal carries facts; its sentence is in the catalogues under `refusal-` and the class name in kebab case.
"""

import re
from typing import Any, ClassVar


class Refusal(Exception):
    """A normal "no": people hear a sentence, never a traceback."""

    sentence: ClassVar[str] = "refusal"
    in_full: ClassVar[bool] = False
    """Said in a message that stays, even to who tapped a button: it holds what is needed afterwards."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.sentence = "refusal-" + re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", cls.__name__).lower()

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.sentence, *(f"{name}={value!r}" for name, value in facts.items()))


class NotAllowed(Refusal):
    """Only staff with the right role may do this."""


class NotFound(Refusal):
    """What a button or a number speaks of is not there, or is not this person's to see."""


class TooLong(Refusal):
    """The text is longer than is kept; facts: limit, length."""


class NotUnderstood(Refusal):
    """What was sent is not what this step asks for; what was entered so far is kept."""
