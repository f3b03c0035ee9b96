"""An event from its making to the stamp for coming, on every messenger, in a town of three guests and two seats."""

import pytest

from tests.fakes.people import User
from tests.journeys.campaigns import TEN_STAMPS, agrees, either, opened, reminded, round_for
from tests.journeys.people import ANA, BEN, CLEO, EVA
from tests.journeys.platforms import EVERYWHERE
from tests.journeys.stage import Stage
from tests.kinds import EVENT_CAME, EVENT_INVITE, EVENT_SOON

everywhere = pytest.mark.parametrize("where", EVERYWHERE, ids=str)
DORA = User(4711, "Dora")


async def _tasting(stage: Stage) -> None:
    """Let Cleo invite Ana, Ben and Dora to a tasting in five days, with two seats and two stamps for coming."""
    cafe = await opened(stage, TEN_STAMPS, EVENT_INVITE, EVENT_SOON, EVENT_CAME)
    for guest in (BEN, DORA):
        await agrees(stage, cafe, guest)
    await stage.says(CLEO, "/events")
    await stage.taps(CLEO, "➕ New event")
    await stage.says(CLEO, "Tasting of new coffees")
    await stage.says(CLEO, "17 March")
    await stage.taps(CLEO, "19:00")
    assert "Tuesday 17 March, 19:00, 2 seats." in await stage.says(CLEO, "2")
    await stage.taps(CLEO, "✏ For coming")
    assert "is scanned that day gets 2 stamps." in await stage.taps(CLEO, "2")
    assert "Invitations go out" in await stage.taps(CLEO, "✔ Invite them")


@pytest.mark.slow
@everywhere
async def test_from_the_invitation_to_the_stamp_for_coming(stage: Stage) -> None:
    await _tasting(stage)
    assert "Tasting of new coffees" in await reminded(stage, ANA)
    assert "✔ You have a seat" in await stage.taps(ANA, "✔ I come")
    for guest, said in ((BEN, "✔ You have a seat"), (DORA, "You are number 1 in the line")):
        await stage.says(guest, "/events")
        assert said in await stage.taps(guest, "✔ I come: Tasting of new coffees")
    await stage.says(CLEO, "/events")
    seen = await stage.taps(CLEO, "Tasting of new coffees")
    assert "2 of 2 seats taken, 1 waits" in seen
    dora = stage.platform.mark(DORA)
    await stage.says(BEN, "/events")
    await stage.taps(BEN, "Give back: Tasting of new coffees")
    assert "it is yours" in "".join(one.text for one in stage.platform.since(DORA, dora))
    stage.hours.now = stage.hours.now.replace(day=16, hour=10)
    told = await reminded(stage, ANA)
    assert "Tasting of new coffees" in told
    assert "Tuesday 17 March, 19:00" in told
    stage.hours.now = stage.hours.now.replace(day=17, hour=18)
    await stage.says(ANA, "/card")
    await stage.scans(EVA, ANA)
    stage.hours.now = stage.hours.now.replace(day=18, hour=10)
    await round_for(stage, ANA)
    assert "3 of 10 stamps" in await stage.says(ANA, "/card")


@everywhere
async def test_who_said_yes_hears_of_another_time_also_a_day_later_and_gives_the_seat_back(
    stage: Stage,
) -> None:
    await _tasting(stage)
    await stage.says(ANA, "/events")
    await stage.taps(ANA, "✔ I come: Tasting of new coffees")
    stage.later(days=2)
    await stage.says(CLEO, "/events")
    await stage.taps(CLEO, "Tasting of new coffees")
    await stage.taps(CLEO, "✏ Day and time")
    await stage.says(CLEO, "18 March")
    assert "1 person who comes or waits is told at once." in await stage.says(CLEO, "20:00")
    ana = stage.platform.mark(ANA)
    assert "Wednesday 18 March, 20:00: 1 of 2 seats taken" in await stage.taps(CLEO, "✔ Yes, move it")
    told = "".join(one.text for one in stage.platform.since(ANA, ana))
    assert either(stage, "was moved: it is on", "Something you said yes to was moved") in told
    assert "Wednesday 18 March, 20:00" in told
    assert "not this time" in await stage.taps(ANA, "I can't come")


@everywhere
async def test_who_comes_reads_which_branch_an_event_is_no_longer_at(stage: Stage) -> None:
    await _tasting(stage)
    for branch in ("Harbour", "Station"):
        await stage.says(CLEO, "/branches")
        await stage.taps(CLEO, "➕ Add a branch")
        await stage.says(CLEO, branch)
    await stage.says(ANA, "/events")
    await stage.taps(ANA, "✔ I come: Tasting of new coffees")
    assert "17 March, 19:00 (Harbour)" in await _moves_to(stage, "Harbour")
    stage.later(days=2)
    told = await _moves_to(stage, "At no branch in particular")
    assert "17 March, 19:00 (no longer at Harbour)" in told


async def _moves_to(stage: Stage, place: str) -> str:
    """Move the tasting, and return what Ana reads of it."""
    await stage.says(CLEO, "/events")
    await stage.taps(CLEO, "Tasting of new coffees")
    await stage.taps(CLEO, "✏ Where")
    ana = stage.platform.mark(ANA)
    await stage.taps(CLEO, place)
    await stage.taps(CLEO, "✔ Yes, move it")
    return "".join(one.text for one in stage.platform.since(ANA, ana))


async def test_who_would_be_forgotten_reads_which_seat_goes(stage: Stage) -> None:
    await _tasting(stage)
    assert "Tasting" not in await stage.says(ANA, "/forget")
    await stage.says(ANA, "/events")
    await stage.taps(ANA, "✔ I come: Tasting of new coffees")
    told = await stage.says(ANA, "/forget")
    assert "· Café Luna: Tasting of new coffees, Tuesday 17 March, 19:00: you have a seat" in told
