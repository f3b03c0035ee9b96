"""What the PostgreSQL database promises beside that: it comes back by itself, and says what an operator can mend."""

import asyncio
import sys
from datetime import UTC, datetime

import asyncpg
import pytest
from sqlalchemy import event, func, make_url, select, text

from storage.engine.database import Database, open_database
from storage.engine.errors import StorageError
from storage.engine.statements import Statement, Tx, insert
from storage.tables import updates

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)

_ADD = Statement(insert(updates))
_COUNT = Statement(select(func.count()).select_from(updates))
_END_OTHERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_END_SELF = text("SELECT pg_terminate_backend(pg_backend_pid())")


@pytest.fixture
async def postgres_db(postgres_url: str) -> object:
    """Open a migrated PostgreSQL database of this test's own."""
    async with open_database(postgres_url, migrate=False) as database:
        yield database


def add(tx: Tx, key: str) -> None:
    _ADD.run(tx, key=key, at=NOW)


async def refusal(url: str) -> str:
    with pytest.raises(StorageError) as refused:
        await open_database(url).__aenter__()
    return str(refused.value)


def changed(url: str, **parts: object) -> str:
    return make_url(url).set(**parts).render_as_string(hide_password=False)  # type: ignore[arg-type]


async def test_a_write_reads_what_is_committed_and_a_read_sees_one_snapshot(postgres_db: Database) -> None:
    show = text("SHOW transaction_isolation")
    assert await postgres_db.write(lambda tx: tx.execute(show).scalar()) == "read committed"
    assert await postgres_db.read(lambda tx: tx.execute(show).scalar()) == "repeatable read"


async def test_a_collision_runs_the_function_again(postgres_db: Database) -> None:
    runs = 0

    def add_after_a_collision(tx: Tx) -> int:
        nonlocal runs
        runs += 1
        add(tx, "one")
        if runs < 3:
            tx.execute(text("DO $$ BEGIN RAISE EXCEPTION 'collided' USING ERRCODE = '40001'; END $$"))
        return runs

    assert await postgres_db.write(add_after_a_collision) == 3
    assert await postgres_db.read(_COUNT.value) == 1


