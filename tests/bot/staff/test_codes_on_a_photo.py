"""A picture with several codes: the one that is meant is followed, and where two may be, one tap decides."""

import random

import pytest

from actions.cards.join import print_cards
from actions.shop.invitations import invite
from loyalty.actor import Operator
from loyalty.cards.programme import Programme, Reward
from loyalty.records import Shop
from storage.engine.database import Database
from tests.programmes import points_card
from tests.talk import ANA, CLEO, EVA, LINKS, Person, Talk

BEN = Person("Ben", "700004")
POINTS = points_card((Reward("cookie", "Cookie", 10),), points_per_unit=1)


class Counter:
    """What lies on a counter before Eva's phone."""

    def __init__(self, db: Database) -> None:
        self.db, self.talk = db, Talk(db)

    async def opens(self, name: str = "Café Luna", **how: Programme) -> Shop:
        """Open a shop in which Eva works."""
        self.shop = (await self.talk.opens_shop(name, **how)).shop
        self.poster = LINKS.join(self.shop)
        token = await self.db.write(invite, Operator(), self.shop.id, "cashier", now=self.talk.now)
        await self.talk.opens(EVA, "i" + token)
        return self.shop

    async def card(self, person: Person) -> str:
        """Have somebody join and show the code of their card."""
        await self.talk.opens(person, "j" + self.shop.code)
        return self.talk.code(person)

    async def printed(self) -> str:
        """Take a printed card that is nobody's."""
        [card] = await self.db.write(print_cards, self.shop, 1, now=self.talk.now)
        return LINKS.printed(card)

    async def snaps(self, *codes: str) -> str:
        """Have Eva take a photo; what lies where is chance."""
        return await self.talk.photographs(EVA, *random.sample(codes, len(codes)))


@pytest.fixture
async def counter(sqlite_db: Database) -> Counter:
    counter = Counter(sqlite_db)
    await counter.opens()
    return counter


async def test_a_customers_card_goes_before_the_poster_behind_it(counter: Counter) -> None:
    ana = await counter.card(ANA)
    assert "Ana, 1 of 10 stamps ✔ stamped" in await counter.snaps(counter.poster, ana)
    assert "no card yet" in await counter.talk.says(EVA, "/card")


async def test_a_customers_card_goes_before_the_cashiers_own(counter: Counter) -> None:
    own, ana = await counter.card(EVA), await counter.card(ANA)
    assert "Ana, 1 of 10 stamps ✔ stamped" in await counter.snaps(counter.poster, own, ana)
    counter.talk.wait(minutes=2)
    assert "Already stamped" in await counter.snaps(own, ana)  # used, but a customer's


async def test_a_fresh_code_goes_before_one_that_is_used_or_run_out(counter: Counter) -> None:
    old = await counter.card(ANA)
    assert "1 of 10" in await counter.snaps(old)
    counter.talk.wait(minutes=2)
    ben = await counter.card(BEN)
    assert await counter.snaps(old, ben) == "Ben, 1 of 10 stamps ✔ stamped"
    counter.talk.wait(minutes=2)
    ana = await counter.card(ANA)
    assert "Ana, 2 of 10 stamps ✔ stamped" in await counter.snaps(old, ana)  # one card, drawn twice
    counter.talk.wait(minutes=11)
    fresh = await counter.card(BEN)
    both = await counter.snaps(fresh, ana)
    assert both.startswith("Ben, 2 of 10 stamps ✔ stamped")


async def test_where_a_code_beside_the_fresh_one_ran_out_its_customer_gets_a_new_one(
    counter: Counter,
) -> None:
    ana = await counter.card(ANA)
    counter.talk.wait(minutes=11)
    both = await counter.snaps(ana, await counter.card(BEN))
    assert both.splitlines() == [
        "Ben, 1 of 10 stamps ✔ stamped",
        "",
        "This code has run out. Ana is getting a new one now: scan again.",
    ]


async def test_of_two_customers_one_tap_says_which_or_both(counter: Counter) -> None:
    ana, ben = await counter.card(ANA), await counter.card(BEN)
    assert await counter.snaps(ana, ben) == "I see 2 codes. Which one do you mean?"
    labels = counter.talk.labels(EVA)
    assert {label.rpartition(" · ")[0] for label in labels[:2]} == {
        "Ana, 0 of 10 stamps",
        "Ben, 0 of 10 stamps",
    }
    assert labels[2] == "Both"
    both = counter.talk.button(EVA, "Both")
    stamped = await counter.talk.taps(EVA, both)
    assert {"Ana, 1 of 10 stamps ✔ stamped", "Ben, 1 of 10 stamps ✔ stamped"} == set(stamped.split("\n\n"))
    again = await counter.talk.taps(EVA, both)
    assert again.count("Already stamped at 12:00 by Eva.") == 2


