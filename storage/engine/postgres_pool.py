"""A pool of connections to a PostgreSQL server: which of several hosts is asked, and what each connection is told."""

from sqlalchemy import Connection, event
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.engine.errors import StorageError
from storage.engine.pending import write_pending

HOSTS = "hosts"  # an engine's option
WAIT_S = 10
_STATEMENTS = 500  # that a connection keeps prepared
_PORT = 5432
_LONGEST_SLEEP = "15s"  # between two statements of one transaction


def new_pool(place: URL, connections: int) -> AsyncEngine:
    """Return an engine whose so many connections begin when they are first wanted."""
    try:
        from storage.engine.hosts import Hosts  # noqa: PLC0415 - it reads the driver

        hosts = Hosts()
        engine = create_async_engine(
            _where_it_writes(place).set(drivername="postgresql+asyncpg"),
            isolation_level="READ COMMITTED",
            hide_parameters=True,
            pool_size=connections,
            max_overflow=0,
            pool_timeout=WAIT_S,
            execution_options={HOSTS: hosts},
            connect_args={
                "async_creator_fn": hosts.connect,
                "timeout": WAIT_S,
                "prepared_statement_cache_size": _STATEMENTS,
                "statement_cache_size": _STATEMENTS,
                "max_cached_statement_lifetime": 0,  # as long as its connection
                "server_settings": {
                    "application_name": "stempel",
                    # What a process that was stopped in the middle of something holds locked is let go.
                    "idle_in_transaction_session_timeout": _LONGEST_SLEEP,
                },
            },
        )
    except ModuleNotFoundError as error:
        raise StorageError(
            "PostgreSQL needs a driver that is not installed.", "Run `pip install 'stempel[postgres]'`."
        ) from error
    except ArgumentError as error:
        raise StorageError(
            "STEMPEL_DATABASE_URL names hosts that can't be read.",
            "Write postgresql://user:password@one:5432,two:5432/database.",
        ) from error
    event.listen(engine.sync_engine, "checkout", _check_open)
    event.listen(engine.sync_engine, "before_cursor_execute", _see_pending)
    return engine


def _where_it_writes(place: URL) -> URL:
    """Of several hosts take the primary, whichever it is by then, unless the address wishes for another one."""
    hosts = place.query.get("host")
    if not isinstance(hosts, tuple):
        return place
    named = tuple(host if ":" in host else f"{host}:{_PORT}" for host in hosts)
    wishes: dict[str, str | tuple[str, ...]] = {
        "target_session_attrs": "primary",
        **place.query,
        "host": named,
    }
    return place.set(query=wishes)


def _check_open(connection: DBAPIConnection, *_: object) -> None:
    # A restarted server costs nobody their write, and nothing asks before each one: the driver heard it go.
    if connection.driver_connection.is_closed():
        raise DisconnectionError


def _see_pending(tx: Connection, *_: object) -> None:
    # What SQLAlchemy executes itself must see what waits, as each `Statement` does.
    write_pending(tx)
