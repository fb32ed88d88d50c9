"""getUpdates, setWebhook, deleteWebhook, getWebhookInfo, logOut and close."""

import re
from collections.abc import Awaitable
from typing import Any
from urllib.parse import urlsplit

from sandbox.call import Call
from sandbox.refusals import WEBHOOK_STARTED, bad_request, conflict
from sandbox.updates import KINDS, ON_REQUEST, Webhook

JSON = dict[str, Any]

_PORTS_MATTER_NOT = ("http", "https")


def get_updates(call: Call) -> Awaitable[list[JSON]]:
    queue = call.world.queue(call.bot)
    queue.allow(call.params.structure("allowed_updates"))
    limit = min(max(call.params.integer("limit", 100), 1), 100)
    seconds = min(max(call.params.integer("timeout"), 0), 50)

    async def answer() -> list[JSON]:
        found = await queue.wait_for(call.params.integer("offset"), limit, seconds)
        return [update.as_json() for update in found]

    return answer()


def set_webhook(call: Call) -> bool:
    """Updates go there from now on; an empty address ends it. As a server of one's own, it takes http and any port."""
    url, secret = call.params.text("url"), call.params.text("secret_token")
    if not url:
        return delete_webhook(call)
    if urlsplit(url).scheme not in _PORTS_MATTER_NOT or not urlsplit(url).netloc:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad_request("secret token contains illegal characters")
    queue = call.world.queue(call.bot)
    queue.allow(call.params.structure("allowed_updates"))
    _drop_if_asked(call)
    connections = min(max(call.params.integer("max_connections", 40), 1), 100)
    queue.webhook = Webhook(url, secret, connections, call.params.text("ip_address") or None)
    queue.listened = True
    queue.interrupt(conflict(WEBHOOK_STARTED))
    queue.added.fire()
    return True


def delete_webhook(call: Call) -> bool:
    queue = call.world.queue(call.bot)
    _drop_if_asked(call)
    queue.webhook = None
    queue.added.fire()
    return True


def _drop_if_asked(call: Call) -> None:
    if call.params.flag("drop_pending_updates"):
        call.world.queue(call.bot).drop_all()


def get_webhook_info(call: Call) -> JSON:
    queue = call.world.queue(call.bot)
    info: JSON = {"url": "", "has_custom_certificate": False, "pending_update_count": len(queue.pending)}
    hook = queue.webhook
    if hook is not None:
        info |= {"url": hook.url, "max_connections": hook.max_connections}
        optional = {
            "ip_address": hook.ip_address,
            "last_error_date": hook.last_error_at,
            "last_error_message": hook.last_error,
        }
        info |= {name: value for name, value in optional.items() if value}
    if queue.allowed and queue.allowed != frozenset(KINDS) - ON_REQUEST:
        info["allowed_updates"] = [kind for kind in KINDS if kind in queue.allowed]
    return info


def log_out(call: Call) -> bool:
    """There is no other server to go to: said yes to, and nothing changes."""
    return bool(call.bot)


METHODS = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "logOut": log_out,
    "close": log_out,
}
