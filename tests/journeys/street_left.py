"""A street after a day, lived once for all that is tried there."""

import asyncio
import shutil
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import make_url

from storage.engine.database import open_database
from tests.conftest import new_postgres, postgres_like
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
    copied: "Copied"
    dice: Dice

    @asynccontextmanager
    async def opened(self, folder: Path) -> AsyncIterator[Street]:
        """Open a copy of it."""
        self.dice.seed(2)  # other codes than on the day that was, whatever was drawn since
        async with (
            self.copied(folder) as url,
            open_database(url, migrate=False) as db,
            open_street(db, self.kept) as street,
        ):
            yield street


# Gives the address of a copy of a street's database, which may lie in the folder that is named.
Copied = Callable[[Path], AbstractAsyncContextManager[str]]


@contextmanager
def lived(url: str, copied: Copied) -> Iterator[Left]:
    """Let a day pass in the street over a migrated database; a sketch of a picture says in words what it shows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.rendering.draw", sketch)
        patch.setattr("actions.random_codes.secrets", dice := Dice(1))
        yield Left(asyncio.run(_day(url)), copied, dice)


@contextmanager
def lived_in(file: Path) -> Iterator[Left]:
    """Let it pass over a migrated SQLite file."""

    @asynccontextmanager
    async def copied(folder: Path) -> AsyncIterator[str]:
        yield f"sqlite:///{shutil.copy(file, folder / 'street.db')}"

    with lived(f"sqlite:///{file}", copied) as street_left:
        yield street_left


@pytest.fixture(scope="module")
def left(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Left]:
    """Let a day pass once for all that is tried in the street."""
    file = tmp_path_factory.mktemp("street") / "lived.db"
    shutil.copy(sqlite_template, file)
    with lived_in(file) as street_left:
        yield street_left


@pytest.fixture
def left_on_postgres(postgres_server: str) -> Iterator[Left]:
    """Let it pass on PostgreSQL."""
    with new_postgres(postgres_server) as url:
        database = str(make_url(url).database)
        with lived(url, lambda _: postgres_like(postgres_server, database)) as street_left:
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
