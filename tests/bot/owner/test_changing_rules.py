"""How an owner changes rules and rewards: typed, shown before it holds, and then confirmed."""

import pytest

from loyalty.cards.programme import Programme, Reward
from storage.engine.database import Database
from tests.programmes import points_card, stamp_card
from tests.talk import ANA, CLEO, Talk


async def test_a_rule_is_changed_after_a_preview_that_says_who_is_affected(luna: Talk) -> None:
    assert "Pause between visits: none" in await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "Pause")
    shown = await luna.says(CLEO, "30")
    assert "Pause between visits: none → 30 minutes" in shown
    assert "1 open card was begun and keeps its rules" in shown
    assert "Pause between visits: none" in await luna.taps(CLEO, "Cancel")
    await luna.taps(CLEO, "Pause")
    assert "none → 3 minutes" in await luna.says(CLEO, "3")
    assert "none → 30 minutes" in await luna.says(CLEO, "30")  # the slip put right before it was confirmed
    assert "Pause between visits: 30 minutes" in await luna.taps(CLEO, "✔ Confirm")
    assert "Pause between visits: none → 30 minutes" in await luna.says(CLEO, "/audit")


_STILL = "What I showed before is not done yet: it waits for your yes."


async def test_what_is_shown_waits_on_where_a_word_is_neither_a_yes_nor_another_figure(luna: Talk) -> None:
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "Pause")
    await luna.says(CLEO, "30")
    for word in ("maybe", "whatever", "99999999"):
        assert _STILL in await luna.says(CLEO, word)
        assert luna.labels(CLEO)[0] == "✔ Confirm"
    assert "none → 45 minutes" in await luna.says(CLEO, "45")
    assert _STILL in await luna.says(CLEO, "maybe")
    assert "Pause between visits: 45 minutes" in await luna.says(CLEO, "yes")
    await luna.taps(CLEO, "Pause")
    await luna.says(CLEO, "30")
    await luna.says(CLEO, "maybe")
    assert "nothing was changed" in await luna.says(CLEO, "no")
    assert "Pause between visits: 45 minutes" in await luna.says(CLEO, "/programme")


@pytest.mark.parametrize("way", [("Stamps", "8"), ("What it costs", "2"), ("Kind", "Percent", "20")])
async def test_so_does_what_is_shown_of_a_reward(luna: Talk, way: tuple[str, ...]) -> None:
    *taps, typed = way
    await luna.says(CLEO, "/rewards")
    for label in ("✏ Cookie", *taps):
        await luna.taps(CLEO, label)
    assert _STILL not in await luna.says(CLEO, "maybe")  # nothing was shown yet
    await luna.says(CLEO, typed)
    assert _STILL in await luna.says(CLEO, "maybe")
    assert "✔ Done." in await luna.taps(CLEO, "✔ Confirm")


async def test_a_confirm_button_makes_only_the_change_it_was_shown_for(luna: Talk) -> None:
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "Head start")
    await luna.says(CLEO, "1")
    first = luna.replies[CLEO.id]
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "Head start")
    await luna.says(CLEO, "2")
    luna.replies[CLEO.id] = first
    assert "out of date: nothing was changed" in await luna.taps(CLEO, "✔ Confirm")
    assert "Head start: none" in await luna.says(CLEO, "/programme")


@pytest.mark.parametrize("word", ["none", "no limit", "onbeperkt", "korlátlan", "0"])
async def test_a_limit_is_lifted_by_a_word_as_well(luna: Talk, word: str) -> None:
    for typed, then in (("2", "2 stamps"), (word, "no limit")):
        await luna.says(CLEO, "/programme")
        await luna.taps(CLEO, "Most per day")
        await luna.says(CLEO, typed)
        assert f"Most per day: {then}" in await luna.taps(CLEO, "✔ Confirm")


@pytest.mark.parametrize("wrong", ["ten", "-5", "1e9", "NaN", "99999999", "10"])
async def test_what_is_no_figure_is_asked_again(luna: Talk, wrong: str) -> None:
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "Head start")
    assert "→" not in await luna.says(CLEO, wrong)
    assert "none → 3 stamps" in await luna.says(CLEO, "٣")


