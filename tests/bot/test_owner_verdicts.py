"""An owner reads under /campaigns whether a message works."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pytest

from actions.lapsing import keep_rule
from actions.shops import Opened
from actions.visitors import recognise
from loyalty.contact import Kind
from loyalty.lapse import FEATURES, Hazard
from storage.database import Database
from storage.statements import Tx
from tests.actions.crowds import LEFT_OUT_AND_AWAY, TOLD_AND_CAME, Somebody, crowd
from tests.talk import CLEO, Talk


@dataclass
class Luna:
    """Café Luna, which Cleo owns."""

    talk: Talk
    opened: Opened

    async def asks(self, campaign: str = "✔ We miss you") -> str:
        """Let Cleo look at a campaign."""
        await self.talk.says(CLEO, "/campaigns")
        return await self.talk.taps(CLEO, campaign)

    async def tells(self, people: Sequence[Somebody]) -> str:
        """Let these people be due for the win-back, and Cleo look when all is over."""
        self.talk.now = await self.talk.db.write(self._crowd, people)
        return await self.asks()

    def _crowd(self, tx: Tx, people: Sequence[Somebody]) -> datetime:
        cleo = recognise(
            tx, "telegram", "stempel_bot", CLEO.id, name=CLEO.name, language="en", now=self.talk.now
        )
        by, since = cleo.person.id, self.talk.now
        return crowd(tx, self.opened.shop, people, kind=Kind.WIN_BACK, by=by, since=since)


@pytest.fixture
async def luna(sqlite_db: Database) -> Luna:
    """Open Café Luna."""
    talk = Talk(sqlite_db)
    opened = await talk.opens_shop()
    await talk.opens(CLEO, "i" + opened.owner_token)
    return Luna(talk, opened)


async def test_what_works_is_said_with_its_interval_and_its_price(luna: Luna) -> None:
    said = await luna.tells([Somebody(held_out=False, came=(3,), used_minor=110), LEFT_OUT_AND_AWAY] * 20)
    assert "It works: about +20 visits per 20 people (16 to 20), €1.10 each." in said


async def test_what_was_free_has_no_price(luna: Luna) -> None:
    said = await luna.tells([TOLD_AND_CAME, LEFT_OUT_AND_AWAY] * 20)
    assert "It works: about +20 visits per 20 people (16 to 20)." in said


async def test_few_people_tell_nothing_yet(luna: Luna) -> None:
    assert "I can't tell yet (0 people)." in await luna.asks()
    assert "I can't tell yet (14 people)." in await luna.tells(
        [Somebody(held_out=False), LEFT_OUT_AND_AWAY] * 7
    )


async def test_what_keeps_people_away_is_no_use(luna: Luna) -> None:
    said = await luna.tells([Somebody(held_out=False), Somebody(held_out=True, came=(3,))] * 20)
    assert "No use: -20 to -15 visits more per 20 people." in said


async def test_where_nobody_is_left_out_nothing_is_promised(luna: Luna) -> None:
    await luna.asks()
    await luna.talk.taps(CLEO, "Left out, to compare")
    assert "tell yet" not in await luna.talk.says(CLEO, "0")


async def test_a_learned_rule_is_owned_up_to(luna: Luna) -> None:
    assert "learned from" not in await luna.asks()
    rule = Hazard(-1.0, (0.0,) * len(FEATURES), 0.2, (60, 60), date(2026, 3, 11), 500)
    await luna.talk.db.write(keep_rule, luna.opened.shop.id, rule)
    assert "I learned from your customers' visits (11 March) when to miss whom." in await luna.asks()
    assert "learned from" not in await luna.asks("✔ Birthday")
