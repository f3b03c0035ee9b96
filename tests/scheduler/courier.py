"""A sender in a process of its own, to be killed: `python -m tests.scheduler.courier DATABASE_URL TELEGRAM_URL`."""

import asyncio
import sys
from datetime import timedelta

from app.clock import read_clock
from channels.messages import Speed
from channels.telegram import Telegram
from scheduler.pace import Pace
from scheduler.sender import Sender
from storage.database import open_database
from tests.fakes.telegram import TOKEN
from tests.scheduler.mailroom import Postman

_SPEED = Speed(300, timedelta(seconds=1))  # the platform's limit is not the question here


async def carry(url: str, telegram_url: str) -> None:
    """Send until killed."""
    channel = Telegram(TOKEN, api_url=telegram_url)
    await channel.start()
    async with open_database(url, migrate=False) as db:
        await Sender(db, channel.name, read_clock, Postman(channel).deliver, Pace(_SPEED)).run()


if __name__ == "__main__":
    asyncio.run(carry(sys.argv[1], sys.argv[2]))
