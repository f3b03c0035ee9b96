"""Two shops that have one card together, and who works, shops and owns there."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from actions.cards.buy_reward import Bought, buy_reward
from actions.cards.join import Joined, join_shop
from actions.shop import coalitions
from actions.shop.coalitions import Together, WhatJoiningMeans
from actions.till.redeem import SpendCode, SpendOutcome, show_voucher, spend_code
from actions.till.scan import Scan, scan_card
from actions.till.scan_outcome import Booked, ScanOutcome
from loyalty.actor import ActingPerson
from loyalty.cards.programme import Programme
from loyalty.cards.visits import Claim
from loyalty.records import Shop
from loyalty.shop.coalition_rules import coalition_programme
from loyalty.tokens import digest
from storage.engine.database import Database
from storage.engine.statements import Tx
from tests.actions.places import NOW, Cafe, open_cafe, stamps

RULES = coalition_programme(1, [(100, 500), (300, 2000)], called="Thank you")
OTHER_RULES = coalition_programme(2, [(100, 300)], called="Thank you")


@dataclass(frozen=True)
class Street:
    """Luna and Sol together: Ana shops in both."""

    db: Database
    luna: Cafe
    sol: Cafe
    shop: Shop  # the coalition's own
    card_id: int
    keys: "count[int]" = field(default_factory=count)

    async def scan(
        self, at: Cafe, spent: int | None = 1000, now: datetime = NOW, *, card: int | None = None
    ) -> ScanOutcome:
        """Let Eva of a shop scan Ana's card, or somebody else's."""
        scan = Scan(ActingPerson(at.eva), card or self.card_id, Claim(spent_minor=spent))
        return await self.db.write(scan_card, scan, key=f"together:{next(self.keys)}", now=now)

    async def booked(self, at: Cafe, spent: int, now: datetime = NOW, *, card: int | None = None) -> Booked:
        """Book what was spent in a shop."""
        outcome = await self.scan(at, spent, now, card=card)
        assert isinstance(outcome, Booked), outcome
        return outcome

    async def code(self, key: str = "off100", now: datetime = NOW) -> str:
        """Let Ana take a reward and show its code."""
        bought = await self.db.write(buy_reward, self.luna.ana, self.card_id, key, now=now)
        assert isinstance(bought, Bought), bought
        shown = await self.db.write(show_voucher, self.luna.ana, bought.voucher.id, now=now)
        assert isinstance(shown, SpendCode)
        return shown.code

    async def redeemed(self, at: Cafe, key: str = "off100", now: datetime = NOW) -> SpendOutcome:
        """Let Ana spend points at a shop."""
        code = await self.code(key, now)
        return await self.db.write(spend_code, ActingPerson(at.eva), code, now=now)


def join_in(tx: Tx, first: Cafe, other: Cafe, *, now: datetime = NOW) -> Together:
    """Let one more shop join the coalition of another one."""
    token = coalitions.invite_shop(tx, ActingPerson(first.cleo), first.shop.id, now=now)
    assert isinstance(token, str)
    joined = accept_with(tx, other, token, now=now)
    assert isinstance(joined, Together), joined
    return joined


def accept_with(tx: Tx, cafe: Cafe, token: str, *, now: datetime = NOW) -> object:
    """Let the owner of a shop read what a link asks, and say yes."""
    mark = digest(token)
    asked = coalitions.read_invitation(tx, mark, now=now)
    version = asked.rules.id if isinstance(asked, WhatJoiningMeans) else 0
    return coalitions.accept(tx, ActingPerson(cafe.cleo), cafe.shop.id, mark, version_id=version, now=now)


def found_by(tx: Tx, cafe: Cafe, rules: Programme = RULES, *, now: datetime = NOW) -> Together:
    """Let a shop found a coalition."""
    founded = coalitions.found(tx, ActingPerson(cafe.cleo), cafe.shop.id, "High Street", rules, now=now)
    assert isinstance(founded, Together), founded
    return founded


def open_both(tx: Tx, own: Programme | None = None) -> tuple[Cafe, Cafe, Shop, int]:
    """Open both, with a card of their own each, found the coalition and give Ana its card."""
    luna, sol = (open_cafe(tx, own or stamps(), name=name) for name in ("Café Luna", "Bakery Sol"))
    found_by(tx, luna)
    together = join_in(tx, luna, sol)
    joined = join_shop(tx, luna.ana, together.shop.code, now=NOW)
    assert isinstance(joined, Joined)
    return luna, sol, together.shop, joined.state.account.id


async def one_cafe(db: Database, name: str = "Café Luna") -> Cafe:
    """Open a café that is in no coalition yet."""
    return await db.write(open_cafe, stamps(), name=name)


async def open_street(db: Database, own: Programme | None = None) -> Street:
    """Open both, with a card of their own each, found the coalition and give Ana its card."""
    return Street(db, *await db.write(open_both, own))
