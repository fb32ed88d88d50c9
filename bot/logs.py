"""What is logged: facts from a list, never people.

An event is a name or a fixed phrase, `log.info("alert-published", alert_id=7, recipients=412)`. Keys that are not in
FACTS and values that could be somebody's words are withheld. Of other libraries' records we keep where they were made
and the class of an error, and their words only where these are a template of theirs; of an exception its classes and
places.
"""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from structlog.types import EventDict, Processor

from bot.config import LoggingConfig

_THINGS = "alert_id area_id bot_id copy_id digest_id group_id job organisation_id picture_id report_id search_id"
_HOW = """act audience category channel code error kind language method mode outcome priority reason revision role roles
    shape state status step thing update update_id why wording"""
_MEASURES = """added attempts bytes cancelled changed count deleted due due_at edited failed first in_flight kept lag
    moved n pause per_second recipients refused removed retry_after rows seconds sent skipped waiting withdrawn"""
_DEPLOYMENT = "check database host migration missing page port service signal tasks version"
FACTS = frozenset(f"{_THINGS} {_HOW} {_MEASURES} {_DEPLOYMENT}".split())
"""The keys that may be logged; the number of a member, a recipient or a chat is not among them."""

OURS = frozenset({"event", "level", "timestamp", "logger", "raised"})
QUIET = (
    "aiogram", "aiohttp", "aiosqlite", "alembic", "apscheduler", "asyncio", "asyncpg", "httpcore", "httpx", "PIL",
    "sqlalchemy", "telegram", "uvicorn",
)  # fmt: skip
"""Libraries heard from warnings upwards: below that they tell of updates, addresses and tokens."""

_EVENT = re.compile(r"[A-Za-z][A-Za-z ,.'-]{0,79}")
_PLACE = re.compile(r"[A-Za-z0-9_./<>: -]{1,300}")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,59}|[0-9]{1,4}(?:[.-][0-9a-z]{1,6})*|https?://[a-z0-9.-]+(?::[0-9]+)?/?")
_ROOT = str(Path(__file__).resolve().parents[1]) + "/"


def configure_logging(settings: LoggingConfig) -> None:
    """Send our events and every library's records to standard error, as JSON or for people; once per process."""
    level = logging.getLevelNamesMapping()[settings.level.upper()]
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        places_of_exception,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.add_logger_name,
            *shared,
            only_facts,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = _StandardError()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_told_by_library, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _renderer(settings)],
            use_get_message=False,
            pass_foreign_args=True,
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:
        _hear_warnings_of(name, level)


class _StandardError(logging.Handler):
    """Standard error as it is now; a record that cannot be written is not printed raw, as logging would do."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(self.format(record) + "\n")
        except Exception as error:  # noqa: BLE001 - whatever it is, the work goes on
            sys.stderr.write(f"a log record was lost: {type(error).__name__}\n")


def only_facts(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Keep what FACTS lists and what cannot be somebody's words; `withheld` names the keys that were taken out."""
    kept = {key: value for key, value in event.items() if key in OURS or (key in FACTS and is_fact(value))}
    if "where" in event and all(_PLACE.fullmatch(place) for place in _listed(event["where"])):
        kept["where"] = event["where"]
    withheld = sorted(event.keys() - kept.keys())
    if not _EVENT.fullmatch(str(kept.get("event", ""))):
        kept["event"] = "event-without-a-name"
    return {**kept, "withheld": withheld} if withheld else kept


def _listed(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]


def is_fact(value: object) -> bool:
    """Whether a value is a number, a moment, a yes or no, or one plain word such as a state; lists of these too."""
    if isinstance(value, list | tuple | set | frozenset):
        return all(is_fact(each) for each in value)
    if isinstance(value, str):
        return _WORD.fullmatch(value) is not None
    return value is None or isinstance(value, bool | int | float | datetime)


def places_of_exception(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Replace an exception by its class, those it came from, and where: its message may hold what people wrote."""
    told = event.pop("exc_info", None)
    error = sys.exc_info()[1] if told is True else told[1] if isinstance(told, tuple) else told
    event.pop("exc_text", None)
    event.pop("stack_info", None)
    if isinstance(error, BaseException):
        event["raised"] = _classes(error)
        event["where"] = _places(_innermost(error).__traceback__)
    return event


def _told_by_library(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> EventDict:
    """A record of another library: where it was made, and its template where it is one."""
    record: logging.LogRecord = event["_record"]
    return {
        "event": event["event"] if event["positional_args"] else "said-by-library",
        "logger": record.name,
        "where": [f"{record.module}:{record.lineno} {record.funcName}"],
        "exc_info": record.exc_info,
        "_record": record,
        "_from_structlog": False,
    }


def _classes(error: BaseException) -> list[str]:
    chain: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(chain) < 6:
        chain.append(type(cause).__name__)
        if isinstance(cause, BaseExceptionGroup):
            cause = cause.exceptions[0]
            continue
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return chain


def _innermost(error: BaseException) -> BaseException:
    """What happened first, where several tasks failed together."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _places(trace: TracebackType | None) -> list[str]:
    """The last calls, innermost last, as file:line function."""
    frames = traceback.extract_tb(trace)[-8:]
    return [f"{frame.filename.removeprefix(_ROOT)}:{frame.lineno} {frame.name}" for frame in frames]


def _renderer(settings: LoggingConfig) -> Processor:
    if settings.format == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())


def _hear_warnings_of(name: str, level: int) -> None:
    library = logging.getLogger(name)
    library.setLevel(max(level, logging.WARNING))
    library.propagate = True
    library.handlers.clear()
