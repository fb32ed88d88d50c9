"""What volunteers on the ground hear: where to gather, when to stop, whether they are well; and who is overdue."""

from collections.abc import Mapping
from dataclasses import dataclass

from alerts.distances import map_link, path_words
from alerts.facts_of_searches import SearchFacts, search_facts
from alerts.facts_of_volunteers import (
    CheckFacts,
    MeetingFacts,
    OverdueFacts,
    check_facts,
    meeting_facts,
    overdue_facts,
)
from alerts.letters import Button, Form, Letter, View
from alerts.search_words import drill_line, emergency_line, joined_lines
from language.text import Sentence, escaped, isolated
from language.voices import Voice
from models.alerts import Wording
from models.rules import Rules
from models.searches import SearchState


def forms(rules: Rules) -> Mapping[Wording | str, Form]:
    """The letters to those who are out, and about them; emergency lines are the deployment's."""
    ground = Ground(rules)
    return {
        Wording.MEETING: Form(meeting_facts, write_meeting),
        Wording.COME_IN: Form(search_facts, write_come_in),
        Wording.CHECK_IN: Form(check_facts, ground.write_check),
        Wording.CHECK_PARTNER: Form(check_facts, ground.write_partner),
        Wording.OVERDUE: Form(overdue_facts, write_overdue),
    }


def place_words(voice: Voice, words: str, path: Sentence | None) -> Sentence:
    """A meeting point in the coordinator's words and the areas around it, or what there is of them."""
    said = Sentence(isolated(escaped(words))) if words else None
    if said and path:
        return voice("place-in", smaller=said, larger=path)
    return said or path or voice("meeting-on-map")


def write_meeting(facts: MeetingFacts, voice: Voice, _: View) -> Letter:
    """Where to gather now; nothing of it when the search is over."""
    number = facts.search.number
    if facts.over or facts.lat is None or facts.lon is None:
        return Letter(voice("search-closed-plain", number=number))
    place = place_words(voice, facts.words, path_words(voice, facts.path) if facts.path else None)
    said = voice("meeting-told", number=number, place=place)
    link = Button(voice.plain("button-meeting-map"), url=map_link(facts.lat, facts.lon))
    return Letter(joined_lines([drill_line(voice, facts.search), said]), buttons=((link,),))


def write_come_in(facts: SearchFacts, voice: Voice, _: View) -> Letter:
    """It gets dark: stop for today."""
    if facts.state is SearchState.CLOSED:
        return Letter(voice("search-closed-plain", number=facts.number), buttons=((_back(facts, voice),),))
    said = voice("come-in", number=facts.number)
    return Letter(joined_lines([drill_line(voice, facts), said]), buttons=((_back(facts, voice),),))


def write_overdue(facts: OverdueFacts, voice: Voice, _: View) -> Letter:
    """Counts and the way to the list; names are on nobody's screen until somebody asks for them."""
    number = facts.search.number
    if facts.over or not facts.overdue + facts.asked:
        return Letter(voice("overdue-none", number=number))
    lines = [
        drill_line(voice, facts.search),
        voice("overdue-told", n=facts.overdue, number=number),
        voice("overdue-asked", asked=facts.asked) if facts.asked else None,
        voice("overdue-what"),
    ]
    calls = Button(voice.plain("button-call-list"), f"overdue:list:{number}")
    return Letter(joined_lines(lines), buttons=((calls,),))


@dataclass(frozen=True)
class Ground:
    """What is asked of volunteers, with the number to call at the place."""

    rules: Rules

    def write_check(self, facts: CheckFacts, voice: Voice, _: View) -> Letter:
        """Are you well? Back, or still out."""
        number = facts.search.number
        if facts.over:
            return Letter(voice("check-over", number=number))
        key = "check-in-after-end" if facts.search_over else "check-in"
        said = voice(key, number=number, emergency=emergency_line(self.rules, facts.search))
        stay = Button(voice.plain("button-still-out"), f"way:stay:{number}:60")
        rows = ((_back(facts.search, voice),), (stay,))
        return Letter(joined_lines([drill_line(voice, facts.search), said]), buttons=rows)

    def write_partner(self, facts: CheckFacts, voice: Voice, _: View) -> Letter:
        """Is the one you went with well? Neither name nor number of theirs."""
        number = facts.search.number
        if facts.over or facts.team is None:
            return Letter(voice("check-over", number=number))
        emergency = emergency_line(self.rules, facts.search)
        said = voice("check-partner", number=number, team=facts.team, emergency=emergency)
        well, lost = (
            Button(voice.plain(f"button-partner-{act}"), f"partner:{act}:{facts.responder_id}")
            for act in ("well", "lost")
        )
        return Letter(joined_lines([drill_line(voice, facts.search), said]), buttons=((well,), (lost,)))


def _back(facts: SearchFacts, voice: Voice) -> Button:
    return Button(voice.plain("button-find-back"), f"find:back:{facts.number}")