async def test_the_one_that_was_picked_is_stamped_and_the_other_is_not(counter: Counter) -> None:
    ana, ben = await counter.card(ANA), await counter.card(BEN)
    await counter.snaps(ana, ben, counter.poster)
    question = {label[:3]: counter.talk.button(EVA, label) for label in counter.talk.labels(EVA)}
    assert await counter.talk.taps(EVA, question["Ben"]) == "Ben, 1 of 10 stamps ✔ stamped"
    assert "Already stamped" in await counter.talk.taps(EVA, question["Ben"])
    assert "out of date" in await counter.talk.taps(EVA, question["Bot"])
    assert "Ana, 1 of 10" in await counter.talk.taps(EVA, question["Ana"])


async def test_where_an_amount_is_needed_customers_come_one_after_the_other(counter: Counter) -> None:
    await counter.opens("Bakery Sol", programme=POINTS)
    ana, ben = await counter.card(ANA), await counter.card(BEN)
    await counter.snaps(ana, ben)
    question = {label[:3]: counter.talk.button(EVA, label) for label in counter.talk.labels(EVA)}
    assert set(question) == {"Ana", "Ben"}
    assert "What was spent?" in await counter.talk.taps(EVA, question["Ben"])
    assert "Ben: +5 points" in await counter.talk.says(EVA, "5.00")
    await counter.talk.taps(EVA, question["Ana"])
    assert "Ana: +7 points" in await counter.talk.says(EVA, "7.00")


async def test_a_reward_and_a_card_are_two_wishes(counter: Counter) -> None:
    talk = counter.talk
    await counter.card(ANA)
    for _ in range(5):
        shown = await talk.opens(ANA, "j" + counter.shop.code)
        await talk.says(EVA, shown.rpartition("Code: ")[2][:6])
        talk.wait(minutes=2)
    await talk.says(ANA, "/rewards")
    await talk.taps(ANA, "Use: Cookie")
    reward, card = talk.code(ANA), await counter.card(ANA)
    assert "Which one do you mean?" in await counter.snaps(reward, card)
    assert "🎁 Cookie for Ana" in talk.labels(EVA)
    done = await talk.taps(EVA, "Both")
    assert "🎁 Cookie for Ana ✔ redeemed" in done
    assert "Ana, 6 of 10 stamps ✔ stamped" in done
    talk.wait(minutes=2)
    fresh = await counter.card(ANA)
    assert await counter.snaps(reward, fresh) == "Ana, 7 of 10 stamps ✔ stamped"  # the reward is used


async def test_the_card_of_another_shop_is_left_beside_one_of_this_shop(counter: Counter) -> None:
    ana, luna = await counter.card(ANA), counter.shop
    other = await counter.talk.joins(BEN, "Bar Sol")
    ben = counter.talk.code(BEN)
    assert await counter.snaps(ben, ana) == "Ana, 1 of 10 stamps ✔ stamped"
    assert "of another shop" in await counter.snaps(ben, LINKS.join(luna))
    assert "Bar Sol" not in await counter.talk.says(EVA, "/card")
    assert other.shop.id != luna.id


async def test_a_printed_card_beside_a_phone_is_asked_about(counter: Counter) -> None:
    ana, printed = await counter.card(ANA), await counter.printed()
    assert "Which one do you mean?" in await counter.snaps(ana, printed)
    assert sum(label.startswith("Card ") for label in counter.talk.labels(EVA)) == 1
    await counter.talk.opens(ANA, printed.partition("start=")[2])  # it is Ana's now
    assert await counter.snaps(await counter.card(ANA), printed) == "Ana, 1 of 10 stamps ✔ stamped"


async def test_a_customer_who_sees_a_poster_and_somebodys_card_means_the_poster(counter: Counter) -> None:
    ana = await counter.card(ANA)
    assert "Welcome to Café Luna, Cleo!" in await counter.talk.photographs(CLEO, ana, counter.poster)


async def test_of_two_posters_a_customer_says_which(counter: Counter) -> None:
    sol = (await counter.talk.opens_shop("Bar Sol")).shop
    assert "Which one" in await counter.talk.photographs(CLEO, counter.poster, LINKS.join(sol))
    assert counter.talk.labels(CLEO) == ["Café Luna", "Bar Sol"]
    assert "Welcome to Bar Sol, Cleo!" in await counter.talk.taps(CLEO, "Bar Sol")


async def test_what_is_not_ours_on_a_picture_does_not_matter(counter: Counter) -> None:
    ana = await counter.card(ANA)
    strange = ("WIFI:S:Luna;P:guest;;", "https://example.org/menu", LINKS.of("cforged"), LINKS.of("x1"))
    assert await counter.snaps(*strange, ana) == "Ana, 1 of 10 stamps ✔ stamped"
    assert "I don't know this code." in await counter.snaps(*strange)
