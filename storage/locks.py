"""Who waits for whom on PostgreSQL: six kinds of rows, always locked in this order, before what hangs on them is read.

1. The **chat** that speaks, and its person (`persons.heard_at`): one person's turns come one after the other, in whichever
   process they are; what goes by a person (consents, wishes, codes, limits) needs no lock of its own.
2. Other **persons**, by their ids (`hold_persons`): two who become one, who is forgotten, who is written to.
3. **Shops**: held alone by who changes rules, staff or branches (`hold_shop`), shared by who books or joins there (each
   account that is locked or added shares its shop): what was read of a shop holds until the commit. Between the two is
   who counts what happens in a shop and may be one too many (`line_up`): a limit is used, somebody joins.
4. **Accounts**, by their ids (`accounts.locked`): whatever changes a card, its counters and its vouchers.
5. **Programmes** (`line_up_for_stock`): who takes one of a reward of which there are only so many.
6. **Accounts of a platform**, by their row of `paces`: who gives out slots there (`storage/delivery/claims.py`), or counts whom the
   platform lets it write to in a day (`line_up_at_account`).

Each statement sees what was committed when it began. So what is decided by is read after the lock, in a statement of its
own: what a locking statement joins may be older than the wait. What one row settles alone (a code used, a voucher spent) is
an UPDATE that asks for the state it changes. On SQLite one writes at a time, and none of this is executed.
See docs/decisions/0029-postgresql-locks-rows.md.
"""

from sqlalchemy import bindparam, select

from storage.engine.statements import Statement, Tx
from storage.tables import paces, persons, programmes, shops

# How PostgreSQL ends a statement that locks; rows which only point at a locked one can still be added, but for a shop held.
HOLDS_CHAT = _HOLDS_ROW = "FOR NO KEY UPDATE"
HOLDS_ACCOUNT = "FOR KEY SHARE OF shops FOR NO KEY UPDATE OF accounts"
_PERSON = Statement(select(persons.c.id).where(persons.c.id == bindparam("this")).suffix_with(_HOLDS_ROW))
_LINE = Statement(select(shops.c.id).where(shops.c.id == bindparam("this")).suffix_with(_HOLDS_ROW))
_SHOP = Statement(select(shops.c.id).where(shops.c.id == bindparam("this")).suffix_with("FOR UPDATE"))
_STOCK = Statement(
    select(programmes.c.id).where(programmes.c.id == bindparam("this")).suffix_with(_HOLDS_ROW)
)
_PACE = Statement(
    select(paces.c.free_at)
    .where(paces.c.channel == bindparam("channel"), paces.c.account == bindparam("ours"))
    .suffix_with(_HOLDS_ROW)
)


def hold_persons(tx: Tx, *person_ids: int) -> None:
    """Let nobody else speak as these persons, or decide whether to write to them, until the transaction ends."""
    for person_id in sorted(set(person_ids)):
        _take(_PERSON, tx, this=person_id)


def hold_shop(tx: Tx, shop_id: int) -> None:
    """Let nobody else change a shop, book or join there until the transaction ends."""
    _take(_SHOP, tx, this=shop_id)


def line_up(tx: Tx, shop_id: int) -> None:
    """Let others who line up in a shop, too, wait until the transaction ends; booking goes on beside."""
    _take(_LINE, tx, this=shop_id)


def line_up_for_stock(tx: Tx, programme_id: int) -> None:
    """Let who takes a reward of this programme that may run out, too, wait until the transaction ends."""
    _take(_STOCK, tx, this=programme_id)


def line_up_at_account(tx: Tx, channel: str, account: str) -> None:
    """Let who sends from this account beyond what is free, too, wait until the transaction ends."""
    _take(_PACE, tx, channel=channel, ours=account)


def _take(lock: Statement[tuple[object, ...]], tx: Tx, **which: object) -> None:
    if tx.dialect.name == "postgresql":
        lock.one(tx, **which)
