"""Two shops that have one card together, as journeys open them: Luna, and Sol with people of its own."""

from tests.fakes.people import User
from tests.journeys.people import ANA, CLEO
from tests.journeys.stage import Place, Stage

ROSA, NIA, MAX = User(1101, "Rosa"), User(1102, "Nia"), User(1103, "Max")


def link_in(text: str) -> str:
    """Return the link that stands alone in the last line."""
    return text.rstrip().rpartition("\n")[2]


async def open_two(stage: Stage) -> tuple[Place, Place]:
    """Open Luna, where Cleo owns and Eva serves, and Sol, where Rosa and Nia do."""
    return await stage.cafe(), await stage.cafe("Bakery Sol", owner=ROSA, cashiers=(NIA,))


async def together(stage: Stage) -> str:
    """Let Cleo found a coalition and Rosa join, and return the link for customers."""
    await stage.says(CLEO, "/coalition")
    await stage.taps(CLEO, "➕ Found a coalition")
    await stage.says(CLEO, "High Street")
    await stage.taps(CLEO, "Like this")
    await stage.taps(CLEO, "✔ Found it")
    invited = await stage.taps(CLEO, "➕ Invite a shop")
    await stage.opens(ROSA, link_in(invited))
    await stage.taps(ROSA, "Yes, join")
    return link_in(await stage.taps(ROSA, "🔗 For customers"))


async def spends(stage: Stage, cashier: User, amount: str) -> str:
    """Let Ana show her card of the coalition, and a cashier type what she spent."""
    asked = await stage.says(cashier, stage.short_code(ANA))
    assert "is good. What was spent?" in asked
    assert "Ana" not in asked
    return await stage.says(cashier, amount)


def heard(stage: Stage, who: User, mark: int) -> str:
    """Return all that somebody was told since."""
    return "\n".join(seen.text for seen in stage.platform.since(who, mark))
