"""Some weeks of invented history, so that the demo's owner has something to look at."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.campaigns import HOLDOUT, change_setting, see_campaigns
from actions.join import Joined, join_shop
from actions.redeem import redeem
from actions.scan import Booked, Scan, scan_card
from actions.shops import NewShop, Opened, open_shop
from actions.staff import NotAllowed, accept_invite, invite
from actions.state import CardState
from actions.visitors import recognise
from loyalty.contact import Kind
from loyalty.programme import Limits, Reward, StampProgramme
from loyalty.records import Shop
from loyalty.staff import Role
from loyalty.visits import Claim
from storage.statements import Tx

_WEEKS = 6
_SEED = 7  # the same history at each start
_NAMES = [
    "Ágnes",
    "Balázs",
    "Chloé",
    "Daan",
    "Emma",
    "Ferenc",
    "Gábor",
    "Hanna",
    "Ilse",
    "Jonas",
    "Kata",
    "Lieke",
    "Maarten",
    "Nóra",
    "Olga",
    "Pieter",
    "Réka",
    "Sanne",
    "Tamás",
    "Umar",
    "Vera",
    "Willem",
    "Xénia",
    "Yara",
    "Zoltán",
    "Anouk",
    "Bence",
    "Femke",
    "Joost",
    "Lotte",
    "Márton",
    "Nina",
    "Sven",
    "Tess",
    "Zsófi",
]
_GIFTS = (
    (Kind.BIRTHDAY, "gift", "Slice of cake"),
    (Kind.ANNIVERSARY, "gift", "Cookie"),
    (Kind.WIN_BACK, "gift", "Cup of tea"),
    (Kind.WIN_BACK, "bigger_gift", "Coffee and cake"),
)
_BUSY_HOURS = (7, 8, 8, 8, 9, 9, 10, 11, 12, 12, 13, 15, 16, 16, 17)
CAFE = NewShop(
    name="Café Luna",
    programme=StampProgramme(
        rewards=(Reward("r1", "Free coffee", 6, cost_minor=90),),
        limits=Limits(max_per_visit=5, max_per_day=10),
        head_start=2,
        voucher_days=90,
    ),
    timezone="Europe/Amsterdam",
    currency="EUR",
    language="en",
    colour="#1f6f5c",
)


@dataclass(frozen=True, slots=True)
class Cast:
    """The demo's shop, and what brings a visitor in."""

    shop: Shop


def invent(tx: Tx, channel: str, account: str, *, now: datetime) -> Cast:
    """Open Café Luna with Cleo as owner and Eva as cashier, and let six weeks pass."""
    dice = random.Random(_SEED)  # noqa: S311 - a made-up past needs no secrets
    opening = now - timedelta(weeks=_WEEKS)
    opened = open_shop(tx, CAFE, by=None, now=opening)
    if not isinstance(opened, Opened):
        raise TypeError(opened)
    shop = opened.shop

    def person(name: str, key: str, at: datetime) -> int:
        return recognise(tx, channel, account, key, name=name, language="en", now=at).person.id

    cleo = person("Cleo", "cleo", opening)
    accept_invite(tx, cleo, opened.owner_token, now=opening)
    _write_to_everybody(tx, cleo, shop, now=opening)
    till = [person("Eva", "eva", opening), person("Tom", "tom", opening)]
    for cashier in till:
        accept_invite(tx, cashier, invite(tx, shop.id, Role.CASHIER, by=None, now=opening), now=opening)
    for number, name in enumerate(_NAMES):
        _live(tx, dice, shop, person(name, f"invented-{number}", opening), till, opening, now)
    return Cast(shop)


def _write_to_everybody(tx: Tx, owner: int, shop: Shop, *, now: datetime) -> None:
    """Let each campaign reach Ana too, with something to give: a visitor who is left out would see nothing."""
    found = see_campaigns(tx, owner, shop.id)
    for campaign in () if isinstance(found, NotAllowed) else found:
        change_setting(tx, owner, shop.id, campaign.kind, HOLDOUT, "0", now=now)
    for kind, setting, gift in _GIFTS:
        change_setting(tx, owner, shop.id, kind, setting, gift, now=now)


def _live(
    tx: Tx, dice: random.Random, shop: Shop, customer: int, till: list[int], opening: datetime, now: datetime
) -> None:
    """Let one customer join and come back at a rhythm of their own; some drift away."""
    day = dice.randrange(_WEEKS * 7 - 3)
    rhythm = dice.choice((2, 3, 4, 5, 7, 7, 10, 14))
    leaves = dice.random() < 0.2
    joined = False
    while day < _WEEKS * 7 and not (leaves and dice.random() < 0.25):
        at = _moment(dice, shop, opening + timedelta(days=day))
        if at >= now:
            break
        if not joined:
            joined = isinstance(join_shop(tx, customer, shop.code, now=at), Joined)
        _visit(tx, dice, shop, customer, dice.choice(till), at)
        day += max(1, round(dice.gauss(rhythm, rhythm / 3)))


def _moment(dice: random.Random, shop: Shop, day: datetime) -> datetime:
    local = day.astimezone(shop.zone)
    return local.replace(hour=dice.choice(_BUSY_HOURS), minute=dice.randrange(60)).astimezone(day.tzinfo)


def _visit(tx: Tx, dice: random.Random, shop: Shop, customer: int, cashier: int, at: datetime) -> None:
    joined = join_shop(tx, customer, shop.code, now=at)
    if not isinstance(joined, Joined):
        raise TypeError(joined)
    claim = Claim(stamps=dice.choice((1, 1, 1, 1, 2)))
    card_id = joined.state.card.id
    outcome = scan_card(tx, Scan(cashier, card_id, claim), key=f"invented:{card_id}:{at.isoformat()}", now=at)
    if isinstance(outcome, Booked) and outcome.state.vouchers and dice.random() < 0.7:
        _treat(tx, outcome.state, cashier, at + timedelta(minutes=1))


def _treat(tx: Tx, state: CardState, cashier: int, at: datetime) -> None:
    redeem(tx, cashier, state.card.id, state.vouchers[0].id, shown=True, now=at)
