"""Where people talk: private chats, groups, supergroups with or without topics, channels."""

from dataclasses import dataclass, field
from typing import Any, Literal

from sandbox.accounts import Account, BotAccount, User
from sandbox.messages import Message
from sandbox.signals import Signal

JSON = dict[str, Any]
ChatType = Literal["private", "group", "supergroup", "channel"]
Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]

ADMINISTRATOR_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
    "can_send_welcome_messages",
)  # fmt: skip
GROUP_RIGHTS = ("can_pin_messages", "can_manage_topics")
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages")
USUAL_RIGHTS = frozenset(
    {"can_manage_chat", "can_delete_messages", "can_invite_users", "can_pin_messages", "can_manage_topics",
     "can_post_messages", "can_edit_messages", "can_change_info", "can_restrict_members"}
)  # fmt: skip
INSIDE: frozenset[Status] = frozenset({"creator", "administrator", "member", "restricted"})


@dataclass(eq=False)
class Member:
    """Somebody's place in a chat; `as_json` is a Bot API `ChatMember`."""

    account: Account
    status: Status = "member"
    rights: frozenset[str] = frozenset()

    @property
    def inside(self) -> bool:
        return self.status in INSIDE

    @property
    def administers(self) -> bool:
        return self.status in {"creator", "administrator"}

    def may(self, right: str) -> bool:
        return self.status == "creator" or (self.status == "administrator" and right in self.rights)

    def as_json(self, chat_type: ChatType) -> JSON:
        who: JSON = {"user": self.account.as_json(), "status": self.status}
        match self.status:
            case "creator":
                return who | {"is_anonymous": False}
            case "administrator":
                extra = CHANNEL_RIGHTS if chat_type == "channel" else GROUP_RIGHTS
                rights = {right: right in self.rights for right in (*ADMINISTRATOR_RIGHTS, *extra)}
                return who | {"can_be_edited": False, "is_anonymous": False} | rights
            case "restricted":
                return who | {"is_member": True, "until_date": 0} | permissions(can_send=False)
            case "kicked":
                return who | {"until_date": 0}
            case _:
                return who


_PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_react_to_messages", "can_change_info", "can_invite_users", "can_pin_messages",
    "can_manage_topics", "can_edit_tag",
)  # fmt: skip


def permissions(*, can_send: bool) -> JSON:
    """A Bot API `ChatPermissions` in which everything is as told."""
    return dict.fromkeys(_PERMISSIONS, can_send)


@dataclass(eq=False)
class Topic:
    """A forum topic; its id is that of the message that opened it."""

    id: int
    name: str
    icon_color: int = 7322096
    icon_custom_emoji_id: str | None = None
    closed: bool = False

    def as_json(self) -> JSON:
        topic: JSON = {"message_thread_id": self.id, "name": self.name, "icon_color": self.icon_color}
        return topic | ({"icon_custom_emoji_id": self.icon_custom_emoji_id} if self.icon_custom_emoji_id else {})


@dataclass(eq=False, repr=False)
class Chat:
    """A chat and everything said in it; a private one belongs to one bot and one person."""

    id: int
    type: ChatType
    title: str | None = None
    username: str | None = None
    is_forum: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    migrated_to: int | None = None
    members_may_send: bool = True
    user: User | None = None
    bot: BotAccount | None = None
    started: bool = False
    deleted: bool = False
    changed: Signal = field(default_factory=Signal)

    @property
    def is_private(self) -> bool:
        return self.type == "private"

    @property
    def counts_as_group(self) -> bool:
        """Whether the limit of 20 messages a minute is this chat's."""
        return self.type != "private"

    def member(self, account: Account) -> Member:
        """Somebody's place here; those never seen have left."""
        return self.members.get(account.id) or Member(account, "left")

    def as_json(self) -> JSON:
        """A Bot API `Chat`."""
        if self.user is not None:
            person = self.user.as_json()
            names: JSON = {key: person[key] for key in ("first_name", "last_name", "username") if key in person}
            return {"id": self.id, **names, "type": "private"}
        chat: JSON = {"id": self.id, "title": self.title, "type": self.type}
        if self.username:
            chat["username"] = self.username
        if self.is_forum:
            chat["is_forum"] = True
        return chat

    def accounts(self) -> list[Account]:
        """Everybody who is in the chat now."""
        if self.user is not None and self.bot is not None:
            return [self.user, self.bot]
        return [member.account for member in self.members.values() if member.inside]
