"""A cashier gives a regular something with three taps; the customer reads why, and the owner who gave it."""

import pytest

from actions.shop.invitations import invite
from loyalty.actor import Operator
from loyalty.cards.parts.surprise import Surprise
from loyalty.cards.programme import Reward
from storage.engine.database import Database
from tests.post import drained
from tests.programmes import stamp_card
from tests.talk import ANA, CLEO, EVA, TEN_STAMPS, Talk


@pytest.fixture
async def luna(sqlite_db: Database) -> Talk:
    """Open Café Luna, which set aside three stamps a month; Eva has just stamped Ana's card."""
    talk = Talk(sqlite_db)
    opened = await talk.joins(ANA, programme=stamp_card(TEN_STAMPS.rewards, parts=(Surprise(3, 3, 2),)))
    await talk.opens(CLEO, "i" + opened.owner_token)
    token = await sqlite_db.write(invite, Operator(), opened.shop.id, "cashier", now=talk.now)
    await talk.opens(EVA, "i" + token)
    await talk.says(EVA, "/find Ana")
    await talk.taps(EVA, "Ana")
    return talk


async def test_it_takes_three_taps(luna: Talk) -> None:
    assert "A surprise for Ana: how many? 3 stamps left this month." in await luna.taps(EVA, "🎁 Surprise")
    await luna.taps(EVA, "2 stamps")
    given = await luna.taps(EVA, "Sorry that you had to wait")
    assert "🎁 Ana: 2 stamps given ✔ now 3 of 10 stamps" in given
    assert "+2 · Surprise · Eva" in await luna.says(ANA, "/history")
    audit = await luna.says(CLEO, "/audit")
    assert "as a surprise" in audit
    assert "Sorry that you had to wait" in audit


async def test_a_reason_may_be_typed_and_be_any_words(luna: Talk) -> None:
    await luna.taps(EVA, "🎁 Surprise")
    await luna.taps(EVA, "1 stamp")
    assert "1 stamp given" in await luna.says(EVA, "card")


async def test_a_no_where_a_reason_is_asked_gives_nothing(luna: Talk) -> None:
    await luna.taps(EVA, "🎁 Surprise")
    await luna.taps(EVA, "1 stamp")
    assert "nothing was changed" in await luna.says(EVA, "no")
    assert "1 of 10 stamps" in await luna.says(ANA, "/card")


