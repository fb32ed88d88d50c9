"""What an announcement somebody pasted answers of a notice's questions: said at once, and amended in the summary."""

from typing import Any

from handlers.notice_drafts import Notice
from language.lists import listed
from reading.kinds import Kind
from services import announcements

COLUMNS = {"age": "subject_age", "place": "lkp", "clothing": "clothing"}
"""Questions that may be answered so, and their columns: those whose answers the summary shows. Who it is, when, and the
safety questions are asked: «أمس» in a post that was sent on is nobody's yesterday."""


async def answered_by_post(notice: Notice, words: str) -> Notice:
    """The notice with what these words answer; the same where they are no announcement of somebody missing."""
    asker, house = notice.asker, notice.house
    found = await announcements.read(house, words, member_id=asker.member_id, zone=asker.zone, now=asker.now)
    if found.kind.value is not Kind.MISSING or found.gate is not None:
        return notice
    said: dict[str, Any] = dict(await announcements.entry_of(house, found, relation=""))
    if found.age is not None and found.age.value.least != found.age.value.to:
        del said["subject_age"]
    answers = {step: column for step, column in COLUMNS.items() if column in said}
    for step, column in answers.items():
        entry: Any = {column: said[column]}
        notice = await notice.answered(step, entry)
    if answers:
        say = notice.talk.say
        await notice.talk.tell("notice-read", fields=listed(say, [say(f"search-field-{step}") for step in answers]))
    return notice
