"""What can go wrong between us and an address, classified once.

DeliveryFailure
├── Blocked        permanent until the person writes again
├── Gone           the chat is no more, or the bot may not write there
├── Moved          the chat has a new address
├── MustWait       Telegram says when to come back: for this chat, or for the bot
├── TokenRefused   the token is no good any more: nothing goes out until there is another
├── UnknownOutcome timed out after writing: it may have arrived
├── Transient      5xx, connection refused: again, later each time
├── LetterRefused  Telegram cannot read what we wrote
├── CopyLost       the message to edit is not there any more
├── CannotEdit     the message is there and cannot be changed
└── Overtaken      the alert changed before the request left
"""

from typing import ClassVar


class DeliveryFailure(Exception):
    """A request that did not do what it should; `reason` is its name in the database, logs and metrics."""

    reason: ClassVar[str] = "failure"


class Blocked(DeliveryFailure):
    """The person blocked the bot, or their account is gone; permanent until they write again."""

    reason = "blocked"


class Gone(DeliveryFailure):
    """The chat does not exist for this bot, or it may not write there."""

    reason = "gone"


class Moved(DeliveryFailure):
    """The group became a supergroup; everything goes to `address` from now on."""

    reason = "moved"

    def __init__(self, address: str) -> None:
        super().__init__(self.reason)
        self.address = address


class MustWait(DeliveryFailure):
    """429: not before `seconds` from now; whether for the chat or the bot, Telegram does not say."""

    reason = "must-wait"

    def __init__(self, seconds: float) -> None:
        super().__init__(self.reason)
        self.seconds = seconds


class TokenRefused(DeliveryFailure):
    """401: the token was revoked. It says nothing of the letter or its reader: whatever waits goes on waiting."""

    reason = "token-refused"


class UnknownOutcome(DeliveryFailure):
    """The request left and no answer came: it may have arrived."""

    reason = "unknown-outcome"


class Transient(DeliveryFailure):
    """The server or the way to it is in trouble; nothing arrived."""

    reason = "transient"


class LetterRefused(DeliveryFailure):
    """Telegram cannot read the letter (entities, buttons, length): the next address would fail as well."""

    reason = "letter-refused"


class CopyLost(DeliveryFailure):
    """The message to edit or delete is not there any more."""

    reason = "copy-lost"


class CannotEdit(DeliveryFailure):
    """The message cannot be changed (any more)."""

    reason = "cannot-edit"


class Overtaken(DeliveryFailure):
    """The alert changed while this waited its turn: nothing was sent."""

    reason = "overtaken"
