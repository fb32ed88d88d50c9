"""The settings of a deployment: config.yaml, overridden by MIZALLA_<SECTION>__<KEY>, which alone may hold secrets."""

import os
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit, urlunsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from bot.config_problems import ConfigError, problems_of, strangers, variable_of
from bot.kept_secrets import kept, with_kept
from bot.settings_file import BadFile, read_settings
from models.rules import (
    AlertRules,
    AreaRules,
    LanguageRules,
    PrivacyRules,
    ReportRules,
    Rules,
    ScheduleRules,
    SearchRules,
    Section,
)

DEFAULT_FILE = Path("config.yaml")
SECRETS = ("telegram.token", "telegram.webhook_secret", "privacy.secret_key")
"""Never in the file; from the environment, from a file it names, or from the folder `secrets` beside the file."""
URLS = ("database.url", "redis.url")
"""May stand in the file unless they hold a password; the environment may name a file for these too."""
TELEGRAM_API = "https://api.telegram.org"


class TelegramConfig(Section):
    token: SecretStr = SecretStr("")
    api_url: str = Field(default=TELEGRAM_API, pattern=r"^https?://\S+$")
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: str = ""
    webhook_secret: SecretStr = SecretStr("")
    messages_per_second: float = Field(default=30, gt=0, le=1000)
    edits_per_second: float = Field(default=30, gt=0, le=1000)
    paid_broadcast: bool = False

    @field_validator("token")
    @classmethod
    def _token_of_a_bot(cls, token: SecretStr) -> SecretStr:
        number, colon, key = token.get_secret_value().partition(":")
        if token.get_secret_value() and not (number.isascii() and number.isdigit() and colon and key.strip()):
            raise ValueError("a token is the bot's number, a colon and its key, as @BotFather gave it")
        return token

    @field_validator("api_url")
    @classmethod
    def _without_slash(cls, url: str) -> str:
        return url.rstrip("/")

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Self:
        if self.mode == "webhook" and not self.webhook_url.startswith("https://"):
            raise ValueError("mode webhook needs webhook_url, an https address that Telegram reaches")
        if self.mode == "webhook" and not self.webhook_secret.get_secret_value():
            raise ValueError("mode webhook needs webhook_secret, from MIZALLA_TELEGRAM__WEBHOOK_SECRET")
        return self

    @property
    def bot_id(self) -> int:
        """The bot's number, the part of its token before the colon; 0 without a token."""
        return int(self.token.get_secret_value().partition(":")[0] or 0)


class DatabaseConfig(Section):
    url: str = Field(default="sqlite:///data/mizalla.db", pattern=r"^(sqlite|postgres(ql)?)(\+\w+)?://", repr=False)

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    @property
    def file(self) -> Path | None:
        """Where SQLite keeps the database; None for PostgreSQL and for a database in memory."""
        path = self.url.partition(":///")[2].partition("?")[0] if self.is_sqlite else ""
        return None if path in {"", ":memory:"} else Path(path)

    @property
    def shown(self) -> str:
        """The address without its password, for people to read."""
        return without_password(self.url)


class RedisConfig(Section):
    url: str = Field(default="", pattern=r"^$|^rediss?://", repr=False)


class PrivacyConfig(PrivacyRules):
    secret_key: SecretStr = SecretStr("")

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, key: SecretStr) -> SecretStr:
        if 0 < len(key.get_secret_value()) < 16:
            raise ValueError("a secret key has 16 characters or more")
        return key


class WebConfig(Section):
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: str = Field(default="", pattern=r"^$|^https?://\S+$")


class OrganisationConfig(Section):
    """An association, municipality or team under the umbrella, and the areas its desk serves."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_-]{0,59}$")
    ar: str = Field(min_length=1, max_length=200)
    en: str = Field(default="", max_length=200)
    areas: tuple[str, ...] = ()


class ChannelsConfig(Section):
    enabled: tuple[Literal["telegram"], ...] = ("telegram",)


class LoggingConfig(Section):
    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["json", "console"] = "console"


class Config(BaseSettings):
    """Every setting of a deployment; what is given to it is the file's word, and the environment overrides it."""

    model_config = SettingsConfigDict(
        env_prefix="MIZALLA_", env_nested_delimiter="__", extra="forbid", frozen=True, hide_input_in_errors=True
    )

    telegram: TelegramConfig = TelegramConfig()
    database: DatabaseConfig = DatabaseConfig()
    redis: RedisConfig = RedisConfig()
    areas: AreaRules = AreaRules()
    alerts: AlertRules = AlertRules()
    schedule: ScheduleRules = ScheduleRules()
    searches: SearchRules = SearchRules()
    reports: ReportRules = ReportRules()
    privacy: PrivacyConfig = PrivacyConfig()
    web: WebConfig = WebConfig()
    languages: LanguageRules = LanguageRules()
    organisations: tuple[OrganisationConfig, ...] = ()
    channels: ChannelsConfig = ChannelsConfig()
    logging: LoggingConfig = LoggingConfig()

    @field_validator("organisations")
    @classmethod
    def _each_code_once(cls, organisations: tuple[OrganisationConfig, ...]) -> tuple[OrganisationConfig, ...]:
        codes = [organisation.code for organisation in organisations]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise ValueError(f"the code {twice[0]!r} stands twice")
        return organisations

    @field_validator("schedule")
    @classmethod
    def _times_that_come(cls, schedule: ScheduleRules) -> ScheduleRules:
        for name in ("digest", "weekly_picture", "staff_summary"):
            _refuse_bad_schedule(name, getattr(schedule, name))
        return schedule

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        del env_settings, dotenv_settings, file_secret_settings  # ours knows the files that secrets are in
        return _Environment(settings_cls), init_settings

    @property
    def rules(self) -> Rules:
        """What services need to know of these choices; no secret among it."""
        privacy = PrivacyRules(**self.privacy.model_dump(exclude={"secret_key"}))
        shared = {name: getattr(self, name) for name in Rules.model_fields if name not in {"privacy", "public_url"}}
        return Rules(privacy=privacy, public_url=self.web.public_url, **shared)


