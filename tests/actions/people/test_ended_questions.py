"""What customers answered stays to be read when the question is asked no more, as long as it tells of these days."""

import pytest

from actions.people.opinions import Voice, see_voice, switch_question
from loyalty.actor import ActingPerson
from storage.engine.database import Database
from tests.actions.people.test_lazily_loyal import says
from tests.actions.places import DAY, NOW, Luna, open_luna, stamps
from words.language import ENGLISH, words
from words.people.opinions import voice_lines

pytestmark = pytest.mark.asks


async def _read(luna: Luna, days: int = 1) -> str:
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    found = await luna.db.read(see_voice, cleo, shop_id, now=NOW + days * DAY)
    assert isinstance(found, Voice)
    return "\n".join(voice_lines(found, words(ENGLISH)))


async def test_its_results_stand_under_their_own_heading(db: Database) -> None:
    luna = await open_luna(db, stamps(5))
    await says(luna, [9] * 10)
    assert "Asked no more" not in await _read(luna)
    cleo = ActingPerson(luna.cafe.cleo)
    await db.write(switch_question, cleo, luna.cafe.shop.id, "recommend", False, now=NOW + DAY)  # noqa: FBT003 - as it is called
    seen = await _read(luna)
    assert (
        "Asked no more, by the visits of these days:\n· Would they recommend you, 0 to 10\n  score " in seen
    )
    assert "10 people" in seen
    assert "Asked no more" not in await _read(luna, days=100), "it tells of long ago"
