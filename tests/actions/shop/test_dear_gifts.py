"""A campaign's gift that takes what a month of visits leaves wants a second yes; one that costs less wants none."""

from typing import Any

import pytest

from actions.campaigns.settings import Campaign, campaign_of
from actions.shop.audit import AuditPage, see_audit
from actions.shop.dear_gifts import GiftSet, set_gift, switch_gift
from actions.shop.sums import SecondYes
from loyalty.actor import ActingPerson
from loyalty.cards.programme import Reward
from loyalty.shop.basis import Told
from loyalty.shop.sums import GiftsTakeAll
from storage.engine.database import Database
from storage.shop import business
from tests.actions.customers import luna_with, setting
from tests.actions.places import DAY, NOW, Luna
from tests.kinds import ANNIVERSARY
from tests.programmes import stamp_card

COFFEE = stamp_card([Reward("r1", "A coffee", 10, 80)])


@pytest.fixture
async def luna(db: Database) -> Luna:
    """Open a café with ten visits in ten days, which leave 30 × €2.845 a month."""
    luna = await luna_with(db, COFFEE, ANNIVERSARY)
    await db.write(business.tell, luna.cafe.shop.id, Told(450, 650))
    for day in range(10):
        await luna.booked(NOW + day * DAY)
    return luna


async def tried(luna: Luna, name: str, value: str, **knowing: Any) -> Campaign | SecondYes:
    about = (ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, ANNIVERSARY, name, value)
    done = await luna.db.write(set_gift, *about, now=NOW + 10 * DAY, **knowing)
    assert isinstance(done, GiftSet | SecondYes)
    return done.campaign if isinstance(done, GiftSet) else done


async def switched(luna: Luna, *, on: bool) -> Campaign | SecondYes:
    about = (ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, ANNIVERSARY)
    done = await luna.db.write(switch_gift, *about, on=on, now=NOW + 10 * DAY)
    assert isinstance(done, GiftSet | SecondYes)
    return done.campaign if isinstance(done, GiftSet) else done


async def test_a_gift_that_takes_all_is_set_only_for_somebody_who_knows_it(luna: Luna) -> None:
    assert isinstance(await tried(luna, "gift", "A dinner"), Campaign)
    asked = await tried(luna, "gift_cost_minor", "9000")
    assert isinstance(asked, SecondYes)
    [risk] = asked.risks
    assert isinstance(risk, GiftsTakeAll)
    before = await luna.db.read(campaign_of, luna.cafe.shop.id, ANNIVERSARY)
    assert before.settings["gift_cost_minor"] == 0
    done = await tried(luna, "gift_cost_minor", "9000", knowing=True)
    assert isinstance(done, Campaign)
    assert done.settings["gift_cost_minor"] == 9000
    page = await luna.db.read(see_audit, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, before=None)
    assert isinstance(page, AuditPage)
    assert {one.what for one in page.changes[:2]} == {"campaign_changed", "gifts_accepted"}


async def test_what_costs_less_than_before_asks_nothing_however_dear_it_still_is(luna: Luna) -> None:
    await setting(luna, ANNIVERSARY, "gift", "A dinner")
    await setting(luna, ANNIVERSARY, "gift_cost_minor", "9900")
    assert isinstance(await tried(luna, "gift_cost_minor", "9000"), Campaign)
    assert isinstance(await tried(luna, "gift_days", "20"), Campaign)


async def test_a_campaign_whose_gift_takes_all_is_switched_on_only_for_somebody_who_knows_it(
    luna: Luna,
) -> None:
    await setting(luna, ANNIVERSARY, "gift", "A dinner")
    await setting(luna, ANNIVERSARY, "gift_cost_minor", "9000")
    assert isinstance(await switched(luna, on=False), Campaign)
    assert isinstance(await switched(luna, on=True), SecondYes)
    assert not (await luna.db.read(campaign_of, luna.cafe.shop.id, ANNIVERSARY)).on
