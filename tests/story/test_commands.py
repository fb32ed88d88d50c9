"""The commands beside the text field."""

from handlers.commands import GROUP_ADMINISTRATORS, PRIVATE, set_commands


async def test_everybody_sees_the_commands_in_their_language_and_only_where_they_work(reception):
    await set_commands(reception.bot, reception.catalogues)
    suad = reception.telegram.person("سعاد", language="ar")
    badr = reception.telegram.person("Badr", language="en")
    other = reception.telegram.person("Jean", language="fr")
    for person in (suad, badr, other):
        person.starts()
    assert [each["command"] for each in suad.commands] == list(PRIVATE)
    assert suad.commands[0]["description"] == reception.words("command-menu")
    assert badr.commands[0]["description"] == reception.words("command-menu", "en")
    assert other.commands == suad.commands


async def test_every_command_that_is_shown_is_answered(reception):
    suad = reception.telegram.person("سعاد", language="ar")
    await suad.starts()
    await suad.hears(reception.words("menu"))
    for command in PRIVATE:
        await suad.says(f"/{command}")
        heard = await suad.hears("", within=30)
        assert reception.words("not-understood-menu") not in heard.text, command
        assert reception.words("refusal-not-understood") not in heard.text, command
        await suad.says("/cancel")
        await suad.hears(reception.words("menu"))
    assert GROUP_ADMINISTRATORS == ("setup", "stop")
