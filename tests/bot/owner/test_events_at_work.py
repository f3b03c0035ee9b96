"""What those who work at a shop see of its events: a manager who comes, a cashier how many."""

from storage.engine.database import Database
from tests.bot.owner.test_events import tasting
from tests.talk import ANA, CLEO, EVA, MAX


async def test_who_manages_sees_who_comes_and_no_button_that_only_the_owner_may_use(
    sqlite_db: Database,
) -> None:
    talk, _ = await tasting(sqlite_db)
    await talk.says(CLEO, "/staff")
    await talk.taps(CLEO, "Eva")
    await talk.taps(CLEO, "Make manager")
    await talk.says(CLEO, "/events")
    await talk.taps(CLEO, "Tasting")
    for label in ("✏ Day and time", "✏ Seats", "✏ For coming", "✏ What it is", "🗑 Call it off"):
        assert await talk.taps(EVA, talk.button(CLEO, label)) == "Only the shop's owner can do that."
    await talk.says(EVA, "/events")
    assert "0 of 1 seat taken" in await talk.taps(EVA, "Tasting")
    assert talk.labels(EVA) == ["← Events"]


async def test_who_works_at_the_till_sees_what_is_on_and_how_many_come_and_not_who(
    sqlite_db: Database,
) -> None:
    talk, _ = await tasting(sqlite_db)
    await talk.says(ANA, "/events")
    await talk.taps(ANA, "✔ I come: Tasting")
    said = await talk.says(EVA, "/events")
    assert "Tasting of new coffees, Tuesday 17 March, 19:30: 1 of 1 seat taken" in said
    assert "Ana" not in said
    assert talk.labels(EVA) == ["🎟 Events for myself"]
    assert await talk.taps(EVA, "🎟 Events for myself") == "There is nothing on now where you have a card."


async def test_who_works_where_nothing_is_on_sees_at_once_what_is_on_where_they_have_a_card(
    sqlite_db: Database,
) -> None:
    talk, opened = await tasting(sqlite_db)
    await talk.opens(MAX, "j" + opened.shop.code)
    sol = await talk.joins(ANA, "Bar Sol")
    await talk.stamped(ANA, sol, 1, by=MAX)
    assert "Café Luna: Tasting of new coffees" in await talk.says(MAX, "/events")
    assert talk.labels(MAX) == ["✔ I come: Tasting of new coffees"]
