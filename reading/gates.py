"""Where a post stops: what must not become a case, and the words that say so (SAFETY, gate questions)."""

import enum
import re
from datetime import date, datetime, timedelta, tzinfo

from reading.days import days_in
from reading.pages import Found, Page, led, phrases


class Gate(enum.StrEnum):
    """Why a post does not become a case, the gravest first."""

    PROTECTION = "protection"
    CUSTODY = "custody"
    WORKER = "worker"
    LEFT_BY_CHOICE = "left-by-choice"
    WANTED = "wanted"
    REWARD = "reward"
    OLD = "old"


OF_PEOPLE = frozenset({Gate.PROTECTION, Gate.CUSTODY, Gate.WORKER, Gate.LEFT_BY_CHOICE, Gate.WANTED})
"""Gates that say by themselves that a person is meant; a reward may be for a cat."""
OLD_FORWARD = timedelta(days=7)
"""Twice as long as a case is open by itself (72 hours, SAFETY 16), and a day: such a post lives a life of its own."""
OLD_DATE = timedelta(days=30)
"""A disappearance this long ago is the police's long-term case, not one for people in the street."""

_PROTECTION = (
    "أمر حماية/امر حماية/دار الحماية/دار حماية/الحماية الأسرية/الحماية الاسرية/وحدة الحماية/الإيواء/"
    "دار الإيواء/protection order/restraining order/women's shelter/shelter for women"
)
_CUSTODY = (
    "حضانة/الحضانة/حضانته/حضانتها/حضانتهم/طليقي/طليقتي/طليقها/طليقته/الطليق/الطليقة/حكم محكمة/"
    "حكم الحضانة/المحكمة/قضية في المحكمة/خطفه أبوه/خطفها أبوها/خطفها ابوها/خطفه ابوه/خطفهم ابوهم/"
    "أخذها والدها/أخذه والده/اخذها ابوها/اخذه ابوه/اخذهم ابوهم/أخذتها أمها/أخذته أمه/اخذته امه/"
    "اخذتها امها/اخذتهم امهم/أخذهم والدهم/هرب بهم والدهم/حق الزيارة/موعد الزيارة/رؤية الطفل/زوجي السابق/"
    "زوجتي السابقة",
    "custody/ex-wife/ex-husband/ex wife/ex husband/my ex/her ex/his ex/visitation/court order/"
    "taken by his father/taken by her father/taken by his mother/taken by her mother/"
    "taken by their father/taken by their mother/father took/mother took/divorced",
)
_TOOK = re.compile(
    r"(?:اخذ|خطف|هرب ب|سافر ب)(?:ت)?(?:ه|ها|هم)? (?:\w+ ){0,2}?(?:ابو|والد|ام|والدت)(?:ه|ها|هم)(?!\w)"
    r"|(?:ابو|والد|ام|والدت)(?:ه|ها|هم) (?:اخذ|خطف)(?:ت)?(?:ه|ها|هم)(?!\w)"
)
_LEFT = (
    "هربت من البيت/هرب من البيت/هربت من بيتها/هربت من بيت/هربت من أهلها/هرب من أهله/هاربة/هارب من أهله/"
    "تركت البيت/تركت بيتها/تركت المنزل/تركت بيت الزوجية/ترك البيت/ترك المنزل/غادرت بيت الزوجية/بإرادته/"
    "بإرادتها/بارادتها/بارادته/برغبته/برغبتها/بمحض إرادته/بمحض إرادتها/بكامل إرادتها/بكامل ارادته/"
    "تركت رسالة/ترك رسالة/زعلانة/زعلان/زعلت/زعل من/بعد خلاف/بسبب خلاف/بعد مشكلة مع/بعد مشادة/"
    "لا يريد العودة/لا تريد العودة/ما يبي يرجع/ما تبي ترجع/ناشز/قفل جواله بعد خلاف/طلع من البيت زعلان/"
    "هربت مع/قال ما ابي ارجع/بعد هواش/بعد هوشة/تهاوش/تهاوشت/تهاوشنا",
    "left on her own/left on his own/left voluntarily/of her own will/of his own will/"
    "of her own free will/of his own free will/ran away from her husband/ran away from home/ran away/"
    "left her husband/left me/walked out on/after an argument/after a fight/after we argued/"
    "after arguing/after a quarrel/after a disagreement/doesn't want to be found/"
    "does not want to come back/doesn't want to come back/left a note/moved out/eloped/wife left/wife ran",
)
_WORKERS = (
    "عاملة/العاملة/عامل/العامل/خادمة/الخادمة/شغالة/الشغالة/شغالتنا/خادمتنا/عاملتنا/عاملتي/سائقنا/السائق/"
    "سائق خاص/سائق/مكفول/مكفولي/مكفولنا/مكفولتي/عامل منزلي/عاملة منزلية/حارس/راعي/راعي غنم/maid/our maid/"
    "housemaid/domestic worker/worker/driver/housekeeper/nanny/helper"
)
_FLED = (
    "هربت/هرب/هروب/هارب/هاربة/تغيبت/تغيب/متغيب/متغيبة/التغيب/بلاغ هروب/بلاغ تغيب/خرجت ولم تعد/"
    "خرج ولم يعد/اختفت/اختفى/طلعت ولا رجعت/كفيل/كفيله/كفيلها/الكفيل/مفقودة/مفقود/غادرت المنزل/ran away/"
    "runaway/absconded/escaped/fled/sponsor/sponsorship/left/missing/huroob"
)
_WANTED = (
    "مطلوب للعدالة/مطلوب أمنيا/مطلوب امنيا/نصاب/محتال/حرامي/سرق/سرقت/سارق/هارب من العدالة/هارب بفلوس/"
    "أكل فلوس/عليه ديون/مديون/نصب علي/نصب على/مجرم/مشتبه به/قاتل/wanted by police/wanted for/scammer/"
    "thief/stole/fugitive/owes me/fraud/suspect"
)
_REWARD = (
    "مكافأة/مكافاة/مكافئة/جائزة مالية/جائزة/مبلغ مالي/حلوان/حلاوة/حلاوته/له حلاوة/له مكافاة/بشارة/"
    "له بشارة/إكرامية/مقابل مادي/مقابل مالي/تبرع/تبرعات/تبرعوا/حوالة/تحويل مبلغ/حول مبلغ/حساب بنكي/"
    "الآيبان/ايبان/فدية/رقم الحساب/رسوم",
    "reward/cash reward/bounty/prize/donate/donation/donations/gofundme/bank account/iban/ransom/"
    "send money/transfer money",
)
_MONEY = re.compile(
    rf"\d[\d,.]{{0,12}} ?(?:الف |الاف )?"
    rf"(?:{phrases('ريال/ريالا/درهم/دولار/دينار/جنيه/sar/aed/usd/riyal/riyals/dollars/dirhams')})"
    rf"|[$€£] ?\d|(?:{phrases('الف ريال/الاف ريال/الف درهم')})"
)
_NO_REWARD = re.compile(
    led(
        "بدون مكافأة/لا نطلب مكافأة/no reward/دون مقابل/لا نطلب تبرع/لا نجمع تبرعات/we do not ask for money/"
        "not asking for money"
    )
)
_OLD_WORDS = re.compile(
    led("ذكرى/منذ سنوات/من سنوات/قبل سنوات/years ago/since years/إعلان قديم/اعلان قديم/منشور قديم/old post")
)
_BORN = re.compile(
    phrases("مواليد/ولد عام/تاريخ الميلاد/born/dob/date of birth/موديل/model/هجري/سنة الصنع")
    + r"[\s:]*(?:عام |سنه |in )?$"
)
_YEAR = re.compile(r"(?<![\d/.+-])(20[0-3]\d|14[0-5]\d)(?![\d/.-])(?! ?(?:ريال|درهم|متر|م |كم|sar))")
_YEAR_SAID = re.compile(rf"(?:{phrases('عام/سنة/منذ/من عام/في عام/من سنة/in/since/year')}) $")

