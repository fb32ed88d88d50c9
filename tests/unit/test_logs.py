"""Logs hold facts and no people, whoever writes them."""

import asyncio
import gc
import json
import logging
import sqlite3

import pytest
import structlog

from bot.config import LoggingConfig
from bot.logs import configure_logging

NAME, PHONE, TEXT, PLACE = "سعاد القحطاني", "0501234567", "ابني خرج بعد العصر", "24.71361"
TOKEN = "123456:AAsecretsecret"
PERSONAL = (NAME, PHONE, TEXT, PLACE, TOKEN, "Suad", "100001")


@pytest.fixture
def lines(capfd):
    """The lines logged so far, as they were written; the logging of the tests comes back afterwards."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    configure_logging(LoggingConfig(level="debug", format="json"))

    def read():
        return capfd.readouterr().err.splitlines()

    yield read
    root.handlers[:], root.level = before
    structlog.reset_defaults()


def said(lines):
    return [json.loads(line) for line in lines()]


def test_an_event_keeps_its_facts(lines):
    structlog.get_logger("services").info("alert-published", alert_id=7, recipients=412, state="open")
    (line,) = said(lines)
    assert {**line, "timestamp": ""} == {
        "event": "alert-published", "level": "info", "alert_id": 7, "recipients": 412, "state": "open", "timestamp": "",
        "logger": "services",
    }  # fmt: skip


def test_what_is_no_fact_is_withheld_and_named(lines):
    structlog.get_logger().info("member-made", name=NAME, chat_id=100001, lat=24.71361, state=TEXT, code=PHONE, n=1)
    (line,) = said(lines)
    assert line["withheld"] == ["chat_id", "code", "lat", "name", "state"]
    assert line["n"] == 1


def test_an_event_made_of_words_loses_them(lines):
    structlog.get_logger().info(f"told {NAME} at {PHONE}")
    structlog.get_logger().info("update 123456789 failed")
    assert [line["event"] for line in said(lines)] == ["event-without-a-name"] * 2


def test_a_place_in_the_code_is_kept_and_words_in_its_stead_are_not(lines):
    structlog.get_logger().info("update failed", where="intake.py:12 < app.py:3", error="KeyError", update=7)
    structlog.get_logger().info("update failed", where=TEXT)
    first, second = said(lines)
    assert first["where"] == "intake.py:12 < app.py:3"
    assert second["withheld"] == ["where"]


def test_an_exception_is_its_class_and_place_only(lines):
    try:
        try:
            sqlite3.connect(":memory:").execute(f"INSERT INTO {NAME}")
        except sqlite3.Error as error:
            raise ValueError(f"{NAME} {PHONE}") from error
    except ValueError:
        structlog.get_logger().exception("update-failed", update_id=3)
    (line,) = said(lines)
    assert line["raised"] == ["ValueError", "OperationalError"]
    assert line["where"][-1].startswith("tests/unit/test_logs.py:")


def a_whole_story() -> None:
    """What a careless hand or a chatty library might log while a child is looked for."""
    log = structlog.get_logger("handlers.searches")
    log.info("notice-made", name=NAME, text=TEXT, phone=PHONE, search_id=4)
    log.warning("place-not-known", place=PLACE, lat=PLACE, lon=PLACE, address=f"telegram:{100001}")
    log.error(TEXT, search_id=4)
    log.bind(member=NAME).info("search-opened", search_id=4, detail={"name": NAME})
    logging.getLogger("aiogram.event").info("Update id=%s is handled: %s", 3, {"text": TEXT, "from": 100001})
    logging.getLogger("aiogram.dispatcher").error("Failed on %s", {"text": TEXT, "name": NAME})
    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/bot%s/sendMessage", TOKEN)
    logging.getLogger("telegram.ext").warning(f"could not send {TEXT} with {TOKEN}")
    logging.getLogger("sqlalchemy.engine.Engine").info("[generated in 0.1s] %s", (NAME, PHONE))
    logging.getLogger("uvicorn.access").info('"GET /telegram/webhook?secret=%s"', TOKEN)
    logging.getLogger("somebody.else").warning(NAME, extra={"phone": PHONE})
    logging.getLogger("apscheduler.executors").error("Job %s raised", f"forget {NAME}", exc_info=ValueError(NAME))


def test_a_whole_story_leaves_nobody_in_the_logs(lines):
    a_whole_story()
    logged = "\n".join(lines())
    assert [word for word in PERSONAL if word in logged] == []
    assert "notice-made" in logged
    assert "Job %s raised" in logged


def test_nor_on_a_console(lines, capfd):
    configure_logging(LoggingConfig(level="debug", format="console"))
    a_whole_story()
    logged = "\n".join(lines())
    assert [word for word in PERSONAL if word in logged] == []
    assert "notice-made" in logged


async def test_a_task_that_fails_unwatched_says_no_words(lines):
    async def fails() -> None:
        raise ValueError(NAME)

    task = asyncio.create_task(fails())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
    gc.collect()
    logged = "\n".join(lines())
    assert NAME not in logged
    assert "ValueError" in logged


def test_libraries_are_heard_from_warnings_upwards(lines):
    for name in ("aiogram.event", "httpx", "sqlalchemy.engine", "uvicorn.access", "telegram.Bot", "aiosqlite"):
        logging.getLogger(name).info("hello %s", "x")
    assert lines() == []


def test_the_level_of_the_settings_is_kept(lines):
    configure_logging(LoggingConfig(level="error", format="json"))
    structlog.get_logger().warning("small-thing")
    assert lines() == []
