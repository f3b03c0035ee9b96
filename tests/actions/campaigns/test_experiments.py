"""An experiment with a campaign: two variants by lot, judged every night, decided by its owner, and never edited."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from sqlalchemy import delete, select, update

from actions.access import NotAllowed
from actions.campaigns.campaign import Campaign
from actions.campaigns.experiment_plan import Experiment, Plan, UnfitExperiment, begin, outlook
from actions.campaigns.experiments import (
    SeenExperiment,
    decide,
    endings,
    experiment_of,
    see_experiments,
)
from actions.campaigns.filters import SavedFilter, save_filter
from actions.campaigns.settings import campaign_of, set_wording, switch_campaign
from actions.campaigns.whom import choose_whom
from loyalty.actor import ActingPerson
from loyalty.campaigns.experiment import Ending, arm_of
from loyalty.campaigns.experiment_result import Better
from loyalty.campaigns.filters import Filter
from loyalty.customer_kinds import Quadrant
from scheduler.campaigns.judging import judge_experiments
from storage.cards import accounts, counters, visits, vouchers
from storage.cards.visits import NewVisit
from storage.delivery.messaging_window import set_window
from storage.engine.database import Database
from storage.engine.statements import Statement, Tx
from storage.people import known_addresses, persons
from storage.shop import staff
from storage.tables import experiments, occurrences, outbox
from tests.actions.campaigns.test_treatments import stand
from tests.actions.customers import luna_with, newcomer, setting, tick
from tests.actions.places import DAY, NOW, Luna, stamps
from tests.kinds import BIRTHDAY
from words.campaigns.experiments import experiment_lines
from words.language import words

_ARMS = Statement(
    select(occurrences.c.person_id, occurrences.c.arm, occurrences.c.account_id).order_by(occurrences.c.id)
)
_STATES = Statement(select(occurrences.c.state, occurrences.c.arm).order_by(occurrences.c.id))
_TOLD = Statement(select(outbox.c.dedup_key).where(outbox.c.kind == "experiment").order_by(outbox.c.id))
_BIRTHDAY = NOW + 31 * DAY
CAKE = Plan(BIRTHDAY, "gift", "Cake brings more than coffee.", 8, "Cake")
WORDS = Plan(BIRTHDAY, "en", "Short words bring more.", 4, "Hello {name}, {gift}!")


async def luna_of(db: Database, people: int) -> Luna:
    """Open Café Luna, which gives coffee for birthdays; as many people were born on the same day."""
    luna = await luna_with(db, stamps(), BIRTHDAY)
    await setting(luna, BIRTHDAY, "gift", "Coffee")

    def arrive(tx: Tx) -> None:
        for number in range(people):
            person_id, _ = newcomer(tx, luna, f"Guest {number}")
            persons.set_birthday(tx, person_id, f"{_BIRTHDAY:%m-%d}", now=NOW)

    await db.write(arrive)
    return luna


async def tries(luna: Luna, plan: Plan = CAKE) -> Experiment:
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    begun = await luna.db.write(begin, cleo, shop_id, plan, now=NOW)
    assert isinstance(begun, Experiment), begun
    return begun


async def seen(luna: Luna, one: Experiment) -> SeenExperiment:
    found = await luna.db.read(experiment_of, ActingPerson(luna.cafe.cleo), one.id)
    assert isinstance(found, SeenExperiment)
    return found


async def arms(luna: Luna) -> dict[int, tuple[str | None, int]]:
    """Say who got which variant, and on which card."""
    return {row[0]: (row[1], row[2]) for row in await luna.db.read(_ARMS.all)}


async def come(luna: Luna, arm: str) -> None:
    """Let everybody who got a variant come once, three days later."""
    cards = [card for who, (got, card) in (await arms(luna)).items() if got == arm]

    def visit(tx: Tx) -> None:
        member = staff.in_shop(tx, luna.cafe.eva, luna.cafe.shop.id)
        assert member
        for card in cards:
            counter = counters.of_account(tx, accounts.by_id(tx, card))[0]
            visits.add(tx, counter, member, NewVisit(f"came:{card}", _BIRTHDAY + 3 * DAY, 1))

    await luna.db.write(visit)


async def judged(luna: Luna) -> None:
    await judge_experiments(luna.db, luna.cafe.shop.id, now=_BIRTHDAY + 29 * DAY)


async def decided(
    luna: Luna, one: Experiment, ending: Ending
) -> SeenExperiment | NotAllowed | UnfitExperiment:
    return await luna.db.write(decide, ActingPerson(luna.cafe.cleo), one.id, ending, now=_BIRTHDAY + 30 * DAY)


async def test_half_get_the_other_offer_by_a_lot_that_stays(db: Database) -> None:
    luna = await luna_of(db, 20)
    one = await tries(luna)
    await tick(luna, _BIRTHDAY)
    got = await arms(luna)
    assert {arm for arm, _ in got.values()} == {"a", "b"}

    def given(tx: Tx) -> None:
        for person_id, (arm, card) in got.items():
            assert arm == arm_of(one.id, person_id)
            [held] = vouchers.usable(tx, accounts.by_id(tx, card), now=_BIRTHDAY)
            assert held.reward == ("Cake" if arm == "b" else "Coffee")

    await db.read(given)


async def test_the_better_one_is_found_told_once_and_taken_over_by_its_owner_alone(db: Database) -> None:
    luna = await luna_of(db, 55)
    one = await tries(luna)
    await tick(luna, _BIRTHDAY)
    await come(luna, "b")
    assert endings(await seen(luna, one)) == ("stopped",)
    assert await decided(luna, one, "taken") == UnfitExperiment("gone")
    await judged(luna)
    await judged(luna)
    found = (await seen(luna, one)).found
    assert found
    assert isinstance(found.comparison, Better)
    assert (found.comparison.arm, found.a.visits, found.b.visits) == ("b", 0, found.b.people)
    assert found.a.people + found.b.people == 55
    assert [row[0] for row in await db.read(_TOLD.all)] == [f"experiment:{one.id}:answer:{luna.cafe.cleo}"]
    shop_id = luna.cafe.shop.id
    assert (await db.write(campaign_of, shop_id, BIRTHDAY)).settings["gift"] == "Coffee"
    eva = ActingPerson(luna.cafe.eva)
    assert await db.write(decide, eva, one.id, "taken", now=_BIRTHDAY + 30 * DAY) == NotAllowed()
    done = await decided(luna, one, "taken")
    assert isinstance(done, SeenExperiment)
    assert done.one.ending == "taken"
    assert (await db.write(campaign_of, shop_id, BIRTHDAY)).settings["gift"] == "Cake"
    assert await decided(luna, one, "stopped") == UnfitExperiment("gone")


async def test_what_was_found_and_decided_can_not_be_changed_nor_deleted(db: Database) -> None:
    luna = await luna_of(db, 0)
    one = await tries(luna)
    assert isinstance(await decided(luna, one, "stopped"), SeenExperiment)

    def falsify(tx: Tx) -> None:
        tx.execute(update(experiments).values(hypothesis="I knew it."))

    def lose(tx: Tx) -> None:
        tx.execute(delete(experiments))

    for deed in (falsify, lose):
        with pytest.raises(Exception, match="stays as it is"):
            await db.write(deed)
    log = await db.read(see_experiments, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id)
    assert not isinstance(log, NotAllowed)
    assert [each.one.hypothesis for each in log.log] == [CAKE.hypothesis]
    assert not log.running


@pytest.mark.parametrize("how", ["setting", "wording", "switch"])
async def test_a_campaign_that_is_changed_ends_its_experiment_and_its_owner_is_told(
    db: Database, how: str
) -> None:
    luna = await luna_of(db, 0)
    one = await tries(luna)
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    if how == "setting":
        await setting(luna, BIRTHDAY, "late_days", "3")
    elif how == "wording":
        await db.write(set_wording, cleo, shop_id, BIRTHDAY, "nl", "Hoera!", now=NOW)
    else:
        await db.write(switch_campaign, cleo, shop_id, BIRTHDAY, False, now=NOW)  # noqa: FBT003
    assert (await seen(luna, one)).one.ending == "changed"
    assert [row[0] for row in await db.read(_TOLD.all)] == [f"experiment:{one.id}:ended:{luna.cafe.cleo}"]


async def test_one_runs_with_a_campaign_at_a_time_and_what_makes_no_sense_is_refused(db: Database) -> None:
    luna = await luna_of(db, 0)
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id

    async def refused(plan: Plan) -> object:
        return await db.write(begin, cleo, shop_id, plan, now=NOW)

    assert await refused(replace(CAKE, value="Coffee")) == UnfitExperiment("same")
    assert await refused(replace(CAKE, value=" ")) == UnfitExperiment("nothing_given")
    assert await refused(replace(CAKE, hypothesis=" ")) == UnfitExperiment("hypothesis")
    assert await refused(replace(CAKE, expected=0)) == UnfitExperiment("expected")
    assert await refused(replace(CAKE, name="bigger_gift")) == UnfitExperiment("gone")
    assert await refused(replace(WORDS, value="Hello {who}!")) != UnfitExperiment("gone")
    eva = ActingPerson(luna.cafe.eva)
    assert await db.write(begin, eva, shop_id, CAKE, now=NOW) == NotAllowed()
    await tries(luna)
    assert await refused(WORDS) == UnfitExperiment("running")


async def test_other_words_count_only_for_who_speaks_their_language_and_reads_free_words(
    db: Database,
) -> None:
    luna = await luna_of(db, 12)
    first, second, *_ = range(luna.cafe.cleo + 1, luna.cafe.cleo + 13)

    def differ(tx: Tx) -> None:
        persons.set_language(tx, first, "nl")
        [reach] = known_addresses.reached_for(tx, second, luna.cafe.shop.id)
        set_window(tx, reach.id, NOW)

    await db.write(differ)
    await tries(luna, WORDS)
    await tick(luna, _BIRTHDAY)
    got = await arms(luna)
    assert (got[first][0], got[second][0]) == (None, None)
    assert {arm for arm, _ in got.values()} == {None, "a", "b"}


async def befriend(luna: Luna, people: Iterable[int], quadrant: Quadrant) -> None:
    """Let a night have found these people to be of a kind."""

    def stand_all(tx: Tx) -> None:
        for person_id in people:
            [card] = accounts.of_person(tx, person_id)
            stand(tx, card.id, quadrant)

    await luna.db.write(stand_all)


async def for_friends(luna: Luna) -> int:
    """Let birthdays be for true friends alone."""
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    asks = Filter(quadrant=Quadrant.FRIEND)
    saved = await luna.db.write(save_filter, cleo, shop_id, "Friends", asks, now=NOW)
    assert isinstance(saved, SavedFilter)
    assert isinstance(await luna.db.write(choose_whom, cleo, shop_id, BIRTHDAY, saved.id, now=NOW), Campaign)
    return saved.id


async def test_a_message_for_a_filters_customers_is_tried_with_them_alone(db: Database) -> None:
    luna = await luna_of(db, 20)
    friends = range(luna.cafe.cleo + 1, luna.cafe.cleo + 11)
    await befriend(luna, friends, Quadrant.FRIEND)
    await befriend(luna, range(friends.stop, friends.stop + 10), Quadrant.STRANGER)
    saved = await for_friends(luna)
    one = await tries(luna)
    await tick(luna, _BIRTHDAY)
    got = await arms(luna)
    assert set(got) == set(friends)
    assert {arm for arm, _ in got.values()} == {"a", "b"}
    whom = (await seen(luna, one)).whom
    assert whom
    assert (whom.id, whom.name) == (saved, "Friends")


async def test_who_was_one_of_them_when_it_was_due_counts_whatever_becomes_of_them(db: Database) -> None:
    luna = await luna_of(db, 20)
    friends = range(luna.cafe.cleo + 1, luna.cafe.cleo + 21)
    await befriend(luna, friends, Quadrant.FRIEND)
    await for_friends(luna)
    one = await tries(luna)
    await tick(luna, _BIRTHDAY)
    await befriend(luna, friends, Quadrant.STRANGER)
    await judged(luna)
    found = (await seen(luna, one)).found
    assert found
    assert found.a.people + found.b.people == 20


async def test_whoever_chooses_others_ends_what_is_tried_and_its_result_still_names_whom_it_was_with(
    db: Database,
) -> None:
    luna = await luna_of(db, 0)
    await for_friends(luna)
    one = await tries(luna)
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    await db.write(choose_whom, cleo, shop_id, BIRTHDAY, None, now=NOW)
    ended = await seen(luna, one)
    assert ended.one.ending == "changed"
    assert ended.whom
    assert "👥 With “Friends” alone" in "\n".join(experiment_lines(ended, words("en")))


async def test_how_long_it_takes_is_said_by_the_filters_customers(db: Database) -> None:
    luna = await luna_of(db, 6)
    await tick(luna, _BIRTHDAY)
    friends = range(luna.cafe.cleo + 1, luna.cafe.cleo + 3)
    await befriend(luna, friends, Quadrant.FRIEND)
    about = (ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, BIRTHDAY, 8)
    before = await db.write(outlook, *about, now=_BIRTHDAY + DAY)
    await for_friends(luna)
    after = await db.write(outlook, *about, now=_BIRTHDAY + DAY)
    assert [getattr(one, "people", None) for one in (before, after)] == [6, 2]


async def test_who_is_held_out_is_in_no_arm(db: Database) -> None:
    luna = await luna_of(db, 30)
    await setting(luna, BIRTHDAY, "holdout_percent", "50")
    await tries(luna)
    await tick(luna, _BIRTHDAY)
    assert {(row[0] == "held_out", row[1] is None) for row in await db.read(_STATES.all)} == {
        (True, True),
        (False, False),
    }