_CUES: dict[Gate, re.Pattern[str]] = {
    Gate.PROTECTION: re.compile(led(_PROTECTION)),
    Gate.CUSTODY: re.compile(led(*_CUSTODY)),
    Gate.LEFT_BY_CHOICE: re.compile(led(*_LEFT)),
    Gate.WANTED: re.compile(led(_WANTED)),
    Gate.REWARD: re.compile(led(*_REWARD)),
}
_WORKER = re.compile(led(_WORKERS))
_FLIGHT = re.compile(led(_FLED))
CHILD_BELOW = 18


def gate_of(page: Page, *, age: int | None, written: datetime, now: datetime, zone: tzinfo) -> Found[Gate] | None:
    """The gate a post stops at, with the words; a child does not leave by choice."""
    for gate in Gate:
        match = _match(gate, page.plain)
        if match is not None and not (gate is Gate.LEFT_BY_CHOICE and age is not None and age < CHILD_BELOW):
            return page.found(gate, *match.span())
    return _old(page, written, now, zone)


def _match(gate: Gate, plain: str) -> re.Match[str] | None:
    if gate is Gate.WORKER:
        worker, fled = _WORKER.search(plain), _FLIGHT.search(plain)
        near = worker is not None and fled is not None and abs(worker.start() - fled.start()) <= 60
        return worker if near else None
    if gate is Gate.CUSTODY:
        return _CUES[gate].search(plain) or _TOOK.search(plain)
    if gate is Gate.REWARD:
        plain = _NO_REWARD.sub(lambda each: "#" * len(each[0]), plain)
        return _CUES[gate].search(plain) or _MONEY.search(plain)
    return _CUES[gate].search(plain) if gate in _CUES else None


def _old(page: Page, written: datetime, now: datetime, zone: tzinfo) -> Found[Gate] | None:
    """A post that has been forwarded for days, or tells of a day long past."""
    if now - written > OLD_FORWARD:
        return Found(Gate.OLD, "", 0, 0)
    said = _OLD_WORDS.search(page.plain)
    if said is not None:
        return page.found(Gate.OLD, *said.span())
    today: date = now.astimezone(zone).date()
    days = [
        each
        for each in days_in(page.plain, today)
        if each.day is not None and not _BORN.search(page.plain[: each.start])
    ]
    past = [each for each in days if each.day is not None and today - each.day > OLD_DATE]
    if past and len(past) == len(days):
        return page.found(Gate.OLD, past[0].start, past[0].end)
    return None if days else _old_year(page, today)


def _old_year(page: Page, today: date) -> Found[Gate] | None:
    """A year alone: «عام 2019»."""
    for match in _YEAR.finditer(page.plain):
        year = int(match[1]) if match[1].startswith("20") else int(match[1]) + 579
        before = page.plain[: match.start()]
        if year < today.year and not _BORN.search(before) and (_YEAR_SAID.search(before) or _alone(page.plain, match)):
            return page.found(Gate.OLD, *match.span())
    return None


def _alone(plain: str, match: re.Match[str]) -> bool:
    return plain[match.end() : match.end() + 1] in {"", "\n", ".", "|"} and plain[
        match.start() - 1 : match.start()
    ] in {"", "\n", "|"}
