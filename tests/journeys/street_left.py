"""A street after a day, lived once for all that is tried there."""

import asyncio
import shutil
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from storage.engine.database import open_database
from tests.journeys.sketches import sketch
from tests.journeys.street import Kept, Street, open_street
from tests.journeys.street_life import live


class Dice(Random):
    """Draws codes and tokens, the same ones each time."""

    def randbits(self, bits: int) -> int:
        """Draw a number."""
        return self.getrandbits(bits)

    def token_urlsafe(self, length: int) -> str:
        """Draw a token."""
        return urlsafe_b64encode(self.randbytes(length)).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True)
class Left:
    """A street after a day, and its database."""

    kept: Kept
    file: Path
    dice: Dice

    @asynccontextmanager
    async def opened(self, folder: Path) -> AsyncIterator[Street]:
        """Open a copy of it."""
        self.dice.seed(2)  # other codes than on the day that was, whatever was drawn since
        url = f"sqlite:///{shutil.copy(self.file, folder / 'street.db')}"
        async with open_database(url, migrate=False) as db, open_street(db, self.kept) as street:
            yield street


@contextmanager
def lived(file: Path) -> Iterator[Left]:
    """Let a day pass in the street over a migrated file; a sketch of a picture says in words what it shows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.rendering.draw", sketch)
        patch.setattr("actions.random_codes.secrets", dice := Dice(1))
        yield Left(asyncio.run(_day(f"sqlite:///{file}")), file, dice)


@pytest.fixture(scope="module")
def left(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Left]:
    """Let a day pass once for all that is tried in the street."""
    file = tmp_path_factory.mktemp("street") / "lived.db"
    shutil.copy(sqlite_template, file)
    with lived(file) as street_left:
        yield street_left


async def _day(url: str) -> Kept:
    async with open_database(url, migrate=False) as db, open_street(db) as street:
        await live(street)
        return Kept(street.shops, street.shown, street.files, street.own.shared.hours.now)


@pytest.fixture
async def street(left: Left, tmp_path: Path) -> AsyncIterator[Street]:
    """Open the street of this test's own."""
    async with left.opened(tmp_path) as opened:
        yield opened
