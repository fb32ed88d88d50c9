"""docs/transcripts: every conversation as it is read on the phone, in Arabic: `python -m docs.make_transcripts`."""

import asyncio
import sys
from pathlib import Path

from bot.config import LoggingConfig
from bot.logs import configure_logging
from docs import transcripts_of_citizens as citizens
from docs import transcripts_of_listeners as listeners
from docs import transcripts_of_searches as searches
from docs import transcripts_of_staff as staff
from docs.transcribing import Play, written

FOLDER = Path(__file__).parent / "transcripts"
AT_ONCE = 3
CONVERSATIONS: dict[str, tuple[str, Play]] = {
    "first-words": ("الكلمات الأولى", citizens.first_words),
    "report": ("بلاغ", citizens.reporting),
    "places": ("أين المكان", citizens.places),
    "missing": ("الإبلاغ عن شخص مفقود", citizens.missing),
    "volunteering": ("التطوع والتنبيهات", listeners.volunteering),
    "settings": ("الإعدادات والخصوصية", listeners.settings),
    "group": ("مجموعة", listeners.group),
    "group-refused": ("مجموعة لم تُقبل", listeners.refused_group),
    "desk": ("المكتب", staff.desk),
    "moderation": ("إخفاء، وإيقاف، واعتراض", staff.moderation),
    "shifts": ("المناوبة والتسليم والهاتف المفقود", staff.shifts),
    "people": ("تكليف ونطاقات", staff.people),
    "search": ("عملية بحث كما يراها الجميع", searches.search),
    "objections": ("اعتراض وتمرين ورفض", searches.objections),
    "refusals": ("ما لا يُقبل", searches.refusals),
}
"""File by file: what it is called, and how it is played."""


async def make(*wanted: str) -> None:
    """These conversations, or all of them."""
    FOLDER.mkdir(exist_ok=True)
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(name: str) -> None:
        title, play = CONVERSATIONS[name]
        async with gate:
            (FOLDER / f"{name}.md").write_text(await written(title, play), "utf-8")

    async with asyncio.TaskGroup() as all_of_them:
        for name in wanted or CONVERSATIONS:
            all_of_them.create_task(one(name))


if __name__ == "__main__":
    configure_logging(LoggingConfig(level="error"))
    asyncio.run(make(*sys.argv[1:]))
