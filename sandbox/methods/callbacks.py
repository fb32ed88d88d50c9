"""answerCallbackQuery: what a tap on an inline button gets."""

from datetime import timedelta

from sandbox.call import Call
from sandbox.refusals import OLD_QUERY, bad_request
from sandbox.text import clean
from sandbox.world import Event


def answer_callback_query(call: Call) -> bool:
    """Once, and in time; a tap answered before or too long ago is refused."""
    text = clean(call.params.text("text"))
    if len(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    tap = call.world.taps.get(call.params.text("callback_query_id"))
    if tap is None or tap.bot is not call.bot or tap.answer is not None:
        raise bad_request(OLD_QUERY)
    if call.world.clock() - tap.at > timedelta(seconds=call.world.limits.callback_seconds):
        raise bad_request(OLD_QUERY)
    tap.answer = {"text": text, "show_alert": call.params.flag("show_alert"), "url": call.params.text("url")}
    details = {"tap": tap.id, "person": tap.user.id, **tap.answer}
    call.world.tell(Event("answer", tap.message.chat, details=details))
    return True


METHODS = {"answerCallbackQuery": answer_callback_query}
