"""Who can talk: people and bots."""

from dataclasses import dataclass, field
from typing import Any

JSON = dict[str, Any]


@dataclass(eq=False)
class Account:
    """Somebody with an id and a name; `as_json` is a Bot API `User`."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None

    is_bot = False

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name

    def as_json(self) -> JSON:
        optional = {"last_name": self.last_name, "username": self.username}
        user: JSON = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        return user | {name: value for name, value in optional.items() if value}


@dataclass(eq=False)
class User(Account):
    """A person's account. `language` is the language of their Telegram, an IETF tag; `phone` in E.164."""

    language: str | None = None
    phone: str | None = None
    deactivated: bool = False

    def as_json(self) -> JSON:
        user = super().as_json()
        if self.language:
            user["language_code"] = self.language
        return user


@dataclass(eq=False)
class BotProfile:
    """What a bot says of itself, by language code ("" is the default)."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    menu_buttons: dict[int | None, JSON] = field(default_factory=dict)


@dataclass(eq=False)
class BotAccount(Account):
    """A bot's account: its token, who blocked it, whom it has met, and what it says of itself."""

    token: str = ""
    reads_all_group_messages: bool = False
    blocked_by: set[int] = field(default_factory=set)
    met: set[int] = field(default_factory=set)
    profile: BotProfile = field(default_factory=BotProfile)
    stars_spent: float = 0.0

    is_bot = True

    def about_itself(self) -> JSON:
        """The answer to getMe."""
        return self.as_json() | {
            "can_join_groups": True,
            "can_read_all_group_messages": self.reads_all_group_messages,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": False,
            "allows_users_to_create_topics": False,
        }