async def test_endless_collisions_end_with_words(
    postgres_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.engine.postgres.PAUSE_S", 0)
    collide = text("DO $$ BEGIN RAISE EXCEPTION 'collided' USING ERRCODE = '40P01'; END $$")
    with pytest.raises(StorageError, match="collided"):
        await postgres_db.write(lambda tx: tx.execute(collide))


async def test_connections_that_the_server_ended_are_replaced_unseen(postgres_db: Database) -> None:
    await asyncio.gather(*(postgres_db.read(_COUNT.value) for _ in range(10)))
    await postgres_db.write(lambda tx: tx.execute(_END_OTHERS))
    await asyncio.gather(*(postgres_db.write(add, str(place)) for place in range(10)))
    assert await postgres_db.read(_COUNT.value) == 10


async def test_a_connection_lost_in_the_middle_is_said_and_replaced(postgres_db: Database) -> None:
    def add_and_lose(tx: Tx) -> None:
        add(tx, "lost")
        tx.execute(_END_SELF)

    def lose_and_add(tx: Tx) -> None:
        tx.connection.driver_connection.terminate()  # type: ignore[union-attr]
        add(tx, "lost")

    for function in (add_and_lose, lose_and_add):
        with pytest.raises(StorageError, match="went away"):
            await postgres_db.write(function)
    await postgres_db.write(add, "next")
    assert await postgres_db.read(_COUNT.value) == 1


async def test_a_server_that_is_not_there_is_named(postgres_url: str) -> None:
    assert "can't be reached" in await refusal(changed(postgres_url, query={}, host="127.0.0.1", port=1))
    assert "can't be reached" in await refusal(changed(postgres_url, query={"host": "/nowhere"}))


async def test_a_database_that_is_not_there_is_named(postgres_url: str) -> None:
    assert "no database of that name" in await refusal(changed(postgres_url, database="nowhere"))


async def test_a_wrong_user_is_named_without_the_password(postgres_url: str) -> None:
    words = await refusal(changed(postgres_url, username="nobody", password="tr0ub4dor"))
    assert "refused the user name or password" in words
    assert "tr0ub4dor" not in words


async def test_a_missing_driver_is_named_with_the_extra_that_brings_it(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    assert "stempel[postgres]" in await refusal(postgres_url)


@pytest.mark.slow
async def test_of_several_hosts_the_one_that_writes_is_found_whichever_way_they_are_written(
    postgres_url: str,
) -> None:
    place = make_url(postgres_url)
    here, nowhere = f"{place.query['host']}:5432", "127.0.0.1:1"
    written = (
        f"postgresql://postgres@/{place.database}?host={nowhere}&host={here}",
        f"postgresql://postgres@/{place.database}?host=/nowhere&host={place.query['host']}",
        f"postgresql://postgres@/{place.database}?host={nowhere}&host={here}&target_session_attrs=any",
    )
    for url in written:
        async with open_database(url, migrate=False) as database:
            assert await database.read(_COUNT.value) == 0
    standby = "&target_session_attrs=standby"
    assert "can't be reached" in await refusal(written[0] + standby)
    assert "can't be reached" in await refusal("postgresql://u:p@127.0.0.1:1,127.0.0.2:1/stempel")


async def test_hosts_that_can_not_be_read_are_refused_with_an_example() -> None:
    for url in (
        "postgresql://u:p@one:x,two/stempel",
        "postgresql://u@h:x/s",
    ):
        assert "postgresql://user:password@" in await refusal(url), url


async def test_a_server_that_only_reads_is_not_now_and_its_connection_is_thrown_away(
    postgres_db: Database,
) -> None:
    def write_where_one_reads(tx: Tx) -> None:
        tx.execute(text("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"))
        tx.execute(text("SET TRANSACTION READ ONLY"))
        add(tx, "late")

    with pytest.raises(StorageError, match="only reads"):
        await postgres_db.write(write_where_one_reads)
    await asyncio.gather(*(postgres_db.write(add, str(place)) for place in range(10)))


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.InternalClientError("cannot switch to state 12"),
        asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation"),
        asyncio.IncompleteReadError(b"", 5),
        ConnectionResetError(),
        TimeoutError(),
        LookupError("of ours, and nobody can tell"),
    ],
)
async def test_whatever_is_raised_while_the_server_goes_is_not_now(
    postgres_db: Database, error: Exception
) -> None:
    def lose(tx: Tx) -> None:
        add(tx, "lost")
        tx.connection.driver_connection.terminate()  # type: ignore[union-attr]
        raise error

    with pytest.raises(StorageError, match="went away"):
        await postgres_db.write(lose)
    assert await postgres_db.read(_COUNT.value) == 0


async def test_a_bug_is_a_bug_while_the_server_answers(postgres_db: Database) -> None:
    def wrong(_: Tx) -> None:
        raise asyncpg.InterfaceError("the statement was given the wrong values")

    def driver_refuses(tx: Tx) -> None:
        _ADD.run(tx, key=7, at=NOW)

    with pytest.raises(asyncpg.InterfaceError):
        await postgres_db.write(wrong)
    with pytest.raises(Exception, match="expected str") as refused:
        await postgres_db.write(driver_refuses)
    assert not isinstance(refused.value, StorageError)


async def test_a_connection_lost_in_the_commit_is_not_now_and_is_not_tried_again(
    postgres_db: Database,
) -> None:
    runs = 0

    def lose_at_the_commit(tx: Tx) -> None:
        nonlocal runs
        runs += 1
        add(tx, f"run {runs}")
        event.listen(tx, "commit", lambda lost: lost.connection.driver_connection.terminate())

    with pytest.raises(StorageError, match="went away"):
        await postgres_db.write(lose_at_the_commit)
    assert runs == 1
    await postgres_db.write(add, "next")
