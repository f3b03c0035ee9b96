"""What was kept before today's bounds, or can't be read, is told to whoever runs the server, shop by shop."""

import pytest
from sqlalchemy import text

from actions.campaigns import ailments
from actions.campaigns.ailments import Ailment
from storage.engine.database import Database
from storage.engine.statements import Tx
from tests.actions.customers import hold_nobody_out
from tests.actions.places import open_cafe, stamps

_DOSE = "INSERT INTO doses (shop_id, gap_days, most_in_30_days, quiet_from, quiet_until) VALUES (2, {})"
_OF_WIN_BACK = "UPDATE campaigns SET {} WHERE shop_id = 2 AND kind = 'win_back'"


def spoil(tx: Tx, sql: str) -> None:
    tx.execute(text(sql.replace(":", "\\:")))


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        (_DOSE.format("1, 9, '21:00', '09:00'"), [Ailment(2, "gap_days", "1", "3"), Ailment(2, "most_in_30_days", "9", "4")]),
        (_DOSE.format("5, 4, 'late', '09:00'"), [Ailment(2, "quiet hours")]),
        (_OF_WIN_BACK.format("""settings = '{"days": 2, "gift": "Tea"}'"""), [Ailment(2, "win_back.days", "2", "14")]),
        (_OF_WIN_BACK.format("settings = 'no JSON'"), [Ailment(2, "campaign win_back")]),
        (_OF_WIN_BACK.format("rule = '{}'"), [Ailment(2, "learned rule")]),
        ("UPDATE programme_versions SET rules = '{}' WHERE shop_id = 2", [Ailment(2, "rules")]),
        ("UPDATE shops SET timezone = 'Europe/Atlantis' WHERE id = 2", [Ailment(2, "time zone")]),
        (_OF_WIN_BACK.format("""settings = '{"days": 90}'"""), []),
    ],
)  # fmt: skip
async def test_a_shop_that_suffers_is_named_with_what_it_suffers_from(
    db: Database, sql: str, found: list[Ailment]
) -> None:
    for name in ("Café Luna", "Bar Sol"):
        cafe = await db.write(open_cafe, stamps(2), name=name)
        await db.write(hold_nobody_out, cafe.shop.id)
    await db.write(spoil, sql)
    assert await db.read(ailments.of_all) == found
