"""Whoever does very often what guesses or costs hears when it goes on, and nobody at a till waits for it."""

from dataclasses import replace

from actions.cards.join import join_shop
from actions.people.identify import Caller, recognise
from loyalty.allowances import EXPORTS, INVITATIONS_TRIED, JOINS_IN_AN_HOUR, PHOTOS
from loyalty.records import Shop
from storage.engine.statements import Tx
from tests.fakes.pictures import png
from tests.journeys.people import ANA, BEN, CLEO, EVA
from tests.journeys.stage import FOUR_STAMPS, Stage

GENEROUS = replace(FOUR_STAMPS, head_start=1)
OFTEN = "That was often enough for now. Please try again in {time}."


def crowd(tx: Tx, shop: Shop, stage: Stage, count: int) -> None:
    """Let that many strangers join a shop within a minute."""
    for place in range(count):
        now, caller = stage.hours.now, Caller("elsewhere", "other", f"robot {place}", "Robo", "en")
        join_shop(tx, recognise(tx, caller, now=now).person.id, shop.code, now=now)


async def test_a_storm_of_sign_ups_keeps_nobody_out_and_tells_the_owner_once(stage: Stage) -> None:
    cafe = await stage.cafe(programme=GENEROUS)
    await stage.house.db.write(crowd, cafe.shop, stage, JOINS_IN_AN_HOUR.most)
    owner = stage.platform.mark(CLEO)
    for person in (ANA, BEN):
        assert "what a new card begins with is added at your first visit" in await cafe.joins(person)
        assert await stage.balance(person) == 0
    [told] = stage.platform.since(CLEO, owner)
    assert told.text.startswith(
        "Café Luna: 61 people joined today, very many at a time.\nIf that is your doing"
    )
    assert "Ana, 2 of 4 stamps ✔ stamped" in await stage.scans(EVA, ANA)
    assert await stage.balance(ANA) == 2
    assert await stage.balance(BEN) == 0
    assert "very many joined: what a new card begins with" in await stage.says(CLEO, "/audit")


async def test_very_many_photos_wait_and_the_code_can_still_be_typed(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    picture = png(size=(40, 30))
    for _ in range(PHOTOS.most):
        assert "I see no code on this picture." in await stage.sends_photo(ANA, picture)
        stage.later(seconds=10)
    assert OFTEN.format(time="5 minutes") in await stage.sends_photo(ANA, picture)
    assert "The six characters under a code" in stage.last(ANA).text
    await stage.says(ANA, "/card")
    assert "Ana, 1 of 4" in await stage.sends_photo(EVA, stage.picture(ANA))
    stage.later(minutes=5)
    assert "I see no code on this picture." in await stage.sends_photo(ANA, picture)


async def test_whoever_tries_very_many_invitations_waits_and_a_colleague_does_not(stage: Stage) -> None:
    cafe = await stage.cafe()
    for place in range(INVITATIONS_TRIED.most):
        assert "used or has run out" in await stage.opens(BEN, stage.channel.link(f"iguess{place}"))
    genuine = await cafe.invitation()
    assert OFTEN.format(time="60 minutes") in await stage.opens(BEN, genuine)
    assert "Welcome to Café Luna" in await stage.opens(ANA, genuine)


async def test_the_ledger_is_taken_home_a_few_times_a_day(stage: Stage) -> None:
    await stage.cafe()
    for _ in range(EXPORTS.most):
        assert "Keep both files safe" in await stage.says(CLEO, "/export")
    assert OFTEN.format(time="24 hours") in await stage.says(CLEO, "/export")


async def test_an_owner_withdraws_the_invitations_that_nobody_has_followed(stage: Stage) -> None:
    cafe = await stage.cafe()
    link = await cafe.invitation()
    await stage.says(CLEO, "/staff")
    assert "No link that was sent before" in await stage.taps(CLEO, "✖ Withdraw open invitations: 1")
    assert "This invitation was used or has run out" in await stage.opens(BEN, link)
    assert "Cleo · withdrew 1 invitation" in await stage.says(CLEO, "/audit")
    assert "Withdraw" not in "".join(stage.last(CLEO).labels)
