"""What the router has of the database for one update: the turn, what is read beside it, and what is remembered of that."""

from datetime import datetime

from bot.beside import Unanswered, read
from bot.conversation import finish, take
from bot.photos import Seen
from bot.platform import Platform
from bot.turn import Reply
from channels.messages import Incoming
from storage.engine.database import Database


async def answers(
    db: Database, incoming: Incoming, platform: Platform, seen: Seen | None = None, *, now: datetime
) -> list[Reply]:
    """Return what somebody is answered."""
    taken = await db.write(take, incoming, platform, seen, now=now)
    return await db.write(finish, await db.read(read, taken)) if isinstance(taken, Unanswered) else taken
