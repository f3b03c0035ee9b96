"""A shop's own bot or number: added, and opened anew with another secret, by its owner or the operator."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from actions.access import NotAllowed, may
from actions.tell import tell
from actions.tx import Tx
from loyalty.actor import Actor, Operator
from loyalty.records import Shop
from loyalty.roles import Role
from storage.locks import hold_shop
from storage.shop import audit, bots, shops, staff
from storage.shop.audit import Act
from storage.shop.bots import KeptBot

__all__ = [
    "BotAdded", "BotTaken", "HasAnother", "KeptBot", "NewBot", "Resealed", "ToTell", "add_bot", "all_bots",
    "bots_of", "bots_state", "decides_on_bots", "note_refused", "refused_bot", "reseal",
]  # fmt: skip


_NEWS = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class ToTell:
    """What its owner tells a platform that we can't tell ourselves: where it calls, and the word that proves us."""

    address: str
    word: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewBot:
    """A bot that its platform knows: who it is there, and what opens it, sealed."""

    channel: str
    account: str
    name: str
    hook: str
    sealed: str
    to_tell: ToTell | None = None  # with the address up to its hook


@dataclass(frozen=True, slots=True)
class BotAdded:
    """The shop has the bot; `anew`: it had it before, and what opens it is another secret now."""

    bot: KeptBot
    anew: bool
    to_tell: ToTell | None = None


@dataclass(frozen=True, slots=True)
class BotTaken:
    """Another shop has this bot."""


@dataclass(frozen=True, slots=True)
class HasAnother:
    """The shop has another bot on this channel, and one is the most."""

    name: str


@dataclass(frozen=True, slots=True)
class Resealed:
    """The same secret of a bot, under another key."""

    bot_id: int
    before: str
    sealed: str


def add_bot(
    tx: Tx, actor: Actor, shop_id: int, new: NewBot, *, now: datetime
) -> BotAdded | BotTaken | HasAnother | NotAllowed:
    """Give a shop a bot of its own, or keep another secret for the one it has."""
    hold_shop(tx, shop_id)
    if not decides_on_bots(tx, actor, shop_id):
        return NotAllowed()
    known = bots.find(tx, new.channel, new.account)
    if known and known.shop_id == shop_id:
        bots.open_anew(tx, known.id, sealed=new.sealed, name=new.name)
        audit.add(tx, actor, shop_id, Act("bot_renewed", subject=new.name), now=now)
        return _added(tx, new, anew=True)
    other = next((one for one in bots.of_shop(tx, shop_id) if one.channel == new.channel), None)
    if other:
        return HasAnother(other.name)
    fresh = KeptBot(
        0, shop_id, new.channel, new.account, new.name, new.hook, new.sealed, version=1, refused=""
    )
    if known or not bots.add(tx, fresh, now=now):
        return BotTaken()
    audit.add(tx, actor, shop_id, Act("bot_added", subject=new.name), now=now)
    return _added(tx, new, anew=False)


def all_bots(tx: Tx) -> list[KeptBot]:
    """Return every bot that a shop has now."""
    return bots.in_service(tx)


def bots_of(tx: Tx, actor: Actor, shop_id: int) -> list[KeptBot]:
    """Return a shop's own bots to whom they are for."""
    return bots.of_shop(tx, shop_id) if decides_on_bots(tx, actor, shop_id) else []


def bots_state(tx: Tx) -> int:
    """Return a number that is another one after each change of any bot: cheap to ask again and again."""
    return bots.state(tx)


def note_refused(tx: Tx, bot: KeptBot, why: str, *, now: datetime) -> bool:
    """Stop a bot that its platform lets in no more, and tell the owners; False where it was known, or is of before."""
    if not bots.refuse(tx, bot.id, why, version=bot.version):
        return False
    owners = staff.owners(tx, bot.shop_id)
    tell(
        tx,
        owners,
        "bot_refused",
        f"{bot.id}:{bot.version}",
        of_shop=bot.shop_id,
        now=now,
        lives=_NEWS,
        shop_id=bot.shop_id,
        bot_id=bot.id,
    )
    return True


def refused_bot(tx: Tx, actor: Actor, shop_id: int, bot_id: int) -> tuple[Shop, KeptBot] | None:
    """Return a shop's bot that its platform lets in no more, for its owners; None where it is well again, or gone."""
    found = (bot for bot in bots_of(tx, actor, shop_id) if bot.id == bot_id and bot.refused)
    return next(((shops.by_id(tx, shop_id), bot) for bot in found), None)


def reseal(tx: Tx, resealed: Sequence[Resealed]) -> int:
    """Keep secrets under another key, and return how many: one that was renewed meanwhile is as new as its token."""
    return sum(bots.reseal(tx, one.bot_id, before=one.before, sealed=one.sealed) for one in resealed)


def decides_on_bots(tx: Tx, actor: Actor, shop_id: int) -> bool:
    """Say whether somebody may give a shop a bot and take it away: its owner, and the operator."""
    return isinstance(actor, Operator) or may(tx, actor, shop_id, Role.OWNER) is not None


def _added(tx: Tx, new: NewBot, *, anew: bool) -> BotAdded:
    kept = bots.find(tx, new.channel, new.account)
    if kept is None:
        raise LookupError(new.account)
    # One that is opened anew is called where it always was.
    told = replace(new.to_tell, address=new.to_tell.address + kept.hook) if new.to_tell else None
    return BotAdded(kept, anew, told)