def _refuse_bad_schedule(name: str, text: str) -> None:
    """These apply everywhere, so they cannot follow the sun of one place."""
    from clock.schedules import BadSchedule, Schedule

    try:
        needs_place = Schedule.parse(text).needs_place
    except BadSchedule as error:
        forms = "daily 20:00, weekly thu 17:00, every 2h, or five fields of cron"
        raise ValueError(f"{name} is {text!r}, which is no schedule; one is written {forms}") from error
    if needs_place:
        raise ValueError(f"{name} follows prayer times, which differ from place to place: give it a time of the clock")


class _Environment(EnvSettingsSource):
    """MIZALLA_<SECTION>__<KEY>, and MIZALLA_<SECTION>__<KEY>_FILE for what may be secret."""

    def __call__(self) -> dict[str, Any]:
        told = super().__call__()
        for section, key in (name.split(".") for name in SECRETS + URLS):
            settings = told.get(section)
            if isinstance(settings, dict) and (path := settings.pop(f"{key}_file", None)):
                settings[key] = _secret_in(Path(path), f"{section}.{key}", settings.get(key))
        return told


def _secret_in(path: Path, name: str, given: str | None) -> str:
    variable = variable_of(name)
    if given:
        raise ConfigError([f"{variable} and {variable}_FILE are both set: keep one."])
    try:
        return path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError([f"{variable}_FILE names {path}, which cannot be read."]) from error


def config_path(given: Path | None = None) -> Path:
    """The file to read: the one given, else MIZALLA_CONFIG, else ./config.yaml; a named one must be there."""
    named = given or (Path(os.environ["MIZALLA_CONFIG"]) if os.environ.get("MIZALLA_CONFIG") else None)
    if named is not None and not named.is_file():
        raise ConfigError([f"{named} is not there; --config or MIZALLA_CONFIG names the settings file."])
    return named or DEFAULT_FILE


def token_file(given: Path | None = None) -> Path | None:
    """The file this deployment's token is read from; None where it stands in the environment, or there is none."""
    variable = variable_of("telegram.token")
    named = os.environ.get(f"{variable}_FILE")
    if named or variable in os.environ:
        return Path(named) if named else None
    return kept(("telegram.token",), config_path(given)).get("telegram.token")


def load_config(given: Path | None = None) -> Config:
    """The settings of this deployment; without any config.yaml here, the defaults and the environment.

    Raises ConfigError with one sentence for each thing that is wrong.
    """
    path = config_path(given)
    secrets = kept(SECRETS + URLS, path)
    try:
        written = read_settings(path) if path.is_file() else {}
        _refuse_secrets(written, path)
        problems = strangers(os.environ, Config)
        if problems:
            raise ConfigError(problems)
        return Config(**with_kept(written, secrets))
    except BadFile as error:
        raise ConfigError([str(error)]) from error
    except SettingsError as error:
        raise ConfigError([f"The environment is not as it should be: {error}."]) from error
    except ValidationError as error:
        raise ConfigError(problems_of(error, Config, path, os.environ, secrets)) from None


def _refuse_secrets(written: dict[str, Any], path: Path) -> None:
    """Whoever can read the file must not be able to speak as the bot."""
    problems = []
    for name in SECRETS + URLS:
        section, key = name.split(".")
        settings = written.get(section)
        value = settings.get(key) if isinstance(settings, dict) else None
        if value and (name in SECRETS or without_password(str(value)) != str(value)):
            what = "is a secret" if name in SECRETS else "holds a password"
            problems.append(
                f"{path}: {name} {what}: take it out, and set {variable_of(name)} or {variable_of(name)}_FILE instead."
            )
    if problems:
        raise ConfigError(problems)


def without_password(url: str) -> str:
    """A URL with its password, if it has one, replaced by stars; what follows `?` goes with a password in it."""
    parts = urlsplit(url)
    netloc = parts.netloc
    if parts.password:
        netloc = netloc.replace(f":{parts.password}@", ":***@")
    query = "***" if "password" in parts.query.lower() else parts.query
    changed = netloc != parts.netloc or query != parts.query
    return urlunsplit(parts._replace(netloc=netloc, query=query)) if changed else url
