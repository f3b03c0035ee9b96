"""A picture that WhatsApp takes, and reports as refused later, becomes words that do the same; once."""

import re
from collections.abc import Awaitable

import pytest

from actions.shop.invitations import invite
from loyalty.actor import Operator
from loyalty.roles import Role
from tests.journeys.both import SILENCE, Both, stamps
from tests.journeys.people import ANA, EVA
from tests.journeys.stage import ONE_STAMP, POINTS

_REFUSED = 131053  # "media upload error"


async def _refused_later(
    both: Both, doing: Awaitable[object], *, code: int = _REFUSED, times: int = 1
) -> str:
    """Let something be done whose picture Ana is refused; return what she reads in its place, if anything, once."""
    before = both.meta.mark(ANA)
    both.meta.fails_later(ANA, code, times=times)
    await both.heard(ANA, doing)
    await both.passes(ANA, seconds=30)
    said = both.meta.since(ANA, before)
    assert not any(seen.picture or seen.document for seen in said)
    assert await both.passes(ANA, seconds=30) == SILENCE
    return "\n\n".join(seen.text for seen in said)


@pytest.mark.parametrize("code", [100, 131052, 131053])
async def test_a_card_is_said_with_its_code_and_not_another_shops(both: Both, code: int) -> None:
    await both.joins(await both.cafe(), ANA, on="whatsapp")
    first, fresh = both.whatsapp.short_code(ANA), both.meta.data_under(ANA, "New code")
    both.later(minutes=2)
    await both.opens(ANA, both.link("j" + (await both.cafe(POINTS)).code))
    both.later(minutes=2)
    said = await _refused_later(both, both.meta.taps_data(ANA, fresh), code=code)
    assert re.findall(r"Code: (\w{6})", said) == [first]


async def test_a_rewards_code_is_said_and_hands_it_out(both: Both) -> None:
    await both.joins(await both.cafe(ONE_STAMP), ANA, on="whatsapp")
    await stamps(both, ANA)
    await both.whatsapp.says(ANA, "rewards")
    both.later(minutes=1)
    said = await _refused_later(both, both.meta.taps(ANA, "Use: Free coffee"))
    assert len(codes := re.findall(r"Show this code to the cashier: (\w{6})", said)) == 1
    assert "redeemed" in await both.telegram.says(EVA, codes[0])


async def test_a_new_code_that_nobody_asked_for_is_said(both: Both) -> None:
    await both.joins(await both.cafe(), ANA, on="whatsapp")
    old = both.whatsapp.code_of(ANA)
    both.later(hours=2)
    said = await _refused_later(both, both.opens(EVA, old))
    assert re.findall(r"Code: (\w{6})", said) == [both.whatsapp.short_code(ANA)]
    assert "Here is a new code:" in said


@pytest.mark.slow
async def test_a_poster_whose_picture_and_file_are_refused_is_no_card_and_one_plea_to_ask_again(
    both: Both,
) -> None:
    shop = await both.cafe()
    token = await both.house.db.write(invite, Operator(), shop.id, Role.OWNER, now=both.hours.now)
    await both.opens(ANA, both.link("i" + token), choosing="whatsapp")
    await both.joins(await both.cafe(POINTS), ANA, on="whatsapp")
    both.later(minutes=2)
    said = await _refused_later(both, both.meta.says(ANA, "poster"), times=2)
    assert said.count("the picture or file that I sent did not get through") == 1
    assert "Code: " not in said


async def test_words_that_are_refused_too_are_given_up(both: Both) -> None:
    await both.joins(await both.cafe(), ANA, on="whatsapp")
    both.later(minutes=2)
    assert await _refused_later(both, both.meta.says(ANA, "card"), times=2) == ""
    assert "Code: " in await both.whatsapp.says(ANA, "card")


async def test_a_card_that_failed_for_what_passes_comes_as_it_was(both: Both) -> None:
    await both.joins(await both.cafe(), ANA, on="whatsapp")
    both.later(minutes=2)
    both.meta.fails_later(ANA, 131000)
    await both.heard(ANA, both.meta.says(ANA, "card"))
    await both.passes(ANA, minutes=2)
    assert both.whatsapp.last(ANA).picture
    assert "Code: " in both.whatsapp.last(ANA).text
