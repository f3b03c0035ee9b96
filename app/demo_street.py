"""Canal Street in the demo: five shops with one card, and a month behind them to be settled."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from actions.cards.buy_reward import Bought, buy_reward
from actions.cards.join import Joined, join_shop
from actions.people.identify import Caller, recognise
from actions.shop import coalitions
from actions.shop.coalitions import Alone
from actions.shop.invitations import accept_invite, invite
from actions.shop.open_shop import NewShop, Opened, open_shop
from actions.till.redeem import SpendCode, show_voucher, spend_code
from actions.till.scan import Scan, scan_card
from app.invented import CAFE, Cast
from loyalty.actor import ActingPerson, Operator
from loyalty.cards.programme import Programme, ProgrammeKind, Reward, composed
from loyalty.cards.visits import Claim
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.coalition_rules import coalition_programme
from storage.engine.statements import Tx

_BESIDE = (
    ("Bakery Sol", "Loaf of bread", "#b4452c"),
    ("Florist Iris", "Bunch of tulips", "#7a3e8e"),
    ("Bookshop Page", "Paperback", "#2f4b8f"),
    ("Barber Tom", "Haircut", "#0f7a8a"),
)
_RULES = coalition_programme(1, [(100, 500), (250, 1500)], called="Thank you")
_DAYS, _SEED, _STRIDE = 45, 11, timedelta(hours=7)
_SHOPPERS = 12


def open_street(tx: Tx, cast: Cast, account: str, *, now: datetime) -> None:
    """Open four shops beside the café, with one card for all and shoppers who had it; once, and Ana has it too."""
    if not isinstance(coalitions.see_coalition(tx, cast.owner, cast.shop.id), Alone):
        return
    since, channel = now - timedelta(days=_DAYS), cast.regulars.channel

    def person(name: str, key: str) -> int:
        return recognise(tx, Caller(channel, account, key, name=name, language="en"), now=since).person.id

    tills, partners = [cast.regulars.till[0]], [cast.shop]
    for number, (name, reward, colour) in enumerate(_BESIDE):
        owner = ActingPerson(person(name.split()[1], f"street-owner-{number}"))
        partners.append(_opened(tx, owner, name, reward, colour, now=since))
        tills.append(owner)
    street = coalitions.found_by_operator(tx, Operator(), partners, "Canal Street", _RULES, now=since)
    cards = [
        _card(tx, person(f"Shopper {number + 1}", f"street-{number}"), street, now=since)
        for number in range(_SHOPPERS)
    ]
    _lives(tx, cards, tills, since=since, until=now)
    _card(tx, person("Ana", "ana"), street, now=now)


def _opened(tx: Tx, owner: ActingPerson, name: str, reward: str, colour: str, *, now: datetime) -> Shop:
    rules = Programme(*composed(ProgrammeKind.STAMPS), rewards=(Reward("r1", reward, 8),))
    new = NewShop(name, rules, CAFE.timezone, CAFE.currency, CAFE.language, colour)
    opened = open_shop(tx, Operator(), new, now=now)
    if not isinstance(opened, Opened):
        raise TypeError(opened)
    accept_invite(tx, owner, invite(tx, Operator(), opened.shop.id, Role.OWNER, now=now), now=now)
    return opened.shop


def _card(tx: Tx, person_id: int, shop: Shop, *, now: datetime) -> tuple[int, int]:
    joined = join_shop(tx, person_id, shop.code, now=now)
    if not isinstance(joined, Joined):
        raise TypeError(joined)
    return person_id, joined.state.account.id


def _lives(
    tx: Tx,
    cards: Sequence[tuple[int, int]],
    tills: Sequence[ActingPerson],
    *,
    since: datetime,
    until: datetime,
) -> None:
    """Let shoppers collect, and spend where they happen to be."""
    dice, at = random.Random(_SEED), since + _STRIDE  # noqa: S311 - a made-up past needs no secrets
    while at < until:
        (person_id, card), till = dice.choice(cards), dice.choice(tills)
        spent = Claim(spent_minor=dice.randrange(500, 6_000, 50))
        scan_card(tx, Scan(till, card, spent), key=f"street:{at.isoformat()}", now=at)
        bought = buy_reward(tx, person_id, card, "off100", now=at)
        if isinstance(bought, Bought):
            shown = show_voucher(tx, person_id, bought.voucher.id, now=at)
            if isinstance(shown, SpendCode):
                spend_code(tx, dice.choice(tills), shown.code, now=at)
        at += _STRIDE
