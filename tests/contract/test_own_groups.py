"""A volunteer who is in a group too, and says that it is enough; on SQLite and on PostgreSQL."""

import pytest
from sqlmodel import col, select

from models.alerts import Alert, Audience, Delivery, Priority, Wording
from models.groups import Group
from models.members import Member, Recipient
from models.rows import id_of
from models.searches import Search, SearchState
from places.grounds import AreaGround, Circle
from services import alerts, forgetting, group_chats, group_readers, groups, members, preferences, subscriptions
from services.audit import Actor
from services.groups import Chat
from services.members import Known
from services.subscriptions import Wish
from tests.contract.report_town import BOT, IN_RED, RED, Town, town_of
from tests.contract.test_groups import CHAT, asks, hears, is_accepted

INSIDE, NOBODY = [CHAT.chat_id], list[int]()


@pytest.fixture
async def harbour(house, now) -> Town:
    return await town_of(house, now)


@pytest.fixture
async def salma(harbour: Town) -> Known:
    """A volunteer in Red, who wants to hear of everything there at once."""
    house, now = harbour.house, harbour.now
    known = await members.meet(house, bot_id=BOT, address="777", name="سلمى", language="ar", now=now)
    await preferences.confirm_adult(house, member_id=known.id, now=now)
    wish = Wish.of_kinds(["searches", "reports"])
    await subscriptions.subscribe(house, recipient_id=known.recipient_id, ground=AreaGround(RED), wish=wish, now=now)
    return known


async def is_in(town: Town, who: Known, chats: list[int], asked: list[int] = INSIDE) -> None:
    await group_readers.confirm(town.house, member_id=who.id, chats=chats, asked=asked, now=town.now)


async def says_enough(town: Town, who: Known, *, suffice: bool = True) -> None:
    await group_readers.set_suffice(town.house, member_id=who.id, suffice=suffice, now=town.now)


async def somebody_is_missing(town: Town, audience: Audience = Audience.SUBSCRIBERS) -> None:
    areas = await town.house.areas()
    async with town.house.db.transaction() as tx:
        search = Search(state=SearchState.OPEN, approved_as_operator=True, created_at=town.now, changed_at=town.now)
        tx.add(search)
        await tx.flush()
        alert = Alert(
            search_id=search.id, audience=audience, wording=Wording.SEARCH_OPEN, priority=Priority.URGENT,
            created_at=town.now, changed_at=town.now,
        )  # fmt: skip
        await alerts.tell_subscribers(tx, town.house, areas, alert, ground=Circle(IN_RED, 200))


async def told(town: Town) -> list[str]:
    """The addresses to which something is promised."""
    async with town.house.db.reading() as tx:
        found = select(Recipient.address).join(Delivery, col(Delivery.recipient_id) == Recipient.id)
        return sorted((await tx.exec(found)).all())


async def test_who_said_nothing_hears_it_twice_as_before(harbour, salma):
    await hears(harbour)
    await is_in(harbour, salma, INSIDE)
    await somebody_is_missing(harbour)
    assert await told(harbour) == ["-500", "777"]


async def test_one_copy_for_who_says_that_the_group_is_enough(harbour, salma):
    await hears(harbour)
    await is_in(harbour, salma, INSIDE)
    await says_enough(harbour, salma)
    await somebody_is_missing(harbour)
    assert await told(harbour) == ["-500"]


async def test_what_the_group_does_not_hear_comes_in_private(harbour, salma):
    await hears(harbour, groups_wanted("reports"))
    await is_in(harbour, salma, INSIDE)
    await says_enough(harbour, salma)
    await somebody_is_missing(harbour)
    assert await told(harbour) == ["777"]


async def test_what_the_group_hears_in_a_digest_comes_in_private_at_once(harbour, salma):
    await hears(harbour, groups_wanted("searches", frequency="daily 20:00"))
    await is_in(harbour, salma, INSIDE)
    await says_enough(harbour, salma)
    await somebody_is_missing(harbour)
    assert await told(harbour) == ["777"]


