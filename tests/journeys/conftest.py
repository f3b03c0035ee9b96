"""A stage for each journey: on every platform, and over the databases that it asks for."""

from collections import defaultdict
from collections.abc import AsyncIterator
from zlib import crc32

import pytest

from storage.engine.database import Database, open_database
from tests.journeys.both import Both, open_both
from tests.journeys.hours import Hours
from tests.journeys.own import Own, open_own
from tests.journeys.platforms import EACH_PLATFORM, Where, open_platform
from tests.journeys.several import Several, open_several
from tests.journeys.sketches import sketch
from tests.journeys.stage import Stage


@pytest.fixture(autouse=True)
def pictures(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sketch what the bot draws, unless a journey is about that or there is time; `sketched` ones read what a sketch notes."""
    drawn = request.config.getoption("long") or request.node.get_closest_marker("drawn")
    if request.node.get_closest_marker("sketched") or not drawn:
        monkeypatch.setattr("bot.rendering.draw", sketch)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as twins all but one of the places where a journey is lived alike: its name draws which one `make test` lives."""
    alike: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        spec = getattr(item, "callspec", None)
        where = spec and spec.params.get("where")
        if isinstance(where, Where) and where.database == "sqlite":
            alike[item.nodeid.replace(str(where), "")].append(item)
    for journey, places in alike.items():
        places.sort(key=lambda item: item.nodeid)
        lived = crc32(journey.encode()) % len(places)
        for twin in places[:lived] + places[lived + 1 :]:
            twin.add_marker(pytest.mark.twin)


@pytest.fixture(params=EACH_PLATFORM, ids=str)
def where(request: pytest.FixtureRequest) -> Where:
    """Walk each journey on both platforms, unless it says where."""
    place: Where = request.param
    return place


@pytest.fixture
def journey_url(where: Where, request: pytest.FixtureRequest) -> str:
    """Name a migrated database of this test's own."""
    url: str = request.getfixturevalue(f"{where.database}_url")
    return url


@pytest.fixture
async def _own_db(journey_url: str) -> AsyncIterator[Database]:
    async with open_database(journey_url, migrate=False) as db:
        yield db


@pytest.fixture
def journey_db(where: Where, request: pytest.FixtureRequest) -> Database:
    """Lend the database that tests share; open one of its own to a journey that asks for its address."""
    name = "_own_db" if "journey_url" in request.fixturenames else f"{where.database}_db"
    db: Database = request.getfixturevalue(name)
    return db


@pytest.fixture
async def stage(where: Where, journey_db: Database) -> AsyncIterator[Stage]:
    """Build the whole program over a database of this test's own."""
    hours = Hours()
    async with open_platform(where, journey_db, hours) as opened:
        yield Stage(opened, hours)


@pytest.fixture
def both_url(request: pytest.FixtureRequest) -> str:
    """Name a migrated database for a house with both messengers: SQLite, unless a test says otherwise."""
    url: str = request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_url")
    return url


@pytest.fixture
async def both(both_url: str) -> AsyncIterator[Both]:
    """Build the whole program with both messengers over a database of this test's own."""
    async with open_database(both_url, migrate=False) as db, open_both(db) as opened:
        yield opened


@pytest.fixture
async def several(both_url: str) -> AsyncIterator[Several]:
    """Build the whole program with two bots and a number over a database of this test's own."""
    async with open_database(both_url, migrate=False) as db, open_several(db) as opened:
        yield opened


@pytest.fixture
async def own(both_url: str) -> AsyncIterator[Own]:
    """Build the whole program with a shared bot, and two bots that no shop has yet, over a database of this test's own."""
    async with open_database(both_url, migrate=False) as db, open_own(db) as opened:
        yield opened
