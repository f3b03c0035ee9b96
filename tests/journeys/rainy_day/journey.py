"""What happens where rain was added: it is offered, previewed, seen on the card, booked, taken back and rehearsed."""

from datetime import date, timedelta

import pytest

from bot.pictures.specs import CardPicture
from loyalty.cards.parts import PARTS
from scheduler.rehearsal.rules import read_rules
from storage.engine.database import Database
from tests.scheduler.rehearsal.test_rehearse import OPENED, STAMPS, of_ana, rehearsed, rules, visits
from tests.talk import ANA, CLEO, EVA, Talk

RULES = '[programme]\nkind = "stamps"\nstamps = 3\n[[programme.rewards]]\ntext = "Free coffee"\ncost = 0.9\n'


@pytest.fixture
async def luna(sqlite_db: Database) -> Talk:
    """Open Café Luna, where Cleo thanks those who come through the rain of today, and Ana has a stamp."""
    talk = Talk(sqlite_db)
    opened = await talk.joins(ANA)
    await talk.opens(CLEO, "i" + opened.owner_token)
    await talk.stamped(ANA, opened, 1)
    await talk.says(CLEO, "/programme")
    await talk.taps(CLEO, "✨ Bonuses")
    assert "thanked" in await talk.taps(CLEO, "➕ Rain")
    await talk.taps(CLEO, "in the rain")
    await talk.taps(CLEO, "On top")
    assert "Rain must give something." in await talk.says(CLEO, "0")
    assert "in the rain: +2 stamps" in await talk.says(CLEO, "2")
    assert "Bonus: none → in the rain: +2 stamps" in await talk.taps(CLEO, "✔ Use it")
    assert "✨ in the rain: +2 stamps" in await talk.taps(CLEO, "✔ Confirm")
    return talk


async def test_it_is_on_the_card_and_its_picture_and_counts_until_the_visit_is_taken_back(luna: Talk) -> None:
    assert "✨ It rains: +2 stamps" in await luna.says(ANA, "/card")
    [picture] = [reply.picture for reply in luna.replies[ANA.id] if isinstance(reply.picture, CardPicture)]
    assert "It rains: +2 stamps" in picture.lines
    await luna.says(EVA, "/find Ana")
    stamped = await luna.taps(EVA, "Ana")
    assert "4 of 10 stamps" in stamped
    assert "✨ +2 · Rain" in stamped
    assert "+2 · Rain" in await luna.says(ANA, "/history")
    await luna.taps(EVA, "↩ Undo")
    assert "1 of 10 stamps" in await luna.says(ANA, "/card")
    luna.wait(days=1)
    assert "It rains" not in await luna.says(ANA, "/card")


async def test_a_rehearsal_knows_it() -> None:
    wet = (OPENED + timedelta(days=60)).date()  # within what is rehearsed
    text = f'{RULES}[[programme.parts]]\npart = "rainy_day"\ndays = [{wet}]\nplus = 2\n'
    past = of_ana(*visits(60))
    dry, rainy = (
        await rehearsed(past, rules(STAMPS)),
        await rehearsed(past, rules(read_rules(text, None).programme)),
    )
    assert (dry.earned.given, rainy.earned.given) == (0, 1)


def test_it_is_known_by_its_file_alone() -> None:
    assert PARTS["rainy_day"]().bonus.__doc__ == "Add to a visit in the rain."
    assert date(2026, 3, 12).weekday() == 3
