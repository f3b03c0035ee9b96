"""Nobody is written to who did not agree, and every yes and no is kept."""

from sqlalchemy import select

from actions.campaigns.consents import consents_of, give_consent, withdraw_consent
from actions.people.personal_data import everything_held
from actions.people.profile import set_how_often, stop_all
from loyalty.campaigns.frequency_cap import Purpose
from storage.engine.database import Database
from storage.engine.statements import Statement
from storage.people import preferences
from storage.tables import consents
from tests.actions.places import HOUR, NOW, open_luna, stamps

_LOG = Statement(
    select(
        consents.c.purpose, consents.c.given, consents.c.at, consents.c.channel, consents.c.wording
    ).order_by(consents.c.id)
)
YES = {"channel": "telegram", "wording": "1:en"}


async def test_nothing_is_agreed_to_at_first_but_service(db: Database) -> None:
    luna = await open_luna(db, stamps())
    assert await db.read(consents_of, luna.cafe.ana) == {Purpose.SERVICE}


async def test_a_yes_and_a_no_are_kept_with_day_channel_and_wording(db: Database) -> None:
    ana = (await open_luna(db, stamps())).cafe.ana
    await db.write(give_consent, ana, Purpose.OFFERS, **YES, now=NOW)
    assert await db.read(consents_of, ana) == {Purpose.SERVICE, Purpose.OFFERS}
    await db.write(withdraw_consent, ana, Purpose.OFFERS, channel="browser", wording="2:nl", now=NOW + HOUR)
    assert await db.read(consents_of, ana) == {Purpose.SERVICE}
    await db.write(give_consent, ana, Purpose.OFFERS, **YES, now=NOW + 2 * HOUR)
    assert await db.read(consents_of, ana) == {Purpose.SERVICE, Purpose.OFFERS}
    assert await db.read(_LOG.all) == [
        ("offers", 1, NOW, "telegram", "1:en"),
        ("offers", 0, NOW + HOUR, "browser", "2:nl"),
        ("offers", 1, NOW + 2 * HOUR, "telegram", "1:en"),
    ]


async def test_the_same_answer_twice_is_one_line(db: Database) -> None:
    ana = (await open_luna(db, stamps())).cafe.ana
    for purpose in (Purpose.REMINDERS, Purpose.SERVICE):
        await db.write(withdraw_consent, ana, purpose, **YES, now=NOW)
    for _ in range(2):
        await db.write(give_consent, ana, Purpose.REMINDERS, **YES, now=NOW)
    await db.write(give_consent, ana, Purpose.SERVICE, **YES, now=NOW)
    assert len(await db.read(_LOG.all)) == 1


async def test_stop_withdraws_everything_and_a_later_yes_counts_again(db: Database) -> None:
    ana = (await open_luna(db, stamps())).cafe.ana
    for purpose in (Purpose.REMINDERS, Purpose.OFFERS):
        await db.write(give_consent, ana, purpose, **YES, now=NOW)
    await db.write(stop_all, ana, channel="telegram", now=NOW)
    assert await db.read(consents_of, ana) == {Purpose.SERVICE}
    await db.write(give_consent, ana, Purpose.OFFERS, **YES, now=NOW)
    assert await db.read(preferences.preferences_of, ana) == {"reminders": "never", "offers": "monthly"}


async def test_a_yes_leaves_the_rhythm_that_was_chosen(db: Database) -> None:
    ana = (await open_luna(db, stamps())).cafe.ana
    await db.write(set_how_often, ana, "offers", "always", now=NOW)
    await db.write(give_consent, ana, Purpose.OFFERS, **YES, now=NOW)
    assert await db.read(preferences.preferences_of, ana) == {"offers": "always"}


async def test_mydata_tells_what_was_agreed_to(db: Database) -> None:
    ana = (await open_luna(db, stamps())).cafe.ana
    await db.write(give_consent, ana, Purpose.OFFERS, **YES, now=NOW)
    held = await db.write(everything_held, ana, now=NOW)
    assert held.rows["consents"] == [{"purpose": "offers", "given": 1, "at": NOW, **YES}]
