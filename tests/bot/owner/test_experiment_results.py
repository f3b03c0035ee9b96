"""An owner reads under /campaigns whether a message works."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from actions.campaigns.churn_rule import keep_rule
from actions.people.identify import Caller, recognise
from actions.shop.open_shop import Opened
from loyalty.campaigns.churn_rule import FEATURES, Hazard
from loyalty.campaigns.frequency_cap import MessageKind
from scheduler.campaigns.judging import judge_campaigns
from storage.engine.database import Database
from storage.engine.statements import Tx
from tests.actions.crowds import LEFT_OUT_AND_AWAY, TOLD_AND_CAME, Somebody, crowd
from tests.actions.places import DAY
from tests.kinds import VOUCHER_EXPIRING, WIN_BACK
from tests.post import hears
from tests.talk import CLEO, Talk

AWAY_IF_TOLD = [Somebody(held_out=False), Somebody(held_out=True, came=(3,))] * 20
MONDAY = datetime(2026, 4, 13, 8, tzinfo=UTC)


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
        await self.lives_through(people)
        return await self.asks()

    async def tells_of_no_use(self) -> str:
        """Let who is told stay away, and Cleo look."""
        await self.lives_through(AWAY_IF_TOLD)
        return await self.asks("✖ We miss you")

    async def lives_through(self, people: Sequence[Somebody], kind: MessageKind = WIN_BACK) -> None:
        """Let these people be due a message, and the night come when all is over."""
        self.talk.now = await self.talk.db.write(self._crowd, people, kind)
        await judge_campaigns(self.talk.db, self.opened.shop.id, now=self.talk.now)

    def _crowd(self, tx: Tx, people: Sequence[Somebody], kind: MessageKind) -> datetime:
        cleo = recognise(
            tx, Caller("telegram", "stempel_bot", CLEO.id, name=CLEO.name, language="en"), now=self.talk.now
        )
        by, since = cleo.person.id, self.talk.now
        return crowd(tx, self.opened.shop, people, kind=kind, by=by, since=since)


@pytest.fixture
async def luna(sqlite_db: Database) -> Luna:
    """Open Café Luna."""
    talk = Talk(sqlite_db)
    opened = await talk.opens_shop()
    await talk.opens(CLEO, "i" + opened.owner_token)
    return Luna(talk, opened)


async def test_what_works_is_said_with_its_interval_and_its_price(luna: Luna) -> None:
    said = await luna.tells([Somebody(held_out=False, came=(3,), used_minor=110), LEFT_OUT_AND_AWAY] * 20)
    assert "It works: about +21 visits per 20 people, €1.05 each (14 to 41 visits)." in said


async def test_what_was_free_has_no_price(luna: Luna) -> None:
    said = await luna.tells([TOLD_AND_CAME, LEFT_OUT_AND_AWAY] * 20)
    assert "It works: about +21 visits per 20 people (14 to 41 visits)." in said


async def test_few_people_tell_nothing_yet(luna: Luna) -> None:
    assert "Too early to tell: I look how often people came in the four weeks after it." in await luna.asks()
    assert "Too early to tell: only 14 people so far, four weeks after it." in await luna.tells(
        [Somebody(held_out=False), LEFT_OUT_AND_AWAY] * 7
    )


async def test_what_keeps_people_away_is_no_use(luna: Luna) -> None:
    said = await luna.tells_of_no_use()
    assert "No use: -26 to -0.6 visits more per 20 people." in said


async def test_a_warning_that_something_ends_is_owed_and_stays(luna: Luna) -> None:
    await luna.lives_through(AWAY_IF_TOLD, VOUCHER_EXPIRING)
    assert "Reward runs out (on)" in await luna.asks("✔ Reward runs out")


async def test_where_nobody_is_left_out_it_is_said_that_nothing_is_measured(luna: Luna) -> None:
    assert "Not measured: everybody gets it." not in await luna.asks()
    await luna.talk.taps(CLEO, "Not written to, to compare")
    assert "⚖ Not measured: everybody gets it." in await luna.talk.says(CLEO, "0")
    assert "⚖ Not measured: everybody gets it." in await luna.asks("✔ Welcome")


async def test_what_is_of_no_use_is_paused_and_says_so_until_it_is_turned_on_again(luna: Luna) -> None:
    said = await luna.tells_of_no_use()
    assert "We miss you (paused, no use)" in said
    assert "I paused it on 11 April." in said
    assert "✖ We miss you (paused, no use): for who stays away" in await luna.talk.says(CLEO, "/campaigns")
    assert "I myself · We miss you: paused, as it is of no use" in await luna.talk.says(CLEO, "/audit")
    await luna.asks("✖ We miss you")
    said = await luna.talk.taps(CLEO, "Turn on again")
    assert "We miss you (on)" in said
    assert "in the four weeks after it.\nCounted since 11 April, when you turned it on again." in said
    await judge_campaigns(luna.talk.db, luna.opened.shop.id, now=luna.talk.now + DAY)
    assert "We miss you (on)" in await luna.asks()


async def test_the_next_digest_tells_of_it_and_turns_it_on_again(luna: Luna) -> None:
    await luna.tells_of_no_use()
    luna.talk.now = MONDAY
    assert "⚖ We miss you: paused, as it is of no use" in await hears(luna.talk, luna.opened.shop.id, CLEO)
    assert "We miss you (on)" in await luna.talk.taps(CLEO, "We miss you: turn on again")


async def test_a_learned_rule_is_owned_up_to(luna: Luna) -> None:
    assert "learned from" not in await luna.asks()
    rule = Hazard(-1.0, (0.0,) * len(FEATURES), 0.2, (60, 60), date(2026, 3, 11), 500)
    await luna.talk.db.write(keep_rule, luna.opened.shop.id, rule)
    assert "I learned from your customers' visits (11 March) when to miss whom." in await luna.asks()
    assert "learned from" not in await luna.asks("✔ Birthday")