async def test_how_long_a_code_lives_is_changed_for_all_at_once(luna: Talk) -> None:
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "A code works for")
    assert "does not fit" in await luna.says(CLEO, "0")
    assert "10 minutes → 5 minutes" in await luna.says(CLEO, "5")
    assert "A code works for: 5 minutes" in await luna.taps(CLEO, "✔ Confirm")


async def test_a_reward_is_added_priced_reworded_and_removed(luna: Talk) -> None:
    await luna.says(CLEO, "/rewards")
    await luna.taps(CLEO, "➕ Add a reward")
    await luna.says(CLEO, "Free cake")
    assert "none → 8 stamps: Free cake" in await luna.says(CLEO, "8")
    assert "8 stamps: Free cake" in await luna.taps(CLEO, "✔ Confirm")
    for part, value, after in (
        ("What it costs", "2,50", "8 stamps: Free cake (cost: €2.50)"),
        ("Text", "Carrot cake", "8 stamps: Carrot cake (cost: €2.50)"),
        ("Stamps", "7", "7 stamps: Carrot cake (cost: €2.50)"),
    ):
        await luna.says(CLEO, "/rewards")
        await luna.taps(CLEO, "✏ " + ("Carrot" if part == "Stamps" else "Free cake"))
        await luna.taps(CLEO, part)
        assert after in await luna.says(CLEO, value)
        await luna.taps(CLEO, "✔ Confirm")
    for reward in ("✏ Carrot cake", "✏ Cookie"):
        await luna.says(CLEO, "/rewards")
        await luna.taps(CLEO, reward)
        await luna.taps(CLEO, "Remove")
        await luna.taps(CLEO, "✔ Confirm")
    await luna.says(CLEO, "/rewards")
    await luna.taps(CLEO, "✏ Free coffee")
    assert "needs at least one reward. Add another one first" in await luna.taps(CLEO, "Remove")
    assert luna.labels(CLEO) == ["➕ Add a reward", "← Rewards"]


@pytest.mark.slow
async def test_a_reward_that_no_picture_can_show_is_said_before_it_is_confirmed(luna: Talk) -> None:
    await luna.says(CLEO, "/rewards")
    await luna.taps(CLEO, "➕ Add a reward")
    await luna.says(CLEO, "Free 𐎠")
    assert "can't show 𐎠" in await luna.says(CLEO, "8")


@pytest.mark.parametrize(
    "offered",
    [
        stamp_card((Reward("r1", "Free coffee", 10),)),
        points_card((Reward("r1", "Free coffee", 10),)),
    ],
)
async def test_a_reward_that_is_added_leaves_the_others_alone(
    sqlite_db: Database, offered: Programme
) -> None:
    talk = Talk(sqlite_db)
    await talk.opens(CLEO, "i" + (await talk.opens_shop(programme=offered)).owner_token)
    for text, at in (("Cookie", 5), ("Carrot cake", 7)):
        await talk.says(CLEO, "/rewards")
        await talk.taps(CLEO, "➕ Add a reward")
        await talk.says(CLEO, text)
        assert f"none → {at} " in await talk.says(CLEO, str(at))
        await talk.taps(CLEO, "✔ Confirm")
    text = await talk.says(CLEO, "/rewards")
    assert all(reward in text for reward in ("Cookie", "Carrot cake", "Free coffee"))


async def test_a_second_reward_at_the_same_stamp_is_refused_and_another_number_taken(luna: Talk) -> None:
    await luna.says(CLEO, "/rewards")
    await luna.taps(CLEO, "➕ Add a reward")
    await luna.says(CLEO, "Free cake")
    assert "can't be at the same stamp" in await luna.says(CLEO, "10")
    assert "stamps go from 1 to 30" in await luna.says(CLEO, "31")
    assert "none → 9 stamps: Free cake" in await luna.says(CLEO, "9")


