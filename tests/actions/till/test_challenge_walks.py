"""Whatever happens at the till, in whatever order: how far a challenge is follows from the visits that count, and it pays once."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random

import pytest
from sqlalchemy import text

from actions.cards.card_state import load
from actions.cards.challenges import TakenOn, offers, take_on
from actions.cards.running import Running
from actions.till.scan import Scan, scan_card
from actions.till.scan_outcome import Booked
from actions.till.undo_visit import undo_visit
from loyalty.actor import ActingPerson
from loyalty.cards.parts.challenge import Challenge
from loyalty.cards.visits import Claim
from storage.cards import accounts, ledger, visits
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.tables.columns import moment
from tests.actions.places import Cafe, change_only, open_cafe, stamps, standing

pytestmark = pytest.mark.engines

START = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)  # the clocks go forward on the 29th
PARTS = (
    Challenge("visits", 2, 6, 3),
    Challenge("visits", 4, 20, 5),
    Challenge("weekdays", 1, 20, 2),
    Challenge("weeks", 2, 14, 4),
    Challenge("weeks", 3, 14, 4),
)
STEPS, PAUSES = 150, (5, 60, 60 * 20, 60 * 24 * 3, 60 * 24 * 7, 60 * 24 * 12)  # minutes


@pytest.mark.slow
@pytest.mark.walks
@pytest.mark.parametrize("seed", range(6))
async def test_a_challenge_is_a_function_of_the_visits_and_pays_at_most_once(db: Database, seed: int) -> None:
    cafe = await db.write(open_cafe, stamps(6, parts=PARTS), now=START)
    assert await db.write(_live, cafe, Random(seed)) > 2  # noqa: S311 - no secret


def _live(tx: Tx, cafe: Cafe, dice: Random) -> int:
    """Let anything happen, and look after each step; return how much was won in all."""
    now, keys, won = START, count(), set[tuple[int, int]]()
    for _ in range(STEPS):
        now += timedelta(minutes=dice.choice(PAUSES))
        {"scan": _scan, "undo": _undo, "begin": _begin, "change": _change}[
            dice.choices(("scan", "undo", "begin", "change"), (8, 2, 4, 1))[0]
        ](tx, cafe, dice, next(keys), now)
        won |= _hold(tx, cafe, now)
    return len(won)


def _scan(tx: Tx, cafe: Cafe, _dice: Random, key: int, now: datetime) -> None:
    scan = Scan(ActingPerson(cafe.eva), cafe.card_id, Claim())
    assert isinstance(scan_card(tx, scan, key=f"scan:{key}", now=now), Booked)


def _undo(tx: Tx, cafe: Cafe, _dice: Random, _key: int, now: datetime) -> None:
    state = load(tx, accounts.locked(tx, cafe.card_id), now=now)
    if state.standing.last:
        undo_visit(tx, ActingPerson(cafe.cleo), state.standing.last.id, reason="a slip", now=now)


def _begin(tx: Tx, cafe: Cafe, dice: Random, _key: int, now: datetime) -> None:
    state = load(tx, accounts.locked(tx, cafe.card_id), now=now)
    every = offers(tx, cafe.ana, [state])
    if every:
        one = dice.choice(every)
        taken = take_on(tx, cafe.ana, cafe.card_id, one.state.current.id, one.place, now=now)
        assert isinstance(taken, TakenOn) is (one.why is None)


def _change(tx: Tx, cafe: Cafe, dice: Random, _key: int, now: datetime) -> None:
    change_only(tx, cafe.shop.id, stamps(6, parts=tuple(dice.sample(PARTS, dice.randrange(5)))), now=now)


def _hold(tx: Tx, cafe: Cafe, now: datetime) -> set[tuple[int, int]]:
    """Reckon from bare rows how far each challenge is and what was given, and compare; return which were won by what."""
    state = standing(tx, cafe.card_id, now=now)
    rows = tx.execute(text("SELECT at FROM visits WHERE undone_at IS NULL")).all()
    came = [moment(at).astimezone(state.shop.zone) for (at,) in rows]
    for one in state.running:
        done = _done(one, came, state.at)
        assert one.way.done == min(done, one.part.times)
        assert one.won == (one.way.done == one.part.times)
    aims = Counter(one.part.aim for one in state.running if not one.over)
    assert set(aims.values()) <= {1}
    query = (
        "SELECT c.id, v.id FROM challenges c JOIN visits v ON v.id = c.won_visit_id WHERE v.undone_at IS NULL"
    )
    won = {(challenge, visit) for challenge, visit in tx.execute(text(query)).all()}
    lines = [
        line
        for visit_id in {visit for _, visit in won}
        if (visit := visits.by_id(tx, visit_id))
        for line in ledger.of_visit(tx, visit)
        if line.part == Challenge.name
    ]
    stands = "e.part = 'challenge' AND e.reverses_id IS NULL AND r.id IS NULL"
    every = f"SELECT count(*) FROM entries e LEFT JOIN entries r ON r.reverses_id = e.id WHERE {stands}"  # noqa: S608 - no input
    assert len(lines) == len(won) == tx.execute(text(every)).scalar_one()
    return won


def _done(one: Running, came: list[datetime], now: datetime) -> int:
    """Count it another way than the rules do."""
    inside = [at for at in came if one.row.begun_at <= at < one.row.ends_at]
    if one.part.aim == "visits":
        return len(inside)
    if one.part.aim == "weekdays":
        before = {at.isoweekday() for at in came if at < one.row.begun_at}
        return len({at.isoweekday() for at in inside} - before)
    first, kept = one.row.begun_at.astimezone(now.tzinfo).date(), {_week(at.date()) for at in inside}
    weeks = list(
        dict.fromkeys(_week(first + timedelta(days=n)) for n in range((now.date() - first).days + 1))
    )
    done = missed = 0
    for n, week in enumerate(weeks):
        done += week in kept
        missed += week not in kept and 0 < n < len(weeks) - 1
        if missed > 1 or done == one.part.times:
            break
    return done


def _week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]
