"""Forum topics: createForumTopic, editForumTopic, closeForumTopic, reopenForumTopic, deleteForumTopic."""

from typing import Any

from sandbox import access
from sandbox.call import Call
from sandbox.chats import Chat, Topic
from sandbox.happenings import delete, open_topic, post
from sandbox.refusals import bad_request

JSON = dict[str, Any]

COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


def _forum(call: Call) -> Chat:
    chat = call.chat()
    access.check_reachable(chat, call.bot)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    access.check_right(chat, call.bot, "can_manage_topics", "not enough rights to manage topics")
    return chat


def _topic(call: Call, chat: Chat) -> Topic:
    topic = chat.topics.get(call.params.integer("message_thread_id"))
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    return topic


def create_forum_topic(call: Call) -> JSON:
    name, color = call.params.text("name"), call.params.integer("icon_color", COLORS[0])
    if not 1 <= len(name) <= 128:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_TOO_LONG")
    if color not in COLORS:
        raise bad_request("invalid icon color specified")
    emoji = call.params.text("icon_custom_emoji_id") or None
    return open_topic(call.world, _forum(call), call.bot, name, color, emoji).as_json()


def edit_forum_topic(call: Call) -> bool:
    chat = _forum(call)
    topic, name = _topic(call, chat), call.params.text("name")
    if not name or name == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.name = name
    post(call.world, chat, call.bot, {"forum_topic_edited": {"name": name}}, thread_id=topic.id)
    return True


def _set_closed(call: Call, *, closed: bool) -> bool:
    chat = _forum(call)
    topic = _topic(call, chat)
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    word = "forum_topic_closed" if closed else "forum_topic_reopened"
    post(call.world, chat, call.bot, {word: {}}, thread_id=topic.id)
    return True


def close_forum_topic(call: Call) -> bool:
    return _set_closed(call, closed=True)


def reopen_forum_topic(call: Call) -> bool:
    return _set_closed(call, closed=False)


def delete_forum_topic(call: Call) -> bool:
    """The topic goes, and everything said in it."""
    chat = _forum(call)
    topic = _topic(call, chat)
    del chat.topics[topic.id]
    for message in [one for one in chat.messages.values() if one.thread_id == topic.id]:
        delete(call.world, message)
    return True


METHODS = {
    "createForumTopic": create_forum_topic,
    "editForumTopic": edit_forum_topic,
    "closeForumTopic": close_forum_topic,
    "reopenForumTopic": reopen_forum_topic,
    "deleteForumTopic": delete_forum_topic,
}
