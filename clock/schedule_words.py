"""How a schedule is said to people: «كل يوم الساعة 8:00 م»."""

from clock.rules import EVERY_DAY, ByPrayer, Cron, Every, Weekly
from clock.schedules import Schedule
from language.lists import listed
from language.text import Sentence
from language.times import clock_time, weekday
from language.voices import Say


def schedule_sentence(say: Say, schedule: Schedule) -> Sentence:
    """The whole schedule in the reader's language, to stand alone or as a value."""
    match schedule.rule:
        case Weekly(days) as rule:
            clocks = listed(say, [clock_time(say, each) for each in rule.times])
            return _on_days(say, days, say("schedule-at", clock=clocks))
        case ByPrayer(_, _, days) as rule:
            return _on_days(say, days, _by_prayer(say, rule))
        case Every(hours):
            return say("schedule-every", n=hours)
        case Cron(expression):
            return say("schedule-cron", expression=expression)


def _on_days(say: Say, days: frozenset[int], when: Sentence) -> Sentence:
    if days == EVERY_DAY:
        return say("schedule-daily", when=when)
    names = [weekday(say, (day - 1) % 7) for day in sorted(days)]
    return say("schedule-weekly", n=len(names), days=listed(say, names), when=when)


def _by_prayer(say: Say, rule: ByPrayer) -> Sentence:
    prayer = say(f"schedule-prayer-{rule.prayer}")
    if not rule.minutes:
        return say("schedule-at-prayer", prayer=prayer)
    key = "schedule-after-prayer" if rule.minutes > 0 else "schedule-before-prayer"
    return say(key, prayer=prayer, n=abs(rule.minutes))
