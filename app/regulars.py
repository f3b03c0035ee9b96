"""The invented customers of the demo's café: each comes at a rhythm of their own, and goes on as days pass."""

import random
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from actions.campaigns.consents import give_consent
from actions.cards.card_state import CardState
from actions.cards.friends import Met, join_by_friend
from actions.cards.join import Joined, join_shop
from actions.people.profile import set_birthday
from actions.shop.items import SoldItem
from actions.till.note_amount import note_amount
from actions.till.note_purchase import note_purchase
from actions.till.redeem import redeem
from actions.till.scan import Scan, scan_card
from actions.till.scan_outcome import Booked, ScanOutcome, WhichProgramme
from loyalty.actor import ActingPerson
from loyalty.campaigns.frequency_cap import Purpose
from loyalty.cards.visits import Claim
from loyalty.dates import Birthday
from loyalty.records import Shop, Visit
from storage.engine.statements import Tx

_RHYTHMS = (3, 3, 5, 7, 7, 10, 14, 14)  # days between two visits
_STAYS_AWAY_EVERY = 220  # days, for five to twelve weeks: somebody for the win-back to write to
_COMES_ONCE = 0.15
_STAYS_FOR = 900  # days, on average; then somebody comes no more
_COMES_BACK = 0.4  # of those who stay away and are written to, soon
_SOON = 9  # days
_TAKES_A_REWARD = 0.7
_AGREES = 0.6  # to reminders and to offers
_TELLS_A_BIRTHDAY = 0.4
_BUSY_HOURS = (7, 8, 8, 8, 9, 9, 10, 11, 12, 12, 13, 15, 16, 16, 17)
_THE_USUAL = 0.8
_OFTEN, _DRINKS = 3, 2  # days; and how many of the menu's first are drinks
_AT_TABLE = ((1,), (1, 1, 1, 2), (2, 2, 3), (1, 2))  # for how many somebody pays, by who it is
_WORDING = "the demo's invention"


@dataclass(slots=True)
class Regular:
    """A customer, how many days usually pass between two visits, and when the next one is."""

    person_id: int
    rhythm: int
    next_at: datetime
    name: str = ""
    last_at: datetime | None = None  # after which they come no more; None: nobody knows
    account_id: int | None = None  # None: yet to come for the first time

    @property
    def joined(self) -> bool:
        """Say whether they came."""
        return self.account_id is not None


