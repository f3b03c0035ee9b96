"""A customer passes a link on, a friend comes by it, and both read what they got: on every channel."""

import re

import pytest

from loyalty.cards.parts.referral import Referral
from loyalty.cards.programme import Reward
from tests.journeys.people import ANA, BEN, CLEO, EVA
from tests.journeys.platforms import EVERYWHERE
from tests.journeys.stage import Stage
from tests.programmes import points_card, stamp_card

everywhere = pytest.mark.parametrize("where", EVERYWHERE, ids=str)


async def _invited(stage: Stage, places: int = 10, *, for_news: int = 0) -> tuple[str, str]:
    """Let Ana come once and ask for her link; return it, and her code."""
    part = Referral(2, 3, 2, for_news)
    rules = stamp_card((Reward("r1", "Free coffee", places),), parts=(part,))
    cafe = await stage.cafe(programme=rules)
    await cafe.joins(ANA)
    assert "After your first visit at Café Luna you can bring friends" in await stage.says(ANA, "/friend")
    await stage.scans(EVA, ANA)
    said = await stage.says(ANA, "/friend")
    assert "2 stamps for your friend, 3 stamps for you, after your friend's first visit" in said
    found = re.search(r"(https?://\S+)\n.*friend\S* (\S+)", said)
    assert found, said
    return found[1], found[2]


@everywhere
async def test_a_friend_comes_by_the_link_and_both_read_what_they_got(stage: Stage) -> None:
    link, _ = await _invited(stage)
    assert "👋 Ana invited you: 2 stamps more at your first visit." in await stage.opens(BEN, link)
    assert await stage.balance(BEN) == 0
    mark = stage.platform.mark(ANA)
    assert "👋 +2 · first visit, brought by a friend" in await stage.scans(EVA, BEN)
    assert (await stage.balance(BEN), await stage.balance(ANA)) == (3, 4)
    assert "2 more, as a friend brought you" in stage.newest(BEN).text
    read = "\n".join(seen.text for seen in stage.platform.since(ANA, mark))
    assert "👋 Ben came to Café Luna by your invitation: 3 stamps for you. Thank you!" in read
    assert "So far: 1 joined, 1 came, 0 came again." in await stage.says(ANA, "/friend")


@everywhere
async def test_who_follows_the_link_once_more_is_promised_the_same_again(stage: Stage) -> None:
    link, _ = await _invited(stage)
    await stage.opens(BEN, link)
    again = await stage.opens(BEN, link)
    assert "👋 Ana invited you: 2 stamps more at your first visit." in again
    assert "those who are new" not in again
    await stage.scans(EVA, BEN)
    assert "the gift is for those who are new" in await stage.opens(BEN, link)
    assert await stage.balance(BEN) == 3


@everywhere
async def test_a_friends_gift_that_fills_the_card_is_told_by_what_it_won(stage: Stage) -> None:
    link, _ = await _invited(stage, places=4)
    await stage.opens(BEN, link)
    mark = stage.platform.mark(ANA)
    await stage.scans(EVA, BEN)
    read = "\n".join(seen.text for seen in stage.platform.since(ANA, mark))
    assert "3 stamps for you. Thank you!\n🎁 Free coffee: yours!" in read
    assert "0 of 4" not in read
    assert "Use: Free coffee" in stage.last(ANA).labels
    mark = stage.platform.mark(ANA)
    await stage.taps(EVA, "↩ Undo")
    read = "\n".join(seen.text for seen in stage.platform.since(ANA, mark))
    assert "3 stamps of yours with it. The next one brings them again.\n1 of 4 stamps" in read


