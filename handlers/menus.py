"""The main menu, and the buttons that lead back to it."""

from aiogram.filters.callback_data import CallbackData

from handlers.buttons import Button, Rows
from services.members import Known


class Menu(CallbackData, prefix="menu"):
    """Where a button of the main menu leads; each conversation listens for its own."""

    to: str


REPORT, MISSING, ALERTS, REPORTS, SETTINGS, DESK = "report", "missing", "alerts", "reports", "settings", "desk"
HOME, ON, PRIVACY, LANGUAGE, LEAVE = "home", "on", "privacy", "language", "leave"


def main_menu(who: Known, *, unfinished: bool = False, newcomer: bool = False) -> Rows:
    """What this person can do here; with something unfinished, going on with it comes first.

    To a `newcomer`, who has no alerts yet, these are offered by what they are for.
    """
    rows = [[Button("menu-go-on", Menu(to=ON))]] if unfinished else []
    rows += [
        [Button("menu-missing", Menu(to=MISSING))],
        [Button("menu-report", Menu(to=REPORT))],
        *([[Button("menu-volunteer", Menu(to=ALERTS))]] if newcomer else []),
        [*([] if newcomer else [Button("menu-alerts", Menu(to=ALERTS))]), Button("menu-reports", Menu(to=REPORTS))],
        [Button("menu-settings", Menu(to=SETTINGS))],
    ]
    return [*rows, [Button("menu-desk", Menu(to=DESK))]] if who.staff else rows


def leave_step() -> list[Button]:
    """A way out of a question that was opened by mistake."""
    return [Button("menu-leave", Menu(to=LEAVE))]


def home() -> Rows:
    """One button back to the main menu."""
    return [[Button("menu-home", Menu(to=HOME))]]
