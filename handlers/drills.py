"""A drill says so in every answer: nobody calls the police, or sets out, for a search that is none."""

from language.text import Sentence
from language.voices import Say
from services import searches
from services.house import House


async def as_it_is(said: Sentence, search_id: int, house: House, say: Say) -> Sentence:
    """What is said about this search; of a drill that comes first."""
    if await searches.is_drill(house, search_id=search_id):
        return Sentence(f"{say('search-drill')}\n{said}")
    return said
