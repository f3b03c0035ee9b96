"""A cashier in a hurry scans what is none of theirs: each is named, books nothing, and says what to do instead."""

import pytest

from actions.shop.invitations import invite
from loyalty.actor import Operator
from loyalty.cards.programme import Reward
from storage.engine.database import Database
from tests.programmes import stamp_card
from tests.talk import ANA, EVA, LINKS, Person, Talk

KAI = Person("Kai", "700011")
ONE_STAMP = stamp_card((Reward("beer", "Beer", 1),))


class Till:
    """Eva's till at Café Luna; Ana is a customer of Bar Sol, where Kai works."""

    def __init__(self, db: Database) -> None:
        self.talk = Talk(db)

    async def opens(self) -> None:
        self.luna = (await self.talk.opens_shop()).shop
        self.sol = (await self.talk.opens_shop("Bar Sol", ONE_STAMP)).shop
        for person, shop in ((EVA, self.luna), (KAI, self.sol)):
            token = await self.talk.db.write(invite, Operator(), shop.id, "cashier", now=self.talk.now)
            await self.talk.opens(person, "i" + token)
        await self.talk.opens(ANA, "j" + self.sol.code)


@pytest.fixture
async def till(sqlite_db: Database) -> Till:
    till = Till(sqlite_db)
    await till.opens()
    return till


async def test_the_card_of_another_shop_is_said_to_be_one_and_the_customer_can_join_here(till: Till) -> None:
    card = till.talk.code(ANA)
    for said in (
        await till.talk.photographs(EVA, card),
        await till.talk.opens(EVA, card.partition("start=")[2]),
    ):
        assert "Nothing was booked: this is not a card of Café Luna, but of another shop." in said
        assert LINKS.join(till.luna) in said
        assert "Ana" not in said
        assert "Sol" not in said
    assert "This is for the shop's staff." in await till.talk.opens(ANA, card.partition("start=")[2])


async def test_the_reward_of_another_shop_is_handed_out_there_alone(till: Till) -> None:
    await till.talk.photographs(KAI, till.talk.code(ANA))
    await till.talk.says(ANA, "/rewards")
    await till.talk.taps(ANA, "Use: Beer")
    code = till.talk.code(ANA)
    said = await till.talk.photographs(EVA, code)
    assert "It is of no reward at Café Luna: nothing was handed out." in said
    assert said == await till.talk.opens(EVA, "vAAAAAA")  # a guess learns nothing
    assert "Beer for Ana ✔ redeemed" in await till.talk.photographs(KAI, code)


@pytest.mark.parametrize(
    "code", ["WIFI:S:Luna;T:WPA;P:secret;;", "https://example.org/menu", "4006381333931"]
)
async def test_a_code_that_was_never_ours_books_nothing(till: Till, code: str) -> None:
    assert "nothing was booked. Scan the code on the customer's card." in await till.talk.photographs(
        EVA, code
    )
    assert "Scan the poster in a shop" in await till.talk.photographs(ANA, code)


async def test_the_poster_behind_the_counter_makes_no_customer_of_the_cashier_unasked(till: Till) -> None:
    said = await till.talk.photographs(EVA, LINKS.join(till.luna))
    assert "Nothing was booked: that is the poster of Café Luna." in said
    assert "Welcome to Café Luna, Eva!" in await till.talk.taps(EVA, "💳 A card for myself")
    assert "Welcome to Bar Sol, Eva!" in await till.talk.photographs(EVA, LINKS.join(till.sol))
