"""A shop gives up its own chat: what waits to be said there goes to a shared chat, where its customers have one."""

from dataclasses import dataclass
from datetime import datetime

from actions.access import NotAllowed
from actions.delivery.outbox import give_elsewhere
from actions.shop.bots import KeptBot, decides_on_bots
from loyalty.actor import Actor
from storage.delivery import outbox
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.people import known_addresses
from storage.shop import audit, bots
from storage.shop.audit import Act

_GONE = "the shop's own chat is gone"


@dataclass(frozen=True, slots=True)
class BotRemoved:
    """The bot is the shop's no more."""

    bot: KeptBot


@dataclass(frozen=True, slots=True)
class NoBot:
    """The shop has no bot of its own there, or another than the one that was meant."""


@dataclass(frozen=True, slots=True)
class SeenBot:
    """A bot as somebody saw it who decided about it: not one that came in its place."""

    id: int
    version: int


def remove_bot(
    tx: Tx, actor: Actor, shop_id: int, which: str | SeenBot, *, now: datetime
) -> BotRemoved | NoBot | NotAllowed:
    """Take from a shop its own bot on a channel, or the one that was seen, and reach its customers elsewhere from now on.

    Their cards stay.
    """
    hold_shop(tx, shop_id)
    if not decides_on_bots(tx, actor, shop_id):
        return NotAllowed()
    own = bots.of_shop(tx, shop_id)
    bot = next((one for one in own if which in (one.channel, SeenBot(one.id, one.version))), None)
    if bot is None:
        return NoBot()
    bots.remove(tx, bot.id, now=now)
    audit.add(tx, actor, shop_id, Act("bot_removed", subject=bot.name), now=now)
    known_addresses.leave_all(tx, bot.channel, bot.account, now=now)
    for message in outbox.waiting_at(tx, bot.channel, bot.account):
        give_elsewhere(tx, [message], _GONE, known_as="unreachable", now=now)
    return BotRemoved(bot)
