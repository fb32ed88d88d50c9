"""The first thing anybody does."""

from tests.story.town import Town


async def test_a_newcomer_hears_the_emergency_number_first(the_town: Town) -> None:
    newcomer = the_town.telegram.person("ليلى", language="ar")
    newcomer.starts()
    await the_town.quiet()
    assert "911" in newcomer.inbox[0].text
    assert newcomer.last.buttons
