"""A draw from its owner's first question to the winner and the seed, and a scratch after the scan: on every channel."""

import re
from pathlib import Path
from runpy import run_path

import pytest

from tests.fakes.people import User
from tests.journeys.people import ANA, BEN, CLEO, EVA
from tests.journeys.platforms import EVERYWHERE
from tests.journeys.stage import Place, Stage

everywhere = pytest.mark.parametrize("where", EVERYWHERE, ids=str)
SCRIPT = Path(__file__).parents[2] / "docs" / "check_draw.py"


async def _opens(stage: Stage, *answers: str, form: str = "🎟 Drawn at the end") -> str:
    """Let Cleo answer the questions, and open the draw; return what she reads before her yes."""
    await stage.says(CLEO, "/draw")
    await stage.taps(CLEO, "➕ Open a draw")
    said = await stage.taps(CLEO, form)
    for answer in answers:
        said = await stage.says(CLEO, answer)
    assert "Shall I open it like this?" in said, said
    assert "The draw runs" in await stage.taps(CLEO, "✔ Open it")
    return said


async def _cafe(stage: Stage) -> Place:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    return cafe


async def _tick(stage: Stage, person: User) -> str:
    """Let the clock do its round, as `stempel tick` does, and return what somebody reads."""

    async def do() -> None:
        await stage.house.campaign(afresh=True)

    return await stage.heard(person, do())


