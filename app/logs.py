"""Logs for the operator: one line an event; never texts, names or tokens of people."""

import logging

import structlog
from structlog.typing import Processor


def set_up_logs(*, verbose: bool = False) -> None:
    """Write events to standard error, plain on a terminal; libraries speak up only when something is wrong."""
    handler = logging.StreamHandler()
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.dev.ConsoleRenderer(
                    colors=handler.stream.isatty(), exception_formatter=structlog.dev.plain_traceback
                ),
            ],
        )
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, handlers=[handler], force=True)
    # These write addresses that carry the bot's token.
    for name in ("httpx", "httpcore", "aiohttp", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("pywa").setLevel(
        logging.ERROR
    )  # it warns of each answer that is late, which is settled anyhow