async def test_what_is_for_the_vetted_never_goes_to_groups_and_so_comes_in_private(harbour, salma):
    await hears(harbour)
    await is_in(harbour, salma, INSIDE)
    await says_enough(harbour, salma)
    await members.vet(harbour.house, member_id=salma.id, by=Actor.operator(), now=harbour.now)
    await somebody_is_missing(harbour, Audience.VETTED)
    assert await told(harbour) == ["777"]


async def test_a_group_that_is_not_accepted_tells_nobody(harbour, salma):
    await asks(harbour)
    await is_in(harbour, salma, INSIDE)
    await says_enough(harbour, salma)
    await somebody_is_missing(harbour)
    assert await told(harbour) == ["777"]


@pytest.mark.parametrize("ending", ["stopped", "bot removed", "left", "asked again", "changed their mind"])
async def test_private_copies_come_back_when_the_group_does_not_tell_them_any_more(harbour, salma, ending):
    group = await hears(harbour)
    await is_in(harbour, salma, INSIDE)
    await says_enough(harbour, salma)
    await somebody_is_missing(harbour)
    assert "777" not in await told(harbour)
    match ending:
        case "stopped":
            await groups.stop(harbour.house, group_id=id_of(group), by=Actor.operator(), now=harbour.now)
        case "bot removed":
            await group_chats.left(harbour.house, chat=CHAT, by=None, now=harbour.now)
        case "left":
            await group_readers.left(harbour.house, chat=CHAT, address="777")
        case "asked again":
            await is_in(harbour, salma, NOBODY)
        case _:
            await says_enough(harbour, salma, suffice=False)
    assert "777" in await told(harbour)


async def test_a_private_copy_not_yet_sent_is_taken_back_when_the_group_is_enough(harbour, salma):
    await hears(harbour)
    await is_in(harbour, salma, INSIDE)
    await somebody_is_missing(harbour)
    assert "777" in await told(harbour)
    await says_enough(harbour, salma)
    assert await told(harbour) == ["-500"]


async def test_other_groups_and_other_people_are_left_as_they_are(harbour, salma):
    await hears(harbour)
    other = await asks(harbour, chat=Chat(BOT, -600))
    await is_accepted(harbour, other)
    await is_in(harbour, salma, INSIDE)
    await is_in(harbour, salma, [-600], [-600])
    known = await group_readers.reading(harbour.house, member_id=salma.id)
    assert [group.chat_id for group in known.groups] == [-500, -600]
    await group_readers.left(harbour.house, chat=Chat(BOT, -600), address="777")
    await group_readers.left(harbour.house, chat=CHAT, address="nobody")
    known = await group_readers.reading(harbour.house, member_id=salma.id)
    assert [group.chat_id for group in known.groups] == [-500]
    assert [group.chat_id for group in await group_readers.candidates(harbour.house, bot_id=BOT)] == [-600, -500]


async def test_which_groups_they_are_in_is_forgotten_with_them(harbour, salma):
    await hears(harbour)
    await is_in(harbour, salma, INSIDE)
    await says_enough(harbour, salma)
    assert (await forgetting.what_we_hold(harbour.house, salma.id)).groups_in == 1
    await forgetting.forget(harbour.house, member_id=salma.id, by=Actor.clock(), now=harbour.now)
    assert (await group_readers.reading(harbour.house, member_id=salma.id)).groups == ()
    async with harbour.house.db.reading() as tx:
        assert not (await tx.get_one(Member, salma.id)).groups_suffice
        assert (await tx.exec(select(Group))).one()


def groups_wanted(*kinds: str, frequency: str = "instant"):
    from services.group_subscriptions import Wanted

    return Wanted((RED,), Wish.of_kinds(kinds, frequency=frequency))
