"""When alerts should come, as people type it."""

from datetime import time

import pytest

from clock.schedule_phrases import HalfOfDayMissing, Said, said
from clock.schedules import BadSchedule, Schedule

NIGHT = (time(23), time(6))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("daily 20:00", "daily 20:00"),
        ("every 6h", "every 6h"),
        ("يوميًا الساعة ٨ مساءً", "daily 20:00"),
        ("يوميا 8 م", "daily 20:00"),
        ("كل يوم الساعة 8:30 صباحًا", "daily 08:30"),
        ("٨ مساء", "daily 20:00"),
        ("الساعة 20:00", "daily 20:00"),
        ("كل يوم 07:15", "daily 07:15"),
        ("الساعة الثامنة والنصف مساءً", "daily 20:30"),
        ("يوميًا العاشرة إلا ربع صباحًا", "daily 09:45"),
        ("كل يوم الساعة الثانية عشرة ظهرًا", "daily 12:00"),
        ("كل مساء", "daily 20:00"),
        ("كل ليلة الساعة 9", "daily 21:00"),
        ("كل صباح 7", "daily 07:00"),
        ("صباحًا ومساءً", "daily 08:00,20:00"),
        ("مرتين في اليوم", "daily 08:00,20:00"),
        ("يوميًا 7 ص و 7 م", "daily 07:00,19:00"),
        ("يوميا 6 و 9 مساءً", "daily 18:00,21:00"),
        ("منتصف الليل", "daily 00:00"),
        ("كل خميس 5 العصر", "weekly thu 17:00"),
        ("كل خميس الساعة ٥ عصرًا", "weekly thu 17:00"),
        ("يوم الجمعة 4 م", "weekly fri 16:00"),
        ("أيام الأحد والثلاثاء والخميس الساعة 6 مساءً", "weekly sun,tue,thu 18:00"),
        ("الإثنين والأربعاء 18:00", "weekly mon,wed 18:00"),
        ("أيام الأسبوع 7 ص", "weekly sun,mon,tue,wed,thu 07:00"),
        ("نهاية الأسبوع 10 صباحًا", "weekly fri,sat 10:00"),
        ("كل أسبوع يوم السبت 9 ص", "weekly sat 09:00"),
        ("كل ساعة", "every 1h"),
        ("كل ساعتين", "every 2h"),
        ("كل ٣ ساعات", "every 3h"),
        ("كل ست ساعات", "every 6h"),
        ("كل 12 ساعة", "every 12h"),
        ("بعد العشاء بنصف ساعة", "isha+30"),
        ("بعد صلاة العشاء", "isha"),
        ("قبل المغرب بعشر دقائق", "maghrib-10"),
        ("قبل المغرب ب 10 دقائق", "maghrib-10"),
        ("بعد صلاة العصر بربع ساعة كل يوم", "asr+15"),
        ("كل جمعة بعد صلاة العصر", "asr fri"),
        ("نصف ساعة بعد الفجر", "fajr+30"),
        ("daily at 8 pm", "daily 20:00"),
        ("every day at 8:30am", "daily 08:30"),
        ("every evening", "daily 20:00"),
        ("Thursdays at 5 pm", "weekly thu 17:00"),
        ("every Thursday 17:00", "weekly thu 17:00"),
        ("weekdays at 7 am", "weekly sun,mon,tue,wed,thu 07:00"),
        ("Sunday and Tuesday at 6pm", "weekly sun,tue 18:00"),
        ("every 2 hours", "every 2h"),
        ("every six hours", "every 6h"),
        ("hourly", "every 1h"),
        ("twice a day", "daily 08:00,20:00"),
        ("half an hour after isha", "isha+30"),
        ("30 minutes after isha", "isha+30"),
        ("10 minutes before maghrib on Thursday", "maghrib-10 thu"),
        ("فورًا", "instant"),
        ("على الفور", "instant"),
        ("immediately", "instant"),
        ("as it happens", "instant"),
    ],
)  # fmt: skip
def test_a_schedule_in_words_is_read(text, meant):
    assert said(text) == Said(meant)
    assert meant == "instant" or Schedule.parse(meant).text == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("كل ساعتين ما دامت هناك عملية بحث", "every 2h"),
        ("كل ٤ ساعات ما دامت عملية بحث مفتوحة", "every 4h"),
        ("كل ساعة طالما هناك بحث", "every 1h"),
        ("ما دامت هناك عملية بحث", "every 2h"),
        ("يوميًا 8 مساءً ما دام البحث جاريًا", "daily 20:00"),
        ("every 2 hours while a search is open", "every 2h"),
        ("every 3 hours as long as there are searches", "every 3h"),
        ("daily at 8 pm while a search is open", "daily 20:00"),
    ],
)
def test_only_while_a_search_is_open(text, meant):
    assert said(text) == Said(meant, while_search_open=True)


@pytest.mark.parametrize(
    "text",
    [
        "لا ترسلوا بين 11 م و6 ص", "لا ترسل من ١١ مساءً إلى ٦ صباحًا", "عدم الإزعاج من 23:00 حتى 06:00",
        "quiet from 11 pm to 6 am", "don't send between 11pm and 6am", "Do not disturb from 23:00 until 06:00",
    ],
)  # fmt: skip
def test_hours_in_which_nothing_is_sent(text):
    assert said(text) == Said(quiet=NIGHT)


def test_a_schedule_and_quiet_hours_in_one_sentence():
    assert said("كل ساعتين ولا ترسلوا بين 11 م و6 ص") == Said("every 2h", quiet=NIGHT)


def test_the_working_days_are_those_of_the_country():
    emirates = frozenset({6, 0})
    assert said("أيام العمل 7 ص", weekend=emirates) == Said("weekly mon,tue,wed,thu,fri 07:00")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("يوميًا الساعة 8", "8"),
        ("كل خميس 5", "5"),
        ("كل يوم الثامنة والنصف", "الثامنة والنصف"),
        ("daily at 8", "8"),
        ("لا ترسلوا بين 11 و6", "11 و6"),
        ("لا ترسلوا بين 11 م و6", "6"),
        ("كل يوم 9 م ولا ترسلوا بين 10 و7 ص", "10"),
        ("8 ص و 10", "10"),
    ],
)
def test_an_hour_before_noon_or_after_is_asked_by_the_words_that_lack_it(text, part):
    with pytest.raises(HalfOfDayMissing) as refused:
        said(text)
    assert refused.value.facts["text"] == part


@pytest.mark.parametrize(
    "text",
    [
        "", "كل حين", "كل خميس", "أسبوعيًا", "weekly", "كل 5 ساعات", "كل نصف ساعة", "25:00", "كل يوم 99 م", "غدًا 8 م", "بعد العشاء بأسبوع",
        "بعد العشاء بخمسمئة دقيقة", "500 minutes after isha", "whenever", "8 pm tomorrow", "🙂", "لا ترسلوا", "x" * 10_000,
        "من 8 م إلى 8 م", "لا ترسلوا بين 8 م و 8 م",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_said_and_nothing_is_guessed(text):
    with pytest.raises(BadSchedule):
        said(text)