async def test_a_surprise_that_fills_the_card_is_told_by_what_it_won(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    rules = stamp_card((Reward("r1", "Free coffee", 2),), parts=(Surprise(3, 3, 2),))
    opened = await talk.joins(ANA, programme=rules)
    await talk.opens(CLEO, "i" + opened.owner_token)
    token = await sqlite_db.write(invite, Operator(), opened.shop.id, "cashier", now=talk.now)
    await talk.opens(EVA, "i" + token)
    await talk.says(EVA, "/find Ana")
    await talk.taps(EVA, "Ana")
    await talk.taps(EVA, "🎁 Surprise")
    await talk.taps(EVA, "1 stamp")
    given = await talk.taps(EVA, "Just because")
    assert "🎁 Ana: 1 stamp given ✔ card full\n🎉 Earned: Free coffee" in given
    told = await talk.db.write(drained, now=talk.now)
    [news] = [reply for to, reply in told if to == ANA.id and "surprise" in reply.text]
    assert "“Just because”\n🎁 Free coffee: yours!" in news.text
    assert [choice.label for row in news.choices for choice in row] == ["Use: Free coffee", "💳 My card"]


async def test_a_reason_with_braces_is_a_reason_too(luna: Talk) -> None:
    await luna.taps(EVA, "🎁 Surprise")
    await luna.taps(EVA, "1 stamp")
    assert "1 stamp given" in await luna.says(EVA, "thx {you}")
    told = await luna.db.write(drained, now=luna.now)
    assert any("“thx {you}”" in reply.text for to, reply in told if to == ANA.id)


async def test_what_is_left_is_all_that_is_offered(luna: Talk) -> None:
    for amount, given in (("2 stamps", "2 stamps given"), ("1 stamp", "1 stamp given")):
        luna.wait(minutes=2)
        await luna.says(EVA, "/find Ana")
        await luna.taps(EVA, "Ana")
        await luna.taps(EVA, "🎁 Surprise")
        await luna.taps(EVA, amount)
        assert given in await luna.taps(EVA, "Just because")
    luna.wait(minutes=2)
    await luna.says(EVA, "/find Ana")
    await luna.taps(EVA, "Ana")
    assert "Nothing is left for surprises" in await luna.taps(EVA, "🎁 Surprise")


async def test_where_many_may_be_given_the_taps_reach_up_to_all_of_them(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    opened = await talk.joins(ANA, programme=stamp_card(TEN_STAMPS.rewards, parts=(Surprise(400, 200, 100),)))
    await talk.opens(CLEO, "i" + opened.owner_token)
    token = await sqlite_db.write(invite, Operator(), opened.shop.id, "cashier", now=talk.now)
    await talk.opens(EVA, "i" + token)
    await talk.says(EVA, "/find Ana")
    await talk.taps(EVA, "Ana")
    await talk.taps(EVA, "🎁 Surprise")
    assert [label for label in talk.labels(EVA) if "stamp" in label] == [
        "20 stamps", "40 stamps", "60 stamps", "80 stamps", "100 stamps",
    ]  # fmt: skip


async def test_the_command_says_how_it_is_done(luna: Talk) -> None:
    assert "Scan the customer's card" in await luna.says(EVA, "/surprise")
    assert "staff" in await luna.says(ANA, "/surprise")


async def test_where_nothing_is_set_aside_the_command_leads_to_no_button_that_is_not_there(
    sqlite_db: Database,
) -> None:
    talk = Talk(sqlite_db)
    opened = await talk.joins(ANA)
    await talk.opens(CLEO, "i" + opened.owner_token)
    token = await sqlite_db.write(invite, Operator(), opened.shop.id, "cashier", now=talk.now)
    await talk.opens(EVA, "i" + token)
    assert "Nothing is set aside for surprises yet: /programme" in await talk.says(CLEO, "/surprise")
    told = await talk.says(EVA, "/surprise")
    assert "Scan the customer's card" not in told
    assert "Ask the owner for that: /programme" in told
    assert "/surprise" not in await talk.says(EVA, "/help")


async def test_help_names_the_command_where_something_is_set_aside(luna: Talk) -> None:
    assert "/surprise" in await luna.says(EVA, "/help")


async def test_a_surprise_is_taken_back_by_its_button_and_the_customer_reads_it(luna: Talk) -> None:
    await luna.taps(EVA, "🎁 Surprise")
    await luna.taps(EVA, "2 stamps")
    await luna.taps(EVA, "Just because")
    undo = luna.button(EVA, "↩ Undo")
    assert "Taken back. Ana: 1 of 10 stamps" in await luna.taps(EVA, undo)
    assert "That was taken back already." in await luna.taps(EVA, undo)
    told = await luna.db.write(drained, now=luna.now)
    assert any("a surprise of 2 stamps was taken back" in reply.text for to, reply in told if to == ANA.id)
    assert "took back a surprise of 2" in await luna.says(CLEO, "/audit")
    assert "Only the shop's staff" in await luna.taps(ANA, undo)


async def test_undo_lists_a_surprise_and_asks_why_once_it_is_a_while_ago(luna: Talk) -> None:
    luna.wait(minutes=20)
    await luna.says(EVA, "/find Ana")
    await luna.taps(EVA, "Ana")
    await luna.taps(EVA, "🎁 Surprise")
    await luna.taps(EVA, "2 stamps")
    await luna.taps(EVA, "Just because")
    luna.wait(minutes=20)
    await luna.says(EVA, "/undo")
    assert "Why shall I take it back?" in await luna.taps(
        EVA, next(one for one in luna.labels(EVA) if "🎁 +2" in one)
    )
    assert "Taken back. Ana: 2 of 10 stamps" in await luna.says(EVA, "the wrong card")
    await luna.says(EVA, "/undo")
    assert not any("🎁" in label for label in luna.labels(EVA))
