"""The first words on a new card say what it earns, in what it counts, however that is earned and paid."""

from actions.cards.card_state import CardState
from actions.cards.join import Joined, join_shop
from loyalty.cards.programme import (
    Automatic,
    Limits,
    OnRequest,
    PerMoney,
    PerVisit,
    Programme,
    Reward,
)
from loyalty.units import Unit
from storage.engine.database import Database
from tests.actions.places import NOW, meet, open_luna, points, stamps
from words.cards.welcome import word_welcome
from words.language import words

COFFEE, CAKE = Reward("coffee", "Koffie", 4), Reward("cake", "Taart", 9)
STAMPS_FOR_MONEY = Programme(Unit.STAMPS, PerMoney(1), Automatic(), (COFFEE,), Limits(max_per_visit=9))
STAMPS_ON_REQUEST = Programme(Unit.STAMPS, PerVisit(), OnRequest(), (CAKE, COFFEE), Limits(max_per_visit=5))


async def joins(db: Database, programme: Programme) -> CardState:
    """Let Bea join a café with such a programme."""
    luna = await open_luna(db, programme)
    bea = await db.write(meet, "Bea Smit")
    outcome = await db.write(join_shop, bea, luna.cafe.shop.code, now=NOW)
    assert isinstance(outcome, Joined)
    return outcome.state


async def test_a_stamp_card_says_what_fills_it_and_what_is_kept_of_its_holder(sqlite_db: Database) -> None:
    state = await joins(sqlite_db, stamps(3, head_start=1))
    assert word_welcome([state], words("en"), knows_number=True).splitlines() == [
        "Welcome to Café Luna, Bea!",
        "3 stamps earn: A coffee.",
        "The first stamp is a gift.",
        "I keep your name, number and language, nothing else: /mydata shows it, /forget erases it.",
    ]


async def test_points_say_what_money_earns_and_what_the_first_of_them_buy(sqlite_db: Database) -> None:
    state = await joins(sqlite_db, points())
    hello, promise, kept = word_welcome([state], words("nl"), knows_number=False).splitlines()
    assert hello == "Welkom bij Café Luna, Bea!"
    assert (
        promise
        == "Je krijgt 1 punt voor elke €\u00a01,00 die je besteedt. 50 punten zijn goed voor: A free coffee."
    )
    assert "nummer" not in kept


async def test_stamps_for_money_and_stamps_that_buy_are_called_stamps(sqlite_db: Database) -> None:
    for_money = await joins(sqlite_db, STAMPS_FOR_MONEY)
    on_request = await joins(sqlite_db, STAMPS_ON_REQUEST)
    said = [word_welcome([state], words("en"), knows_number=False) for state in (for_money, on_request)]
    assert "You earn 1 stamp for each €1.00 you spend. 4 stamps earn: Koffie." in said[0]
    assert "4 stamps buy: Koffie." in said[1]
