"""What operators can see of dispatching; no label ever holds a person's data."""

from functools import cache

from prometheus_client import Counter, Gauge

REQUESTS = Counter("mizalla_requests_total", "Requests to a channel, by act and what became of them", ["act", "result"])
FAILURES = Counter("mizalla_delivery_failures_total", "Failed requests, by reason", ["reason"])
TAKEN = Counter("mizalla_deliveries_taken_total", "Deliveries leased from the ledger")
IN_FLIGHT = Gauge("mizalla_requests_in_flight", "Requests waiting for an answer")
TOKEN_REFUSED = Gauge("mizalla_token_refused", "1 while Telegram refuses the token and everything waits for a good one")


@cache
def requests(act: str, result: str) -> Counter:
    """The counter of one kind of request; looking it up by its labels costs more than counting."""
    return REQUESTS.labels(act=act, result=result)
