"""Of whom is known what messages need: the last word counts, and whoever left is not asked."""

import pytest

from actions.campaigns.consents import give_consent, withdraw_consent
from actions.people.erasure import erase_person
from actions.people.profile import set_birthday
from actions.shop.stats import Stats, shop_stats
from loyalty.actor import ActingPerson
from loyalty.campaigns.frequency_cap import Purpose
from loyalty.dates import Birthday
from loyalty.shop.coverage import Coverage
from storage.engine.database import Database
from tests.actions.places import HOUR, NOW, Luna, join, meet, open_luna, stamps

pytestmark = pytest.mark.asks


async def _coverage(luna: Luna) -> Coverage:
    found = await luna.db.read(shop_stats, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, now=NOW + HOUR)
    assert isinstance(found, Stats)
    return found.coverage


@pytest.mark.slow
async def test_each_is_counted_by_their_last_word_and_what_fewest_told_is_asked_for_next(
    db: Database,
) -> None:
    luna = await open_luna(db, stamps())
    ben, cas = [await db.write(meet, name) for name in ("Ben", "Cas")]
    for person in (ben, cas):
        await db.write(join, luna.cafe.shop, person)
    said = {"channel": "telegram", "wording": "1:en"}
    for person in (luna.cafe.ana, ben):
        for purpose in (Purpose.REMINDERS, Purpose.OFFERS):
            await db.write(give_consent, person, purpose, **said, now=NOW)
    await db.write(withdraw_consent, ben, Purpose.OFFERS, **said, now=NOW)
    for person in (luna.cafe.ana, ben):
        await db.write(set_birthday, person, Birthday(3, 14), now=NOW)
    seen = await _coverage(luna)
    assert (seen, seen.next_to_ask) == (Coverage(3, 2, 2, 1), "offers")
    assert seen.permille("birthday") == 667
    await db.write(erase_person, ben, now=NOW)
    assert await _coverage(luna) == Coverage(2, 1, 1, 1)


def test_nothing_is_asked_for_where_nobody_is_or_all_is_known() -> None:
    assert Coverage().next_to_ask is None
    assert Coverage(2, 2, 2, 2).next_to_ask is None
    assert Coverage(4, 1, 4, 4).next_to_ask == "birthday"
