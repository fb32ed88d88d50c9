"""Who acts for an organisation: the list, granting and taking back a role, saying that a volunteer is known."""

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message, MessageOriginUser

from clock.clocks import Now
from handlers.buttons import AnyButton, Button, Named, Rows, in_rows
from handlers.menus import DESK, Menu
from handlers.talking import Talk
from handlers.unfinished import OneAnswer, busy_besides, finish_first
from handlers.whys import WhyNot
from handlers.words import WORDS
from language.digits import whole_number
from language.text import Key, Sentence
from models.members import MemberNotFound
from models.organisations import Organisation, Role
from services import staff
from services.house import House
from services.members import Known
from services.staff import Granted, Person

BIGGEST_NUMBER = 2**31 - 1
"""Of a member; more is not one."""


class Naming(OneAnswer):
    person = State()


class People(CallbackData, prefix="desk-people"):
    """Who has which role."""


class Name(CallbackData, prefix="desk-name"):
    """Say who it is about."""


class Grant(CallbackData, prefix="desk-grant"):
    """Give this role to this member."""

    member_id: int
    role: Role
    organisation_id: int


class Revoke(CallbackData, prefix="desk-revoke"):
    """Take this role back; asked once more unless it is `sure`."""

    member_id: int
    role: Role
    organisation_id: int
    sure: bool = False


class LostPhone(CallbackData, prefix="desk-lost"):
    """This member's phone is lost: take everything back; asked once more unless it is `sure`."""

    member_id: int
    sure: bool = False


class ShowTrust(CallbackData, prefix="trust"):
    """How far the organisation trusts this member."""

    member_id: int


class Vouch(CallbackData, prefix="desk-vouch"):
    """This volunteer is known, or not any more."""

    member_id: int
    vetted: bool


async def list_people(_: CallbackQuery, house: House, who: Known, talk: Talk) -> None:
    """Everyone with a role where this member is an admin; a coordinator may only vouch for volunteers."""
    led = await staff.led_by(house, member_id=who.id)
    found = await staff.granted(house, by=who.id) if led else []
    lines = "\n".join(talk.say("desk-person", **_facts(each, talk)) for each in found) or talk.say("desk-no-people")
    rows: list[list[AnyButton]] = [[Named(_label(each, talk), _revoking(each))] for each in found]
    back: Rows = [[Button("desk-name", Name())], [Button("desk-back", Menu(to=DESK))]]
    await talk.replace("desk-people-now", lines=Sentence(lines), rows=[*rows, *back])


def _facts(each: Granted, talk: Talk) -> dict[str, str | int]:
    return {
        "name": each.person.name,
        "number": each.person.member_id,
        "role": Key(f"role-{each.role}"),
        "organisation": organisation_name(each.organisation, talk),
    }


def _label(each: Granted, talk: Talk) -> str:
    return talk.say.plain("desk-revoke", name=each.person.name, role=Key(f"role-{each.role}"))


def _revoking(each: Granted) -> Revoke:
    return Revoke(member_id=each.person.member_id, role=each.role, organisation_id=each.organisation.id or 0)


async def ask_who(_: CallbackQuery, talk: Talk) -> None:
    await talk.ask(Naming.person, "desk-who", rows=[[Button("desk-back", Menu(to=DESK))]])


async def forwarded(message: Message, bot: Bot, house: House, who: Known, talk: Talk) -> None:
    """A message of theirs; some accounts hide whose it is."""
    origin = message.forward_origin
    if not isinstance(origin, MessageOriginUser):
        await talk.tell("desk-account-hidden")
        return
    address = str(origin.sender_user.id)
    await _offer(await staff.person_at(house, by=who.id, bot_id=bot.id, address=address), house, who, talk)


async def contact(message: Message, bot: Bot, house: House, who: Known, talk: Talk) -> None:
    """Their contact, if Telegram knows the account behind it."""
    shared = message.contact
    if shared is None or shared.user_id is None:
        await talk.tell("desk-account-hidden")
        return
    address = str(shared.user_id)
    await _offer(await staff.person_at(house, by=who.id, bot_id=bot.id, address=address), house, who, talk)


async def numbered(message: Message, house: House, who: Known, talk: Talk) -> None:
    """The number /id tells its member."""
    number = whole_number(message.text or "")
    if number is None or not 0 < number <= BIGGEST_NUMBER:
        raise MemberNotFound(member_id=None)
    await _offer(await staff.person_numbered(house, by=who.id, member_id=number), house, who, talk)


