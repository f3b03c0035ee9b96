"""At the till: stamping, handing out, and what the cashier is told when it can't be."""

import pytest

from tests.fakes.pictures import beside
from tests.journeys.people import ANA, BEN, CLEO, EVA, TOM
from tests.journeys.platforms import EACH_PLATFORM, EVERYWHERE
from tests.journeys.stage import ONE_STAMP, Stage

everywhere = pytest.mark.parametrize("where", EVERYWHERE, ids=str)


@pytest.mark.slow
@everywhere
async def test_a_second_till_within_a_minute_is_one_visit_even_if_the_card_was_drawn_anew(
    stage: Stage,
) -> None:
    cafe = await stage.cafe(cashiers=[EVA, TOM])
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    stage.later(seconds=5)
    for seen in (stage.scans(TOM, ANA), stage.says(TOM, stage.short_code(ANA))):
        assert "Already stamped at 12:00 by Eva." in await seen
    assert await stage.balance(ANA) == 1
    assert "2 of 4 stamps ✔ stamped" in await stage.taps(TOM, "Stamp again")


@pytest.mark.parametrize("where", EACH_PLATFORM, ids=str)
async def test_a_photo_of_two_phones_asks_which_and_stamps_both_with_one_tap(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await cafe.joins(BEN)
    both = beside(stage.picture(ANA), stage.picture(BEN))
    assert "I see 2 codes. Which one do you mean?" in await stage.sends_photo(EVA, both)
    stamped = await stage.taps(EVA, "Both")
    assert "Ana, 1 of 4 stamps ✔ stamped" in stamped
    assert "Ben, 1 of 4 stamps ✔ stamped" in stamped
    assert (await stage.balance(ANA), await stage.balance(BEN)) == (1, 1)
    again = await stage.again(EVA)
    if not stage.channel.window:  # where words are billed, they are said once
        assert "Ana, 1 of 4 stamps: already stamped" in again
        assert "Ben, 1 of 4 stamps: already stamped" in again


@everywhere
async def test_a_plus_one_that_adds_nothing_never_says_stamped(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    more = stage.platform.data_under(EVA, "+1")
    stage.later(days=1)
    late = await stage.taps_data(EVA, more)
    assert late.startswith("Ana, 1 of 4 stamps\nNothing was stamped: ")
    assert "that visit was on 12 March, 12:00. To stamp, scan the card again." in late
    await stage.says(EVA, stage.short_code(ANA))
    newer = stage.platform.data_under(EVA, "+1")
    assert "Nothing was stamped: since then Eva booked a visit at 12:00." in await stage.taps_data(EVA, more)
    await stage.taps(EVA, "↩ Undo")
    assert "Nothing was stamped: that booking was taken back." in await stage.taps_data(EVA, newer)
    assert await stage.balance(ANA) == 1


@everywhere
@pytest.mark.parametrize("more", ["one more", "Nog eentje!", "még egyet"])
async def test_one_more_may_be_said_in_the_place_of_plus_one(stage: Stage, more: str) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    assert "Ana, 2 of 4 stamps ✔ stamped" in await stage.says(EVA, more)
    assert await stage.balance(ANA) == 2
    await stage.says(EVA, "/today")
    await stage.says(EVA, more)
    assert await stage.balance(ANA) == 2


async def test_where_somebody_stands_is_asked_by_a_command_too(stage: Stage) -> None:
    cafe = await stage.cafe()
    assert "Café Luna has no branches: it is one place." in await stage.says(EVA, "/branch")
    await stage.says(CLEO, "/staff")
    await stage.taps(CLEO, "📍 Branches")
    for name in ("Canal", "Harbour"):
        await stage.taps(CLEO, "➕ Add a branch")
        await stage.says(CLEO, name)
    assert "Where are you today?" in await stage.says(EVA, "/branch")
    assert "You stamp for Harbour now." in await stage.taps(EVA, "Harbour")
    assert "You stamp for Canal now." in await stage.says(EVA, "/branch canal")
    await cafe.joins(ANA)
    await stage.says(EVA, stage.short_code(ANA))
    assert "Today at Café Luna, Canal, and what you booked:" in await stage.says(EVA, "/today")
    assert "📍 Canal" not in await stage.says(CLEO, "/today")


async def test_a_voucher_code_works_once_and_for_three_minutes(stage: Stage) -> None:
    cafe = await stage.cafe(programme=ONE_STAMP)
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.taps(ANA, "Use: Free coffee")
    late = stage.code_of(ANA)
    stage.later(minutes=4)
    assert "it lives three minutes" in await stage.opens(EVA, late)
    await stage.taps(ANA, "🔄 New code")
    fresh = stage.code_of(ANA)
    assert "🎁 Free coffee for Ana ✔ redeemed" in await stage.opens(EVA, fresh)
    assert "“Free coffee” was used already" in await stage.opens(EVA, fresh)
    assert "“Free coffee” was used already" in await stage.taps(ANA, "🔄 New code")


async def test_a_voucher_code_can_be_photographed_and_typed(stage: Stage) -> None:
    cafe = await stage.cafe(programme=ONE_STAMP)
    await cafe.joins(ANA)
    for _ in range(2):
        await stage.scans(EVA, ANA)
        stage.later(minutes=2)
    await stage.taps(ANA, "Use: Free coffee")
    assert "✔ redeemed" in await stage.sends_photo(EVA, stage.picture(ANA))
    await stage.says(ANA, "/rewards")
    words = await stage.taps(ANA, "Use: Free coffee")
    code = words.partition("cashier: ")[2][:6]
    assert "✔ redeemed" in await stage.says(EVA, f"{code[:3]}-{code[3:].lower()}")


async def test_a_card_that_was_only_named_is_redeemed_after_the_customer_says_yes(stage: Stage) -> None:
    cafe = await stage.cafe(programme=ONE_STAMP)
    await cafe.joins(ANA)
    await stage.says(EVA, stage.short_code(ANA))
    assert "I asked Ana" in await stage.taps(EVA, "🎁 Redeem")
    assert "Café Luna: use “Free coffee” now?" in stage.last(ANA).text
    assert await stage.rows("SELECT state FROM vouchers") == [("available",)]
    assert "Enjoy: Free coffee!" in await stage.taps(ANA, "Yes, hand it out")
    assert "Ana said yes: hand out “Free coffee”." in stage.last(EVA).text
    assert await stage.rows("SELECT state FROM vouchers") == [("used",)]


@everywhere
async def test_an_expired_code_is_renewed_by_itself_and_then_scans(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    stage.later(minutes=11)
    shown = stage.newest(ANA)
    answer = await stage.scans(EVA, ANA)
    assert answer == "This code has run out. Ana is getting a new one now: scan again."
    renewed = stage.newest(ANA)
    assert (renewed.id == shown.id) == stage.channel.can_replace
    assert renewed.picture != shown.picture
    assert "Ana, 1 of 4 stamps ✔ stamped" in await stage.scans(EVA, ANA)


async def test_a_code_is_renewed_by_a_tap(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    stage.later(minutes=11)
    await stage.taps(ANA, "🔄 New code")
    assert "1 of 4" in await stage.scans(EVA, ANA)


async def test_a_new_cashier_practises_on_somebody_who_does_not_exist(stage: Stage) -> None:
    await stage.cafe()
    assert "Pia, 4 of 10 stamps ✔ stamped" in await stage.scans(EVA, EVA)
    assert "Pia, 5 of 10 stamps ✔ stamped" in await stage.taps(EVA, "+1")
    assert "You are ready for real customers!" in await stage.taps(EVA, "↩ Undo")
    assert await stage.rows("SELECT id FROM visits") == []
    assert "Pia, 4 of 10" in await stage.sends_photo(EVA, stage.picture(EVA))


async def test_a_stranger_who_opens_a_code_learns_nothing(stage: Stage) -> None:
    cafe = await stage.cafe(programme=ONE_STAMP)
    await cafe.joins(ANA)
    answer = await stage.scans(BEN, ANA)
    assert answer.startswith("This is for the shop's staff. If you work there, ask the owner to invite you.")
    assert answer == await stage.sends_photo(BEN, stage.picture(ANA))
    assert "Ana" not in await stage.says(BEN, stage.short_code(ANA))
    await stage.scans(EVA, ANA)
    await stage.taps(ANA, "Use: Free coffee")
    assert answer == await stage.scans(BEN, ANA)
    assert await stage.rows("SELECT state FROM vouchers") == [("available",)]


async def test_the_code_of_another_shop_is_for_the_staff_there(stage: Stage) -> None:
    await stage.cafe()
    sol = await stage.cafe("Bar Sol", cashiers=[BEN])
    await sol.joins(ANA)
    answer = await stage.scans(EVA, ANA)
    assert "this is not a card of Café Luna, but of another shop" in answer
    assert "Ana" not in answer
    assert "No card has the code" in await stage.says(EVA, stage.short_code(ANA))
    assert "Nobody by that name" in await stage.says(EVA, "/find Ana")


async def test_staff_can_neither_stamp_nor_redeem_their_own_card(stage: Stage) -> None:
    cafe = await stage.cafe(programme=ONE_STAMP)
    await cafe.joins(EVA)
    assert "You can't stamp your own card." in await stage.scans(EVA, EVA)
    await cafe.hires(TOM)
    await stage.scans(TOM, EVA)
    await stage.taps(EVA, "Use: Free coffee")
    assert "You can't redeem your own reward." in await stage.scans(EVA, EVA)


async def test_a_cashier_never_sees_birthdays_and_ids(stage: Stage) -> None:
    cafe = await stage.cafe(programme=ONE_STAMP)
    await cafe.joins(ANA)
    await stage.change("UPDATE persons SET birthday = '03-14' WHERE name = 'Ana'")
    seen = [await stage.scans(EVA, ANA), await stage.says(EVA, "/find ana"), await stage.says(EVA, "/today")]
    assert "🎂 Birthday this week" in seen[0]
    for words in seen:
        assert not any(secret in words for secret in ("14", "March", "1001"))


async def test_an_invitation_works_once(stage: Stage) -> None:
    cafe = await stage.cafe()
    token = await cafe.invitation()
    assert "You are cashier now" in await stage.opens(TOM, token)
    assert "This invitation was used or has run out." in await stage.opens(BEN, token)
    stale = await cafe.invitation()
    stage.later(days=8)
    assert "This invitation was used or has run out." in await stage.opens(BEN, stale)
