"""Bots and numbers of shops' own: which there are, what opens them, and what changed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, exists, func, select, text, update

from storage.engine.statements import Statement, Tx, insert
from storage.tables import bots


@dataclass(frozen=True, slots=True)
class KeptBot:
    """A shop's own account on a channel; `sealed` is what opens it, of no use without the operator's key."""

    id: int
    shop_id: int
    channel: str
    account: str
    name: str
    hook: str
    sealed: str
    version: int
    refused: str  # why its platform lets it in no more


_GIVEN = ("shop_id", "channel", "account", "name", "hook", "sealed", "version", "added_at")
_NEW = insert(bots).values({name: bindparam(name, type_=bots.c[name].type) for name in _GIVEN})
_ADD = Statement(  # somebody else may add the same at the same moment
    _NEW.on_conflict_do_nothing(index_elements=["channel", "account"], index_where=text("removed_at IS NULL"))
)
_gone = bots.alias("gone")
_IN_SERVICE = bots.c.removed_at.is_(None)
_KEPT = select(
    bots.c.id,
    bots.c.shop_id,
    bots.c.channel,
    bots.c.account,
    bots.c.name,
    bots.c.hook,
    bots.c.sealed,
    bots.c.version,
    bots.c.refused,
).where(_IN_SERVICE)
_ALL = Statement(_KEPT.order_by(bots.c.id), into=KeptBot)
_AT = Statement(
    _KEPT.where(bots.c.channel == bindparam("on"), bots.c.account == bindparam("at")), into=KeptBot
)
_OF_SHOP = Statement(_KEPT.where(bots.c.shop_id == bindparam("shop")).order_by(bots.c.channel), into=KeptBot)
_FORMER = Statement(
    select(_gone.c.account)
    .where(
        _gone.c.channel == bindparam("on"),
        _gone.c.removed_at.is_not(None),
        ~exists().where(bots.c.channel == _gone.c.channel, bots.c.account == _gone.c.account, _IN_SERVICE),
    )
    .distinct()
)
# No row ever goes and no version falls, so the sum is another one after each change, whoever made it.
_STATE = Statement(select(func.coalesce(func.sum(bots.c.version), 0)))
_THIS = update(bots).where(bots.c.id == bindparam("this"), _IN_SERVICE)
_OPEN_ANEW = Statement(
    _THIS.values(
        sealed=bindparam("secrets"), name=bindparam("called"), refused="", version=bots.c.version + 1
    )
)
_RESEAL = Statement(_THIS.where(bots.c.sealed == bindparam("before")).values(sealed=bindparam("secrets")))
_REFUSE = Statement(
    _THIS.where(bots.c.version == bindparam("seen"), bots.c.refused == "").values(
        refused=bindparam("why"), version=bots.c.version + 1
    )
)
_REMOVE = Statement(_THIS.values(sealed="", removed_at=bindparam("at"), version=bots.c.version + 1))


def add(tx: Tx, new: KeptBot, *, now: datetime) -> bool:
    """Keep a bot; False where some shop has it already."""
    given = {name: getattr(new, name) for name in _GIVEN if name != "added_at"}
    return _ADD.run(tx, **given, added_at=now) == 1


def in_service(tx: Tx) -> list[KeptBot]:
    """Return every bot that a shop has now."""
    return _ALL.all(tx)


def find(tx: Tx, channel: str, account: str) -> KeptBot | None:
    """Return the bot with this account on a channel, where a shop has it now."""
    return _AT.one(tx, on=channel, at=account)


def of_shop(tx: Tx, shop_id: int) -> list[KeptBot]:
    """Return a shop's own bots: one a channel at most."""
    return _OF_SHOP.all(tx, shop=shop_id)


def former_accounts(tx: Tx, channel: str) -> list[str]:
    """Return the accounts on a channel that were a shop's own, and are nobody's now."""
    return [account for (account,) in _FORMER.all(tx, on=channel)]


def state(tx: Tx) -> int:
    """Return a number that is another one after each change of any bot."""
    return int(_STATE.value(tx))


def open_anew(tx: Tx, bot_id: int, *, sealed: str, name: str) -> None:
    """Keep another secret for a bot, and let it begin anew."""
    _OPEN_ANEW.run(tx, this=bot_id, secrets=sealed, called=name)


def reseal(tx: Tx, bot_id: int, *, before: str, sealed: str) -> bool:
    """Keep the same secret under another key; False where it is another secret by now."""
    return _RESEAL.run(tx, this=bot_id, before=before, secrets=sealed) == 1


def refuse(tx: Tx, bot_id: int, why: str, *, version: int) -> bool:
    """Note that its platform lets a bot in no more; False where that was known, or it has another secret by now."""
    return _REFUSE.run(tx, this=bot_id, why=why, seen=version) == 1


def remove(tx: Tx, bot_id: int, *, now: datetime) -> None:
    """Take a bot from its shop, and forget what opens it."""
    _REMOVE.run(tx, this=bot_id, at=now)
