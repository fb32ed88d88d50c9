"""What an operator is told when something could not be done."""

from typing import ClassVar


class NotDone(Exception):
    """It was not done; the message is a whole sentence that says why, and what to do."""

    exit_code: ClassVar[int] = 1