@pytest.mark.slow
@everywhere
async def test_a_draw_is_opened_played_drawn_and_checked(stage: Stage) -> None:
    await _cafe(stage)
    summary = await _opens(stage, "Breakfast for two", "12", "2", "7", "Yes, one is free")
    assert "It costs €24.00 at most." in summary
    assert "A draw is a game of chance." in summary
    told = await stage.says(ANA, "/draw")
    assert "🎟 Café Luna: 2 × Breakfast for two" in told
    assert "Only for who is 18 or older" in told
    assert "You take part" in await stage.taps(ANA, "✋ I am 18 or older")
    await stage.says(ANA, "/card")
    await stage.scans(EVA, ANA)
    own = await stage.says(ANA, "/draw")
    assert "You have 2 tickets:" in own
    promised = re.findall(r"[0-9a-f]{64}", own)[0]
    assert "The seed stays secret until the draw" in await stage.taps(ANA, "🔒 The seed")
    stage.later(days=8)
    assert "It has ended: in a moment the seed says who won." in await stage.says(ANA, "/draw")
    await stage.says(CLEO, "/draw")
    mark = stage.platform.mark(CLEO)
    won = await _tick(stage, ANA)
    assert "🎉 Café Luna: you won in the draw: Breakfast for two × 2!" in won
    over = "\n".join(seen.text for seen in stage.platform.since(CLEO, mark))
    assert "2 prizes are won, €24.00 in all." in over
    assert "Breakfast for two" in await stage.says(ANA, "/rewards")
    assert "2 tickets of yours won" in await stage.says(ANA, "/draw")
    listed = await stage.taps(ANA, "📄 Check it")
    seed, commitment = re.findall(r"--seed ([0-9a-f]{64}) --commitment ([0-9a-f]{64}) --prizes 2", listed)[0]
    check = run_path(str(SCRIPT))
    assert check["sha256"](seed) == commitment == promised
    tickets = re.findall(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", own)
    assert check["sha256"]("".join(f"{ticket}\n" for ticket in sorted(tickets))) in listed
    assert sorted(check["winners"](seed, tickets, 2)) == sorted(tickets)


async def _takes_part(stage: Stage, who: User = ANA) -> str:
    await stage.says(who, "/draw")
    return await stage.taps(who, "✋ I am 18 or older")


@everywhere
async def test_a_ticket_is_scratched_after_the_scan_and_its_prize_handed_out(stage: Stage) -> None:
    await _cafe(stage)
    await _opens(stage, "Free cookie", "0.50", "20", "2", "7", "No, only visits", form="🪙 Scratched")
    assert "You take part" in await _takes_part(stage)
    said = ""
    for _ in range(30):
        stage.later(hours=2)
        await stage.says(ANA, "/card")
        await stage.scans(EVA, ANA)
        told = await stage.says(ANA, "/draw")
        assert "You have 1 ticket to scratch.\nWhat is not scratched by the end of 19 March is lost." in told
        said = await stage.taps(ANA, "🎟 Scratch")
        if "wins" in said:
            break
        assert "no prize this time" in said
    assert "wins: Free cookie! It waits on your card." in said
    assert "Free cookie" in await stage.says(ANA, "/rewards")
    assert "1 prize is won." in await stage.says(CLEO, "/draw")
    mark = stage.platform.mark(ANA)
    assert "What its ticket won went with it: Free cookie" in await stage.taps(EVA, "↩ Undo")
    [told] = [seen.text for seen in stage.platform.since(ANA, mark) if seen.text.startswith("Café Luna:")]
    assert "What its ticket won went with it: Free cookie" in told
    assert "Free cookie" not in await stage.says(ANA, "/rewards")


@everywhere
async def test_a_prize_that_was_fetched_is_said_to_wait_no_more(stage: Stage) -> None:
    await _cafe(stage)
    await _opens(stage, "Free cookie", "0.50", "20", "2", "7", "No, only visits", form="🪙 Scratched")
    assert "You have no ticket yet: your next visit is one." in await _takes_part(stage)
    said = ""
    while "wins" not in said:
        stage.later(hours=1)
        await stage.says(ANA, "/card")
        await stage.scans(EVA, ANA)
        await stage.says(ANA, "/draw")
        said = await stage.taps(ANA, "🎟 Scratch")
    assert "🎉 You won: Free cookie. It waits on your card" in await stage.says(ANA, "/draw")
    await stage.says(ANA, "/rewards")
    await stage.taps(ANA, "Use: Free cookie")
    assert "✔ redeemed" in await stage.opens(EVA, stage.code_of(ANA))
    read = await stage.says(ANA, "/draw")
    assert "🎉 You won: Free cookie.\n" in read
    assert "It waits" not in read
    stage.later(days=9)
    await _tick(stage, ANA)
    over = await stage.says(ANA, "/draw")
    assert "🎉 1 ticket of yours won: Free cookie.\n" in over
    assert "what waits" not in over


@everywhere
async def test_odds_beyond_the_budget_are_refused_with_the_sum_and_asked_again(stage: Stage) -> None:
    await _cafe(stage)
    for _ in range(4):
        stage.later(hours=2)
        await stage.says(ANA, "/card")
        await stage.scans(EVA, ANA)
    await stage.says(CLEO, "/draw")
    await stage.taps(CLEO, "➕ Open a draw")
    await stage.taps(CLEO, "🪙 Scratched")
    for answer in ("Free cookie", "0.50", "1", "2", "7"):
        said = await stage.says(CLEO, answer)
    said = await stage.taps(CLEO, "No, only visits")
    assert "4 tickets would win about 2 prizes, €1.00. You set 1 aside, €0.50. One in 4 or rarer fits" in said
    assert "Shall I open it like this?" in await stage.says(CLEO, "4")


@everywhere
async def test_what_is_no_answer_is_asked_again_kindly(stage: Stage) -> None:
    await _cafe(stage)
    await stage.says(CLEO, "/draw")
    await stage.taps(CLEO, "➕ Open a draw")
    await stage.taps(CLEO, "🎟 Drawn at the end")
    await stage.says(CLEO, "Breakfast")
    assert "I can't read that as an amount" in await stage.says(CLEO, "a lot")
    await stage.says(CLEO, "12")
    assert "A number from 1 to 1,000, please." in await stage.says(CLEO, "none")
    await stage.says(CLEO, "1")
    assert "A number from 1 to 92, please." in await stage.says(CLEO, "365")
    await stage.says(CLEO, "7")
    assert "It costs €12.00 at most." in await stage.taps(CLEO, "No, only visits")


@everywhere
async def test_strangers_staff_and_who_has_nothing_to_win_get_kind_words(stage: Stage) -> None:
    cafe = await _cafe(stage)
    assert "You have no card yet" in await stage.says(BEN, "/draw")
    assert "No shop of yours draws prizes at the moment." in await stage.says(ANA, "/draw")
    await _opens(stage, "Breakfast for two", "12", "2", "7", "Yes, one is free")
    await cafe.joins(EVA)
    await stage.says(EVA, "/draw")
    assert "You work here: the draw is for customers." in await stage.taps(EVA, "✋ I am 18 or older")
    assert "The draw is taken away." in await stage.taps(CLEO, "✖ Take it away")
    assert "This draw is not there any more." in await stage.taps(EVA, "✋ I am 18 or older")
    stage.later(days=8)
    assert "won" not in await _tick(stage, ANA)


@everywhere
async def test_a_draw_that_nobody_took_part_in_ends_without_a_prize(stage: Stage) -> None:
    await _cafe(stage)
    await _opens(stage, "Breakfast for two", "12", "2", "7", "No, only visits")
    stage.later(days=8)
    await stage.says(CLEO, "/draw")
    assert "Nobody took part: nothing was drawn, and it cost you nothing." in await _tick(stage, CLEO)
    assert "no draw runs at the moment" in await stage.says(CLEO, "/draw")


async def test_who_has_not_written_for_long_hears_by_a_form_where_free_words_dont_get_through(
    stage: Stage,
) -> None:
    await _cafe(stage)
    await _opens(stage, "Breakfast for two", "12", "1", "7", "Yes, one is free")
    await _takes_part(stage)
    stage.later(days=8)
    mark = stage.platform.mark(CLEO)
    assert "Breakfast for two" in await _tick(stage, ANA)
    assert "Breakfast for two" in "\n".join(seen.text for seen in stage.platform.since(CLEO, mark))


async def test_the_sums_name_a_draw_with_the_most_that_it_costs(stage: Stage) -> None:
    await _cafe(stage)
    await _opens(stage, "Breakfast for two", "12", "2", "7", "Yes, one is free")
    await stage.says(CLEO, "/calculator")
    for figure, typed in (("Average sale", "4.50"), ("Margin", "65%")):
        await stage.taps(CLEO, figure)
        await stage.says(CLEO, typed)
    assert "· Draw: €12.00 each, 2 a month at most: €24.00" in await stage.says(CLEO, "/calculator")


@everywhere
async def test_the_card_offers_the_draw_while_it_runs(stage: Stage) -> None:
    await _cafe(stage)
    await stage.says(ANA, "/card")
    assert "🎟 The draw" not in stage.last(ANA).labels
    await _opens(stage, "Breakfast for two", "12", "2", "7", "Yes, one is free")
    await stage.says(ANA, "/card")
    assert "Breakfast for two" in await stage.taps(ANA, "🎟 The draw")


@everywhere
async def test_a_yes_to_a_draw_that_was_taken_away_is_none_to_the_next(stage: Stage) -> None:
    await _cafe(stage)
    await _opens(stage, "Breakfast for two", "12", "2", "7", "Yes, one is free")
    await stage.says(ANA, "/draw")
    await stage.says(CLEO, "/draw")
    assert "The draw is taken away." in await stage.taps(CLEO, "✖ Take it away")
    await _opens(stage, "A week of lunches", "60", "1", "7", "Yes, one is free")
    assert "This draw is not there any more." in await stage.taps(ANA, "✋ I am 18 or older")
    assert "You take part" not in await stage.says(ANA, "/draw")
    assert "You take part" in await stage.taps(ANA, "✋ I am 18 or older")


async def test_who_would_be_forgotten_reads_how_many_tickets_go(stage: Stage) -> None:
    await _cafe(stage)
    await _opens(stage, "Breakfast for two", "12", "2", "7", "Yes, one is free")
    assert "🎟" not in await stage.says(ANA, "/forget")
    await stage.says(ANA, "/draw")
    await stage.taps(ANA, "✋ I am 18 or older")
    told = await stage.says(ANA, "/forget")
    assert "· Café Luna · 0 of 4 stamps · 🎟 1 ticket for Breakfast for two" in told


@everywhere
async def test_who_was_forgotten_is_counted_among_those_who_take_part_no_more(stage: Stage) -> None:
    cafe = await _cafe(stage)
    await cafe.joins(BEN)
    await _opens(stage, "Breakfast for two", "12", "2", "7", "Yes, one is free")
    await _takes_part(stage)
    await _takes_part(stage, BEN)
    await stage.says(BEN, "/forget")
    await stage.taps(BEN, "Yes, erase everything")
    said = await stage.says(CLEO, "/draw")
    assert "1 customer takes part.\n1 ticket so far." in said


@everywhere
async def test_a_ticket_that_nobody_scratched_is_named_as_that_when_the_draw_is_over(stage: Stage) -> None:
    await _cafe(stage)
    await _opens(stage, "Free cookie", "0.50", "20", "2", "7", "No, only visits", form="🪙 Scratched")
    await _takes_part(stage)
    await stage.says(ANA, "/card")
    await stage.scans(EVA, ANA)
    stage.later(days=8)
    await stage.says(CLEO, "/draw")
    assert "No ticket was scratched: nothing was won, and it cost you nothing." in await _tick(stage, CLEO)
    assert "You scratched no ticket by its end." in await stage.says(ANA, "/draw")
