"""A draw is decided by its seed and its tickets alone, anybody finds the same by a script, and the odds keep to the budget."""

import random
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from runpy import run_path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.cards.draws import (
    MOST_DAYS,
    MOST_PRIZES,
    SETTLES,
    BadPlan,
    Draw,
    DrawForm,
    DrawPlan,
    TooGenerous,
    commitment_of,
    fate,
    foretold,
    list_hash,
    listing,
    problem,
    ticket_of,
    winners,
)

SCRIPT = Path(__file__).parents[3] / "docs" / "check_draw.py"
SEED = "ab" * 32
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
TICKETS = DrawPlan(DrawForm.TICKETS, "Breakfast for two", 1200, 3, 7)
SCRATCH = DrawPlan(DrawForm.SCRATCH, "Free coffee", 80, 10, 30, 20)
_SEEDS = st.text("0123456789abcdef", min_size=64, max_size=64)


@pytest.fixture(scope="module")
def script() -> Mapping[str, Any]:
    """Load the script as whoever checks has it: nothing of ours is in it."""
    return run_path(str(SCRIPT))


def _draw(plan: DrawPlan, seed: str = SEED) -> Draw:
    return Draw(1, 1, plan.form, plan.prize, plan.cost_minor, plan.prizes, plan.one_in, plan.free, NOW,
                NOW + timedelta(days=7), seed, commitment_of(seed), None, 0)  # fmt: skip


def _run(file: Path, *asked: str) -> subprocess.CompletedProcess[str]:
    """Run the script alone: -I lets it import nothing of ours."""
    command = [sys.executable, "-I", str(SCRIPT), str(file), *asked]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own script


def _tickets(seed: str, cards: Mapping[int, int]) -> list[str]:
    return [
        ticket_of(commitment_of(seed), card, number)
        for card, last in cards.items()
        for number in range(last + 1)
    ]


@given(
    _SEEDS,
    st.dictionaries(st.integers(1, 2**63), st.integers(0, 6), max_size=20),
    st.integers(1, 9),
    st.randoms(),
)
def test_a_draw_replayed_from_its_seed_gives_the_same_winners_by_the_script_too(
    seed: str, cards: dict[int, int], prizes: int, dice: random.Random
) -> None:
    tickets = _tickets(seed, cards)
    won = winners(seed, tickets, prizes)
    shuffled = dice.sample(tickets, len(tickets))
    assert winners(seed, shuffled, prizes) == won
    assert len(won) == min(prizes, len(tickets)) == len(set(won))
    alone = run_path(str(SCRIPT))
    assert alone["winners"](seed, shuffled, prizes) == won
    scratch = _draw(SCRATCH, seed)
    assert alone["lucky"](seed, shuffled, 20) == sorted(ticket for ticket in tickets if scratch.wins(ticket))


def test_the_script_checks_the_file_as_it_is_sent(tmp_path: Path) -> None:
    tickets = sorted(_tickets(SEED, {7: 3, 9: 4}))
    file = tmp_path / "tickets.csv"
    file.write_text("ticket\n" + listing(tickets), encoding="utf-8-sig")
    asked = ["--seed", SEED, "--commitment", commitment_of(SEED), "--prizes", "2"]
    done = _run(file, *asked)
    assert done.stdout.splitlines() == [
        "The seed is the one that was promised.",
        f"9 tickets, SHA-256 of the list: {list_hash(listing(tickets))}",
        *(f"won: {ticket}" for ticket in winners(SEED, tickets, 2)),
    ]
    wrong = _run(file, "--seed", "other", *asked[2:])
    assert wrong.returncode
    assert "not the one that was promised" in wrong.stderr


def test_what_decides_is_a_plain_sha_256_that_other_tools_find_too() -> None:
    assert commitment_of(SEED) == sha256(SEED.encode()).hexdigest()
    assert fate(SEED, "ACDE-FGHJ-KMNP") == sha256(f"{SEED}:ACDE-FGHJ-KMNP".encode()).hexdigest()


@pytest.mark.slow
def test_a_ticket_keeps_its_name_and_no_two_have_one() -> None:
    tickets = _tickets(SEED, dict.fromkeys(range(1, 2000), 5))
    assert len(set(tickets)) == len(tickets) == 1999 * 6
    assert tickets == _tickets(SEED, dict.fromkeys(range(1, 2000), 5))
    assert tickets != _tickets("other", dict.fromkeys(range(1, 2000), 5))


