"""What Meta, its webhooks and people's phones can do to a house: nothing is lost, doubled, or sent to who said no."""

import re
from itertools import islice, product

import pytest

from loyalty.cards.programme import Reward
from loyalty.codes import LENGTH
from tests.actions.places import change_only
from tests.fakes.people import User
from tests.journeys.both import SILENCE, Both, receipts, stamps
from tests.journeys.people import ANA, BEN, TOM
from tests.journeys.platforms import FOR_EVER
from tests.programmes import stamp_card

# Links between chats.


@pytest.mark.slow
async def test_who_guesses_codes_is_made_to_wait_and_the_right_one_too(both: Both) -> None:
    shop = await both.cafe()
    await both.joins(shop, ANA, on="telegram")
    await both.whatsapp.says(BEN, "hello")
    right = await _code(both, ANA)
    before = both.whatsapp.platform.mark(BEN)
    async with both.meta.together():
        for guess in islice(product("ACDEF", repeat=LENGTH), 100):
            await both.meta.says(BEN, f"link {''.join(guess)}")
    answers = [seen.text.partition(".")[0] for seen in both.whatsapp.platform.since(BEN, before)]
    assert answers[:5] == ["I don't know this code"] * 5
    assert set(answers[5:]) == {"Those were too many wrong codes"}
    await both.house.drain()  # the platform allows no hundred answers at once: one stands for the others
    assert len(both.whatsapp.platform.since(BEN, before)) < 25
    both.later(minutes=2)
    assert "too many wrong codes" in await both.whatsapp.says(BEN, f"link {right}")
    assert await both.whatsapp.rows("SELECT COUNT(*) FROM merges") == [(0,)]


async def test_a_code_that_is_old_or_was_used_joins_nothing(both: Both) -> None:
    shop = await both.cafe()
    await both.joins(shop, ANA, on="telegram")
    old = await _code(both, ANA)
    both.later(minutes=16)
    assert "make a new one" in await both.whatsapp.says(ANA, f"link {old}")  # a stranger there learns no more
    code = await _code(both, ANA)
    await both.whatsapp.says(ANA, f"link {code}")
    await both.whatsapp.taps(ANA, "Yes, make them one")
    assert "make a new one" in await both.whatsapp.says(BEN, f"link {code}")
    assert "This code has been used" in await both.whatsapp.taps(ANA, "Yes, make them one")


async def test_two_people_with_one_phone_stay_two(both: Both) -> None:
    shop = await both.cafe()
    for person in (ANA, BEN):
        await both.joins(shop, person, on="telegram")
    await both.links(ANA)
    code = await _code(both, BEN)
    assert "A card is for one person" in await both.whatsapp.says(ANA, f"link {code}")
    await stamps(both, BEN)
    assert "0 of 4 stamps" in await both.whatsapp.says(ANA, "card")


# What Meta answers.


@pytest.mark.parametrize(
    ("code", "when"),
    [
        *product([1, 131000, 80007, 131056, 190], ["at once", "later"]),
        *((code, "later") for code in (470, 131026, 131047)),
    ],
)
async def test_an_answer_outlives_every_trouble_that_passes(both: Both, code: int, when: str) -> None:
    shop = await both.cafe()
    await both.hires(shop, TOM, on="whatsapp")
    await both.joins(shop, ANA, on="whatsapp")
    short = both.whatsapp.short_code(ANA)
    if when == "at once":
        both.meta.fails_next(code)
    else:
        both.meta.fails_later(TOM, code)
    said = (await both.heard(TOM, both.meta.says(TOM, short))).whatsapp
    said += (await both.passes(TOM, minutes=2)).whatsapp
    assert re.search("✔ stamped|already stamped at 12:00 by Tom", said)
    assert await both.whatsapp.balance(ANA) == 1


@pytest.mark.slow
async def test_a_receipt_outlives_every_trouble_that_passes_and_comes_once(both: Both) -> None:
    shop = await both.cafe()
    await both.joins(shop, ANA, on="whatsapp")
    for times, code in enumerate((1, 2, 4, 80007, 130429, 131000, 131016, 131056, 131057), 1):
        both.later(minutes=2)
        both.meta.fails_next(code)
        await both.heard(ANA, stamps(both, ANA))
        await both.passes(ANA, minutes=2)
        assert await _states(both) == ["sent"] * times, code
        assert len(receipts(both)) == times, code


