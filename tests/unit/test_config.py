"""Settings: what wins, what is refused, and what the operator reads then."""

import os
from pathlib import Path

import pytest

from bot.config import Config, load_config
from bot.config_problems import ConfigError


@pytest.fixture(autouse=True)
def empty_place(tmp_path, monkeypatch):
    """Each test starts where there is no config.yaml and no variable of ours."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.upper().startswith("MIZALLA_")]:
        monkeypatch.delenv(name)
    return tmp_path


def written(text: str) -> Path:
    Path("config.yaml").write_text(text, "utf-8")
    return Path("config.yaml")


def refused(text: str = "") -> str:
    written(text)
    with pytest.raises(ConfigError) as refusal:
        load_config()
    return str(refusal.value)


def test_without_a_file_the_defaults_apply():
    assert load_config() == Config()


def test_the_environment_wins_over_the_file(monkeypatch):
    monkeypatch.setenv("MIZALLA_WEB__PORT", "9000")
    written("web: {port: 8000, host: 0.0.0.0}")
    assert (load_config().web.port, load_config().web.host) == (9000, "0.0.0.0")


def test_a_list_can_be_given_as_json(monkeypatch):
    monkeypatch.setenv("MIZALLA_ORGANISATIONS", '[{"code": "rescue", "ar": "إنقاذ", "areas": ["north"]}]')
    assert load_config().organisations[0].areas == ("north",)


def test_the_file_is_named_by_the_environment(monkeypatch, tmp_path):
    (tmp_path / "other.yaml").write_text("web: {port: 8001}")
    monkeypatch.setenv("MIZALLA_CONFIG", str(tmp_path / "other.yaml"))
    assert load_config().web.port == 8001


def test_a_named_file_that_is_not_there_stops_the_start():
    with pytest.raises(ConfigError, match=r"gone\.yaml is not there"):
        load_config(Path("gone.yaml"))


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("telegram: {messages_per_secnd: 3}", "telegram.messages_per_second"),
        ("telegam: {mode: polling}", "telegram"),
        ("token: x", "telegram.token"),
        ("organisations: [{code: a, ar: ب, area: [x]}]", "organisations[0].areas"),
        ("reports: {categories: [{code: a, ar: ب, eng: c}]}", "reports.categories[0].en"),
    ],
)
def test_an_unknown_key_stops_the_start_and_names_the_nearest_right_one(text, nearest):
    assert refused(text).endswith(f"is not a setting; the nearest right name is {nearest}.")


@pytest.mark.parametrize(
    ("variable", "nearest"),
    [
        ("MIZALLA_TELEGRM__TOKEN", "MIZALLA_TELEGRAM__TOKEN"),
        ("MIZALLA_TELEGRAM_TOKEN", "MIZALLA_TELEGRAM__TOKEN"),
        ("MIZALLA_TELEGRAM__TOKN", "telegram.token"),
    ],
)
def test_an_unknown_variable_stops_the_start_too(monkeypatch, variable, nearest):
    monkeypatch.setenv(variable, "1:abc")
    said = refused()
    assert said.startswith(variable)
    assert said.endswith(f"the nearest right name is {nearest}.")


def test_variables_that_only_look_a_little_like_ours_are_left_alone(monkeypatch):
    monkeypatch.setenv("MIZALLA_IMAGE", "registry/mizalla")
    assert load_config() == Config()


def test_every_problem_is_told_at_once_one_sentence_each():
    said = refused("web: {port: many}\ntelegram: {mode: pigeons}").splitlines()
    assert len(said) == 2
    assert said[0].startswith("config.yaml: telegram.mode: input should be 'polling' or 'webhook'")
    assert said[1].startswith("config.yaml: web.port:")


@pytest.mark.parametrize(
    ("text", "variable"),
    [
        ("telegram: {token: 1:abc}", "MIZALLA_TELEGRAM__TOKEN_FILE"),
        ("telegram: {webhook_secret: abcdef}", "MIZALLA_TELEGRAM__WEBHOOK_SECRET_FILE"),
        ("privacy: {secret_key: 0123456789abcdef0}", "MIZALLA_PRIVACY__SECRET_KEY_FILE"),
        ("database: {url: 'postgresql://bot:hunter2@db/mizalla'}", "MIZALLA_DATABASE__URL_FILE"),
        ("database: {url: 'postgresql://db/mizalla?password=hunter2'}", "MIZALLA_DATABASE__URL_FILE"),
        ("redis: {url: 'redis://:hunter2@cache'}", "MIZALLA_REDIS__URL_FILE"),
    ],
)
def test_a_secret_in_the_file_is_refused_and_not_repeated(text, variable):
    said = refused(text)
    assert variable in said
    assert not any(secret in said for secret in ("abc", "hunter2", "0123456789"))


def test_a_database_without_a_password_may_stand_in_the_file():
    written("database: {url: 'postgresql://bot@db/mizalla'}")
    assert load_config().database.url == "postgresql://bot@db/mizalla"


def test_a_token_comes_from_a_file_the_environment_names(monkeypatch, tmp_path):
    (tmp_path / "token").write_text("123456:AbC-dEf\n")
    monkeypatch.setenv("MIZALLA_TELEGRAM__TOKEN_FILE", str(tmp_path / "token"))
    assert load_config().telegram.token.get_secret_value() == "123456:AbC-dEf"
    assert load_config().telegram.bot_id == 123456


def test_a_secret_file_that_is_not_there_is_said(monkeypatch):
    monkeypatch.setenv("MIZALLA_TELEGRAM__TOKEN_FILE", "nowhere")
    assert refused() == "MIZALLA_TELEGRAM__TOKEN_FILE names nowhere, which cannot be read."


def test_a_token_given_twice_is_refused(monkeypatch, tmp_path):
    (tmp_path / "token").write_text("123456:AbC")
    monkeypatch.setenv("MIZALLA_TELEGRAM__TOKEN_FILE", str(tmp_path / "token"))
    monkeypatch.setenv("MIZALLA_TELEGRAM__TOKEN", "123456:AbC")
    assert "both set" in refused()


def test_what_is_no_token_is_refused_without_repeating_it(monkeypatch):
    monkeypatch.setenv("MIZALLA_TELEGRAM__TOKEN", "nonsense")
    said = refused()
    assert said.startswith("MIZALLA_TELEGRAM__TOKEN: telegram.token: a token is")
    assert "nonsense" not in said


def test_secrets_are_not_shown_when_settings_are_printed(monkeypatch):
    monkeypatch.setenv("MIZALLA_TELEGRAM__TOKEN", "123456:AbC")
    monkeypatch.setenv("MIZALLA_DATABASE__URL", "postgresql://bot:hunter2@db/mizalla")
    shown = repr(load_config())
    assert "AbC" not in shown
    assert "hunter2" not in shown
    assert load_config().database.shown == "postgresql://bot:***@db/mizalla"


def test_a_webhook_needs_an_address_and_a_secret():
    assert "needs webhook_url" in refused("telegram: {mode: webhook}")
    assert "needs webhook_secret" in refused(
        "telegram: {mode: webhook, webhook_url: 'https://m.example/telegram/webhook'}"
    )


def test_times_and_numbers_stay_as_they_are_written():
    written(
        "schedule: {quiet_from: 22:30, quiet_to: 05:30}\nareas: {emergency: [{area: x, number: 0911}, {number: 112}]}"
    )
    config = load_config()
    assert (config.schedule.quiet_from, config.schedule.quiet_to) == ("22:30", "05:30")
    assert [line.number for line in config.areas.emergency] == ["0911", "112"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("web: {port: 1}\nweb: {port: 2}", "config.yaml, line 2: 'web' is written twice."),
        ("web: [", "config.yaml, line 1:"),
        ("- web", "config.yaml must hold sections"),
        ("areas: {zone: Asia/Ryad}", "'Asia/Ryad' is not a time zone"),
        ("schedule: {quiet_from: '25:00'}", "schedule.quiet_from"),
        ("database: {url: 'mysql://x'}", "database.url"),
        ("schedule: {digest: sometimes}", "digest is 'sometimes', which is no schedule"),
        ("schedule: {staff_summary: isha+30}", "staff_summary follows prayer times"),
        ("alerts: {default_radius_km: 200}", "must not fall"),
        ("organisations: [{code: a, ar: ب}, {code: a, ar: ت}]", "the code 'a' stands twice"),
        ("channels: {enabled: [pigeons]}", "channels.enabled[0]"),
    ],
)
def test_what_cannot_be_meant_is_refused(text, said):
    assert said in refused(text)


def test_a_schedule_may_be_written_in_any_of_its_forms():
    written("schedule: {digest: weekly thu 17:00, staff_summary: every 6h}")
    assert load_config().schedule.digest == "weekly thu 17:00"


def test_an_empty_section_is_the_default():
    written("web:\ntelegram:\n")
    assert load_config() == Config()


def test_the_rules_given_to_services_hold_no_secret(monkeypatch):
    monkeypatch.setenv("MIZALLA_PRIVACY__SECRET_KEY", "0123456789abcdef")
    rules = load_config().rules
    assert rules.privacy.case_days == 30
    assert not hasattr(rules.privacy, "secret_key")


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:///data/mizalla.db", Path("data/mizalla.db")),
        ("sqlite:////var/lib/m.db?timeout=3", Path("/var/lib/m.db")),
        ("sqlite://", None),
        ("sqlite:///:memory:", None),
        ("postgresql://db/m", None),
    ],
)
def test_the_file_of_a_database_is_known(url, file):
    assert Config(database={"url": url}).database.file == file
