"""What an event looks like in the operator's log, and what is left out of it."""

import logging
import sqlite3
from collections.abc import Iterator
from io import StringIO

import pytest

from app.logs import make_handler
from storage.engine.errors import StorageError


@pytest.fixture
def log() -> Iterator[StringIO]:
    written = StringIO()
    handler = make_handler(written)
    logging.root.addHandler(handler)
    yield written
    logging.root.removeHandler(handler)


def test_an_event_is_one_line_of_named_facts(log: StringIO) -> None:
    logging.getLogger("scheduler.delivery.sender").warning("outbox row %s lay too long", 7)
    [line] = log.getvalue().splitlines()
    at, rest = line.split(" ", 1)
    assert at.startswith("at=20")
    assert rest == 'level=warning room=scheduler.delivery.sender event="outbox row 7 lay too long"'


@pytest.mark.parametrize(
    "library", ["httpx", "httpcore", "aiohttp", "telegram", "sqlalchemy.engine", "aiosqlite"]
)
def test_a_library_is_heard_from_a_warning_on_and_without_what_it_filled_in(
    log: StringIO, library: str
) -> None:
    voice = logging.getLogger(library)
    voice.setLevel(logging.DEBUG)
    voice.info("POST %s", "https://platform/bot12345:token")
    voice.warning("gave up on %s\nof %s", "https://platform/bot12345:token", "Ana")
    assert [line.partition("event=")[2] for line in log.getvalue().splitlines()] == ['"gave up on %s"']
    voice.setLevel(logging.NOTSET)


def test_an_exception_is_told_by_kind_code_and_place_and_not_by_its_message(log: StringIO) -> None:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE people (name TEXT CHECK (name <> 'Ana'))")
    try:
        try:
            database.execute("INSERT INTO people VALUES ('Ana')")
        except sqlite3.IntegrityError as error:
            raise KeyError("Ana") from error
    except KeyError:
        logging.getLogger("bot.router").exception("update failed")
    [line] = log.getvalue().splitlines()
    assert 'error="KeyError < IntegrityError[SQLITE_CONSTRAINT_CHECK]"' in line
    assert "tests/app/test_logs.py:" in line
    assert "Ana" not in line


def test_what_an_operator_can_mend_is_told_in_words(log: StringIO) -> None:
    full = StorageError("The disk is full.", "Free some space.")
    logging.getLogger("app.serve").error("stopped", exc_info=full)
    assert "Free some space." in log.getvalue()


def test_every_exception_of_a_group_is_told(log: StringIO) -> None:
    several = ExceptionGroup("several", [ValueError("Ana"), OSError(28, "Ana")])
    said = "Task exception was never retrieved\nfuture: %r"
    logging.getLogger("asyncio").error(said, "Ana", exc_info=several)
    [line] = log.getvalue().splitlines()
    assert 'event="Task exception was never retrieved"' in line
    assert 'error="ExceptionGroup < ValueError < OSError[28]"' in line
    assert "Ana" not in line
