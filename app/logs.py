"""Logs for the operator: one line an event, with ids at most; never texts, names, numbers, codes or tokens of people.

Our own rooms write nothing else. What a library says below a warning is left out, since some name addresses with a token
in them; above, its words are kept without what it filled in. An exception is told by its kind, its code and where it
happened: its message may hold what somebody typed, or a row.
"""

import logging
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TextIO

import structlog
from prometheus_client import Counter
from structlog.typing import EventDict, Processor, WrappedLogger

from storage.engine.errors import StorageError

_HOUSE = Path(__file__).parent.parent
_ROOMS = frozenset(
    {"loyalty", "storage", "actions", "channels", "words", "bot", "scheduler", "web", "app", "stempel"}
)
_TRUSTED = _ROOMS | {"uvicorn", "apscheduler"}  # they name ports, and our own functions
_OUR_WORDS = (StorageError,)  # written by us, with nothing in them
_LINES = Counter("stempel_log_lines_total", "Lines of the log", ["level"])
_ORDER = ("at", "level", "room", "event")

_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def set_up_logs(level: str = "warning") -> None:
    """Write events to standard error: in colours on a terminal, else in logfmt, which people and Loki read alike."""
    logging.basicConfig(level=level.upper(), handlers=[make_handler(sys.stderr)], force=True)
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    logging.getLogger("pywa").setLevel(
        logging.ERROR
    )  # it warns of each answer that is late, which is settled anyhow


def make_handler(stream: TextIO) -> logging.Handler:
    """Return what writes events to a stream, and nothing that is not to be written."""
    handler = _Counted(stream)
    handler.addFilter(lambda record: _is_ours(record, _ROOMS) or record.levelno >= logging.WARNING)
    on_a_terminal = stream.isatty()
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="timestamp" if on_a_terminal else "at"),
        _discreetly,
    ]
    render: Processor = (
        structlog.dev.ConsoleRenderer()
        if on_a_terminal
        else structlog.processors.LogfmtRenderer(key_order=_ORDER, drop_missing=True)
    )
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_without_what_was_filled_in],
            processors=[*shared, structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    return handler


class _Counted(logging.StreamHandler[TextIO]):
    """Counts what it writes."""

    def emit(self, record: logging.LogRecord) -> None:
        _LINES.labels(record.levelname.lower()).inc()
        super().emit(record)


def _is_ours(record: logging.LogRecord, rooms: frozenset[str]) -> bool:
    return record.name.partition(".")[0] in rooms


def _without_what_was_filled_in(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Keep the first line of a library's words as it stands in its code."""
    record: logging.LogRecord = event["_record"]
    if not _is_ours(record, _TRUSTED):
        event["event"] = (
            record.msg.partition("\n")[0] if isinstance(record.msg, str) else type(record.msg).__name__
        )
    return event


def _discreetly(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Tell whose event it is, and an exception without its message."""
    event["room"] = event["_record"].name
    raised: _Raised | bool | None = event.pop("exc_info", None)
    if raised is True:
        raised = sys.exc_info()
    if isinstance(raised, tuple) and raised[1]:
        event["error"] = " < ".join(map(_kind, _chain(raised[1])))
        event["trace"] = " > ".join(map(_place, traceback.extract_tb(raised[2])))
    return event


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Give an exception, and what it was raised from."""
    seen: set[int] = set()
    while error and id(error) not in seen:
        seen.add(id(error))
        yield error
        if isinstance(error, BaseExceptionGroup):
            yield from (each for one in error.exceptions for each in _chain(one))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _kind(error: BaseException) -> str:
    if isinstance(error, _OUR_WORDS):
        return f"{type(error).__name__}({error})"
    codes = (getattr(error, name, None) for name in ("sqlstate", "sqlite_errorname", "errno"))
    code = next(filter(None, codes), None)
    return type(error).__name__ + (f"[{code}]" if code else "")


def _place(frame: traceback.FrameSummary) -> str:
    """Say where a frame is, by a path that means something on another machine too."""
    _, library, inside = frame.filename.rpartition("site-packages/")
    path = Path(frame.filename)
    short = inside if library else path.relative_to(_HOUSE) if path.is_relative_to(_HOUSE) else path.name
    return f"{short}:{frame.lineno} {frame.name}"