@dataclass(slots=True)
class Regulars:
    """All of them, the cashiers who serve them, and the dice that they live by."""

    shop: Shop
    till: Sequence[ActingPerson]
    dice: random.Random
    channel: str
    guest: Callable[[Tx], str | None] = lambda _tx: None  # the card of whoever may bring newcomers
    menu: Mapping[SoldItem, int] = field(default_factory=dict)  # what they may have, and its price
    people: list[Regular] = field(default_factory=list)

    def expect(self, person_id: int, name: str, *, on: datetime) -> None:
        """Let somebody come for the first time on a day."""
        stays = timedelta(days=self.dice.expovariate(1 / _STAYS_FOR))
        if self.dice.random() < _COMES_ONCE:
            stays = timedelta()
        regular = Regular(person_id, self.dice.choice(_RHYTHMS), self._moment(on), name, on + stays)
        self.people.append(regular)

    def miss(self, names: Collection[str], *, now: datetime) -> None:
        """Let some of those who are written to because they stay away come soon."""
        for regular in self.people:
            soon = now + timedelta(days=self.dice.randrange(1, _SOON))
            if regular.name in names and regular.next_at > soon and self.dice.random() < _COMES_BACK:
                regular.next_at = self._moment(soon)

    def hurry(self, *, after: datetime) -> None:
        """Let whoever is the next to come for the first time come now."""
        new = [regular for regular in self.people if not regular.joined]
        if new:
            min(new, key=lambda regular: regular.next_at).next_at = after

    def live(self, tx: Tx, *, until: datetime) -> None:
        """Let everybody come who would, one after the other, up to a moment."""
        for regular in self._coming(until):
            self._visit(tx, regular)
            regular.next_at = self._moment(regular.next_at + timedelta(days=self._pause(regular)))
            if regular.last_at and regular.next_at > regular.last_at:
                self.people.remove(regular)

    def _coming(self, until: datetime) -> Iterator[Regular]:
        while self.people:
            first = min(self.people, key=lambda regular: regular.next_at)
            if first.next_at >= until:
                return
            yield first

    def _pause(self, regular: Regular) -> int:
        if self.dice.random() < regular.rhythm / _STAYS_AWAY_EVERY:
            return self.dice.randrange(35, 85)
        return max(1, round(self.dice.gauss(regular.rhythm, regular.rhythm / 3)))

    def _moment(self, day: datetime) -> datetime:
        local = day.astimezone(self.shop.zone)
        hour, minute = self.dice.choice(_BUSY_HOURS), self.dice.randrange(60)
        return local.replace(hour=hour, minute=minute).astimezone(day.tzinfo)

    def _visit(self, tx: Tx, regular: Regular) -> None:
        at, cashier = regular.next_at, self.dice.choice(self.till)
        card = regular.account_id or self._introduce(tx, regular, at)
        claim = Claim(stamps=self.dice.choice((1, 1, 1, 1, 2)))
        outcome = _scanned(tx, Scan(cashier, card, claim), now=at)
        if isinstance(outcome, Booked):
            self._buy(tx, regular, cashier, outcome.visit)
        if isinstance(outcome, Booked) and outcome.state.vouchers and self.dice.random() < _TAKES_A_REWARD:
            _treat(tx, outcome.state, cashier, at + timedelta(minutes=1))

    def _buy(self, tx: Tx, regular: Regular, cashier: ActingPerson, visit: Visit) -> None:
        """Have one's usual mostly, by dice of their own: what else happens is the same with a menu and without."""
        if not self.menu:
            return
        dice = random.Random(f"{regular.person_id}:{visit.id}")  # noqa: S311 - a made-up past needs no secrets
        sold = tuple(self.menu)
        usual = regular.person_id % (len(sold) + 1)  # one more: who tells nothing
        if regular.rhythm <= _OFTEN and usual < len(sold):  # a drink, and never anything to eat with it
            usual, sold = 0, sold[:_DRINKS]
        had = sold[usual] if usual < len(sold) and dice.random() < _THE_USUAL else dice.choice(sold)
        if usual < len(sold):
            note_purchase(tx, cashier, visit.id, had.id, bought=True, now=visit.at)
        spent = self.menu[had] * dice.choice(_AT_TABLE[regular.person_id % len(_AT_TABLE)])
        note_amount(tx, cashier, visit.id, spent, now=visit.at)

    def _introduce(self, tx: Tx, regular: Regular, at: datetime) -> int:
        """Let somebody have a card, and answer what a new customer is asked, as some do."""
        code = self.guest(tx)
        if code:
            joined: object = join_by_friend(tx, regular.person_id, code, now=at)
        else:
            joined = join_shop(tx, regular.person_id, self.shop.code, now=at)
        if not isinstance(joined, Joined | Met):
            raise TypeError(joined)
        regular.account_id = joined.state.account.id
        for purpose in (Purpose.REMINDERS, Purpose.OFFERS):
            if self.dice.random() < _AGREES or regular.rhythm <= _OFTEN:
                give_consent(tx, regular.person_id, purpose, channel=self.channel, wording=_WORDING, now=at)
        if self.dice.random() < _TELLS_A_BIRTHDAY:
            born = date(2000, 1, 1) + timedelta(days=self.dice.randrange(366))
            set_birthday(tx, regular.person_id, Birthday(born.month, born.day), now=at)
        return regular.account_id


def _scanned(tx: Tx, scan: Scan, *, now: datetime) -> ScanOutcome:
    """Scan a card; where several of the shop's cards would count the visit, the cashier means the first."""
    key = f"invented:{scan.account_id}:{now.isoformat()}"
    outcome = scan_card(tx, scan, key=key, now=now)
    if not isinstance(outcome, WhichProgramme):
        return outcome
    first = outcome.choices[0].counter.programme_id
    return scan_card(tx, replace(scan, programme_id=first), key=key, now=now)


def _treat(tx: Tx, state: CardState, cashier: ActingPerson, at: datetime) -> None:
    redeem(tx, cashier, state.account.id, state.vouchers[0].id, shown=True, now=at)
