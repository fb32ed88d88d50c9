"""What `mizalla doctor` finds: one line per thing looked at, and how to mend it."""

import enum
from dataclasses import dataclass


class Verdict(enum.StrEnum):
    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """How one thing stands; `mend` is one sentence that says what to do, empty where nothing is to be done."""

    check: str
    verdict: Verdict
    said: str
    mend: str = ""


def ok(check: str, said: str) -> Finding:
    return Finding(check, Verdict.OK, said)


def warning(check: str, said: str, mend: str) -> Finding:
    return Finding(check, Verdict.WARNING, said, mend)


def problem(check: str, said: str, mend: str) -> Finding:
    return Finding(check, Verdict.PROBLEM, said, mend)
