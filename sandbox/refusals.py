"""The refusals of the Bot API, in Telegram's own words and codes.

Refused
├── code, description      what the answer says
└── parameters             `retry_after` or `migrate_to_chat_id`, where Telegram sends them

The sentences are those of tdlib/td and tdlib/telegram-bot-api; where a server of Telegram's speaks, whose source is
closed, they are what its users report.
"""

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
OLD_QUERY = "query is too old and response timeout expired or query ID is invalid"
WRONG_FILE = "wrong file identifier/HTTP URL specified"
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_STARTED = "terminated by setWebhook request"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class Refused(Exception):
    """Telegram said no: an HTTP status, its sentence, and parameters such as `retry_after` in seconds."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(what: str, **parameters: int) -> Refused:
    return Refused(400, f"Bad Request: {what}", **parameters)


def forbidden(what: str) -> Refused:
    return Refused(403, f"Forbidden: {what}")


def conflict(what: str) -> Refused:
    return Refused(409, f"Conflict: {what}")


def unauthorized() -> Refused:
    return Refused(401, "Unauthorized")


def not_found() -> Refused:
    return Refused(404, "Not Found")


def too_large() -> Refused:
    return Refused(413, "Request Entity Too Large")


def too_many(retry_after: int) -> Refused:
    """A flood; `retry_after` in whole seconds, at least one."""
    return Refused(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


def moved(new_chat_id: int) -> Refused:
    """The group became a supergroup with another id."""
    return bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=new_chat_id)
