"""An owner alone with a phone: the poster, the people, the cards to give away; and a customer who leaves."""

import pytest

from bot.scanner import read_codes
from tests.fakes.papers import printed
from tests.journeys.people import ANA, BEN, CLEO, EVA, TOM
from tests.journeys.stage import Stage


@pytest.mark.slow
async def test_the_poster_that_the_owner_prints_brings_customers_in(stage: Stage) -> None:
    await stage.cafe()
    assert "Whoever scans it has a card at once" in await stage.says(CLEO, "/poster")
    await stage.says(ANA, "hello")
    assert "Welcome to Café Luna, Ana!" in await stage.sends_photo(ANA, stage.picture(CLEO))
    [code] = _codes(stage.last(CLEO).document)
    assert "Welcome to Café Luna, Ben!" in await stage.opens(BEN, code)


async def test_the_owner_takes_somebody_on_who_stamps_at_once(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.taps(CLEO, "➕ Invite staff")
    answer = await stage.taps(CLEO, "Cashier: stamps and hands out rewards")
    [link] = [word for word in answer.split() if word.startswith(stage.channel.link("i"))]
    assert "You are cashier now." in await stage.opens(TOM, link)
    assert "Ana, 1 of 4 stamps ✔ stamped" in await stage.scans(TOM, ANA)
    assert "· Tom · cashier · 1 visit this week" in await stage.says(CLEO, "/staff")


@pytest.mark.slow
async def test_cards_that_the_owner_prints_collect_and_are_claimed(stage: Stage) -> None:
    await stage.cafe()
    await stage.says(CLEO, "/cards 2")
    codes = _codes(stage.last(CLEO).document)
    assert len(codes) == 2
    assert "1 of 4 stamps ✔ stamped" in await stage.opens(EVA, codes[0])
    assert "Everything on it came with you." in await stage.opens(ANA, codes[0])
    assert await stage.balance(ANA) == 1


async def test_the_owner_takes_customers_and_ledger_home_as_files(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(CLEO, "/export")
    customers, ledger = [seen.document for seen in stage.chat(CLEO) if seen.document]
    assert b"Ana" in customers
    assert b"Eva" in ledger


async def test_figures_show_what_happened_at_the_till(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    answer = await stage.says(CLEO, "/stats")
    assert "👥 1 member, 1 new" in answer
    assert "✔ 1 visit " in answer
    assert stage.last(CLEO).picture


async def test_the_month_shows_what_came_in_and_who(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    answer = await stage.says(CLEO, "/money")
    assert "✔ 1 visit" in answer
    assert "0 when the month began, 1 new" in answer


async def test_the_owner_sets_a_target_and_reads_how_far_it_is(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.says(CLEO, "/target")
    await stage.taps(CLEO, "Visits")
    await stage.says(CLEO, "40")
    assert "Visits: 0 of 40 by" in await stage.says(CLEO, "in 3 weeks")
    await stage.scans(EVA, ANA)
    stage.later(minutes=1)
    assert "🎯 Visits: 1 of 40 by" in await stage.says(CLEO, "/money")


async def test_the_owner_sets_a_branch_a_target_and_reads_how_far_it_is(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.says(CLEO, "/staff")
    await stage.taps(CLEO, "📍 Branches")
    await stage.taps(CLEO, "➕ Add a branch")
    await stage.says(CLEO, "Station")
    await stage.says(EVA, "/branch station")
    await stage.says(CLEO, "/target")
    await stage.taps(CLEO, "📍 Station")
    await stage.taps(CLEO, "Visits")
    await stage.says(CLEO, "40")
    assert "Station · Visits: 0 of 40 by" in await stage.says(CLEO, "in 3 weeks")
    await stage.scans(EVA, ANA)
    stage.later(minutes=1)
    assert "🎯" not in await stage.says(CLEO, "/money")
    assert "🎯 Station · Visits: 1 of 40 by" in await stage.taps(CLEO, "📍 Station")
    assert "set Station a target" in await stage.says(CLEO, "/audit")


async def test_a_rule_that_is_shown_waits_for_its_yes_whatever_is_said_between(stage: Stage) -> None:
    await stage.cafe()
    await stage.says(CLEO, "/programme")
    await stage.taps(CLEO, "Head start")
    assert "none → 2 stamps" in await stage.says(CLEO, "2")
    assert "not done yet: it waits for your yes" in await stage.says(CLEO, "hmm, perhaps")
    assert stage.last(CLEO).labels[0] == "✔ Confirm"
    assert "Head start: 2 stamps" in await stage.says(CLEO, "yes")


async def test_a_customer_who_is_forgotten_comes_back_as_somebody_new(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(ANA, "/card")
    old = stage.code_of(ANA)
    await stage.says(ANA, "/forget")
    await stage.taps(ANA, "Yes, erase everything")
    stage.later(minutes=2)
    assert "Ana" not in await stage.opens(EVA, old)
    assert "Ana" not in await stage.says(EVA, "/today")
    assert "Nobody by that name" in await stage.says(EVA, "/find ana")
    assert await stage.rows("SELECT kind, amount FROM entries ORDER BY id") == [("visit", 1), ("expired", -1)]
    assert "Welcome to Café Luna, Ana!" in await cafe.joins(ANA)
    assert await stage.balance(ANA) == 0


async def test_one_who_is_not_the_owner_gets_no_figures_and_no_lists(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    for person in (ANA, EVA):
        for command in (
            "/stats",
            "/money",
            "/audit",
            "/export",
            "/staff",
            "/invite",
            "/programme",
            "/cards 5",
        ):
            answer = await stage.says(person, command)
            assert "Ana" not in answer, command
            assert stage.last(person).document is None, command
            assert "start=i" not in answer, command


def _codes(paper: bytes | None) -> list[str]:
    """Scan a printed page."""
    assert paper
    found = read_codes(printed(paper)[0])
    assert isinstance(found, tuple), found
    return list(found)


@pytest.mark.parametrize(
    "way",
    [
        ("/rewards", "➕ Add a reward", "Cookie", "2"),
        ("/programme", "A code works for", "12"),
        ("/programme", "🏪 The shop", "Name", "Café Sol"),
    ],
    ids=lambda way: way[1],
)
async def test_an_owner_who_confirms_twice_reads_that_it_is_so_and_not_that_nothing_was_done(
    stage: Stage, way: tuple[str, ...]
) -> None:
    await stage.cafe()
    await stage.says(CLEO, way[0])
    for step in way[1:]:
        on_a_button = step in stage.last(CLEO).labels
        await (stage.taps if on_a_button else stage.says)(CLEO, step)
    confirm = stage.platform.data_under(CLEO, "✔ Confirm")
    assert "✔ Done." in await stage.taps(CLEO, "✔ Confirm")
    again = await stage.taps_data(CLEO, confirm)
    assert again.startswith("That is how it is already.")
    assert "out of date" not in again
