"""The ready programme of a trade brings what moves people there: seen before a yes, taken bare, and put in another's place."""

from dataclasses import replace
from datetime import datetime

from actions.shop.invitations import FOUNDER, invite
from loyalty.actor import Operator
from loyalty.cards.parts.surprise import Surprise
from storage.engine.statements import Tx
from storage.shop import programmes
from tests.journeys.people import ANA, CLEO, EVA
from tests.journeys.stage import Stage

FRIEND, QUIET, SURPRISE = "for the friend", "14:00", "up to 40 stamps a month"
FRIENDS = "✨ 1 stamp for the friend, 1 stamp for who brings them, 3 a month at most"


async def founded(stage: Stage, trade: str, *answers: str) -> str:
    """Let Cleo answer the questions of /newshop up to the summary."""
    token = await stage.house.db.write(invite, Operator(), None, FOUNDER, now=stage.hours.now)
    await stage.opens(CLEO, stage.channel.link("i" + token))
    await stage.says(CLEO, "/newshop")
    await stage.taps(CLEO, trade)
    said = ""
    for answer in answers:
        said = await stage.says(CLEO, answer)
    return said


def _surprises(tx: Tx, *, now: datetime) -> None:
    """Let the shop have a bonus of its own that no trade has."""
    version = programmes.first(tx, 1)
    new = replace(version.programme, parts=(Surprise(),))
    programmes.change(tx, 1, version.programme_id, new, by=None, now=now)


async def test_whoever_opens_a_shop_reads_what_its_trade_gives_and_can_take_it_bare(stage: Stage) -> None:
    answers = ("Knip", "Free haircut", "6", "Amsterdam", "EUR", "12", "25", "50", "English")
    summary = await founded(stage, "💈 Barber: stamps", *answers)
    assert FRIENDS in summary
    assert "It pays if every customer comes once more for it." in summary
    assert "Bring a friend: €4.00 each" in summary
    bare = await stage.taps(CLEO, "Without bonuses")
    assert "Bring a friend" not in bare
    assert FRIENDS in await stage.taps(CLEO, "With bonuses")
    await stage.taps(CLEO, "Without bonuses")
    assert "is open" in await stage.taps(CLEO, "✔ Create")
    assert FRIEND not in await stage.says(CLEO, "/programme")


async def test_a_shop_of_points_calls_its_things_as_its_tills_do(stage: Stage) -> None:
    answers = ("Kiosk", "Chocolate", "Amsterdam", "EUR", "1", "150", "1", "9", "25", "English")
    summary = await founded(stage, "🛒 Corner shop: points", *answers)
    for item in ("Tobacco", "Gift cards"):
        assert item in summary
    assert "3 points" in summary
    assert "is open" in await stage.taps(CLEO, "✔ Create")
    listed = await stage.says(CLEO, "/programme")
    assert "Tobacco" in listed


async def test_switching_between_trades_shows_whom_it_touches_and_keeps_the_shops_own_bonuses(
    stage: Stage,
) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.house.db.write(_surprises, now=stage.hours.now)
    shown = await ready(stage, "💈 Barber")
    assert "1 open card was begun and keeps its rules until its next reward." in shown
    assert "The new bonuses hold for them too, at once." in shown
    assert FRIEND in shown
    await stage.taps(CLEO, "✔ Confirm")
    changes = (await ready(stage, "☕ Café")).split("\n\n")[0]
    assert (FRIEND in changes, QUIET in changes, SURPRISE in changes) == (True, True, False)
    rules = await stage.taps(CLEO, "✔ Confirm")
    assert (FRIEND in rules, QUIET in rules, SURPRISE in rules) == (False, True, True)


async def ready(stage: Stage, trade: str) -> str:
    """Let Cleo look at the ready rules of a trade."""
    await stage.says(CLEO, "/programme")
    await stage.taps(CLEO, "🧰 Ready rules for your trade")
    return await stage.taps(CLEO, trade)
