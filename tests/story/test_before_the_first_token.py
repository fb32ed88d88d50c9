"""What was imported and published before the deployment had a token reaches people once it has one."""

from services.members import adopt
from tests.story import wide_town
from tests.story.town import Town


async def test_a_search_published_before_the_bot_was_known_goes_out(the_town: Town) -> None:
    for table in ("recipient", "delivery"):
        async with the_town.house.db.ledger() as connection:
            await connection.exec_driver_sql(f"UPDATE {table} SET bot_id = 0")
    published = await wide_town.publish(the_town, (20.63882, 50.37189))
    async with the_town.house.db.ledger() as connection:
        await connection.exec_driver_sql("UPDATE delivery SET bot_id = 0")
    await the_town.telegram.settles()
    before = len(the_town.volunteer.inbox)
    await adopt(the_town.house, bot_id=the_town.telegram.bot.id, username="town_bot", now=the_town.clock())
    await the_town.quiet()
    assert published.recipients > 0
    assert len(the_town.volunteer.inbox) == before + 1
