"""What the doctor sees in the settings themselves: allowed, and probably not meant; and who can read the secrets."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from bot.config import SECRETS, TELEGRAM_API, URLS, Config, config_path
from bot.config_problems import variable_of
from bot.findings import Finding, ok, problem, warning
from bot.kept_secrets import kept

LONG_KEY = 32


def settings(config: Config) -> Iterator[Finding]:
    """What is allowed and probably not meant."""
    yield ok("settings", "Every setting is known and can be used.")
    if config.redis.url:
        said = "redis.url is set; nothing uses it: conversations are kept in the database."
        yield warning("redis", said, "Empty redis.url.")
    telegram = config.telegram
    if telegram.messages_per_second > 30 and not telegram.paid_broadcast and telegram.api_url == TELEGRAM_API:
        said = f"{telegram.messages_per_second:g} messages a second are more than Telegram's 30 that cost nothing."
        yield warning("speed", said, "Set telegram.messages_per_second to 30, or pay with telegram.paid_broadcast.")
    if telegram.api_url.startswith("http://") and not _is_here(telegram.api_url):
        said = "The token travels unencrypted to telegram.api_url."
        yield warning("api_url", said, "Use https, or a Bot API server on this machine.")
    yield _emergency(config)
    yield _secret_key(config)


def _is_here(url: str) -> bool:
    return urlsplit(url).hostname in {"localhost", "127.0.0.1", "::1"}


def _emergency(config: Config) -> Finding:
    """Numbers are shown first where a life is at stake: somebody must have rung them."""
    numbers = ", ".join(sorted({line.number for line in config.areas.emergency}))
    if not config.areas.emergency_confirmed:
        said = f"Nobody has confirmed the emergency numbers people are shown first: {numbers}."
        return warning("emergency", said, "Ring each of them, then run `mizalla setup --emergency-confirmed`.")
    if all(line.area for line in config.areas.emergency):
        said = "areas.emergency has no line for everywhere else: strangers are shown the number of one region."
        return warning("emergency", said, 'Add a line with area "" to areas.emergency in config.yaml.')
    return ok("emergency", f"The emergency numbers are confirmed: {numbers}.")


def _secret_key(config: Config) -> Finding:
    key = config.privacy.secret_key.get_secret_value()
    mend = (
        "Before anything is deleted: (umask 077; mkdir -p secrets; openssl rand -hex 32 > secrets/privacy-secret-key)"
    )
    if not key:
        return warning("secret_key", "The key that keeps deleted cases away lies in the database itself.", mend)
    if len(key) < LONG_KEY or len(set(key)) < 8:
        said = f"The key that keeps deleted cases away is easily guessed ({len(key)} characters)."
        return warning("secret_key", said, "If nothing was deleted yet, take a longer one: openssl rand -hex 32")
    return ok("secret_key", "The key that keeps deleted cases away is kept apart from the database.")


def secrets(config: Config, given: Path | None) -> Iterator[Finding]:
    """Files that hold secrets or people's data are for who runs Mizalla, and for nobody else."""
    files = {*kept(SECRETS + URLS, config_path(given)).values(), *_named_files()}
    open_to_others = [file for file in sorted(files) if file.is_file() and _mode(file) & 0o077]
    if open_to_others:
        named = " ".join(map(str, open_to_others))
        yield problem("secrets", f"Other users of this machine can read {named}.", f"chmod 600 {named}")
    elif files:
        yield ok("secrets", f"Nobody else can read the {len(files)} files with secrets.")
    path = config_path(given)
    if path.is_file() and _mode(path) & stat.S_IWOTH:
        yield problem("settings_file", f"Any user of this machine can change {path}.", f"chmod o-w {path}")
    database = config.database.file
    if database is not None and database.is_file() and _mode(database) & 0o077 and _mode(database.parent) & 0o077:
        said = f"Other users of this machine can read {database}, and with it what people wrote."
        yield warning("database_file", said, f"chmod 700 {database.parent}")


def _named_files() -> Iterator[Path]:
    """Files that the environment names."""
    for name in SECRETS + URLS:
        path = os.environ.get(f"{variable_of(name)}_FILE")
        if path:
            yield Path(path)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
