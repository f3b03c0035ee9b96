"""A high street is opened at the command line: its links, its rules and its sums; what can't be is said in its options."""

import pytest

from tests.desk import Desk

STREET = ("coalition", "create", "--name", "High Street")
TWO = ("--shop", "Café Sol=cafe", "--shop", "Bakery Sol=bakery")


async def test_a_street_opens_with_the_links_of_everybody_and_the_sums_of_each_shop(desk: Desk) -> None:
    made = (await desk.runs(*STREET, *TWO, "--invite", "1", "--json")).facts
    assert made["links"]["telegram"]["join"].startswith("https://t.me/stempel_bot?start=j")
    assert [one["name"] for one in made["shops"]] == ["Café Sol", "Bakery Sol"]
    assert "?start=i" in made["shops"][0]["links"]["telegram"]["owner"]
    [invited] = made["invitations"]
    assert "?start=s" in invited["telegram"]
    assert "100 points: Thank you (€5.00 off)" in "\n".join(made["rules"])
    for shop in made["shops"]:
        assert "Of €100.00 spent with you up to €5.00 comes back" in "\n".join(shop["sums"])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--shop", "Café Sol=cafe"), "One shop alone is no coalition"),
        (("--shop", "Café Sol"), "needs its trade"),
        ((*TWO, "--reward", "100"), "as 100=5"),
        ((*TWO, "--points-per-unit", "0"), "--points-per-unit wants a number"),
        ((*TWO, "--reward", "100=60"), "Add --even-at-a-loss"),
        ((*TWO, "--currency", "XXZ"), "is no currency"),
        ((*TWO, "--language", "tlh"), "is no language"),
    ],
    ids=["alone", "no trade", "no worth", "no points", "at a loss", "no money", "no language"],
)
async def test_what_can_not_be_is_said_and_nothing_is_opened(
    desk: Desk, given: tuple[str, ...], said: str
) -> None:
    ended = await desk.runs(*STREET, *given)
    assert ended.code == 1
    assert said in ended.err
    assert "Traceback" not in ended.err
    assert (await desk.runs("shop", "list", "--json")).facts == []