def test_all_tickets_have_the_same_chance() -> None:
    tickets = _tickets(SEED, dict.fromkeys(range(20), 0))
    won = dict.fromkeys(tickets, 0)
    for n in range(4000):
        won[winners(f"{n}", tickets, 1)[0]] += 1
    # Chi-squared with 19 degrees of freedom: above 43.8 once in a thousand times.
    assert sum((seen - 200) ** 2 / 200 for seen in won.values()) < 43.8


def test_of_scratched_tickets_as_many_win_as_was_said() -> None:
    draw = _draw(SCRATCH)
    won = sum(draw.wins(ticket) for ticket in _tickets(SEED, dict.fromkeys(range(2000), 9)))
    assert 900 < won < 1100  # one in 20 of 20,000; 100 are more than three times what chance spreads


def test_odds_beyond_the_budget_are_refused_with_what_would_do() -> None:
    why = problem(SCRATCH, tickets=800)
    assert why == TooGenerous(tickets=800, wins=40, one_in=80)
    better = DrawPlan(DrawForm.SCRATCH, "Free coffee", 80, 10, 30, 80)
    assert problem(better, tickets=800) is None
    assert problem(SCRATCH, tickets=200) is None
    assert problem(TICKETS, tickets=10_000) is None


@pytest.mark.parametrize(
    ("plan", "what"),
    [
        (DrawPlan(DrawForm.TICKETS, "X", 1, 0, 7), "prizes"),
        (DrawPlan(DrawForm.TICKETS, "X", 1, MOST_PRIZES + 1, 7), "prizes"),
        (DrawPlan(DrawForm.TICKETS, "X", 1, 1, 0), "days"),
        (DrawPlan(DrawForm.TICKETS, "X", 1, 1, MOST_DAYS + 1), "days"),
        (DrawPlan(DrawForm.TICKETS, "", 1, 1, 7), "prize"),
        (DrawPlan(DrawForm.TICKETS, "x" * 61, 1, 1, 7), "prize"),
        (DrawPlan(DrawForm.SCRATCH, "X", 1, 1, 7, 1), "one_in"),
        (DrawPlan(DrawForm.SCRATCH, "X", 1, 1, 7), "one_in"),
    ],
)
def test_a_figure_that_cant_be_is_named(plan: DrawPlan, what: str) -> None:
    why = problem(plan, tickets=0)
    assert isinstance(why, BadPlan)
    assert why.what == what


def test_a_draw_is_drawn_a_minute_after_its_end_and_once() -> None:
    draw = _draw(TICKETS)
    assert draw.runs(now=draw.ends_at - timedelta(seconds=1))
    assert not draw.runs(now=draw.ends_at)
    assert not draw.due(now=draw.ends_at)
    assert draw.due(now=draw.ends_at + SETTLES)


@pytest.mark.parametrize("plan", [TICKETS, SCRATCH], ids=str)
def test_a_year_of_a_thousand_customers_costs_what_was_foretold(plan: DrawPlan) -> None:
    dice = random.Random(12)  # noqa: S311 - a year that is the same each time
    spent, least, most = 0, 0, 0
    for month in range(12):
        seed = f"{dice.getrandbits(256):064x}"
        came = {card: dice.choice((0, 0, 0, 1, 2)) for card in range(1000)}
        # As many as one in 20 can pay for, so that chance is not cut off by the budget alone.
        tickets = _tickets(seed, {card: n for card, n in came.items() if card % 10 == month % 10})
        draw = _draw(plan, seed)
        won = (
            winners(seed, tickets, plan.prizes)
            if plan is TICKETS
            else [one for one in tickets if draw.wins(one)]
        )
        few, many = foretold(plan, tickets=len(tickets))
        assert few <= min(plan.prizes, len(won)) <= many <= plan.prizes
        spent += min(plan.prizes, len(won)) * plan.cost_minor
        least, most = least + few * plan.cost_minor, most + many * plan.cost_minor
    assert least <= spent <= most <= 12 * plan.most_minor
