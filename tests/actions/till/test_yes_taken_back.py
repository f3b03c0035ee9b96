"""A task keeps the promise it was begun under, is given once by somebody else's yes, and stays within its month."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from actions.access import NotAllowed
from actions.allowances import TooOften
from actions.cards.tasks import Offered, ProofSent, drop, offered, send_proof, take_on
from actions.people.erasure import erase_person
from actions.people.merge import join_persons, part_persons
from actions.people.personal_data import everything_held
from actions.shop.side_by_side import TakenAway, take_away
from actions.till.proofs import (
    Declined,
    Given,
    NotNow,
    OpenProofs,
    ShownProof,
    YesTakenBack,
    approve,
    decline,
    open_proofs,
    see_proof,
    take_back,
    what_became,
)
from actions.till.redeem import redeem
from loyalty.actor import ActingPerson
from loyalty.allowances import PROOFS
from loyalty.cards.parts.task import Task
from loyalty.cards.proofs import Proof, key_of_link
from loyalty.records import Voucher
from storage.cards import accounts, errands, vouchers
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.people import merges
from tests.actions.places import CAKE, DAY, HOUR, NOW, Luna, hire, join, meet, open_luna, points, stamps
from tests.programmes import points_card
from tests.side_by_side import add

CUP = Task("Own cup", "Show a cup of your own.", 2, 3, 2)
LINK = "https://pages.example/ana/1"


async def _luna(db: Database, *tasks: Task, size: int = 10) -> Luna:
    return await open_luna(db, stamps(size, parts=tasks or (CUP,)))


def _of(tx: Tx, card_id: int, person_id: int, now: datetime) -> list[Offered]:
    return offered(tx, person_id, accounts.by_id(tx, card_id), now=now)


async def _tasks(luna: Luna, now: datetime = NOW, *, who: tuple[int, int] | None = None) -> list[Offered]:
    person, card = who or (luna.cafe.ana, luna.cafe.card_id)
    return await luna.db.write(_of, card, person, now)


async def _take(luna: Luna, now: datetime = NOW, *, who: tuple[int, int] | None = None) -> Offered | str:
    person, card = who or (luna.cafe.ana, luna.cafe.card_id)
    [one, *_] = await _tasks(luna, now, who=who)
    return await luna.db.write(take_on, person, card, one.state.current.id, one.place, now=now)


def _link(link: str = LINK) -> Proof:
    return Proof(key_of_link(link), link=link)


async def _shows(
    luna: Luna, proof: Proof | None = None, now: datetime = NOW, *, who: tuple[int, int] | None = None
) -> int:
    """Take the task on, show a proof, and return the errand."""
    taken = await _take(luna, now, who=who)
    assert isinstance(taken, Offered), taken
    assert taken.errand
    person = who[0] if who else luna.cafe.ana
    sent = await luna.db.write(send_proof, person, taken.errand.id, proof or _link(), now=now)
    assert isinstance(sent, ProofSent), sent
    return taken.errand.id


async def _another(luna: Luna, name: str = "Ben") -> tuple[int, int]:
    person = await luna.db.write(meet, name)
    return person, await luna.db.write(join, luna.cafe.shop, person)


async def test_what_waits_on_a_card_that_is_taken_away_disturbs_nothing(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    beside = await db.write(add, luna.cafe.shop.id, points_card((CAKE,), parts=(CUP,)), name="Tea", now=NOW)
    begun = await _take(luna)
    assert isinstance(begun, Offered)
    assert begun.errand
    sent = await _shows(luna, who=await _another(luna))
    gone = await db.write(take_away, _boss(luna), luna.cafe.shop.id, beside.programme_id, now=NOW)
    assert isinstance(gone, TakenAway)
    assert await _tasks(luna) == []
    assert await _open(luna) == []
    late = await db.write(send_proof, luna.cafe.ana, begun.errand.id, _link("https://a.example/2"), now=NOW)
    assert late == "gone"
    said = await db.write(approve, _boss(luna), sent, now=NOW)
    assert isinstance(said, NotNow)
    assert said.why == "gone"


def _boss(luna: Luna) -> ActingPerson:
    return ActingPerson(luna.cafe.cleo)


async def _balance(luna: Luna) -> int:
    return (await luna.stands()).standing.balance


async def test_a_yes_gives_what_was_promised_and_tells_the_customer_and_the_audit(db: Database) -> None:
    luna = await _luna(db)
    this = await _shows(luna)
    [told] = await luna.told("proof")
    assert told["errand_id"] == this
    done = await db.write(approve, _boss(luna), this, now=NOW + HOUR)
    assert isinstance(done, Given)
    assert (done.state.standing.balance, done.part.gives) == (2, 2)
    [told] = await luna.told("task")
    became = await db.read(what_became, told["errand_id"])
    assert became is not None
    assert became[0].state == "approved"
    assert done.state.account.last_visit_at is None  # it is no visit
    assert (await _tasks(luna))[0].left == 2


async def test_a_no_gives_nothing_says_why_and_frees_the_place(db: Database) -> None:
    luna = await _luna(db, Task("Cup", "Show it", 2, 1, 1))
    this = await _shows(luna)
    assert (await _tasks(luna, who=await _another(luna)))[0].why == "month"
    said = await db.write(decline, _boss(luna), this, "I can't see it there", now=NOW)
    assert isinstance(said, Declined)
    assert await _balance(luna) == 0
    assert (await _tasks(luna, who=await _another(luna, "Dan")))[0].why is None
    assert isinstance(await _take(luna), Offered)
    found = await db.read(what_became, this)
    assert found is not None
    assert found[0].reason == "I can't see it there"


async def test_two_who_say_yes_at_once_give_it_once(db: Database) -> None:
    luna = await _luna(db)
    this = await _shows(luna)
    mona = await db.write(meet, "Mona")
    await db.write(hire, luna.cafe.shop.id, mona, "manager")
    outcomes = await asyncio.gather(
        *(db.write(approve, ActingPerson(who), this, now=NOW) for who in (mona, luna.cafe.cleo))
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Given", "NotNow"]
    assert await _balance(luna) == 2
    assert len(await luna.told("task")) == 1
    late = await db.write(decline, _boss(luna), this, "no", now=NOW)
    assert isinstance(late, NotNow)
    assert late.why == "decided"
    assert await _balance(luna) == 2


async def test_nobody_says_yes_to_their_own_and_cashiers_to_none(db: Database) -> None:
    luna = await _luna(db)
    this = await _shows(luna)
    assert isinstance(await db.write(approve, ActingPerson(luna.cafe.eva), this, now=NOW), NotAllowed)
    assert isinstance(await db.write(approve, ActingPerson(luna.cafe.ana), this, now=NOW), NotAllowed)
    await db.write(hire, luna.cafe.shop.id, luna.cafe.ana, "manager")
    own = await db.write(approve, ActingPerson(luna.cafe.ana), this, now=NOW)
    assert isinstance(own, NotNow)
    assert own.why == "own"
    assert await _balance(luna) == 0


async def test_staff_take_no_task_on(db: Database) -> None:
    luna = await _luna(db)
    await db.write(hire, luna.cafe.shop.id, luna.cafe.ana, "cashier")
    assert await _take(luna) == "staff"


async def test_each_does_it_as_often_as_one_may_and_all_as_often_as_the_month_holds(db: Database) -> None:
    luna = await _luna(db, Task("Cup", "Show it", 1, 2, 3))
    for n in range(2):
        this = await _shows(luna, _link(f"{LINK}/{n}"))
        assert isinstance(await db.write(approve, _boss(luna), this, now=NOW), Given)
    assert await _take(luna) == "each"
    ben, dan = await _another(luna), await _another(luna, "Dan")
    assert isinstance(await _take(luna, who=ben), Offered)
    assert await _take(luna, who=dan) == "month"  # said before somebody does the work
    assert isinstance(await _take(luna, NOW + timedelta(days=31), who=dan), Offered)  # April


async def test_two_who_take_the_last_place_at_once_get_one(db: Database) -> None:
    luna = await _luna(db, Task("Cup", "Show it", 1, 1, 1))
    both = [await _another(luna), await _another(luna, "Dan")]
    outcomes = await asyncio.gather(*(_take(luna, who=who) for who in both))
    assert sorted(str(one) if isinstance(one, str) else "taken" for one in outcomes) == ["month", "taken"]


async def test_a_place_is_kept_for_a_week_and_no_longer(db: Database) -> None:
    luna = await _luna(db, Task("Cup", "Show it", 1, 1, 1))
    taken = await _take(luna)
    assert isinstance(taken, Offered)
    assert taken.errand
    assert taken.until
    ben = await _another(luna)
    assert await _take(luna, taken.until - HOUR, who=ben) == "month"
    assert isinstance(await _take(luna, taken.until, who=ben), Offered)
    late = await db.write(send_proof, luna.cafe.ana, taken.errand.id, _link(), now=taken.until)
    assert late == "late"


async def test_what_was_begun_keeps_its_promise_where_the_task_is_changed_or_taken_away(db: Database) -> None:
    luna = await _luna(db)
    taken = await _take(luna)
    assert isinstance(taken, Offered)
    assert taken.errand
    await luna.change(stamps(10), NOW + HOUR)
    [kept] = await _tasks(luna, NOW + HOUR)
    assert (kept.part, kept.errand) == (CUP, taken.errand)
    sent = await db.write(send_proof, luna.cafe.ana, taken.errand.id, _link(), now=NOW + HOUR)
    assert isinstance(sent, ProofSent)
    done = await db.write(approve, _boss(luna), taken.errand.id, now=NOW + 2 * HOUR)
    assert isinstance(done, Given)
    assert await _balance(luna) == CUP.gives
    assert await _tasks(luna, NOW + 3 * HOUR) == []


async def test_a_button_of_rules_that_were_changed_takes_nothing_on(db: Database) -> None:
    luna = await _luna(db)
    [one] = await _tasks(luna)
    await luna.change(stamps(10, parts=(Task("Own cup", "Show it", 1, 1, 1),)), NOW + HOUR)
    about = (luna.cafe.ana, luna.cafe.card_id, one.state.current.id, one.place)
    assert await db.write(take_on, *about, now=NOW + HOUR) == "changed"


async def test_the_same_proof_counts_once_whoever_sends_it_and_in_whatever_dress(db: Database) -> None:
    luna = await _luna(db)
    await _shows(luna)
    ben = await _another(luna)
    taken = await _take(luna, who=ben)
    assert isinstance(taken, Offered)
    assert taken.errand
    copied = _link("http://www.pages.example/ana/1/?utm_source=copied")
    assert await db.write(send_proof, ben[0], taken.errand.id, copied, now=NOW) == "others"
    own = _link("https://pages.example/ben/1")
    assert isinstance(await db.write(send_proof, ben[0], taken.errand.id, own, now=NOW), ProofSent)
    assert await db.write(send_proof, ben[0], taken.errand.id, own, now=NOW) == "sent"


async def test_what_was_declined_is_not_taken_again(db: Database) -> None:
    luna = await _luna(db)
    this = await _shows(luna)
    await db.write(decline, _boss(luna), this, "no", now=NOW)
    taken = await _take(luna)
    assert isinstance(taken, Offered)
    assert taken.errand
    assert await db.write(send_proof, luna.cafe.ana, taken.errand.id, _link(), now=NOW) == "again"


async def test_one_picture_sent_by_two_at_once_counts_once(db: Database) -> None:
    luna = await _luna(db)
    both = [await _another(luna), await _another(luna, "Dan")]
    taken = [await _take(luna, who=who) for who in both]
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
    luna = await _luna(db)
    await _shows(luna, Proof("picture:1", jpeg=b"one", likeness="00ff00ff00ff00ff"))
    like = await _shows(
        luna, Proof("picture:2", jpeg=b"two", likeness="00ff00ff00ff00fe"), who=await _another(luna)
    )
    shown = await db.write(see_proof, _boss(luna), like, now=NOW)
    assert isinstance(shown, ShownProof)
    assert shown.alike
    assert shown.picture is not None
    assert await db.read(errands.content, shown.picture) == b"two"


async def test_a_yes_can_be_taken_back_and_said_again(db: Database) -> None:
    luna = await _luna(db)
    this = await _shows(luna)
    await db.write(approve, _boss(luna), this, now=NOW)
    back = await db.write(take_back, _boss(luna), this, now=NOW + HOUR)
    assert isinstance(back, YesTakenBack)
    assert (await _balance(luna), back.amount) == (0, 2)
    [waits] = await _open(luna)
    assert waits.errand.id == this
    assert isinstance(await db.write(take_back, _boss(luna), this, now=NOW + HOUR), NotNow)
    assert isinstance(await db.write(approve, _boss(luna), this, now=NOW + HOUR), Given)
    assert await _balance(luna) == 2


async def _open(luna: Luna) -> Sequence[ShownProof]:
    found = await luna.db.write(open_proofs, _boss(luna), luna.cafe.shop.id, most=5, now=NOW)
    assert isinstance(found, OpenProofs)
    assert len(found.shown) == found.count
    return list(found.shown)


async def test_what_filled_a_card_is_taken_back_with_its_reward_until_that_is_used(db: Database) -> None:
    luna = await _luna(db, size=2)
    this = await _shows(luna)
    await db.write(approve, _boss(luna), this, now=NOW)
    [coffee] = await _available(luna)
    assert isinstance(await db.write(take_back, _boss(luna), this, now=NOW), YesTakenBack)
    assert (await _balance(luna), await _available(luna)) == (0, [])
    await db.write(approve, _boss(luna), this, now=NOW)
    [again] = await _available(luna)
    assert again.id != coffee.id
    await db.write(redeem, ActingPerson(luna.cafe.eva), luna.cafe.card_id, again.id, shown=True, now=NOW)
    back = await db.write(take_back, _boss(luna), this, now=NOW)
    assert isinstance(back, NotNow)
    assert back.why == "spent"


async def test_what_reached_a_reward_on_the_way_is_taken_back_with_it(db: Database) -> None:
    luna = await open_luna(db, stamps(10, milestone=2, parts=(CUP,)))
    this = await _shows(luna)
    await db.write(approve, _boss(luna), this, now=NOW)
    assert len(await _available(luna)) == 1
    assert isinstance(await db.write(take_back, _boss(luna), this, now=NOW), YesTakenBack)
    assert (await _balance(luna), await _available(luna)) == (0, [])


async def test_points_given_for_a_task_are_taken_back(db: Database) -> None:
    luna = await open_luna(db, points(parts=(CUP,)))
    this = await _shows(luna)
    await db.write(approve, _boss(luna), this, now=NOW)
    assert isinstance(await db.write(take_back, _boss(luna), this, now=NOW), YesTakenBack)


async def _available(luna: Luna) -> list[Voucher]:
    def held(tx: Tx) -> list[Voucher]:
        return vouchers.usable(tx, accounts.by_id(tx, luna.cafe.card_id), now=NOW)

    return await luna.db.read(held)


async def test_who_was_forgotten_meanwhile_gets_nothing_and_leaves_nothing(db: Database) -> None:
    luna = await _luna(db)
    this = await _shows(luna, Proof("picture:1", link=LINK, jpeg=b"one", likeness="00ff00ff00ff00ff"))
    await db.write(erase_person, luna.cafe.ana, now=NOW)
    gone = await db.write(approve, _boss(luna), this, now=NOW)
    assert isinstance(gone, NotNow)
    assert gone.why == "gone"
    errand = await db.read(errands.by_id, this)
    assert errand is not None
    assert (errand.state, errand.link, errand.likeness) == ("withdrawn", None, None)
    assert await db.read(errands.picture_of, errand) is None
    assert await _open(luna) == []


async def test_who_drops_it_frees_the_place_and_the_proof(db: Database) -> None:
    luna = await _luna(db)
    this = await _shows(luna)
    assert not await db.write(drop, luna.cafe.eva, this)
    assert await db.write(drop, luna.cafe.ana, this)
    assert await _open(luna) == []
    await _shows(luna)  # the same link: nothing is known of it any more
    assert isinstance(await db.write(approve, _boss(luna), this, now=NOW), NotNow)


async def test_a_task_goes_along_where_two_chats_become_one_and_back(db: Database) -> None:
    luna = await _luna(db)
    ben = await _another(luna)
    this = await _shows(luna, who=ben)
    merge_id = await db.write(join_persons, luna.cafe.ana, ben[0], now=NOW)
    [one] = await _tasks(luna)
    assert one.errand
    assert one.errand.id == this
    assert isinstance(await db.write(approve, _boss(luna), this, now=NOW), Given)
    assert await _balance(luna) == 2

    def parted(tx: Tx) -> None:
        merge = merges.by_id(tx, merge_id)
        assert merge
        part_persons(tx, merge, now=NOW + DAY)

    await db.write(parted)
    errand = await db.read(errands.by_id, this)
    assert errand is not None
    assert errand.account_id == ben[1]


async def test_what_was_shown_is_told_to_who_asks_what_is_held(db: Database) -> None:
    luna = await _luna(db)
    this = await _shows(luna)
    await db.write(approve, _boss(luna), this, now=NOW)
    held = await db.write(everything_held, luna.cafe.ana, now=NOW)
    [row] = held.rows["tasks"]
    assert (row["task"], row["link"], row["state"]) == ("Own cup", LINK, "approved")
    [row] = (await db.write(everything_held, luna.cafe.cleo, now=NOW)).rows["tasks_decided_by_you"]
    assert row["task"] == "Own cup"


async def test_so_many_proofs_a_day_are_looked_at_and_no_more(db: Database) -> None:
    luna = await _luna(db, Task("Cup", "Show it", 1, 50, 50))
    for n in range(PROOFS.most):
        this = await _shows(luna, _link(f"{LINK}/{n}"))
        await db.write(decline, _boss(luna), this, "no", now=NOW)
    taken = await _take(luna)
    assert isinstance(taken, Offered)
    assert taken.errand
    often = await db.write(send_proof, luna.cafe.ana, taken.errand.id, _link(f"{LINK}/more"), now=NOW)
    assert isinstance(often, TooOften)


@pytest.mark.parametrize("who", ["stranger", "eva"])
async def test_nobody_elses_task_can_be_shown_or_dropped(db: Database, who: str) -> None:
    luna = await _luna(db)
    taken = await _take(luna)
    assert isinstance(taken, Offered)
    assert taken.errand
    other = luna.cafe.eva if who == "eva" else await db.write(meet, "Zoe")
    assert await db.write(send_proof, other, taken.errand.id, _link(), now=NOW) == "gone"
    assert not await db.write(drop, other, taken.errand.id)
