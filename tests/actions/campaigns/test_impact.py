"""An owner is told what a campaign changed, by the people whose four weeks are over."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from actions.access import NotAllowed
from actions.campaigns import impact
from actions.campaigns.impact import CantTell, Interval, NoUse, Verdict, Works, verdict_of
from actions.campaigns.settings import campaign_of, switch_campaign
from loyalty.actor import ActingPerson
from loyalty.campaigns.bets import Observation
from loyalty.campaigns.experiment_result import judge
from loyalty.campaigns.frequency_cap import MessageKind
from scheduler.campaigns.judging import judge_campaigns
from storage.engine.database import Database
from storage.shop import audit
from tests.actions.crowds import LEFT_OUT_AND_AWAY, TOLD_AND_CAME, Somebody, crowd
from tests.actions.places import DAY, NOW, Luna, open_luna, stamps
from tests.kinds import BALANCE_EXPIRING, GOAL, WIN_BACK

MOMENT = timedelta(microseconds=1)
AWAY_IF_TOLD = [Somebody(held_out=False), Somebody(held_out=True, came=(3,))] * 20


async def judged(luna: Luna, people: Sequence[Somebody], kind: MessageKind = WIN_BACK) -> Verdict:
    """Let a campaign be due to these people, and ask when all is over."""
    return await asked(luna, await crowded(luna, people, kind), kind)


async def crowded(luna: Luna, people: Sequence[Somebody], kind: MessageKind = WIN_BACK) -> datetime:
    cafe = luna.cafe
    return await luna.db.write(crowd, cafe.shop, people, kind=kind, by=cafe.eva, since=NOW)


async def asked(luna: Luna, now: datetime, kind: MessageKind = WIN_BACK) -> Verdict:
    """Let the night pass, and Cleo ask in the morning."""
    await judge_campaigns(luna.db, luna.cafe.shop.id, now=now)
    said = await luna.db.read(verdict_of, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, kind)
    assert not isinstance(said, NotAllowed)
    return said


async def test_a_campaign_that_brings_people_back_is_said_to_work_with_its_price(db: Database) -> None:
    luna = await open_luna(db, stamps())
    told = Somebody(held_out=False, came=(3,), used_minor=110)
    works = await judged(luna, [told, LEFT_OUT_AND_AWAY] * 20)
    assert isinstance(works, Works)
    assert works.people == 40
    assert 0 < works.per_20.low < works.per_20.about <= works.per_20.high
    assert works.cost_minor == round(20 * 110 / works.per_20.about)  # 20 were told


async def test_a_campaign_that_keeps_people_away_is_no_use(db: Database) -> None:
    luna = await open_luna(db, stamps())
    assert isinstance(await judged(luna, AWAY_IF_TOLD), NoUse)


async def paused(luna: Luna, kind: MessageKind = WIN_BACK) -> bool:
    """Say whether a campaign was paused by itself."""
    one = await luna.db.write(campaign_of, luna.cafe.shop.id, kind)
    assert one.on == (one.paused_at is None)
    return not one.on


async def switched_on(luna: Luna, now: datetime, kind: MessageKind = WIN_BACK) -> None:
    cafe = luna.cafe
    await luna.db.write(switch_campaign, ActingPerson(cafe.cleo), cafe.shop.id, kind, True, now=now)  # noqa: FBT003


async def test_what_is_no_use_is_paused_once_and_written_down(db: Database) -> None:
    luna = await open_luna(db, stamps())
    over = await crowded(luna, AWAY_IF_TOLD)
    for night in range(3):
        assert isinstance(await asked(luna, over + night * DAY), NoUse)
        assert await paused(luna)
    [line] = [
        line
        for line in await db.read(audit.page, luna.cafe.shop.id, before=None, most=99)
        if line.what == "campaign_paused"
    ]
    assert (line.actor, line.subject, line.at) == ("clock", "win_back:on", over)


async def test_what_can_not_be_told_or_works_or_is_owed_is_never_paused(db: Database) -> None:
    luna = await open_luna(db, stamps())
    await judged(luna, AWAY_IF_TOLD[:4])
    assert not await paused(luna)
    await judged(luna, [TOLD_AND_CAME, LEFT_OUT_AND_AWAY] * 20, GOAL)
    assert not await paused(luna, GOAL)
    assert isinstance(await judged(luna, AWAY_IF_TOLD * 4, BALANCE_EXPIRING), NoUse)
    assert not await paused(luna, BALANCE_EXPIRING)


async def test_turned_on_again_it_is_paused_only_by_those_who_come_after(db: Database) -> None:
    luna = await open_luna(db, stamps())
    over = await crowded(luna, AWAY_IF_TOLD)
    await asked(luna, over)
    await switched_on(luna, over)
    assert await asked(luna, over + DAY) == CantTell(0, None)
    assert not await paused(luna)
    over = await db.write(crowd, luna.cafe.shop, AWAY_IF_TOLD, kind=WIN_BACK, by=luna.cafe.eva, since=over)
    again = await asked(luna, over)
    assert (type(again), again.people) == (NoUse, len(AWAY_IF_TOLD))
    assert await paused(luna)


async def test_a_verdict_comes_too_late_for_what_was_switched_meanwhile(sqlite_db: Database) -> None:
    luna = await open_luna(sqlite_db, stamps())
    over = await crowded(luna, AWAY_IF_TOLD)
    [before] = await sqlite_db.read(impact.to_be_judged, luna.cafe.shop.id)
    no_use = await asked(luna, over)
    await switched_on(luna, over)
    await sqlite_db.write(impact.keep_verdict, before, no_use, now=over)
    assert not await paused(luna)


async def test_a_crowd_is_read_page_by_page_and_counted_whole(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    luna = await open_luna(db, stamps())
    people = [
        Somebody(held_out=False, came=(3,), used_minor=110, due_again=True),
        Somebody(held_out=True, came=(-1, 29)),
    ] * 9
    over = await crowded(luna, people)
    whole = await asked(luna, over)
    monkeypatch.setattr(impact, "_PAGE", 4)
    assert await asked(luna, over) == whole
    assert whole.people == len(people)


async def test_nothing_can_be_told_of_a_campaign_that_nobody_was_due_for(db: Database) -> None:
    luna = await open_luna(db, stamps())
    assert await asked(luna, NOW) == CantTell(0, None)


async def test_a_person_counts_once_and_only_when_the_four_weeks_are_over(db: Database) -> None:
    luna = await open_luna(db, stamps())
    over = await crowded(luna, [Somebody(held_out=False, due_again=True), LEFT_OUT_AND_AWAY])
    assert (await asked(luna, over - MOMENT)).people == 1
    assert (await asked(luna, over)).people == 2


async def test_visits_count_for_four_weeks_on_either_side(sqlite_db: Database) -> None:
    luna = await open_luna(sqlite_db, stamps())
    around = Somebody(held_out=False, came=(-28.5, -28, -1, 0, 27.5, 28))
    said = await judged(luna, [around, LEFT_OUT_AND_AWAY], GOAL)
    told, left_out = Observation(held_out=False, visits=2, before=2, share=0.5), Observation(True, 0, 0, 0.5)  # noqa: FBT003
    assert said == judge([told, left_out])


async def test_every_visit_of_one_who_came_back_counts(sqlite_db: Database) -> None:
    luna = await open_luna(sqlite_db, stamps())
    often = Somebody(held_out=False, came=(3, 4, 5))
    said = await judged(luna, [often, LEFT_OUT_AND_AWAY] * 5)
    assert isinstance(said.per_20, Interval)
    assert said.per_20.about > 40


async def test_another_campaigns_people_are_not_counted(sqlite_db: Database) -> None:
    luna = await open_luna(sqlite_db, stamps())
    over = await crowded(luna, [TOLD_AND_CAME, LEFT_OUT_AND_AWAY])
    assert await asked(luna, over, GOAL) == CantTell(0, None)
