"""Who is talking: remembered by address, renamed, invited once."""

from actions.delivery.notices import load_notice
from actions.people.identify import Caller, Visitor, already_done, mark_unreachable, recognise
from actions.shop.invitations import Hired, InviteGone, MayOpenShop, accept_invite, invite
from actions.shop.open_shop import BadShop, NewShop, open_shop
from actions.till.scan_outcome import NotStaff
from actions.till.today import Today, todays_bookings
from loyalty.actor import ActingPerson, Operator
from loyalty.roles import Role
from storage.engine.database import Database
from storage.people import known_addresses, persons
from tests.actions.places import DAY, HOUR, NOW, hire, meet, open_cafe, open_luna, stamps

HERE = ("telegram", "luna_bot", "1001")


async def ana(db: Database, name: str = "Ana", *, hours: int = 0) -> Visitor:
    return await db.write(recognise, Caller(*HERE, name=name, language="hu"), now=NOW + hours * HOUR)


async def test_somebody_new_is_remembered_by_name_and_language(db: Database) -> None:
    first, second = await ana(db), await ana(db, hours=1)
    assert (first.new, second.new) == (True, False)
    assert (second.person.id, second.person.name, second.person.language) == (first.person.id, "Ana", "hu")
    assert second.role is None


async def test_a_new_name_in_the_messenger_is_followed_and_an_empty_one_is_not(db: Database) -> None:
    await ana(db)
    assert (await ana(db, "Anna\u202e")).person.name == "Anna"
    assert (await ana(db, "\u200b")).person.name == "Anna"


async def test_who_writes_after_shutting_us_out_can_be_reached_again(db: Database) -> None:
    visitor = await ana(db)
    await db.write(mark_unreachable, *HERE, now=NOW)
    assert await db.write(load_notice, visitor.address_id, {}, now=NOW) is None
    await ana(db)
    assert await db.write(load_notice, visitor.address_id, {}, now=NOW)


async def test_the_same_update_has_its_effect_once(db: Database) -> None:
    assert not await db.write(already_done, "telegram:1", now=NOW)
    assert await db.write(already_done, "telegram:1", now=NOW)


async def test_the_highest_role_counts(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    elsewhere = await db.write(open_cafe, stamps(10), name="Bar Sol")
    person = (await ana(db)).person.id
    await db.write(hire, luna.cafe.shop.id, person, "cashier")
    await db.write(hire, elsewhere.shop.id, person, "manager")
    visitor = await ana(db)
    assert [(place.shop.name, place.member.role) for place in visitor.workplaces] == [
        ("Café Luna", "cashier"),
        ("Bar Sol", "manager"),
    ]
    assert visitor.role is Role.MANAGER


async def test_an_invitation_works_once(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    token = await db.write(invite, Operator(), luna.cafe.shop.id, "cashier", now=NOW)
    kim, lou = await db.write(meet, "Kim"), await db.write(meet, "Lou")
    hired = await db.write(accept_invite, ActingPerson(kim), token, now=NOW)
    assert isinstance(hired, Hired)
    assert (hired.member.name, hired.member.role, hired.before) == ("Kim", "cashier", None)
    for late in (lou, kim):
        assert await db.write(accept_invite, ActingPerson(late), token, now=NOW) == InviteGone()
    assert await db.write(accept_invite, ActingPerson(lou), "never made", now=NOW) == InviteGone()


async def test_an_invitation_runs_out_after_a_week(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    token = await db.write(invite, Operator(), luna.cafe.shop.id, "cashier", now=NOW)
    kim = await db.write(meet, "Kim")
    assert await db.write(accept_invite, ActingPerson(kim), token, now=NOW + 7 * DAY) == InviteGone()


async def test_an_invitation_raises_a_role_and_never_lowers_it(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    raised = await db.write(hire, luna.cafe.shop.id, luna.cafe.eva, "manager")
    assert (raised.before, raised.member.role) == ("cashier", "manager")
    kept = await db.write(hire, luna.cafe.shop.id, luna.cafe.cleo, "cashier")
    assert (kept.before, kept.member.role) == ("owner", "owner")


async def test_an_operator_invites_somebody_to_open_a_shop(db: Database) -> None:
    kim = await db.write(meet, "Kim")
    token = await db.write(invite, Operator(), None, "founder", now=NOW)
    assert await db.write(accept_invite, ActingPerson(kim), token, now=NOW) == MayOpenShop()


async def test_a_shop_that_cannot_be_is_not_opened(db: Database) -> None:
    wrong = {
        "name": NewShop("\u200b", stamps(10)),
        "timezone": NewShop("Luna", stamps(10), timezone="Mars/Olympus"),
        "currency": NewShop("Luna", stamps(10), currency="€"),
        "rules": NewShop("Luna", stamps(31)),
    }
    for why, shop in wrong.items():
        outcome = await db.write(open_shop, Operator(), shop, now=NOW)
        assert isinstance(outcome, BadShop)
        assert outcome.why == why


async def test_today_lists_the_shops_visits_for_its_staff_only(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    await luna.booked(NOW - DAY)
    visit = (await luna.booked()).visit
    day = await db.write(todays_bookings, ActingPerson(luna.cafe.eva), luna.cafe.shop.id, most=9, now=NOW)
    assert isinstance(day, Today)
    assert [(line.visit_id, line.holder) for line in day.lines] == [(visit.id, "Ana")]
    assert (
        await db.write(todays_bookings, ActingPerson(luna.cafe.ana), luna.cafe.shop.id, most=9, now=NOW)
        == NotStaff()
    )


async def test_a_notice_reads_the_facts_when_it_is_sent(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    visit = (await luna.booked()).visit
    reach = (await db.write(known_addresses.addresses_of, luna.cafe.ana))[0]
    await luna.booked(NOW + HOUR)
    notice = await db.write(load_notice, reach.id, {"visit_id": visit.id}, now=NOW + HOUR)
    assert notice
    assert notice.state
    assert (notice.visit, notice.person.name, notice.state.counter.balance) == (visit, "Ana", 2)


async def test_an_erased_person_is_told_nothing(db: Database) -> None:
    visitor = await ana(db)
    await db.write(persons.erase, visitor.person.id, now=NOW)
    assert await db.write(load_notice, visitor.address_id, {}, now=NOW) is None
