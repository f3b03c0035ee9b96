"""The demo's café has a past of more than a year, whenever it is opened: no figure is still to come."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app.invented import invent
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.tables import audit
from tests.journeys.hours import Hours
from tests.web.demo_visitor import visiting

_EVERYTHING = {  # what stands in each place, and which of its buttons lead to more
    "/money": ("🎟 What is promised", "🌦 The coming fortnight", "🎁 Which rewards", "💎 What one is worth"),
    "/customers": (
        "❤ True friends",
        "🦋 Butterflies",
        "🐚 Barnacles",
        "👋 Strangers",
        "🏅 The top",
        "👣 How far",
        "🎁 Where rewards go",
        "🎯 How far from",
        "📏 The two lines",
    ),
}
_LATER = re.compile(
    r"after half a year|nothing earlier|tomorrow I can|can say (once|after|in|when)|nothing was open"
)


@pytest.mark.slow
@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 3, 12, 11, 0, tzinfo=UTC),
        datetime(2027, 3, 1, 7, 30, tzinfo=UTC),  # a Monday, and the first of a month
        datetime(2028, 2, 29, 22, 50, tzinfo=UTC),
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),  # the night in which summer time ends
        datetime(2027, 1, 31, 23, 5, tzinfo=UTC),
    ],
    ids=str,
)
async def test_on_any_day_the_cafe_has_a_past_of_which_every_figure_can_be_told(
    sqlite_db: Database, now: datetime
) -> None:
    async with visiting(sqlite_db, Hours(now)) as visitor:
        for command, leads in _EVERYTHING.items():
            await visitor.says("cleo", command)
            for label in leads:
                await visitor.taps("cleo", label)
                await visitor.says("cleo", command)
        read = visitor.read("cleo")
    assert not _LATER.search(read), _LATER.search(read)
    month, year_ago = (
        now.astimezone(visitor.demo.cast.shop.zone),
        "In brackets: .* by the same day; .* {year} by",
    )
    assert re.search(year_ago.format(year=month.year - 1), read)
    assert re.search(
        r"members spent \d+(\.\d)?% of the €[\d,]+\.\d\d that the shop took \(.*\d%; .*\d%\)", read
    )
    assert re.search(r"A year costs you \d+% of your customers", read)
    assert re.search(r"I would have said €.* came\.", read)
    assert re.search(r"❤ True friends: €[\d,.]+ \(€[\d,.]+ to €[\d,.]+\), €[\d,.]+ a year", read)
    assert re.search(r"Of \d+ who were missed and written to \d+% came within four weeks", read)


def _moments_of_the_audit(tx: Tx) -> list[datetime]:
    return [at for (at,) in tx.execute(select(audit.c.at).order_by(audit.c.id))]


@pytest.mark.slow
async def test_the_audit_of_the_cafes_past_is_in_the_order_of_its_days(sqlite_db: Database) -> None:
    await sqlite_db.write(invent, "telegram", "stempel_bot", now=datetime(2026, 3, 12, 11, 0, tzinfo=UTC))
    moments = await sqlite_db.read(_moments_of_the_audit)
    assert len(set(moments)) > 3
    assert moments == sorted(moments)
