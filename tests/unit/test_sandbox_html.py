"""Telegram's HTML and MarkdownV2, and what Telegram does to every text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.markup_html import parse_html
from sandbox.markup_v2 import parse_markdown_v2
from sandbox.refusals import Refused
from sandbox.text import CAPTION_LIMIT, caption_text, clean, message_text, units, with_recognised


def entity(kind: str, offset: int, length: int, **more: str) -> dict[str, object]:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>غامق</b>", "غامق", [entity("bold", 0, 4)]),
        ("<strong>a</strong><em>b</em>", "ab", [entity("bold", 0, 1), entity("italic", 1, 1)]),
        ("<ins>a</ins><del>b</del>", "ab", [entity("underline", 0, 1), entity("strikethrough", 1, 1)]),
        ("<tg-spoiler>سر</tg-spoiler>", "سر", [entity("spoiler", 0, 2)]),
        ('<span class="tg-spoiler">سر</span>', "سر", [entity("spoiler", 0, 2)]),
        ("<b>a<i>b</i></b>", "ab", [entity("bold", 0, 2), entity("italic", 1, 1)]),
        ("👶<b>طفل</b>", "👶طفل", [entity("bold", 2, 3)]),
        ("<blockquote>قال</blockquote>", "قال", [entity("blockquote", 0, 3)]),
        ("<blockquote expandable>قال</blockquote>", "قال", [entity("expandable_blockquote", 0, 3)]),
        ("<code>x</code><pre>y</pre>", "xy", [entity("code", 0, 1), entity("pre", 1, 1)]),
        (
            '<pre><code class="language-python">x</code></pre>',
            "x",
            [entity("pre", 0, 1, language="python")],
        ),
        (
            '<a href="https://e.org/?a=1&amp;b=2">رابط</a>',
            "رابط",
            [entity("text_link", 0, 4, url="https://e.org/?a=1&b=2")],
        ),
        ("<a href='http://e.org'>x</a>", "x", [entity("text_link", 0, 1, url="http://e.org")]),
        ("&lt;b&gt; &amp; &quot;&#39;&#x41; &nbsp;&amp;amp;", "<b> & \"'A &nbsp;&amp;", []),
        ("3 &lt; 5 & 6", "3 < 5 & 6", []),
        ("<B>x</b>", "x", [entity("bold", 0, 1)]),
        ("<b></b>x", "x", []),
        ("<b>x</>", "x", [entity("bold", 0, 1)]),
    ],
)
def test_html_becomes_text_and_entities(source: str, text: str, entities: list[dict[str, object]]):
    assert parse_html(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "refusal"),
    [
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("سن < 5", 'Unsupported start tag "" at byte offset 5'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<a =1>x</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ("<a href=x!y>x</a>", "Unexpected end of name token at byte offset 8"),
        ('<span class="big">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(source: str, refusal: str):
    with pytest.raises(Refused) as told:
        parse_html(source)
    assert told.value.description == f"Bad Request: can't parse entities: {refusal}"


@given(st.text())
def test_any_text_escaped_comes_back_as_it_was(text: str):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert parse_html(f"<b>{escaped}</b>")[0] == text


@given(st.text(alphabet="<>/=\"'& abspnai\nه"))
def test_any_jumble_is_parsed_or_refused(source: str):
    try:
        text, entities = parse_html(source)
    except Refused:
        return
    assert all(0 <= one["offset"] < one["offset"] + one["length"] <= units(text) for one in entities)


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        (
            r"*غامق* _مائل_ ~شطب~",
            "غامق مائل شطب",
            [entity("bold", 0, 4), entity("italic", 5, 4), entity("strikethrough", 10, 3)],
        ),
        (
            r"||سر|| `x_y` __تحت__",
            "سر x_y تحت",
            [entity("spoiler", 0, 2), entity("code", 3, 3), entity("underline", 7, 3)],
        ),
        (r"[رابط](https://e.org)\.", "رابط.", [entity("text_link", 0, 4, url="https://e.org")]),
    ],
)
def test_markdown_becomes_text_and_entities(source: str, text: str, entities: list[dict[str, object]]):
    assert parse_markdown_v2(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "refusal"),
    [
        ("a.b", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("*a", "Can't find end of Bold entity at byte offset 0"),
        ("[a] b", "Can't find end of a URL at byte offset 0"),
    ],
)
def test_broken_markdown_is_refused(source: str, refusal: str):
    with pytest.raises(Refused) as told:
        parse_markdown_v2(source)
    assert told.value.description == f"Bad Request: can't parse entities: {refusal}"


def test_overrides_and_control_characters_go_and_isolates_stay():
    assert clean("a\u202eb\u202cc\u2028d\r\ne\x00\u2068f\u2069") == "abcd\ne \u2068f\u2069"


def test_ends_are_trimmed_and_entities_move_along():
    assert message_text("  a b  ", [entity("bold", 0, 7)]) == ("a b", [entity("bold", 0, 3)])
    assert message_text("\n a", [entity("bold", 0, 1)]) == ("a", [])


def test_a_caption_may_be_empty_but_not_too_long():
    assert caption_text(" ", []) == ("", [])
    assert caption_text("ا" * CAPTION_LIMIT, [])[1] == []
    with pytest.raises(Refused, match="message caption is too long"):
        caption_text("ا" * (CAPTION_LIMIT + 1), [])


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("/start x", ["bot_command"]),
        ("قل /help@some_bot الآن", ["bot_command"]),
        ("a/b and 1/2", []),
        ("https://e.org/a?b=1. انتهى", ["url"]),
        ("@someone و me@e.org", ["mention", "email"]),
        ("#مفقود #12", ["hashtag"]),
        ("+966 50 000 0001", ["phone_number"]),
    ],
)
def test_commands_addresses_and_tags_are_recognised(text: str, kinds: list[str]):
    assert [one["type"] for one in with_recognised(text, [])] == kinds


def test_nothing_is_recognised_inside_code_or_a_link():
    assert with_recognised("/start", [entity("code", 0, 6)]) == [entity("code", 0, 6)]
