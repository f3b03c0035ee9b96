"""More than a year of invented history, so that the demo's owner has something to look at, and to compare it with."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import cycle

from actions.access import NotAllowed
from actions.campaigns.kinds.goal import GOAL
from actions.campaigns.settings import HOLDOUT, Campaign, change_setting, see_campaigns
from actions.campaigns.treatments import set_treatment
from actions.people.identify import Caller, recognise
from actions.shop.invitations import accept_invite, invite
from actions.shop.items import ShopItems, SoldItem, add_item, avoid
from actions.shop.open_shop import NewShop, Opened, open_shop
from app.demo_past import CafePost, aim, tell_totals
from app.demo_voice import speak_up
from app.regulars import Regulars
from loyalty.actor import ActingPerson, Operator
from loyalty.campaigns.treatments import usual
from loyalty.cards.programme import Limits, Programme, ProgrammeKind, Reward, composed
from loyalty.customer_kinds import Quadrant
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.basis import Told
from storage.cards import accounts
from storage.engine.statements import Tx
from storage.people import known_addresses

_PAST = timedelta(weeks=62)  # the month before this one, a year ago, is a whole one
_FIRST, _SOON = 8, timedelta(weeks=2)  # so many came when the café was new; all others since, as it grew
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
    "Anikó",
    "Bram",
    "Cécile",
    "Dávid",
    "Eszter",
    "Floor",
    "Gijs",
    "Ildikó",
    "Jasper",
    "Klára",
    "Levente",
    "Merel",
    "Noor",
]
# Those who are yet to come for the first time, as days pass.
_NEWCOMERS = [
    "Arjen",
    "Bori",
    "Carla",
    "Dóra",
    "Elif",
    "Fedde",
    "Gwen",
    "Hugo",
    "Iris",
    "Jakab",
    "Kees",
    "Luca",
]
_FOR_STRANGERS_MINOR = 200  # usually nothing; Ana begins as one
_NEWCOMER_EVERY = timedelta(days=4)
_GIFTS = {  # one for each that a campaign can give, in turn, and its cost
    "Slice of cake": 120,
    "Cookie": 60,
    "Cup of tea": 50,
    "Coffee and cake": 190,
}
_MENU = {  # each with its price
    "Coffee: hot": 320,
    "Tea: hot": 280,
    "Ham sandwich: meat, bread": 680,
    "Cheese sandwich: bread": 590,
    "Cake: sweet": 420,
}
CAFE = NewShop(
    name="Café Luna",
    programme=Programme(
        *composed(ProgrammeKind.STAMPS),
        rewards=(Reward("r1", "Free coffee", 6, cost_minor=90),),
        limits=Limits(max_per_visit=5, max_per_day=10),
        head_start=2,
        voucher_days=90,
    ),
    told=Told(trade="cafe"),
    timezone="Europe/Amsterdam",
    currency="EUR",
    language="en",
    colour="#1f6f5c",
    icon="☕️",
)


@dataclass(frozen=True, slots=True)
class Cast:
    """The demo's shop, and the invented customers who go on coming."""

    shop: Shop
    regulars: Regulars
    owner: ActingPerson


