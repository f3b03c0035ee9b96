"""That a statement which does not find where it is sent what it finds in the whole is noticed (`two_servers.py`)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, select

from storage.engine.statements import Statement
from storage.people.persons import add
from storage.tables import persons
from tests.shared_postgres import SharedPostgres
from tests.storage.two_servers import Asked, Outcome, TwoServers, open_two_servers

pytestmark = pytest.mark.slow

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
NAME = Statement(select(persons.c.name).where(persons.c.id == bindparam("person")))


class AskedElsewhere(Asked):
    """A statement that is sent to the wrong server."""

    __slots__ = ()

    def of(self, halves: Sequence[Outcome]) -> Outcome:
        """Return what the other server says."""
        return super().of(halves[::-1])


@pytest.fixture
def two(shared_postgres: SharedPostgres, postgres_server: str, postgres_url: str) -> Iterator[TwoServers]:
    assert postgres_url == shared_postgres.url  # empty, and this test's
    with open_two_servers(shared_postgres, postgres_server) as opened:
        yield opened


async def test_each_person_is_found_on_one_of_two_servers_and_not_on_the_other(two: TwoServers) -> None:
    ids = [await two.whole.write(add, name=f"Ana {n}", language="en", now=NOW) for n in range(8)]
    asked = [Asked(NAME, {"person": person}) for person in ids]
    assert await two.compare(asked) == (asked, [])
    _, differences = await two.compare([AskedElsewhere(NAME, one.params) for one in asked])
    assert [(one.whole, one.there) for one in differences] == [
        (Counter({repr((f"Ana {n}",)): 1}), Counter()) for n in range(8)
    ]
    shares = [len(await half.read(lambda tx: tx.execute(select(persons)).all())) for half in two.halves]
    assert sum(shares) == 8
    assert all(shares)
