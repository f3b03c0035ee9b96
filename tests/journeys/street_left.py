"""A street after a day, lived once for all that is tried there."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.engine.database import open_database
from tests.journeys.sketches import sketch
from tests.journeys.street import Kept, Street, open_street
from tests.journeys.street_life import live


@dataclass(frozen=True, slots=True)
class Left:
    """A street after a day, and its database."""

    kept: Kept
    file: Path

    @asynccontextmanager
    async def opened(self, folder: Path) -> AsyncIterator[Street]:
        """Open a copy of it."""
        url = f"sqlite:///{shutil.copy(self.file, folder / 'street.db')}"
        async with open_database(url, migrate=False) as db, open_street(db, self.kept) as street:
            yield street


@pytest.fixture(scope="module")
def left(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Left]:
    """Let a day pass in the street once, for all that is tried there; a sketch of a picture says in words what it shows."""
    file = tmp_path_factory.mktemp("street") / "street.db"
    shutil.copy(sqlite_template, file)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.rendering.draw", sketch)
        yield Left(asyncio.run(_day(f"sqlite:///{file}")), file)


async def _day(url: str) -> Kept:
    async with open_database(url, migrate=False) as db, open_street(db) as street:
        await live(street)
        return Kept(street.shops, street.shown, street.own.shared.hours.now)


@pytest.fixture
async def street(left: Left, tmp_path: Path) -> AsyncIterator[Street]:
    """Open the street of this test's own."""
    async with left.opened(tmp_path) as opened:
        yield opened
