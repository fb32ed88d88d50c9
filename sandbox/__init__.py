"""A Telegram you can hold in your hand: a local Bot API and a page of phones; knows nothing of ours.

README.md beside this file shows how to hold it.
"""

from sandbox.acts import Answer, Impossible, NoSuchButton, NotAnswered, NotHeard, NotTaken, Sent, Tapped
from sandbox.faults import Fault, Faults
from sandbox.gatherings import Gathering
from sandbox.limits import Limits
from sandbox.people import Person
from sandbox.phone import Bubble
from sandbox.telegram import TOKEN, Sandbox

__all__ = [
    "TOKEN",
    "Answer",
    "Bubble",
    "Fault",
    "Faults",
    "Gathering",
    "Impossible",
    "Limits",
    "NoSuchButton",
    "NotAnswered",
    "NotHeard",
    "NotTaken",
    "Person",
    "Sandbox",
    "Sent",
    "Tapped",
]
