"""A café with tasks, and who does them."""

from collections.abc import Sequence
from datetime import datetime

from actions.cards.tasks import Offered, ProofSent, offered, send_proof, take_on
from actions.till.proofs import OpenProofs, ShownProof, open_proofs
from loyalty.actor import ActingPerson
from loyalty.cards.parts.task import Task
from loyalty.cards.proofs import Proof, key_of_link
from loyalty.records import Voucher
from storage.cards import accounts, vouchers
from storage.engine.database import Database
from storage.engine.statements import Tx
from tests.actions.places import NOW, Luna, join, meet, open_luna, stamps

CUP = Task("Own cup", "Show a cup of your own.", 2, 3, 2)
LINK = "https://pages.example/ana/1"


async def luna_with_tasks(db: Database, *tasks: Task, size: int = 10) -> Luna:
    return await open_luna(db, stamps(size, parts=tasks or (CUP,)))


def _offered_to(tx: Tx, card_id: int, person_id: int, now: datetime) -> list[Offered]:
    return offered(tx, person_id, accounts.by_id(tx, card_id), now=now)


async def tasks_of(luna: Luna, now: datetime = NOW, *, who: tuple[int, int] | None = None) -> list[Offered]:
    person, card = who or (luna.cafe.ana, luna.cafe.card_id)
    return await luna.db.write(_offered_to, card, person, now)


async def take_task(luna: Luna, now: datetime = NOW, *, who: tuple[int, int] | None = None) -> Offered | str:
    person, card = who or (luna.cafe.ana, luna.cafe.card_id)
    [one, *_] = await tasks_of(luna, now, who=who)
    return await luna.db.write(take_on, person, card, one.state.current.id, one.place, now=now)


def link_proof(link: str = LINK) -> Proof:
    return Proof(key_of_link(link), link=link)


async def show_proof(
    luna: Luna, proof: Proof | None = None, now: datetime = NOW, *, who: tuple[int, int] | None = None
) -> int:
    """Take the task on, show a proof, and return the errand."""
    taken = await take_task(luna, now, who=who)
    assert isinstance(taken, Offered), taken
    assert taken.errand
    person = who[0] if who else luna.cafe.ana
    sent = await luna.db.write(send_proof, person, taken.errand.id, proof or link_proof(), now=now)
    assert isinstance(sent, ProofSent), sent
    return taken.errand.id


async def somebody_else(luna: Luna, name: str = "Ben") -> tuple[int, int]:
    person = await luna.db.write(meet, name)
    return person, await luna.db.write(join, luna.cafe.shop, person)


def boss_of(luna: Luna) -> ActingPerson:
    return ActingPerson(luna.cafe.cleo)


async def balance_of(luna: Luna) -> int:
    return (await luna.stands()).standing.balance


async def proofs_waiting(luna: Luna) -> Sequence[ShownProof]:
    found = await luna.db.write(open_proofs, boss_of(luna), luna.cafe.shop.id, most=5, now=NOW)
    assert isinstance(found, OpenProofs)
    assert len(found.shown) == found.count
    return list(found.shown)


async def rewards_available(luna: Luna) -> list[Voucher]:
    def held(tx: Tx) -> list[Voucher]:
        return vouchers.usable(tx, accounts.by_id(tx, luna.cafe.card_id), now=NOW)

    return await luna.db.read(held)
