"""A code from one chat, typed in the other: it works once, for its maker's other self, and is not guessed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from actions.people.identify import Caller, mark_unreachable, recognise
from actions.people.link_accounts import (
    AlreadyUndone,
    CodeExpired,
    CodeUsed,
    LaterLink,
    Linkable,
    Linked,
    NoLink,
    OwnCode,
    SameChannel,
    TooLate,
    TooManyTries,
    UnknownCode,
    Unlinked,
    find_link,
    make_link_code,
    undo_link,
    use_link_code,
)
from actions.people.reached import choose_chat, where_reached
from loyalty.codes import ALPHABET
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.people import known_addresses
from storage.tables import link_codes
from tests.actions.links import link, linked, twin, unlinked, writes_on
from tests.actions.places import DAY, HOUR, MINUTE, NOW, Luna, open_luna, stamps

pytestmark = pytest.mark.engines


@pytest.fixture
async def luna(db: Database) -> Luna:
    """Open Café Luna."""
    return await open_luna(db, stamps(10))


def digests(tx: Tx) -> list[str]:
    return list(tx.execute(select(link_codes.c.digest)).scalars())


async def test_a_code_shows_first_what_it_would_join(luna: Luna) -> None:
    other = await twin(luna)
    made = await luna.db.write(make_link_code, other, now=NOW)
    typed = f" {made.code[:3].lower()}-{made.code[3:]}"
    found = await luna.db.write(find_link, luna.cafe.ana, typed, now=NOW)
    assert isinstance(found, Linkable)
    assert (found.own.person.id, found.other.person.id) == (luna.cafe.ana, other)
    assert [reach.channel for reach in found.other.reaches] == ["whatsapp"]
    assert len(found.own.cards) == len(found.other.cards) == 1


async def test_whom_we_know_longer_stays_whoever_types(luna: Luna) -> None:
    other = await twin(luna)
    done = await luna.db.write(link, luna.cafe.ana, other, now=NOW + 2 * HOUR)
    assert done.person_id == luna.cafe.ana
    reaches = await luna.db.write(where_reached, luna.cafe.ana)
    assert {reach.channel for reach in reaches} == {"telegram", "whatsapp"}


async def test_the_code_itself_is_stored_nowhere(luna: Luna) -> None:
    made = await luna.db.write(make_link_code, luna.cafe.ana, now=NOW)
    assert [made.code in digest for digest in await luna.db.write(digests)] == [False]


async def test_a_new_code_ends_the_last_one(luna: Luna) -> None:
    other = await twin(luna)
    first = await luna.db.write(make_link_code, other, now=NOW)
    await luna.db.write(make_link_code, other, now=NOW)
    assert await luna.db.write(use_link_code, luna.cafe.ana, first.code, now=NOW) == UnknownCode()
    assert len(await luna.db.write(digests)) == 1


async def test_a_code_lives_a_quarter_of_an_hour(luna: Luna) -> None:
    made = await luna.db.write(make_link_code, await twin(luna), now=NOW)
    late = NOW + 15 * MINUTE
    assert await luna.db.write(use_link_code, luna.cafe.ana, made.code, now=late) == CodeExpired()
    in_time = late - timedelta(seconds=1)
    assert isinstance(await luna.db.write(use_link_code, luna.cafe.ana, made.code, now=in_time), Linked)


async def test_a_code_works_once(luna: Luna) -> None:
    made = await luna.db.write(make_link_code, await twin(luna), now=NOW)
    assert isinstance(await luna.db.write(use_link_code, luna.cafe.ana, made.code, now=NOW), Linked)
    ben = await luna.db.write(writes_on, "telegram", "Ben")
    for person_id in (luna.cafe.ana, ben):
        assert await luna.db.write(use_link_code, person_id, made.code, now=NOW) == CodeUsed()


async def test_ones_own_code_joins_nothing(luna: Luna) -> None:
    made = await luna.db.write(make_link_code, luna.cafe.ana, now=NOW)
    assert await luna.db.write(find_link, luna.cafe.ana, made.code, now=NOW) == OwnCode()


async def test_who_guesses_a_hundred_codes_hears_five_times_no_and_then_to_wait(luna: Luna) -> None:
    made = await luna.db.write(make_link_code, await twin(luna), now=NOW)
    wrong = ["".join(reversed(made.code))[:-1] + letter for letter in ALPHABET if letter != made.code[0]]
    answers = [
        await luna.db.write(find_link, luna.cafe.ana, wrong[number % len(wrong)], now=NOW)
        for number in range(100)
    ]
    assert answers[:5] == [UnknownCode()] * 5
    assert answers[5:] == [TooManyTries(NOW + HOUR)] * 95
    # Not even the right one is looked at; an hour later it is again.
    assert await luna.db.write(use_link_code, luna.cafe.ana, made.code, now=NOW) == TooManyTries(NOW + HOUR)
    assert await luna.db.write(find_link, luna.cafe.ana, made.code, now=NOW + HOUR) == CodeExpired()


async def test_what_can_be_no_code_is_no_guess(luna: Luna) -> None:
    for _ in range(9):
        assert await luna.db.write(find_link, luna.cafe.ana, "hello?", now=NOW) == UnknownCode()


async def test_two_people_on_one_messenger_stay_two(luna: Luna) -> None:
    ben = await luna.db.write(writes_on, "telegram", "Ben")
    made = await luna.db.write(make_link_code, ben, now=NOW)
    assert await luna.db.write(use_link_code, luna.cafe.ana, made.code, now=NOW) == SameChannel("telegram")


async def test_two_people_with_one_phone_do_not_become_one_by_a_third_chat(luna: Luna) -> None:
    # The phone's WhatsApp was joined with Ana's Telegram; Ben's Telegram, on the same phone, is Ben's.
    await linked(luna, await twin(luna))
    ben = await luna.db.write(writes_on, "telegram", "Ben")
    made = await luna.db.write(make_link_code, luna.cafe.ana, now=NOW)
    assert await luna.db.write(use_link_code, ben, made.code, now=NOW) == SameChannel("telegram")


async def test_a_new_account_takes_the_place_of_one_that_is_shut(luna: Luna) -> None:
    await linked(luna, await twin(luna))
    old = next(r for r in await luna.db.write(where_reached, luna.cafe.ana) if r.channel == "telegram")
    await luna.db.write(mark_unreachable, old.channel, old.account, old.external_id, now=NOW + 3 * HOUR)
    new = await luna.db.write(writes_on, "telegram", now=NOW + 3 * HOUR)
    done = await luna.db.write(link, luna.cafe.ana, new, now=NOW + 3 * HOUR)
    assert done.person_id == luna.cafe.ana


async def test_a_link_can_be_undone_once_within_a_week_and_by_nobody_else(luna: Luna) -> None:
    done = await linked(luna, await twin(luna), NOW)
    late = NOW + 7 * DAY + MINUTE
    assert await luna.db.write(undo_link, luna.cafe.ana, done.merge_id, now=late) == TooLate()
    assert await luna.db.write(undo_link, luna.cafe.eva, done.merge_id, now=NOW) == NoLink()
    assert await luna.db.write(undo_link, luna.cafe.ana, 999, now=NOW) == NoLink()
    await unlinked(luna, done, NOW + 7 * DAY)
    assert await luna.db.write(undo_link, luna.cafe.ana, done.merge_id, now=NOW) == AlreadyUndone()


async def test_of_two_links_the_newer_is_undone_first(luna: Luna) -> None:
    first = await linked(luna, await twin(luna))
    third = await luna.db.write(writes_on, "browser", now=NOW + 3 * HOUR)
    second = await luna.db.write(link, third, luna.cafe.ana, now=NOW + 3 * HOUR)
    late = NOW + 3 * HOUR
    assert await luna.db.write(undo_link, luna.cafe.ana, first.merge_id, now=late) == LaterLink()
    for done in (second, first):
        assert await luna.db.write(undo_link, luna.cafe.ana, done.merge_id, now=late) == Unlinked(())


async def test_who_wrote_last_is_written_to_there_unless_they_chose(luna: Luna) -> None:
    await linked(luna, await twin(luna))

    async def order() -> list[str]:
        return [reach.channel for reach in await luna.db.write(where_reached, luna.cafe.ana)]

    assert await order() == ["whatsapp", "telegram"]  # it was written from an hour after the other
    whatsapp, telegram = await luna.db.write(where_reached, luna.cafe.ana)
    assert await luna.db.write(choose_chat, luna.cafe.ana, telegram.id, now=NOW + 3 * HOUR)
    await luna.db.write(known_addresses.seen, whatsapp.id, now=NOW + 4 * HOUR)
    assert await order() == ["telegram", "whatsapp"]
    assert not await luna.db.write(choose_chat, luna.cafe.eva, telegram.id, now=NOW + 5 * HOUR)


async def test_either_chat_is_the_same_person_afterwards_and_two_again_when_undone(luna: Luna) -> None:
    other = await twin(luna)
    done = await linked(luna, other)
    reach = (await luna.db.write(where_reached, luna.cafe.ana))[0]

    async def who() -> int:
        where = (reach.channel, reach.account, reach.external_id)
        found = await luna.db.write(recognise, Caller(*where, name="Ana", language="en"), now=NOW + 3 * HOUR)
        return found.person.id

    assert await who() == luna.cafe.ana
    await unlinked(luna, done)
    assert await who() == other
