"""An owner tries another offer: from the hypothesis to the take-over, on every platform and database."""

import pytest
from sqlalchemy import select

from storage.cards import accounts, counters, visits
from storage.cards.visits import NewVisit
from storage.engine.statements import Statement, Tx
from storage.people import persons
from storage.shop import staff
from storage.tables import accounts as accounts_table
from storage.tables import occurrences
from tests.journeys.campaigns import crowd_agrees, opened, round_for, sets, times_read
from tests.journeys.people import ANA, CLEO
from tests.journeys.platforms import EACH_PLATFORM, Where
from tests.journeys.stage import FOUR_STAMPS, Place, Stage
from tests.kinds import BIRTHDAY

pytestmark = pytest.mark.parametrize("where", [*EACH_PLATFORM, Where("telegram", "postgres")], ids=str)
_HOLDERS = Statement(select(accounts_table.c.person_id))
_TRIED = Statement(select(occurrences.c.account_id).where(occurrences.c.arm == "b"))


async def born_together(stage: Stage, cafe: Place) -> None:
    """Let fifty guests have their birthday three weeks from now, as Ana does."""
    await crowd_agrees(stage, cafe, 50)

    def tell(tx: Tx) -> None:
        for (person_id,) in _HOLDERS.all(tx):
            persons.set_birthday(tx, person_id, "04-02", now=stage.hours.now)

    await stage.house.db.write(tell)


async def those_with_b_come(stage: Stage, cafe: Place) -> None:
    def come(tx: Tx) -> None:
        member = staff.owners(tx, cafe.shop.id)
        works = staff.in_shop(tx, member[0], cafe.shop.id)
        assert works
        for (card_id,) in _TRIED.all(tx):
            counter = counters.of_account(tx, accounts.by_id(tx, card_id))[0]
            visits.add(tx, counter, works, NewVisit(f"came:{card_id}", stage.hours.now, 1))

    await stage.house.db.write(come)


async def test_from_the_hypothesis_to_the_take_over(stage: Stage) -> None:
    cafe = await opened(stage, FOUR_STAMPS, BIRTHDAY)
    await sets(stage, "Birthday", "Gift", "Slice of cake")
    await born_together(stage, cafe)
    assert "Nothing is tried now." in await stage.says(CLEO, "/experiments")
    await stage.taps(CLEO, "➕ Try something")
    assert "Level near" not in stage.last(CLEO).labels, "the card has no levels"
    await stage.taps(CLEO, "Birthday")
    assert "First write down in a sentence" in await stage.taps(CLEO, "The offer")
    await stage.says(CLEO, "Who is given coffee comes sooner.")
    await stage.says(CLEO, "8")
    assert "What does it cost you" in await stage.says(CLEO, "Free coffee")
    shown = await stage.taps(CLEO, "I don't know")
    assert "A: Gift: Slice of cake" in shown
    assert "B: Gift: Free coffee" in shown
    assert "⏳ To know of that takes about" in shown
    assert "Since" in await stage.taps(CLEO, "✔ Begin")
    again = await stage.taps(CLEO, "✔ Begin")
    assert "It runs already, and was begun once." in again
    assert "“Who is given coffee comes sooner.”" in again
    stage.later(days=21)
    await round_for(stage, ANA)
    stage.later(days=3)
    await those_with_b_come(stage, cafe)
    stage.later(days=26)
    await stage.house.refit()
    said = await round_for(stage, CLEO)
    if stage.channel.window:  # by then only approved words reach her
        assert "News of your experiment at Café Luna." in said
        said = await stage.taps(CLEO, "See it")
    assert "⚖ B brings more: about" in said
    assert "“Who is given coffee comes sooner.”" in said
    assert "B was taken over" in await stage.taps(CLEO, "✔ Take over B")
    await stage.says(CLEO, "/campaigns")
    assert "Gift: Free coffee" in await stage.taps(CLEO, "✔ Birthday")
    assert "what was tried; nobody can change that any more" in await stage.says(CLEO, "/experiments")


@pytest.mark.slow
async def test_a_message_for_a_filters_customers_is_tried_with_them_alone(stage: Stage) -> None:
    await opened(stage, FOUR_STAMPS, BIRTHDAY)
    await sets(stage, "Birthday", "Gift", "Slice of cake")
    await stage.says(CLEO, "/broadcast")
    for label in ("🔎 A filter of my own", "What they are", "❤ True friends"):
        await stage.taps(CLEO, label)
    await stage.says(CLEO, "Best ones")
    await stage.says(CLEO, "/experiments")
    await stage.taps(CLEO, "➕ Try something")
    shown = await stage.taps(CLEO, "Birthday")
    assert "It is tried with whom the message is for: everybody to whom it is due." in shown
    for label in ("👥 For whom", "🔎 Best ones", "✔ To them alone"):
        await stage.taps(CLEO, label)
    await stage.says(CLEO, "/experiments")
    await stage.taps(CLEO, "➕ Try something")
    assert "Best ones: nobody at present" in await stage.taps(CLEO, "Birthday")
    await stage.taps(CLEO, "The offer")
    for text in ("Who is given coffee comes sooner.", "8", "Free coffee"):
        await stage.says(CLEO, text)
    alone = "👥 With “Best ones” alone: who is none of them gets neither, and is not counted."
    assert alone in await stage.taps(CLEO, "I don't know")
    assert alone in await stage.taps(CLEO, "✔ Begin")
    await stage.says(CLEO, "/campaigns")
    for label in ("✔ Birthday", "👥 For whom"):
        await stage.taps(CLEO, label)
    told = await stage.taps(CLEO, "👥 Everybody again")
    assert alone in told
    assert "the message was changed, switched or paused meanwhile" in told
    assert "not kept any more. Begin it anew" in await stage.taps(CLEO, "✔ Begin")


async def test_a_campaign_that_is_changed_ends_what_is_tried_with_words(stage: Stage) -> None:
    await opened(stage, FOUR_STAMPS, BIRTHDAY)
    await sets(stage, "Birthday", "Gift", "Slice of cake")
    await stage.says(CLEO, "/experiments")
    for label in ("➕ Try something", "Birthday", "The words", "English"):
        await stage.taps(CLEO, label)
    for text in ("Short words do.", "4"):
        await stage.says(CLEO, text)
    shown = await stage.says(CLEO, "Hurray, {name}: {gift}!")
    assert ("the approved words go on" in shown) == bool(stage.channel.window)
    await stage.taps(CLEO, "✔ Begin")
    await sets(stage, "Birthday", "Gift", "Free coffee")
    await round_for(stage, CLEO)
    assert times_read(stage, CLEO, "the message was changed, switched or paused meanwhile") == 1


async def test_an_owner_lets_a_message_go_when_each_comes_and_may_try_whether_that_helps(
    stage: Stage,
) -> None:
    await opened(stage, FOUR_STAMPS, BIRTHDAY)
    await stage.says(CLEO, "/campaigns")
    await stage.taps(CLEO, "✔ Birthday")
    await stage.taps(CLEO, "Goes at")
    assert "· Goes at: When each comes" in await stage.taps(CLEO, "When each comes")
    await sets(stage, "Birthday", "Goes at", "17")
    await stage.says(CLEO, "/experiments")
    for label in ("➕ Try something", "Birthday", "The hour"):
        await stage.taps(CLEO, label)
    for text in ("They think of us then.", "4"):
        await stage.says(CLEO, text)
    shown = await stage.taps(CLEO, "When each comes")
    assert "A: Goes at: 17:00\nB: Goes at: When each comes" in shown
    assert "Birthday · The hour" in await stage.taps(CLEO, "✔ Begin")