@pytest.mark.slow
@pytest.mark.parametrize("code", [470, 130429, 131031, 131042, 131047, 131048, 131056, 131057])
async def test_what_meta_takes_and_then_fails_for_hours_is_tried_ever_less_often(
    both: Both, code: int
) -> None:
    shop = await both.cafe()
    for person in (ANA, BEN):
        await both.joins(shop, person, on="whatsapp")
        both.meta.fails_later(person, code, times=FOR_EVER)
    tried = both.meta.count_calls("send")
    for person in (ANA, BEN):
        assert await both.heard(person, stamps(both, person)) == SILENCE
    for _ in range(720):
        both.later(seconds=10)
        await both.settled()
    assert both.meta.count_calls("send") - tried <= 2 * 16
    for person in (ANA, BEN):
        both.meta.contact(person).fails_with.clear()
    both.later(minutes=16)
    await both.settled()
    assert set(await _states(both)) == {"dropped" if code in (470, 131047) else "sent"}


async def test_a_receipt_that_is_refused_is_given_up_and_the_stamp_stays(both: Both) -> None:
    shop = await both.cafe()
    await both.joins(shop, ANA, on="whatsapp")
    for times, code in enumerate((100, 131008, 131009, 131051, 132000, 132012), 1):
        both.later(minutes=2)
        both.meta.fails_next(code)
        assert await both.heard(ANA, stamps(both, ANA)) == SILENCE, code
        assert await _states(both) == ["dropped"] * times, code
    assert await both.whatsapp.balance(ANA) == times % 4
    both.later(minutes=2)
    assert "✔ 1 stamp" in (await both.heard(ANA, stamps(both, ANA))).whatsapp


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_window_that_was_shut_before_we_knew_is_passed_by_template(
    both: Both, *, at_once: bool
) -> None:
    shop = await both.cafe()
    await both.joins(shop, ANA, on="whatsapp")
    both.meta.contact(ANA).wrote_at = None
    both.meta.api.closed_window_refuses = at_once
    heard = await both.heard(ANA, stamps(both, ANA))
    assert heard.whatsapp.startswith("Thank you for your visit to Café Luna.")
    assert await _states(both) == ["sent"]
    assert "1 of 4 stamps" in await both.whatsapp.taps(ANA, "My card")


async def test_rules_that_will_be_worse_are_said_where_only_a_template_passes_too(both: Both) -> None:
    shop = await both.cafe()
    await both.joins(shop, ANA, on="whatsapp")
    await stamps(both, ANA)
    await both.house.db.write(
        change_only, shop.id, stamp_card((Reward("coffee", "Free coffee", 9),)), now=both.hours.now
    )
    both.later(minutes=2)
    both.meta.contact(ANA).wrote_at = None
    assert (
        "From your next card on: 9 stamps: Free coffee" in (await both.heard(ANA, stamps(both, ANA))).whatsapp
    )


async def test_a_picture_that_could_not_be_uploaded_comes_at_the_next_try(both: Both) -> None:
    shop = await both.cafe()
    both.meta.breaks(methods=["upload"], times=2)
    assert "Welcome to Café Luna, Ana!" in await both.joins(shop, ANA, on="whatsapp")
    assert both.whatsapp.code_of(ANA)


async def test_a_picture_that_is_refused_takes_nothing_from_its_words(both: Both) -> None:
    shop = await both.cafe()
    both.meta.fails_next(131053, methods=["upload"])
    assert "Welcome to Café Luna, Ana!" in await both.joins(shop, ANA, on="whatsapp")
    assert "1 of 4 stamps" in await stamps(both, ANA)


async def _code(both: Both, person: User) -> str:
    made = re.search(r"link (\w{6})", await both.telegram.says(person, "/link"))
    assert made
    return made[1]


async def _states(both: Both) -> list[str]:
    rows = await both.whatsapp.rows("SELECT state FROM outbox WHERE kind = 'visit' ORDER BY id")
    return [state for (state,) in rows]