async def test_rewards_show_an_owner_with_a_card_both_sides(luna: Talk) -> None:
    assert "What Café Luna offers" not in await luna.says(ANA, "/rewards")
    opened = await luna.opens_shop("Bakery")
    await luna.opens(CLEO, "j" + opened.shop.code)
    text = await luna.says(CLEO, "/rewards")
    assert text.index("Bakery") < text.index("What Café Luna offers")


async def test_a_reward_becomes_a_share_of_the_bill_after_a_preview_with_its_sums(luna: Talk) -> None:
    await luna.says(CLEO, "/rewards")
    await luna.taps(CLEO, "✏ Cookie")
    assert "What kind of reward is “Cookie”?" in await luna.taps(CLEO, "Kind of reward")
    await luna.taps(CLEO, "Percent off")
    assert "from 1 to 100" in await luna.says(CLEO, "120")
    assert "Cookie (20% off)" in await luna.says(CLEO, "20 %")
    assert "Cookie (20% off)" in await luna.taps(CLEO, "✔ Confirm")
    await luna.says(CLEO, "/rewards")
    await luna.taps(CLEO, "✏ Cookie")
    await luna.taps(CLEO, "Kind of reward")
    await luna.taps(CLEO, "Most that comes off")
    await luna.says(CLEO, "5")
    assert "Cookie (20% off, €5.00 at most)" in await luna.taps(CLEO, "✔ Confirm")
    assert "Cookie (-20%) (<= EUR 5.00)" in await luna.says(CLEO, "/audit")


@pytest.mark.parametrize(
    ("kind", "typed", "shown"),
    [
        ("Amount off", "3", "Cookie (€3.00 off)"),
        ("An experience", "", "Cookie (an experience)"),
        ("Stamps on the card", "2", "Cookie (+2 stamps)"),
    ],
)
async def test_a_reward_becomes_another_kind(luna: Talk, kind: str, typed: str, shown: str) -> None:
    await luna.says(CLEO, "/rewards")
    await luna.taps(CLEO, "✏ Cookie")
    await luna.taps(CLEO, "Kind of reward")
    said = await luna.taps(CLEO, kind)
    assert shown in (await luna.says(CLEO, typed) if typed else said)
    assert shown in await luna.taps(CLEO, "✔ Confirm")


async def test_a_reward_that_gives_all_of_its_card_back_is_refused_until_it_gives_fewer(luna: Talk) -> None:
    await luna.says(CLEO, "/rewards")
    await luna.taps(CLEO, "✏ Cookie")
    await luna.taps(CLEO, "Kind of reward")
    await luna.taps(CLEO, "Stamps on the card")
    assert "did not understand" in await luna.says(CLEO, "some")
    assert "must give fewer than it takes" in await luna.says(CLEO, "10")
    assert "Cookie (+2 stamps)" in await luna.says(CLEO, "2")
    await luna.taps(CLEO, "✔ Confirm")
    assert "Cookie (+2 stamps)" in await luna.says(CLEO, "/audit")


async def test_a_reward_may_wait_for_days_of_its_own(luna: Talk) -> None:
    for typed, shown in (("7", "Cookie (waits 7 days)"), ("0", "5 stamps: Cookie\n")):
        await luna.says(CLEO, "/rewards")
        await luna.taps(CLEO, "✏ Cookie")
        await luna.taps(CLEO, "Kind of reward")
        await luna.taps(CLEO, "How long it waits")
        assert "did not understand" in await luna.says(CLEO, "soon")
        await luna.says(CLEO, typed)
        assert shown in await luna.taps(CLEO, "✔ Confirm")


async def test_a_reward_is_added_with_what_it_takes_in_one_go(luna: Talk) -> None:
    await luna.says(CLEO, "/rewards")
    await luna.taps(CLEO, "➕ Add a reward")
    assert "none → 3 stamps: Tea" in await luna.says(CLEO, "3 stamps = Tea")
    for label in ("✔ Confirm", "🎁 Rewards", "✏ Tea", "Kind", "How long it waits"):
        await luna.taps(CLEO, label)
    assert "30 days" in await luna.says(CLEO, "30 days")
