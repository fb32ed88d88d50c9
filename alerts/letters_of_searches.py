"""How searches are told to volunteers: who is missing, where and when, what to do; come back; and that it is over."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from alerts.distances import away, map_link, through_words
from alerts.facts_of_searches import SearchFacts, card_facts, search_facts
from alerts.fitting import Lines, clipped, fitted
from alerts.letters import Button, Form, Letter, View
from alerts.letters_of_search_cards import Cards
from alerts.search_words import age_words, drill_line, emergency_line, joined_lines, place_phrase, when_seen
from alerts.uploads import picture_name
from language.names import given_name, initials
from language.text import Sentence
from language.voices import Voice
from models.alerts import Audience, Wording
from models.rules import Rules
from models.searches import SubjectKind
from places.points import Band

MAP_DECIMALS = 3
"""Of degrees in links to the last known point: about 100 m. Volunteers find the street; nobody finds the house."""

Rows = tuple[tuple[Button, ...], ...]


def forms(rules: Rules) -> Mapping[Wording | str, Form]:
    """The letters of searches; emergency lines, names and the clock's zone are the deployment's."""
    public, cards = Public(rules), Cards(rules)
    return {
        Wording.SEARCH_OPEN: Form(search_facts, public.write_open),
        Wording.SEARCH_CLOSED: Form(search_facts, write_closed),
        Wording.COME_BACK: Form(search_facts, write_come_back),
        Wording.SEARCH_CARD: Form(card_facts, cards.write_card),
        Wording.SEARCH_ASK: Form(card_facts, cards.write_ask),
        Wording.NOTICE_CARD: Form(card_facts, cards.write_notice),
    }


def write_closed(facts: SearchFacts, voice: Voice, _: View) -> Letter:
    """What every copy says in the end: nothing of who it was or what became of them."""
    return Letter(joined_lines([drill_line(voice, facts), voice("search-closed")]))


def write_come_back(facts: SearchFacts, voice: Voice, _: View) -> Letter:
    """What those out there hear as a message of its own."""
    button = Button(voice.plain("button-find-back"), f"find:back:{facts.number}")
    return Letter(joined_lines([drill_line(voice, facts), voice("search-come-back")]), buttons=((button,),))


@dataclass(frozen=True)
class Public:
    """The alert as volunteers and groups read it."""

    rules: Rules

    def write_open(self, facts: SearchFacts, voice: Voice, view: View) -> Letter:
        """First lines: who, where, when, how far. Then what to do; that is never cut."""
        text = fitted(lambda cap: self._lines(facts, voice, view, cap))
        shown = facts.picture_id is not None and self._may_show_picture(facts)
        picture = picture_name(facts.picture_id or 0) if shown else None
        buttons = _buttons(facts, voice, share_link(self.rules, facts))
        return Letter(text, picture, buttons, protect=facts.protect)

    def _lines(self, facts: SearchFacts, voice: Voice, view: View, cap: int) -> Lines:
        number = emergency_line(self.rules, facts)
        return [
            drill_line(voice, facts),
            self.headline(facts, voice, _where(facts, voice, view), cap),
            *self.known(facts, voice, view, cap),
            Sentence("\n" + voice(f"search-what-to-do-{facts.sex}", emergency=number)),
            voice("search-vetted-only") if facts.audience is Audience.VETTED else None,
            through_words(voice, facts.through, view.via_area_id),
            _signed(facts, voice),
        ]

    def known(self, facts: SearchFacts, voice: Voice, view: View, cap: int) -> Lines:
        """Where and when, what they wear, what they are known by, and what is new."""
        return [
            self._seen(facts, voice, view, cap),
            voice(f"search-clothing-{facts.sex}", clothing=clipped(facts.clothing, cap)) if facts.clothing else None,
            voice("search-marks", marks=clipped(facts.marks, cap)) if facts.marks else None,
            voice("search-vehicle", vehicle=clipped(facts.vehicle, cap)) if facts.vehicle else None,
            voice("search-update", text=clipped(facts.update, cap)) if facts.update else None,
        ]

    def headline(self, facts: SearchFacts, voice: Voice, where: Sentence, cap: int) -> Sentence:
        """Who is missing, where, by the name that may be shown, and how old."""
        name = given_name(facts.name) if self.rules.searches.show_given_name else initials(facts.name)
        words = {"name": clipped(name, cap), "age": age_words(voice, facts)}
        return voice(f"search-head-{facts.kind}-{facts.sex}", where=where, **words)

    def _seen(self, facts: SearchFacts, voice: Voice, view: View, cap: int) -> Sentence | None:
        if facts.seen_at is None:
            return None
        when = when_seen(voice, facts.seen_at, facts.told_at, ZoneInfo(self.rules.areas.zone))
        place, distance = place_phrase(voice, facts, cap), away(voice, view.band, view.octant)
        sex = facts.sex
        if place and distance:
            return voice(f"search-seen-{sex}-at-away", when=when, place=place, distance=distance)
        if place:
            return voice(f"search-seen-{sex}-at", when=when, place=place)
        if distance:
            return voice(f"search-seen-{sex}-away", when=when, distance=distance)
        return voice(f"search-seen-{sex}-nowhere", when=when)

    def _may_show_picture(self, facts: SearchFacts) -> bool:
        """Where the law forbids pictures of minors in public, only vetted volunteers see one."""
        minor = facts.kind is SubjectKind.CHILD
        return self.rules.searches.minors_pictures_public or not minor or facts.audience is not Audience.SUBSCRIBERS


def _where(facts: SearchFacts, voice: Voice, view: View) -> Sentence:
    """«بالقرب منك» only where it is measured, and no further than some five kilometres; else the area's name."""
    if view.band is not None and (view.band <= Band.ABOUT_5_KM or facts.nowhere or not facts.path):
        return voice("search-near-you")
    if facts.path and not facts.nowhere:
        return voice("search-in-area", area=facts.path[0].in_language(voice.language))
    return voice("search-in-your-region")


def share_link(rules: Rules, facts: SearchFacts) -> str:
    """Telegram's window for passing on a link to the live page, never the picture (SAFETY 7).

    Empty where there is no page, or where not everybody may see it.
    """
    page = rules.search_page(facts.page_key)
    public = facts.audience is Audience.SUBSCRIBERS and not facts.drill
    return f"https://t.me/share/url?{urlencode({'url': page})}" if page and public else ""


def _signed(facts: SearchFacts, voice: Voice) -> Sentence:
    """Who answers for it, and its number."""
    if facts.organisation is None:
        return voice("search-number", number=facts.number)
    return voice("search-signed", number=facts.number, organisation=facts.organisation.in_language(voice.language))


def _buttons(facts: SearchFacts, voice: Voice, share: str) -> Rows:
    coming = (Button(voice.plain("button-find-coming"), f"find:coming:{facts.number}"),)
    saw = (Button(voice.plain(f"button-find-saw-{facts.sex}"), f"find:saw:{facts.number}"),)
    objection = (Button(voice.plain(f"button-find-object-{facts.sex}"), f"find:object:{facts.number}"),)
    why = (Button(voice.plain("button-why"), f"why:search:{facts.number}"),)
    opens: Rows = ((Button(voice.plain("button-share-search"), url=share),),) if share else ()
    if facts.lat is not None and facts.lon is not None:
        link = map_link(round(facts.lat, MAP_DECIMALS), round(facts.lon, MAP_DECIMALS))
        opens = ((Button(voice.plain("button-open-map"), url=link),), *opens)
    mute = (Button(voice.plain("button-search-mute"), f"near:mute:{facts.number}"),)
    return (coming, saw, *opens, objection, mute + why)
