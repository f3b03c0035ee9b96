"""A task keeps the promise it was begun under, is given once by somebody else's yes, and stays within its month."""

import asyncio
from datetime import timedelta

import pytest

from actions.access import NotAllowed
from actions.cards.tasks import Offered, ProofSent, drop, send_proof, take_on
from actions.people.erasure import erase_person
from actions.people.merge import join_persons, part_persons
from actions.people.personal_data import everything_held
from actions.shop.side_by_side import TakenAway, take_away
from actions.till.proofs import (
    Declined,
    Given,
    NotNow,
    approve,
    decline,
    what_became,
)
from loyalty.actor import ActingPerson
from loyalty.cards.parts.task import Task
from loyalty.cards.proofs import Proof
from storage.cards import errands
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.people import merges
from tests.actions.doing import (
    CUP,
    LINK,
    balance_of,
    boss_of,
    link_proof,
    luna_with_tasks,
    proofs_waiting,
    show_proof,
    somebody_else,
    take_task,
    tasks_of,
)
from tests.actions.places import CAKE, DAY, HOUR, NOW, hire, meet, open_luna, stamps
from tests.programmes import points_card
from tests.side_by_side import add


async def test_what_waits_on_a_card_that_is_taken_away_disturbs_nothing(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    beside = await db.write(add, luna.cafe.shop.id, points_card((CAKE,), parts=(CUP,)), name="Tea", now=NOW)
    begun = await take_task(luna)
    assert isinstance(begun, Offered)
    assert begun.errand
    sent = await show_proof(luna, who=await somebody_else(luna))
    gone = await db.write(take_away, boss_of(luna), luna.cafe.shop.id, beside.programme_id, now=NOW)
    assert isinstance(gone, TakenAway)
    assert await tasks_of(luna) == []
    assert await proofs_waiting(luna) == []
    late = await db.write(
        send_proof, luna.cafe.ana, begun.errand.id, link_proof("https://a.example/2"), now=NOW
    )
    assert late == "gone"
    said = await db.write(approve, boss_of(luna), sent, now=NOW)
    assert isinstance(said, NotNow)
    assert said.why == "gone"


async def test_a_yes_gives_what_was_promised_and_tells_the_customer_and_the_audit(db: Database) -> None:
    luna = await luna_with_tasks(db)
    this = await show_proof(luna)
    [told] = await luna.told("proof")
    assert told["errand_id"] == this
    done = await db.write(approve, boss_of(luna), this, now=NOW + HOUR)
    assert isinstance(done, Given)
    assert (done.state.standing.balance, done.part.gives) == (2, 2)
    [told] = await luna.told("task")
    became = await db.read(what_became, told["errand_id"])
    assert became is not None
    assert became[0].state == "approved"
    assert done.state.account.last_visit_at is None  # it is no visit
    assert (await tasks_of(luna))[0].left == 2


async def test_a_no_gives_nothing_says_why_and_frees_the_place(db: Database) -> None:
    luna = await luna_with_tasks(db, Task("Cup", "Show it", 2, 1, 1))
    this = await show_proof(luna)
    assert (await tasks_of(luna, who=await somebody_else(luna)))[0].why == "month"
    said = await db.write(decline, boss_of(luna), this, "I can't see it there", now=NOW)
    assert isinstance(said, Declined)
    assert await balance_of(luna) == 0
    assert (await tasks_of(luna, who=await somebody_else(luna, "Dan")))[0].why is None
    assert isinstance(await take_task(luna), Offered)
    found = await db.read(what_became, this)
    assert found is not None
    assert found[0].reason == "I can't see it there"


async def test_two_who_say_yes_at_once_give_it_once(db: Database) -> None:
    luna = await luna_with_tasks(db)
    this = await show_proof(luna)
    mona = await db.write(meet, "Mona")
    await db.write(hire, luna.cafe.shop.id, mona, "manager")
    outcomes = await asyncio.gather(
        *(db.write(approve, ActingPerson(who), this, now=NOW) for who in (mona, luna.cafe.cleo))
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Given", "NotNow"]
    assert await balance_of(luna) == 2
    assert len(await luna.told("task")) == 1
    late = await db.write(decline, boss_of(luna), this, "no", now=NOW)
    assert isinstance(late, NotNow)
    assert late.why == "decided"
    assert await balance_of(luna) == 2


async def test_nobody_says_yes_to_their_own_and_cashiers_to_none(db: Database) -> None:
    luna = await luna_with_tasks(db)
    this = await show_proof(luna)
    assert isinstance(await db.write(approve, ActingPerson(luna.cafe.eva), this, now=NOW), NotAllowed)
    assert isinstance(await db.write(approve, ActingPerson(luna.cafe.ana), this, now=NOW), NotAllowed)
    await db.write(hire, luna.cafe.shop.id, luna.cafe.ana, "manager")
    own = await db.write(approve, ActingPerson(luna.cafe.ana), this, now=NOW)
    assert isinstance(own, NotNow)
    assert own.why == "own"
    assert await balance_of(luna) == 0


async def test_staff_take_no_task_on(db: Database) -> None:
    luna = await luna_with_tasks(db)
    await db.write(hire, luna.cafe.shop.id, luna.cafe.ana, "cashier")
    assert await take_task(luna) == "staff"


async def test_each_does_it_as_often_as_one_may_and_all_as_often_as_the_month_holds(db: Database) -> None:
    luna = await luna_with_tasks(db, Task("Cup", "Show it", 1, 2, 3))
    for n in range(2):
        this = await show_proof(luna, link_proof(f"{LINK}/{n}"))
        assert isinstance(await db.write(approve, boss_of(luna), this, now=NOW), Given)
    assert await take_task(luna) == "each"
    ben, dan = await somebody_else(luna), await somebody_else(luna, "Dan")
    assert isinstance(await take_task(luna, who=ben), Offered)
    assert await take_task(luna, who=dan) == "month"  # said before somebody does the work
    assert isinstance(await take_task(luna, NOW + timedelta(days=31), who=dan), Offered)  # April


async def test_two_who_take_the_last_place_at_once_get_one(db: Database) -> None:
    luna = await luna_with_tasks(db, Task("Cup", "Show it", 1, 1, 1))
    both = [await somebody_else(luna), await somebody_else(luna, "Dan")]
    outcomes = await asyncio.gather(*(take_task(luna, who=who) for who in both))
    assert sorted(str(one) if isinstance(one, str) else "taken" for one in outcomes) == ["month", "taken"]


async def test_a_place_is_kept_for_a_week_and_no_longer(db: Database) -> None:
    luna = await luna_with_tasks(db, Task("Cup", "Show it", 1, 1, 1))
    taken = await take_task(luna)
    assert isinstance(taken, Offered)
    assert taken.errand
    assert taken.until
    ben = await somebody_else(luna)
    assert await take_task(luna, taken.until - HOUR, who=ben) == "month"
    assert isinstance(await take_task(luna, taken.until, who=ben), Offered)
    late = await db.write(send_proof, luna.cafe.ana, taken.errand.id, link_proof(), now=taken.until)
    assert late == "late"


async def test_what_was_begun_keeps_its_promise_where_the_task_is_changed_or_taken_away(db: Database) -> None:
    luna = await luna_with_tasks(db)
    taken = await take_task(luna)
    assert isinstance(taken, Offered)
    assert taken.errand
    await luna.change(stamps(10), NOW + HOUR)
    [kept] = await tasks_of(luna, NOW + HOUR)
    assert (kept.part, kept.errand) == (CUP, taken.errand)
    sent = await db.write(send_proof, luna.cafe.ana, taken.errand.id, link_proof(), now=NOW + HOUR)
    assert isinstance(sent, ProofSent)
    done = await db.write(approve, boss_of(luna), taken.errand.id, now=NOW + 2 * HOUR)
    assert isinstance(done, Given)
    assert await balance_of(luna) == CUP.gives
    assert await tasks_of(luna, NOW + 3 * HOUR) == []


async def test_a_button_of_rules_that_were_changed_takes_nothing_on(db: Database) -> None:
    luna = await luna_with_tasks(db)
    [one] = await tasks_of(luna)
    await luna.change(stamps(10, parts=(Task("Own cup", "Show it", 1, 1, 1),)), NOW + HOUR)
    about = (luna.cafe.ana, luna.cafe.card_id, one.state.current.id, one.place)
    assert await db.write(take_on, *about, now=NOW + HOUR) == "changed"


async def test_who_was_forgotten_meanwhile_gets_nothing_and_leaves_nothing(db: Database) -> None:
    luna = await luna_with_tasks(db)
    this = await show_proof(luna, Proof("picture:1", link=LINK, jpeg=b"one", likeness="00ff00ff00ff00ff"))
    await db.write(erase_person, luna.cafe.ana, now=NOW)
    gone = await db.write(approve, boss_of(luna), this, now=NOW)
    assert isinstance(gone, NotNow)
    assert gone.why == "gone"
    errand = await db.read(errands.by_id, this)
    assert errand is not None
    assert (errand.state, errand.link, errand.likeness) == ("withdrawn", None, None)
    assert await db.read(errands.picture_of, errand) is None
    assert await proofs_waiting(luna) == []


async def test_who_drops_it_frees_the_place_and_the_proof(db: Database) -> None:
    luna = await luna_with_tasks(db)
    this = await show_proof(luna)
    assert not await db.write(drop, luna.cafe.eva, this)
    assert await db.write(drop, luna.cafe.ana, this)
    assert await proofs_waiting(luna) == []
    await show_proof(luna)  # the same link: nothing is known of it any more
    assert isinstance(await db.write(approve, boss_of(luna), this, now=NOW), NotNow)


async def test_a_task_goes_along_where_two_chats_become_one_and_back(db: Database) -> None:
    luna = await luna_with_tasks(db)
    ben = await somebody_else(luna)
    this = await show_proof(luna, who=ben)
    merge_id = await db.write(join_persons, luna.cafe.ana, ben[0], now=NOW)
    [one] = await tasks_of(luna)
    assert one.errand
    assert one.errand.id == this
    assert isinstance(await db.write(approve, boss_of(luna), this, now=NOW), Given)
    assert await balance_of(luna) == 2

    def parted(tx: Tx) -> None:
        merge = merges.by_id(tx, merge_id)
        assert merge
        part_persons(tx, merge, now=NOW + DAY)

    await db.write(parted)
    errand = await db.read(errands.by_id, this)
    assert errand is not None
    assert errand.account_id == ben[1]


async def test_what_was_shown_is_told_to_who_asks_what_is_held(db: Database) -> None:
    luna = await luna_with_tasks(db)
    this = await show_proof(luna)
    await db.write(approve, boss_of(luna), this, now=NOW)
    held = await db.write(everything_held, luna.cafe.ana, now=NOW)
    [row] = held.rows["tasks"]
    assert (row["task"], row["link"], row["state"]) == ("Own cup", LINK, "approved")
    [row] = (await db.write(everything_held, luna.cafe.cleo, now=NOW)).rows["tasks_decided_by_you"]
    assert row["task"] == "Own cup"


@pytest.mark.parametrize("who", ["stranger", "eva"])
async def test_nobody_elses_task_can_be_shown_or_dropped(db: Database, who: str) -> None:
    luna = await luna_with_tasks(db)
    taken = await take_task(luna)
    assert isinstance(taken, Offered)
    assert taken.errand
    other = luna.cafe.eva if who == "eva" else await db.write(meet, "Zoe")
    assert await db.write(send_proof, other, taken.errand.id, link_proof(), now=NOW) == "gone"
    assert not await db.write(drop, other, taken.errand.id)
