"""`mizalla doctor`: everything a deployment needs, looked at, each with how to mend it."""

from datetime import datetime
from pathlib import Path

from bot import doctor_house, doctor_machine, doctor_settings, doctor_telegram
from bot.config import load_config, token_file
from bot.config_problems import ConfigError
from bot.findings import Finding, Verdict, problem

_MEND_SETTINGS = "Correct it where it is written, then run `mizalla doctor` again."


async def examine(given: Path | None, now: datetime) -> list[Finding]:
    """Every finding, in the order in which one would mend them; settings that cannot be used end it."""
    try:
        config = load_config(given)
    except ConfigError as error:
        wrong = [problem("settings", said, _MEND_SETTINGS) for said in error.problems]
        return [*wrong, doctor_machine.python(), doctor_machine.fonts()]
    inside, running = await doctor_house.house(config, now)
    return [
        *doctor_settings.settings(config),
        *doctor_settings.secrets(config, given),
        doctor_machine.python(),
        doctor_machine.fonts(),
        doctor_machine.disk(config),
        doctor_machine.zones(config, now),
        *inside,
        *await doctor_telegram.telegram(config, now, running=running, file=token_file(given)),
    ]


def is_well(findings: list[Finding]) -> bool:
    """Whether nothing stands in the way; warnings do not."""
    return all(finding.verdict is not Verdict.PROBLEM for finding in findings)