async def _offer(person: Person, house: House, who: Known, talk: Talk) -> None:
    """What can be done for this person."""
    led = await staff.led_by(house, member_id=who.id)
    grants: list[AnyButton] = [
        Named(_role_label(role, each, led, talk), _granting(person, role, each)) for each in led for role in Role
    ]
    vouch = Vouch(member_id=person.member_id, vetted=not person.vetted)
    known = Button("desk-unvet" if person.vetted else "desk-vet", vouch)
    asking = Button("why-not-ask", WhyNot(member_id=person.member_id))
    trusted = Button("trust-open", ShowTrust(member_id=person.member_id))
    lost: list[AnyButton] = [Button("lost-phone", LostPhone(member_id=person.member_id))] if led else []
    rows: Rows = [*in_rows(grants), [known], [trusted], lost, [asking], [Button("desk-back", Menu(to=DESK))]]
    await talk.ask(Naming.person, "desk-what-for", rows=rows, name=person.name, number=person.member_id)


def _granting(person: Person, role: Role, organisation: Organisation) -> Grant:
    return Grant(member_id=person.member_id, role=role, organisation_id=organisation.id or 0)


def _role_label(role: Role, organisation: Organisation, led: list[Organisation], talk: Talk) -> str:
    """The organisation is named only by who leads several."""
    if len(led) == 1:
        return talk.say.plain("desk-grant", role=Key(f"role-{role}"))
    return talk.say.plain("desk-grant-in", role=Key(f"role-{role}"), organisation=organisation_name(organisation, talk))


async def give(_: CallbackQuery, callback_data: Grant, house: House, who: Known, talk: Talk, now: Now) -> None:
    about = callback_data.model_dump()
    organisation = await staff.grant(house, **about, by=who.id, now=now())
    role = Key(f"role-{callback_data.role}")
    await talk.thank("desk-granted", role=role, organisation=organisation_name(organisation, talk))


async def ask_revoking(_: CallbackQuery, callback_data: Revoke, talk: Talk) -> None:
    """Once more, because it cannot be seen from outside who lost what."""
    sure = callback_data.model_copy(update={"sure": True})
    rows: Rows = [[Button("desk-revoke-sure", sure)], [Button("desk-people-back", People())]]
    await talk.replace("desk-revoke-question", rows=rows, role=Key(f"role-{callback_data.role}"))


async def take_back(_: CallbackQuery, callback_data: Revoke, house: House, who: Known, talk: Talk, now: Now) -> None:
    about = callback_data.model_dump(exclude={"sure"})
    await staff.revoke(house, **about, by=who.id, now=now())
    await talk.notice("desk-revoked")
    await list_people(_, house, who, talk)


async def vouch(_: CallbackQuery, callback_data: Vouch, house: House, who: Known, talk: Talk, now: Now) -> None:
    await staff.vouch(house, **callback_data.model_dump(), by=who.id, now=now())
    await talk.thank("desk-vetted" if callback_data.vetted else "desk-unvetted")


async def own_number(_: Message, who: Known, talk: Talk) -> None:
    """By which an admin can name them."""
    await talk.tell("desk-own-number", number=who.id)


def organisation_name(organisation: Organisation, talk: Talk) -> str:
    return organisation_name_in(organisation, talk.say.language)


def organisation_name_in(organisation: Organisation, language: str) -> str:
    return organisation.name_ar if language == "ar" else organisation.name_en or organisation.name_ar


def routes() -> Router:
    router = Router(name="desk-people")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    router.message.register(own_number, Command("id"))
    router.callback_query.register(list_people, People.filter())
    router.callback_query.register(finish_first, Name.filter(), busy_besides(Naming))
    router.callback_query.register(ask_who, Name.filter())
    router.message.register(forwarded, Naming.person, F.forward_origin)
    router.message.register(contact, Naming.person, F.contact)
    router.message.register(numbered, Naming.person, WORDS)
    router.callback_query.register(give, Naming.person, Grant.filter())
    router.callback_query.register(ask_revoking, Revoke.filter(~F.sure))
    router.callback_query.register(take_back, Revoke.filter(F.sure))
    router.callback_query.register(vouch, Naming.person, Vouch.filter())
    return router
