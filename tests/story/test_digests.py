"""A volunteer who wants to hear in the evening: one message then, and it says so when what it shows is over."""

from models.subscriptions import ReportKinds
from services import members, subscriptions
from services.subscriptions import Wish
from tests.story.test_reports_from_chat_to_neighbours import plain, presses, reports
from tests.story.town import Town


async def wants_the_evening(town: Town) -> None:
    """Khalid hears of everything in his district, once a day."""
    khalid = await members.known_at(town.house, bot_id=town.telegram.bot.id, address=str(town.volunteer.id))
    assert khalid is not None
    [theirs] = await subscriptions.of_recipient(town.house, khalid.recipient_id)
    await subscriptions.change(
        town.house,
        recipient_id=khalid.recipient_id,
        subscription_id=theirs.row.id or 0,
        wish=Wish(searches=True, reports=ReportKinds.ALL, frequency="daily 20:00"),
        now=town.clock(),
    )


async def test_what_was_accepted_comes_in_the_evening_and_says_so_when_it_is_fixed(the_town: Town) -> None:
    await wants_the_evening(the_town)
    before = len(the_town.volunteer.inbox)
    number = await reports(the_town, the_town.citizen)
    await presses(the_town, the_town.coordinator, "button-report-desk-accept")
    assert len(the_town.volunteer.inbox) == before

    await the_town.passes(hours=4)
    digest = the_town.volunteer.last
    assert plain(digest.text).splitlines()[0] == "ملخّص التنبيهات"
    assert f"رقم {number}" in plain(digest.text)
    assert len(the_town.volunteer.inbox) == before + 1

    await presses(the_town, the_town.coordinator, "button-report-desk-fixed")
    assert "لم يعد قائمًا" in plain(digest.text)
    await the_town.passes(hours=24)
    assert len(the_town.volunteer.inbox) == before + 1
