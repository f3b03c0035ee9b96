"""What campaigns put on cards costs what the shop's sums say, at the dear end, and nobody says that it is free."""

from datetime import timedelta

from actions.campaigns.impact import evidence, of_campaign
from actions.campaigns.settings import campaign_of
from actions.shop.gift_costs import cost_of_booked, on_the_card
from loyalty.campaigns.frequency_cap import MessageKind
from loyalty.shop.basis import Told
from loyalty.shop.sums import Range
from storage.engine.database import Database
from storage.shop import business, programmes
from tests.actions.customers import luna_with, setting, tick
from tests.actions.places import DAY, MINUTE, NOW, Luna, stamps
from tests.kinds import BIRTHDAY, WELCOME

FOUR_WEEKS = timedelta(days=28)


async def welcoming(db: Database, kind: MessageKind = WELCOME) -> Luna:
    luna = await luna_with(db, stamps(10), kind)
    await setting(luna, kind, "gift_amount", "2")
    return luna


async def told(luna: Luna) -> None:
    """Let a visit bring 4.50, of which 65 % are left when the goods are paid: a coffee costs from 1.58 to 4.50."""
    await luna.db.write(business.tell, luna.cafe.shop.id, Told(450, 650))


async def booked(luna: Luna) -> dict[int, int]:
    campaign = await luna.db.read(campaign_of, luna.cafe.shop.id, WELCOME)
    over = NOW + FOUR_WEEKS + DAY
    return dict((await luna.db.read(evidence, of_campaign(campaign, now=over), after=0, now=over)).booked)


async def test_what_was_put_on_cards_is_part_of_a_campaigns_price(db: Database) -> None:
    luna = await welcoming(db)
    await told(luna)
    await luna.booked(NOW)
    await tick(luna, NOW + MINUTE)
    first = (await db.read(programmes.first, luna.cafe.shop.id)).programme_id
    assert await booked(luna) == {first: 2}
    assert await db.read(cost_of_booked, luna.cafe.shop.id, {first: 2}) == 90  # a tenth of 4.50, twice


async def test_what_was_taken_back_is_not(db: Database) -> None:
    luna = await welcoming(db)
    visit = (await luna.booked(NOW)).visit
    await tick(luna, NOW + MINUTE)
    await luna.undo(visit.id, NOW + 2 * MINUTE)
    assert await booked(luna) == {}


async def test_an_owner_reads_from_where_to_where_its_cost_lies_once_that_can_be_said(db: Database) -> None:
    luna = await welcoming(db, BIRTHDAY)
    campaign = await db.read(campaign_of, luna.cafe.shop.id, BIRTHDAY)
    found = await db.read(on_the_card, campaign, luna.cafe.shop)
    assert found
    assert (found.amount, found.several, found.cost) == (2, False, None)
    await told(luna)
    found = await db.read(on_the_card, campaign, luna.cafe.shop)
    assert found
    assert isinstance(found.cost, Range)
    assert (float(found.cost.low), float(found.cost.high)) == (31.5, 90)
