"""The post for people who talk to the bot without a platform: the clock's rounds, and what each then reads."""

from datetime import datetime, timedelta

from actions.campaigns import departures, dispatch, find_due
from actions.delivery import outbox
from actions.shop.digest import order_digests
from bot.platform import Platform
from bot.posting import Worded, word
from bot.turn import Reply
from loyalty.campaigns.frequency_cap import MessageKind
from storage.engine.statements import Tx
from tests.actions.customers import hold_nobody_out, only
from tests.talk import PLATFORM, Person, Talk


async def only_campaign(talk: Talk, shop_id: int, *kinds: MessageKind) -> None:
    """Leave these campaigns on, and reach everybody with them."""
    await talk.db.write(hold_nobody_out, shop_id)
    await talk.db.write(only, shop_id, *kinds)


async def hears(talk: Talk, shop_id: int, person: Person) -> str:
    """Do the clock's round, and return what the person reads; its buttons can be tapped then."""
    await talk.db.write(drained, now=talk.now)  # receipts are no news here
    await talk.db.write(find_due.find_due, shop_id, now=talk.now)
    await talk.db.write(order_digests, shop_id, now=talk.now)
    while await talk.db.write(dispatch.dispatch, now=talk.now, most=20):
        pass
    worded = await talk.db.write(drained, platform=talk.platform, now=talk.now)
    replies = [reply for to, reply in worded if to == person.id]
    if replies:
        talk.replies[person.id] = replies
    return "\n\n".join(reply.text for reply in replies)


async def days_until_heard(talk: Talk, shop_id: int, person: Person, *, most: int = 60) -> tuple[int, str]:
    """Let days pass until the person reads something, and return how many and what."""
    for day in range(most + 1):
        said = await hears(talk, shop_id, person)
        if said:
            return day, said
        talk.now += timedelta(days=1)
    return most, ""


def drained(
    tx: Tx,
    channel: str = "telegram",
    *,
    platform: Platform = PLATFORM,
    bot: str = "stempel_bot",
    now: datetime,
) -> list[tuple[str, Reply]]:
    """Settle what waits in a channel's outbox, and return who read what."""
    found: list[tuple[str, Reply]] = []
    while rows := outbox.claim(tx, channel, bot, most=20, now=now):
        for row in rows:
            worded = word(tx, row, lambda _: platform, now=now)
            if not isinstance(worded, Worded):
                outbox.drop(tx, row, "stale", now=now)
                continue
            outbox.sent(tx, row, "1", now=now)
            found += _read(worded)
            if row.kind == dispatch.CAMPAIGN:
                departures.mark_sent(tx, row.data["occurrence_id"], now=now)
    return found


def _read(worded: Worded) -> list[tuple[str, Reply]]:
    return [(worded.to.external_id, message.reply) for message in worded.messages]
