"""Filters that several conversations share."""

from typing import Any

from aiogram import F

WORDS: Any = F.text & ~F.text.startswith("/")
"""Text that is no command: a command typed in the middle of a step is not an answer to its question."""
