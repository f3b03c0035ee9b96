"""No change lets a shop's cards give to each other as much as they take."""

from actions.shop.programme import CurrentRules, NewRules, change_rules, preview, see_rules
from actions.shop.side_by_side import add_programme, propose_programme
from loyalty.actor import ActingPerson
from loyalty.cards.programme import ProgrammeVersion, Reward
from loyalty.cards.programme_check import Invalid
from loyalty.cards.worth import Counted
from loyalty.units import Unit
from storage.engine.database import Database
from tests.actions.places import NOW, open_luna, stamps
from tests.programmes import points_card, stamp_card

CIRCLE = Invalid("reward_circle")
FIVE_STAMPS = points_card(
    (Reward("p1", "Stamps", 100, worth=Counted(5, Unit.STAMPS)), Reward("p2", "Cake", 500))
)


async def test_a_change_that_closes_a_circle_is_refused_and_one_that_gives_less_is_not(
    sqlite_db: Database,
) -> None:
    luna = await open_luna(sqlite_db, stamps(10))
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    beside = await sqlite_db.write(add_programme, cleo, shop_id, FIVE_STAMPS, name="", now=NOW, knowing=True)
    assert isinstance(beside, ProgrammeVersion)
    seen = await sqlite_db.read(see_rules, cleo, shop_id)
    assert isinstance(seen, CurrentRules)
    for points, refused in ((200, True), (199, False)):
        new = stamp_card((Reward("coffee", "Points", 10, worth=Counted(points, Unit.POINTS)),))
        shown = await sqlite_db.read(preview, cleo, shop_id, new, now=NOW)
        assert (shown == CIRCLE) == refused
        done = await sqlite_db.write(
            change_rules, cleo, shop_id, new, on=seen.version.id, now=NOW, knowing=True
        )
        assert done == CIRCLE if refused else isinstance(done, NewRules)


async def test_a_card_that_would_close_a_circle_is_not_added(sqlite_db: Database) -> None:
    plain = points_card((Reward("p1", "Cake", 100),))
    luna = await open_luna(sqlite_db, plain)
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    gives = stamp_card((Reward("s1", "Points", 10, worth=Counted(200, Unit.POINTS)),))
    added = await sqlite_db.write(add_programme, cleo, shop_id, gives, name="", now=NOW, knowing=True)
    assert isinstance(added, ProgrammeVersion)
    seen = await sqlite_db.read(see_rules, cleo, shop_id)
    assert isinstance(seen, CurrentRules)
    done = await sqlite_db.write(
        change_rules, cleo, shop_id, FIVE_STAMPS, on=seen.version.id, now=NOW, knowing=True
    )
    assert done == CIRCLE
    second = await sqlite_db.read(propose_programme, cleo, shop_id, FIVE_STAMPS, name="Tea")
    assert second != CIRCLE  # points go to the first card that counts them, which gives none back
