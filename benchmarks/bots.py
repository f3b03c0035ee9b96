"""Bots in processes of their own: `stempel serve` over a database, and the one that only says "ok"."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.databases import address

KEY = "key that signs the codes of the bench"
SECRET = "secret-of-the-webhook"  # noqa: S105 - of the bench
BUSINESS = "701"
_STEMPEL = "from app.entry import main; main()"
_HASTY = f"""
from datetime import timedelta
from channels.channel import Speed
from channels.telegram.channel import Telegram
Telegram.speed = Speed(per_s=1e6, gap=timedelta(0))
{_STEMPEL}
"""
_SWITCH = "AHEAD"  # names the file that puts a clock a day ahead while it is there
_AHEAD = f"""
from datetime import timedelta
from os import environ
from os.path import exists
from app import clock
right = clock.read_clock
clock.read_clock = lambda: right() + timedelta(days=exists(environ["{_SWITCH}"]))
{_STEMPEL}
"""


@dataclass(frozen=True, slots=True)
class Bot:
    """A running bot: its number on the platform, its process, its webhook."""

    number: str
    pid: int
    webhook: str


@asynccontextmanager
async def stempel(
    number: str, database: Path | str, platform_url: str, *, hasty: bool = False, ahead: Path | None = None
) -> AsyncIterator[Bot]:
    """Run `stempel serve` with Telegram; a hasty one sends its receipts faster than Telegram allows; one is a day `ahead` while that file is there."""
    settings = on_telegram(number, database, platform_url) | ({_SWITCH: str(ahead)} if ahead else {})
    program = _HASTY if hasty else _AHEAD if ahead else _STEMPEL
    async with _running(number, "telegram", "-c", program, "serve", settings=settings) as bot:
        yield bot


@asynccontextmanager
async def stempel_on_whatsapp(number: str, database: Path | str, platform_url: str) -> AsyncIterator[Bot]:
    """Run `stempel serve` with WhatsApp."""
    settings = _over(database) | {
        "WHATSAPP_PHONE_NUMBER_ID": number,
        "WHATSAPP_BUSINESS_ACCOUNT_ID": BUSINESS,
        "WHATSAPP_ACCESS_TOKEN": SECRET,
        "WHATSAPP_APP_SECRET": SECRET,
        "WHATSAPP_VERIFY_TOKEN": SECRET,
        "WHATSAPP_API_URL": platform_url,
    }
    async with _running(number, "whatsapp", "-c", _STEMPEL, "serve", settings=settings) as bot:
        yield bot


@asynccontextmanager
async def ok_bot(number: str, platform_url: str) -> AsyncIterator[Bot]:
    """Run python-telegram-bot's simplest bot."""
    args = ("-m", "benchmarks.ok_bot", platform_url, f"{number}:token", SECRET)
    async with _running(number, "telegram", *args) as bot:
        yield bot


def on_telegram(number: str, database: Path | str, platform_url: str) -> dict[str, str]:
    """Return the settings of a process that serves a database on Telegram."""
    return _over(database) | {
        "TELEGRAM_BOT_TOKEN": f"{number}:token",
        "TELEGRAM_API_URL": platform_url,
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
    }


def _over(database: Path | str) -> dict[str, str]:
    return {
        "STEMPEL_DATABASE_URL": address(database),
        "STEMPEL_SECRET": KEY,
        "STEMPEL_PORT": "0",
        "STEMPEL_PUBLIC_URL": "https://stempel.example",
    }


@asynccontextmanager
async def _running(
    number: str, channel: str, *args: str, settings: Mapping[str, str] | None = None
) -> AsyncIterator[Bot]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, *args, stdout=asyncio.subprocess.PIPE, env=os.environ | dict(settings or {})
    )
    try:
        yield Bot(number, process.pid, f"{await _address(process)}/{channel}/webhook")
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stdout
    async with asyncio.timeout(60):
        async for line in process.stdout:
            found = re.search(r"http://\S+", line.decode())
            if found:
                return found[0]
    raise RuntimeError("The bot did not start.")
