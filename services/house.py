"""What every service is given: the database, the deployment's rules, the map, and the secret for keyed hashes."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import select

from models.areas import Area, OtherAreaName
from models.audit import Switch
from models.database import Database
from models.rules import Rules
from places.areas import AreaIndex
from places.geocoding import Geocoder

MAP_CHANGED = "map-changed"
"""The switch whose time says when areas were last written."""

_MAP_CHANGED_AT = select(Switch.at).where(Switch.name == MAP_CHANGED)


@dataclass
class House:
    """Put together once by `bot.app.build`; services change nothing here but the map they keep in memory."""

    db: Database
    rules: Rules = field(default_factory=Rules)
    secret: bytes = b""
    """Key of the hashes that keep deleted cases from coming back."""
    geocoder: Geocoder | None = None
    """The operator's Nominatim, where there is one."""
    _map: AreaIndex | None = None
    _map_of: datetime | None = None
    _drawing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def areas(self) -> AreaIndex:
        """The map as the database has it; read again only after areas were written, by whichever process."""
        async with self.db.reading() as tx:
            changed = (await tx.exec(_MAP_CHANGED_AT)).first()
        if self._map is not None and changed == self._map_of:
            return self._map
        async with self._drawing:
            return await self._drawn()

    async def areas_by_name(self) -> AreaIndex:
        """The same, ready to be asked for names: of a whole country they take a second to read, beside the loop."""
        index = await self.areas()
        if not index.has_learnt_names():
            await asyncio.to_thread(index.learn_names)
        return index

    async def _drawn(self) -> AreaIndex:
        """Read once, however many wait for it; put together beside the loop, since a whole country takes a second."""
        async with self.db.reading() as tx:
            changed = (await tx.exec(_MAP_CHANGED_AT)).first()
            if self._map is not None and changed == self._map_of:
                return self._map
            further = (await tx.exec(select(OtherAreaName.area_id, OtherAreaName.name))).all()
            areas = (await tx.exec(select(Area))).all()
        self._map = await asyncio.to_thread(AreaIndex, areas, further)
        self._map_of = changed
        return self._map
