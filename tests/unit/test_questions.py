"""A question kept with the conversation is the same when it is asked again."""

import json

from handlers.buttons import AnyButton, Button, CopyText, Link, Named
from handlers.menus import Menu
from handlers.questions import KEPT_AS, Question, question_from
from language.text import Key, Sentence


def test_a_question_comes_back_from_json_as_it_was():
    rows: list[list[AnyButton]] = [
        [Button("menu-home", Menu(to="home").pack(), {"n": 2, "place": Sentence("<b>x</b>")}), Named("حي", "a:1")],
        [Link("menu-home", "https://example.org"), CopyText("menu-home", "24.7, 46.7")],
    ]
    asked = Question("menu", {"name": "<b>", "n": 3, "made": Sentence("<i>y</i>"), "said": Key("menu")}, rows, "where")
    kept = json.loads(json.dumps({KEPT_AS: asked.as_json()}))
    again = question_from(kept)
    assert again is not None
    assert again == asked
    assert isinstance(again.facts["made"], Sentence)
    assert isinstance(again.facts["said"], Key)
    assert type(again.facts["name"]) is str


def test_where_nothing_was_asked_there_is_no_question():
    assert question_from({"words": "x"}) is None
