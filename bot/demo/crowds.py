"""Many people at once, for a scenario that needs them: counted on the page, their phones not drawn."""

from dataclasses import dataclass
from datetime import datetime

from bot.demo.hands import Hands, Pace
from bot.demo.settling import Persona, move_in
from clock.clocks import Now
from language.voices import Voice
from sandbox.telegram import Sandbox
from services.house import House


@dataclass(frozen=True)
class Crowds:
    """Lets people move into the town; all speak one language."""

    house: House
    telegram: Sandbox
    voice: Voice
    pace: Pace
    now: Now

    async def moves_in(self, n: int, district: str) -> list[Hands]:
        """So many more people, who follow the district with this code."""
        name = self.voice.plain("demo-name-follower")
        people = self.telegram.crowd(n, name=name, language=self.voice.language, started=True)
        if self.telegram.page is not None:
            self.telegram.page.crowd |= {person.id for person in people}
        now = self.now()
        for person in people:
            await self._follows(str(person.id), name, district, now)
        return [Hands(person, self.voice, self.pace) for person in people]

    async def _follows(self, address: str, name: str, district: str, now: datetime) -> None:
        persona = Persona(address, name, name, district=district)
        bot_id, language = self.telegram.bot.id, self.voice.language
        await move_in(self.house, persona, bot_id=bot_id, address=address, language=language, now=now)
