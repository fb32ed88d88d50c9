"""What Telegram's sentences of refusal mean, for whoever sends; neither library of ours tells them apart."""

import re

from alerts import failures


class NotModified(failures.DeliveryFailure):
    """The copy says it already: success for whoever asked."""

    reason = "not-modified"


_BAD_REQUESTS: tuple[tuple[str, type[failures.DeliveryFailure]], ...] = (
    (r"message is not modified", NotModified),
    (r"message to (edit|delete) not found|message_id_invalid|message identifier", failures.CopyLost),
    (r"can't be (edited|deleted)|there is no (text|caption|media)|message_edit_time", failures.CannotEdit),
    (
        r"chat not found|peer_id_invalid|user_id_invalid|chat_write_forbidden|have no rights|not enough rights",
        failures.Gone,
    ),
    (r"thread not found|topic_(closed|deleted)|chat_restricted|kicked|not a member|deactivated", failures.Gone),
    (r"can't parse|button_|too long|is empty|entit|caption|markup|url|wrong file|photo|media", failures.LetterRefused),
)
"""Telegram's sentences, matched here and nowhere else."""


def meaning_of(message: str) -> failures.DeliveryFailure:
    """The failure that a 400 of Telegram stands for; what is not known counts against the letter."""
    found = next((kind for pattern, kind in _BAD_REQUESTS if re.search(pattern, message, re.IGNORECASE)), None)
    return (found or failures.LetterRefused)(message if found is None else found.reason)


def about_token(message: str) -> failures.DeliveryFailure:
    """The failure of a request whose address was refused: 401, a revoked token; 404, a server that speaks otherwise.

    Only the first is mended by another token.
    """
    refused = message.startswith("Unauthorized")
    return failures.TokenRefused(failures.TokenRefused.reason) if refused else failures.Transient("NotFound")