def invent(tx: Tx, channel: str, account: str, *, now: datetime) -> Cast:
    """Open Café Luna with Cleo as owner and Eva as cashier, and let more than a year pass."""
    dice = random.Random(_SEED)  # noqa: S311 - a made-up past needs no secrets
    opening = now - _PAST
    opened = open_shop(tx, Operator(), CAFE, now=opening)
    if not isinstance(opened, Opened):
        raise TypeError(opened)
    shop = opened.shop

    def person(name: str, key: str, at: datetime) -> int:
        return recognise(tx, Caller(channel, account, key, name=name, language="en"), now=at).person.id

    cleo = ActingPerson(person("Cleo", "cleo", opening))
    accept_invite(tx, cleo, opened.owner_token, now=opening)
    _give(tx, cleo, shop, now=opening)
    menu = _sells(tx, cleo, shop, now=opening)
    till = [ActingPerson(person(name, key, opening)) for name, key in (("Eva", "eva"), ("Tom", "tom"))]
    for cashier in till:
        accept_invite(tx, cashier, invite(tx, Operator(), shop.id, Role.CASHIER, now=opening), now=opening)
    regulars = Regulars(shop, till, dice, channel, partial(_card_of, channel, account, "ana", shop.id), menu)
    guests = [person(name, f"invented-{number}", opening) for number, name in enumerate(_NAMES)]
    for guest, name, day in zip(guests, _NAMES, _first_days(dice), strict=True):
        regulars.expect(guest, name, on=opening + timedelta(days=day))
    for number, name in enumerate(_NEWCOMERS):
        first = now + _NEWCOMER_EVERY * (number + 1)
        regulars.expect(person(name, f"newcomer-{number}", now), name, on=first)
    post = CafePost(shop, channel, account)
    for at in post.moments(opening, now):
        regulars.live(tx, until=at)
        regulars.miss(post.write(tx, now=at), now=at)
    regulars.live(tx, until=now)
    # What she did longest ago comes first: the audit is read as it was written.
    speak_up(tx, shop, cleo, guests, now=now)
    aim(tx, cleo, shop, now=now)
    _reach_everybody(tx, cleo, shop, now=now)
    tell_totals(tx, cleo, shop, now=now)
    return Cast(shop, regulars, cleo)


def _first_days(dice: random.Random) -> Iterator[int]:
    """Say on which day of the past each guest comes for the first time: some when all is new, then one after the other."""
    for _ in range(_FIRST):
        yield 1 + dice.randrange(_SOON.days)
    later = len(_NAMES) - _FIRST
    for number in range(later):
        each = (_PAST - _SOON).days / later
        yield _SOON.days + int((number + dice.random() / 2) * each)


def _sells(tx: Tx, owner: ActingPerson, shop: Shop, *, now: datetime) -> Mapping[SoldItem, int]:
    """Let the café sell by name, and learn from who never takes meat."""
    seen: object = None
    for text in _MENU:
        seen = add_item(tx, owner, shop.id, text, now=now)
    if not isinstance(seen, ShopItems):
        raise TypeError(seen)
    meat = next(tag for tag in seen.tags if tag.name == "meat")
    avoid(tx, owner, shop.id, meat.id, avoided=True, now=now)
    return dict(zip(seen.items, _MENU.values(), strict=True))


def _card_of(channel: str, account: str, key: str, shop_id: int, tx: Tx) -> str | None:
    """Return the code of the card of whoever has a phone, once they have one."""
    known = known_addresses.find_address(tx, channel, account, key)
    own = accounts.in_shop(tx, known.person_id, shop_id) if known else None
    return own.code if own else None


def _give(tx: Tx, owner: ActingPerson, shop: Shop, *, now: datetime) -> None:
    """Let each campaign give something, at a cost that is known."""
    gifts = cycle(_GIFTS.items())
    for campaign in _campaigns(tx, owner, shop):
        own = () if campaign.kind == GOAL else campaign.gifts.values()  # her goal is told of as it is
        for name in own:
            if name in campaign.settings:
                gift, cost = next(gifts)
                change_setting(tx, owner, shop.id, campaign.kind, name, gift, now=now)
                change_setting(tx, owner, shop.id, campaign.kind, f"{name}_cost_minor", str(cost), now=now)


def _reach_everybody(tx: Tx, owner: ActingPerson, shop: Shop, *, now: datetime) -> None:
    """Let each campaign reach Ana too from now on: a visitor who is left out would see nothing."""
    strangers = replace(usual(Quadrant.STRANGER), most_offer_minor=_FOR_STRANGERS_MINOR)
    set_treatment(tx, owner, shop.id, Quadrant.STRANGER, strangers, now=now)
    for campaign in _campaigns(tx, owner, shop):
        change_setting(tx, owner, shop.id, campaign.kind, HOLDOUT, "0", now=now)


def _campaigns(tx: Tx, owner: ActingPerson, shop: Shop) -> tuple[Campaign, ...]:
    found = see_campaigns(tx, owner, shop.id)
    return () if isinstance(found, NotAllowed) else found