@everywhere
@pytest.mark.parametrize(("answer", "brought"), [("Yes, you may", 5), ("No, thanks", 3)])
async def test_a_friends_own_yes_to_news_brings_more_to_who_passed_it_on(
    stage: Stage, answer: str, brought: int
) -> None:
    link, _ = await _invited(stage, for_news=2)
    assert "2 stamps more for you where your friend says yes" in await stage.says(ANA, "/friend")
    asked = await stage.opens(BEN, link)
    assert "A yes to news brings Ana 2 stamps more; you get the same whatever you say." in asked
    assert "May I write to you now and then?" in asked
    await stage.taps(BEN, answer)
    mark = stage.platform.mark(ANA)
    await stage.scans(EVA, BEN)
    read = "\n".join(seen.text for seen in stage.platform.since(ANA, mark))
    assert f"{brought} stamps for you. Thank you!" in read
    assert (await stage.balance(BEN), await stage.balance(ANA)) == (3, 1 + brought)


@pytest.mark.slow
async def test_of_two_shops_the_one_that_gives_something_for_friends_is_spoken_of(stage: Stage) -> None:
    rules = stamp_card((Reward("r1", "Free coffee", 10),), parts=(Referral(2, 3, 2),))
    luna = await stage.cafe(programme=rules)
    await luna.joins(ANA)
    sol = await stage.cafe("Bakery Sol")
    await sol.joins(ANA)
    assert "After your first visit at Café Luna you can bring friends" in await stage.says(ANA, "/friend")


@pytest.mark.slow
async def test_a_code_can_be_typed_as_well(stage: Stage) -> None:
    _, code = await _invited(stage)
    assert "👋 Ana invited you" in await stage.says(BEN, f"friend {code.lower()}")
    assert "leads nowhere" in await stage.says(
        BEN, "/friend " + code[:-1] + ("A" if code[-1] != "A" else "C")
    )


@everywhere
async def test_an_undo_takes_both_back_and_the_owner_sees_who_came(stage: Stage) -> None:
    link, _ = await _invited(stage)
    await stage.opens(BEN, link)
    await stage.scans(EVA, BEN)
    assert "👋 Friends whom customers brought: 1 joined, 1 came, 0 came again" in await stage.says(
        CLEO, "/stats"
    )
    mark = stage.platform.mark(ANA)
    await stage.taps(EVA, "↩ Undo")
    assert (await stage.balance(BEN), await stage.balance(ANA)) == (0, 1)
    read = "\n".join(seen.text for seen in stage.platform.since(ANA, mark))
    assert "a friend's visit was taken back, and 3 stamps of yours with it" in read
    assert "1 joined, 0 came" in await stage.says(CLEO, "/stats")


@everywhere
async def test_who_invited_reads_once_of_a_friend_whose_amount_is_put_right(stage: Stage) -> None:
    rules = points_card((Reward("r1", "Cake", 50),), parts=(Referral(2, 3, 2),), points_per_unit=1)
    cafe = await stage.cafe(programme=rules)
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "5")
    link = re.search(r"https?://\S+", await stage.says(ANA, "/friend"))
    assert link
    await stage.opens(BEN, link[0])
    mark = stage.platform.mark(ANA)
    await stage.scans(EVA, BEN)
    await stage.says(EVA, "12.50")
    await stage.says(EVA, "oops, 21.50")
    await stage.taps(EVA, "✔ €21.50")
    assert (await stage.balance(BEN), await stage.balance(ANA)) == (23, 8)
    read = [seen.text for seen in stage.platform.since(ANA, mark) if not seen.picture]
    assert ["by your invitation: 3 points for you" in text for text in read] == [True]
    await stage.taps(EVA, "↩ Undo")
    read = [seen.text for seen in stage.platform.since(ANA, mark) if not seen.picture]
    assert "a friend's visit was taken back, and 3 points of yours with it" in read[1]
    assert len(read) == 2


@everywhere
async def test_ones_own_link_and_staff_get_kind_words(stage: Stage) -> None:
    link, _ = await _invited(stage)
    assert "This is your own link: pass it on" in await stage.opens(ANA, link)
    assert "the gift for friends is for its customers" in await stage.opens(EVA, link)
    assert "its customers bring friends, its staff don't" in await stage.says(EVA, "/friend")
    await stage.says(ANA, "/card")
    if "👋 Bring a friend" not in stage.last(ANA).labels:
        await stage.taps(ANA, "☰ More")
    assert "Pass the next message on:" in await stage.taps(ANA, "👋 Bring a friend")
