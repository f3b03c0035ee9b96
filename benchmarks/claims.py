"""What must hold of a database and of everybody's chats, whatever was done to the processes, the server or the disk."""

from collections import Counter
from dataclasses import dataclass, fields

from sqlalchemy import text

from benchmarks.tills import Deeds
from benchmarks.witness import Witness
from storage.engine.database import read_database
from storage.engine.statements import Tx

OFFER = "New cakes!"
_BOOKED = text("SELECT account_id, count(*) FROM visits WHERE key NOT LIKE 'before:%' GROUP BY account_id")
_UNDONE = text("SELECT account_id FROM visits WHERE undone_at IS NOT NULL")
_REDEEMED = text("SELECT account_id, count(*) FROM vouchers WHERE state = 'used' GROUP BY account_id")
_UNEVEN = text(
    "SELECT count(*) FROM counters c"
    " WHERE balance <> (SELECT coalesce(sum(amount), 0) FROM entries e WHERE e.counter_id = c.id)"
)
# An undone visit without the opposite of each of its lines, or one that counts with one.
_HALF_UNDONE = text(
    "SELECT count(*) FROM entries e JOIN visits v ON v.id = e.visit_id LEFT JOIN entries r ON r.reverses_id = e.id"
    " WHERE e.reverses_id IS NULL AND (v.undone_at IS NOT NULL) <> (r.id IS NOT NULL)"
)
_VISITS = text("SELECT id FROM visits WHERE key NOT LIKE 'before:%'")
_RECEIPTS = text("SELECT dedup_key FROM outbox WHERE kind = 'visit'")
_OPEN = text("SELECT count(*) FROM outbox WHERE kind <> 'campaign' AND state IN ('ready', 'sending')")
_OFFERS = text(
    "SELECT a.external_id, o.state FROM outbox o JOIN addresses a ON a.id = o.address_id WHERE o.kind = 'campaign'"
)
_CHATS = text("SELECT c.id, a.external_id FROM accounts c JOIN addresses a ON a.person_id = c.person_id")


@dataclass(slots=True)
class Broken:
    """How often each claim is broken; all are 0 where all is well."""

    lost: int = 0  # acknowledged, and not there: a scan, an undo, a reward handed out
    doubled: int = 0  # booked or handed out twice
    uneven: int = 0  # counters that are not the sum of their lines, visits that are half undone
    untold: int = 0  # receipts that nobody owes, or that never came
    offers_doubled: int = 0  # that came twice
    offers_lost: int = 0  # that are noted as sent and never came

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))

    def __str__(self) -> str:
        return ", ".join(f"{getattr(self, each.name)} {each.name.replace('_', ' ')}" for each in fields(self))


async def look(database: str, deeds: Deeds) -> Broken:
    """Look through a database while others may write to it."""
    known = Deeds(
        set(deeds.scanned), set(deeds.undone), set(deeds.redeemed)
    )  # what comes meanwhile is not asked for

    def ask(tx: Tx) -> Broken:
        booked = dict(map(tuple, tx.execute(_BOOKED)))
        redeemed = dict(map(tuple, tx.execute(_REDEEMED)))
        undone = {account for (account,) in tx.execute(_UNDONE)}
        missing = (known.scanned - booked.keys(), known.undone - undone, known.redeemed - redeemed.keys())
        return Broken(
            lost=sum(map(len, missing)),
            doubled=sum(number > 1 for number in (*booked.values(), *redeemed.values())),
            uneven=sum(tx.execute(each).scalar_one() for each in (_UNEVEN, _HALF_UNDONE)),
            untold=len({this for (this,) in tx.execute(_VISITS)} - _with_receipt(tx)),
        )

    async with read_database(database) as db:
        return await db.read(ask)


def _with_receipt(tx: Tx) -> set[int]:
    return {int(key.split(":")[1]) for (key,) in tx.execute(_RECEIPTS)}


async def still_owed(database: str) -> int:
    """Count the messages that are no offers and have not left yet."""
    async with read_database(database) as db:
        return await db.read(lambda tx: int(tx.execute(_OPEN).scalar_one()))


async def look_at_chats(database: str, deeds: Deeds, platform: Witness) -> Broken:
    """Look whether everybody who was scanned was told, once all is sent, and nobody had an offer twice."""

    def ask(tx: Tx) -> tuple[dict[int, int], set[int]]:
        chats = {account: int(person) for account, person in tx.execute(_CHATS)}
        return chats, {int(person) for person, state in tx.execute(_OFFERS) if state == "sent"}

    async with read_database(database) as db:
        chats, sent = await db.read(ask)
    # Only now: what is noted as sent by then has arrived.
    offers = Counter(
        {person: sum(OFFER in said.text for said in chat) for person, chat in platform.chats.items()}
    )
    told = {person for person, chat in platform.chats.items() if len(chat) > offers[person]}
    return Broken(
        untold=sum(chats[account] not in told for account in deeds.scanned),
        offers_doubled=sum(number > 1 for number in offers.values()),
        offers_lost=sum(offers[person] == 0 for person in sent),
    )
