"""The audit names who acted: a person, the operator or the clock."""

from actions.campaigns.impact import keep_verdict
from actions.campaigns.settings import kept
from actions.shop.audit import AuditPage, see_audit
from actions.shop.branches import add_branch
from loyalty.actor import ActingPerson
from loyalty.campaigns.experiment_result import Interval, NoUse
from storage.engine.database import Database
from storage.engine.statements import Tx
from tests.actions.places import NOW, Luna, open_luna, stamps
from tests.kinds import GOAL


async def test_it_names_the_operator_the_owner_and_the_clock(db: Database) -> None:
    luna = await open_luna(db, stamps())
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    await db.write(add_branch, cleo, shop_id, "Centrum", now=NOW)
    await db.write(_is_of_no_use, luna)
    page = await db.read(see_audit, cleo, shop_id, before=None)
    assert isinstance(page, AuditPage)
    lines = {line.what: (line.actor, line.who) for line in page.changes}
    assert lines == {
        "opened": ("operator", None),
        "invited": ("operator", None),
        "hired": ("person", "Eva"),
        "branch_added": ("person", "Cleo"),
        "campaign_paused": ("clock", None),
    }


def _is_of_no_use(tx: Tx, luna: Luna) -> None:
    found = NoUse(400, Interval(-1, 0, 1))
    keep_verdict(tx, kept(tx, luna.cafe.shop.id, GOAL), found, now=NOW)
