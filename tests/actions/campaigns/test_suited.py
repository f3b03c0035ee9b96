"""No offer of meat reaches a vegetarian: whatever carries it, however they came to be known as one, and whenever they say so."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from actions.campaigns.broadcast import Broadcast, order_broadcast
from actions.campaigns.departures import mark_sent, still_wanted
from actions.campaigns.message_facts import occasion
from actions.campaigns.settings import change_setting
from actions.cards import offers
from actions.cards.card_state import load
from actions.people.likes import say_like
from actions.people.profile import set_birthday, set_how_often
from actions.shop.items import ShopItems, add_item, avoid
from actions.shop.offer_tags import ShopOffers, tag_offer
from actions.till.note_purchase import Till, note_purchase
from actions.till.scan import Scan, scan_card
from actions.till.scan_outcome import Booked
from actions.till.surprise import surprise_of
from bot.campaign_messages import word_occasion
from loyalty.actor import ActingPerson
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.parts.surprise import Surprise
from loyalty.cards.programme import Reward
from loyalty.cards.visits import Claim
from loyalty.dates import Birthday
from loyalty.people.likes import Answer
from storage.cards import accounts
from storage.engine.statements import Tx
from storage.shop import items
from tests.actions.cards.test_ledger_machine import running
from tests.actions.customers import agree, only, ticked
from tests.actions.places import DAY, HOUR, NOW, Cafe, join, meet, open_cafe
from tests.kinds import ALMOST_THERE, BIRTHDAY, BROADCAST, VOUCHER_EXPIRING, VOUCHER_WAITING, WIN_BACK
from tests.programmes import stamp_card
from words.cards.part_words import on_card
from words.language import words
from words.till.scans import word_scan

SAY = words("en")
CARRIERS = ("birthday", "win_back", "broadcast", "reward", "item", "surprise")
DAYS = (1, 2, 3, 20, 62, 76, 95, 110, 125, 140, 160)
BY_TEAS = -1  # not said: read from ten teas and no meat
_TAGGED = {
    "birthday": offers.of_campaign(BIRTHDAY),
    "win_back": offers.of_campaign(WIN_BACK),
    "reward": offers.of_reward("lunch"),
    "surprise": offers.SURPRISE,
}
_QUEUED = text("SELECT id FROM occurrences WHERE state = 'queued' AND shop_id = :shop ORDER BY id")


@dataclass
class World:
    """Café Luna, where what carries meat says so and is tagged; Ana takes none, Ben takes everything; both agreed to all."""

    cafe: Cafe
    ben: int
    bens: int
    carry: AbstractSet[str]
    takes: dict[str, int]  # who has which item
    meat: int
    known: bool = False  # that Ana takes no meat: from then on it counts what she reads
    read: dict[str, list[str]] = field(default_factory=lambda: {"Ana": [], "Ben": []})

    @property
    def owned(self) -> tuple[ActingPerson, int]:
        """Name the owner and her shop."""
        return ActingPerson(self.cafe.cleo), self.cafe.shop.id

    def called(self, carrier: str) -> str:
        """Name what is offered."""
        return f"{carrier} with MEAT" if carrier in self.carry else f"{carrier} with tea"

    def reads(self, who: str, *said: str) -> None:
        """Note what somebody was offered."""
        if who == "Ben" or self.known:
            self.read[who] += said


def opened(tx: Tx, carry: AbstractSet[str]) -> World:
    """Open it, and let all that carries meat be tagged."""
    reward = Reward("lunch", "reward with MEAT" if "reward" in carry else "reward with tea", 3)
    roll = "item with MEAT" if "item" in carry else "item with tea"
    cafe = open_cafe(tx, stamp_card((reward,), parts=(Surprise(), BonusItem(roll))))
    ben = meet(tx, "Ben")
    world = World(cafe, ben, join(tx, cafe.shop, ben), carry, {}, 0)
    only(tx, cafe.shop.id, BIRTHDAY, WIN_BACK, BROADCAST, VOUCHER_WAITING, VOUCHER_EXPIRING, ALMOST_THERE)
    _sells(tx, world, f"{roll}: {'meat' if 'item' in carry else 'hot'}")
    for person in (cafe.ana, ben):
        agree(tx, person)
        set_birthday(tx, person, Birthday(3, 22), now=NOW)
        set_how_often(tx, person, "offers", "always", now=NOW)
    for kind in (BIRTHDAY, WIN_BACK):
        change_setting(tx, *world.owned, kind, "gift", world.called(kind), now=NOW)
    for carrier, offer in _TAGGED.items():
        if carrier in carry:
            assert isinstance(tag_offer(tx, *world.owned, offer, world.meat, now=NOW), ShopOffers)
    return world


def _sells(tx: Tx, world: World, roll: str) -> None:
    for item in ("Tea: hot, drink", "Ham: meat", roll):
        assert isinstance(add_item(tx, *world.owned, item, now=NOW), ShopItems)
    tea, ham, _ = items.of_shop(tx, world.cafe.shop.id)
    world.takes, [world.meat] = {"Ana": tea.id, "Ben": ham.id}, ham.tags
    avoid(tx, *world.owned, world.meat, avoided=True, now=NOW)


def comes(tx: Tx, world: World, who: str, now: datetime) -> None:
    """Come and have a tea, or ham; note what the till and the card then offer."""
    card = world.cafe.card_id if who == "Ana" else world.bens
    asked = Scan(ActingPerson(world.cafe.eva), card, Claim())
    outcome = scan_card(tx, asked, key=f"{world.cafe.shop.id}:{card}:{now}", now=now)
    assert isinstance(outcome, Booked)
    till = note_purchase(tx, asked.actor, outcome.visit.id, world.takes[who], bought=True, now=now)
    assert isinstance(till, Till)
    told = [line for line in word_scan(outcome, SAY).splitlines() if not line.startswith("🎉")]
    surprise = [world.called("surprise")] if surprise_of(outcome.state) else []
    state = load(tx, accounts.by_id(tx, card), now=now)
    world.reads(who, *told, *(one.label for _, one in till.bonuses), *surprise, *on_card(state, SAY))


def is_sent(tx: Tx, world: World, now: datetime) -> None:
    """Send what still may go, and note what is read."""
    for (this,) in tx.execute(_QUEUED, {"shop": world.cafe.shop.id}).all():
        if still_wanted(tx, this, now=now):
            one = occasion(tx, this, now=now)
            assert one
            world.reads(one.person.name, word_occasion(one, SAY).text)
            mark_sent(tx, this, now=now)


def is_ordered(tx: Tx, world: World, now: datetime) -> None:
    """Let the owner write to everybody."""
    ordered = order_broadcast(tx, *world.owned, "everyone", world.called("broadcast"), now=now)
    assert isinstance(ordered, Broadcast)
    if "broadcast" in world.carry:
        tag_offer(tx, *world.owned, offers.of_broadcast(ordered.id), world.meat, now=now)


def lived(tx: Tx, carry: AbstractSet[str], says_on: int) -> World:
    """Let both come, stay away and be written to; on some day Ana says that she takes no meat, after her messages are queued."""
    world = opened(tx, carry)
    for visit in range(10 if says_on == BY_TEAS else 2):
        for who in world.read:
            comes(tx, world, who, NOW - (12 - visit) * DAY)
    world.known = says_on == BY_TEAS
    for number, day in enumerate(DAYS):
        now = NOW + day * DAY + HOUR
        if number in (0, 5):
            is_ordered(tx, world, now - HOUR)
        ticked(tx, world.cafe.shop.id, now)
        if number == says_on:
            say_like(tx, world.cafe.ana, world.cafe.card_id, world.meat, Answer.NO, now=now)
            world.known = True
        is_sent(tx, world, now)
        if number == 1:
            for who in world.read:
                comes(tx, world, who, now)
    return world


def none_reaches_her(tx: Tx, carry: AbstractSet[str], says_on: int) -> None:
    """Check all that Ana was offered since it was known that she takes no meat."""
    world = lived(tx, carry, says_on)
    assert [said for said in world.read["Ana"] if "MEAT" in said] == []


def search(url: str, *, most: int) -> None:
    """Try `most` histories."""
    with running(url) as run:

        @settings(max_examples=most, deadline=None, suppress_health_check=list(HealthCheck))
        @given(st.frozensets(st.sampled_from(CARRIERS)), st.integers(BY_TEAS, 5))
        def holds(carry: frozenset[str], says_on: int) -> None:
            run(none_reaches_her, carry, says_on)

        holds()


def test_no_offer_of_meat_reaches_a_vegetarian_on_sqlite(sqlite_url: str) -> None:
    search(sqlite_url, most=12)


@pytest.mark.slow
def test_no_offer_of_meat_reaches_a_vegetarian_on_postgresql(postgres_url: str) -> None:
    search(postgres_url, most=5)


@pytest.mark.slow
@pytest.mark.parametrize("says_on", [BY_TEAS, 0])
def test_who_takes_everything_is_offered_all_of_it(sqlite_url: str, says_on: int) -> None:
    with running(sqlite_url) as run:
        world = run(lived, frozenset(CARRIERS), says_on)
    assert {one for one in CARRIERS if any(world.called(one) in said for said in world.read["Ben"])} == set(
        CARRIERS
    )
    assert world.read["Ana"]  # she is written to all the same, about other things


@pytest.mark.slow
def test_what_is_about_meat_says_so_to_no_locked_screen(sqlite_url: str) -> None:
    with running(sqlite_url) as run:
        world = run(lived, frozenset({"broadcast"}), 99)
    news = [said for said in world.read["Ben"] if "broadcast with MEAT" in said]
    assert news
    assert {said.splitlines()[0] for said in news} == {"Café Luna: something for you"}
