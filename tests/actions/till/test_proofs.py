"""What is shown for a task counts once, whoever sends it, and what looks like another is pointed out."""

import asyncio

from actions.allowances import TooOften
from actions.cards.tasks import Offered, ProofSent, send_proof
from actions.till.proofs import (
    ShownProof,
    decline,
    see_proof,
)
from loyalty.allowances import PROOFS
from loyalty.cards.parts.task import Task
from loyalty.cards.proofs import Proof
from storage.cards import errands
from storage.engine.database import Database
from tests.actions.doing import (
    LINK,
    boss_of,
    link_proof,
    luna_with_tasks,
    show_proof,
    somebody_else,
    take_task,
)
from tests.actions.places import NOW


async def test_the_same_proof_counts_once_whoever_sends_it_and_in_whatever_dress(db: Database) -> None:
    luna = await luna_with_tasks(db)
    await show_proof(luna)
    ben = await somebody_else(luna)
    taken = await take_task(luna, who=ben)
    assert isinstance(taken, Offered)
    assert taken.errand
    copied = link_proof("http://www.pages.example/ana/1/?utm_source=copied")
    assert await db.write(send_proof, ben[0], taken.errand.id, copied, now=NOW) == "others"
    own = link_proof("https://pages.example/ben/1")
    assert isinstance(await db.write(send_proof, ben[0], taken.errand.id, own, now=NOW), ProofSent)
    assert await db.write(send_proof, ben[0], taken.errand.id, own, now=NOW) == "sent"


async def test_what_was_declined_is_not_taken_again(db: Database) -> None:
    luna = await luna_with_tasks(db)
    this = await show_proof(luna)
    await db.write(decline, boss_of(luna), this, "no", now=NOW)
    taken = await take_task(luna)
    assert isinstance(taken, Offered)
    assert taken.errand
    assert await db.write(send_proof, luna.cafe.ana, taken.errand.id, link_proof(), now=NOW) == "again"


async def test_one_picture_sent_by_two_at_once_counts_once(db: Database) -> None:
    luna = await luna_with_tasks(db)
    both = [await somebody_else(luna), await somebody_else(luna, "Dan")]
    taken = [await take_task(luna, who=who) for who in both]
    picture = Proof("picture:1", jpeg=b"jpeg", likeness="00ff00ff00ff00ff")
    outcomes = await asyncio.gather(
        *(
            db.write(send_proof, who[0], one.errand.id, picture, now=NOW)
            for who, one in zip(both, taken, strict=True)
            if isinstance(one, Offered) and one.errand
        )
    )
    assert sorted(str(one) if isinstance(one, str) else "sent" for one in outcomes) == ["others", "sent"]


async def test_a_picture_that_looks_like_another_is_pointed_out(db: Database) -> None:
    luna = await luna_with_tasks(db)
    await show_proof(luna, Proof("picture:1", jpeg=b"one", likeness="00ff00ff00ff00ff"))
    like = await show_proof(
        luna, Proof("picture:2", jpeg=b"two", likeness="00ff00ff00ff00fe"), who=await somebody_else(luna)
    )
    shown = await db.write(see_proof, boss_of(luna), like, now=NOW)
    assert isinstance(shown, ShownProof)
    assert shown.alike
    assert shown.picture is not None
    assert await db.read(errands.content, shown.picture) == b"two"


async def test_so_many_proofs_a_day_are_looked_at_and_no_more(db: Database) -> None:
    luna = await luna_with_tasks(db, Task("Cup", "Show it", 1, 50, 50))
    for n in range(PROOFS.most):
        this = await show_proof(luna, link_proof(f"{LINK}/{n}"))
        await db.write(decline, boss_of(luna), this, "no", now=NOW)
    taken = await take_task(luna)
    assert isinstance(taken, Offered)
    assert taken.errand
    often = await db.write(send_proof, luna.cafe.ana, taken.errand.id, link_proof(f"{LINK}/more"), now=NOW)
    assert isinstance(often, TooOften)
