"""Every command and every button answers, on every channel, for everybody who sees it."""

import pytest

from bot.table import COMMANDS
from tests.fakes.people import User
from tests.journeys.people import ANA, CLEO, EVA
from tests.journeys.stage import ONE_STAMP, POINTS, Stage
from tests.side_by_side import add

_MOST_TAPS = 150
_NEVER = ("Yes, erase everything", "Nederlands", "Magyar")  # these end the walk, or triple it


@pytest.mark.parametrize("person", [ANA, EVA, CLEO], ids=lambda person: person.first_name)
async def test_every_command_and_button_answers(stage: Stage, person: User) -> None:
    luna = await stage.cafe(programme=ONE_STAMP)
    sol = await stage.cafe("Bakery Sol", POINTS)
    for shop in (luna, sol):
        await shop.joins(ANA)
        await stage.scans(EVA, ANA)
    await stage.says(EVA, "60")
    tapped: set[str] = set(_NEVER)
    for word in COMMANDS:
        while await _follows(stage, person, f"/{word}", tapped):
            assert len(tapped) < _MOST_TAPS


async def test_every_button_of_cards_side_by_side_answers(stage: Stage) -> None:
    luna = await stage.cafe(programme=ONE_STAMP)
    await stage.house.db.write(add, luna.shop.id, POINTS, now=stage.hours.now)
    await luna.joins(ANA)
    tapped: set[str] = set(_NEVER)
    for word in ("programme", "rewards", "stats", "export", "poster", "audit", "campaigns"):
        while await _follows(stage, CLEO, f"/{word}", tapped):
            assert len(tapped) < _MOST_TAPS


async def _follows(stage: Stage, person: User, command: str, tapped: set[str]) -> bool:
    """Ask, and go on by whichever button was not tapped yet; False when there was none."""
    _check(await stage.says(person, command), command)
    before = len(tapped)
    while label := next((label for label in stage.last(person).labels if label not in tapped), None):
        tapped.add(label)
        answer = await stage.taps(person, label)
        if answer or not label.startswith("✓"):  # what is chosen already changes nothing
            _check(answer, f"{command}: {label}")
    return len(tapped) > before


def _check(answer: str, asked: str) -> None:
    assert answer, f"{asked!r} was not answered"
    assert "Sorry, something went wrong" not in answer, asked
    assert "That button is out of date" not in answer, asked
