"""Opening shops and inviting people from the command line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actions import shops as shop_actions
from actions import staff as staff_actions
from actions.shops import BadShop, NewShop
from app.clock import read_clock
from app.serve import open_channels
from app.settings import Settings
from channels.messages import Channel
from loyalty.amounts import NoAmount, parse_amount
from loyalty.programme import (
    DEFAULT_STAMP_LIMITS,
    Kind,
    Limits,
    PointsProgramme,
    Programme,
    Reward,
    StampProgramme,
    ordered,
)
from loyalty.records import Shop
from storage.database import open_database


class BadOptionError(Exception):
    """An option of the command line that can't be, with words for who typed it."""


@dataclass(frozen=True, slots=True)
class ShopOptions:
    """What `stempel shop create` was given."""

    name: str
    kind: Kind
    rewards: Sequence[str]
    stamps: int | None = None
    points_per_unit: int = 1
    min_spend: str = "0"
    timezone: str = "Europe/Amsterdam"
    currency: str = "EUR"
    language: str = "en"
    head_start: int = 0
    cooldown_minutes: int = 0
    max_per_visit: int | None = None
    max_per_day: int | None = None


async def create_shop(settings: Settings, options: ShopOptions) -> dict[str, Any]:
    """Open a shop and return its id and links, one pair for each channel that is set up."""
    new = NewShop(
        name=options.name,
        programme=_programme(options),
        timezone=options.timezone,
        currency=options.currency,
        language=options.language,
    )
    url = settings.database_url.get_secret_value()
    async with open_channels(settings) as channels, open_database(url) as db:
        opened = await db.write(shop_actions.open_shop, new, by=None, now=read_clock())
        if isinstance(opened, BadShop):
            raise BadOptionError(_bad_shop(opened))
        links = {
            name: {**_join_link(channel, opened.shop), "owner": channel.link("i" + opened.owner_token)}
            for name, channel in channels.items()
        }
        return {"shop": opened.shop.id, "links": links}


async def list_shops(settings: Settings) -> list[dict[str, Any]]:
    """Return every shop with its join links."""
    url = settings.database_url.get_secret_value()
    async with open_channels(settings) as channels, open_database(url) as db:
        return [
            {
                "shop": shop.id,
                "name": shop.name,
                "kind": shop.kind,
                "timezone": shop.timezone,
                "currency": shop.currency,
                "language": shop.language,
                "links": {name: _join_link(channel, shop) for name, channel in channels.items()},
            }
            for shop in await db.read(shop_actions.all_shops)
        ]


async def invite_staff(settings: Settings, shop_id: int | None, role: str) -> dict[str, Any]:
    """Return links that give one person a role in a shop, or the right to open one."""
    url = settings.database_url.get_secret_value()
    async with open_channels(settings) as channels, open_database(url) as db:
        known = {shop.id for shop in await db.read(shop_actions.all_shops)}
        if shop_id is not None and shop_id not in known:
            raise BadOptionError(f"There is no shop {shop_id}. `stempel shop list` shows them.")
        token = await db.write(staff_actions.invite, shop_id, role, by=None, now=read_clock())
        links = {name: channel.link("i" + token) for name, channel in channels.items()}
        return {"role": role, "shop": shop_id, "days": staff_actions.INVITE_DAYS, "links": links}


def _join_link(channel: Channel, shop: Shop) -> Mapping[str, str]:
    return {"join": channel.link("j" + shop.code)}


def _programme(options: ShopOptions) -> Programme:
    limits = Limits(options.cooldown_minutes, options.max_per_visit, options.max_per_day)
    if options.kind is Kind.POINTS:
        least = parse_amount(options.min_spend, options.currency)
        if isinstance(least, NoAmount):
            raise BadOptionError("--min-spend wants an amount such as 5 or 2.50")
        return PointsProgramme(
            rewards=ordered(tuple(_reward(n, text, None) for n, text in enumerate(options.rewards, 1))),
            limits=limits,
            head_start=options.head_start,
            points_per_unit=options.points_per_unit,
            min_spend_minor=least,
        )
    if options.stamps is None:
        raise BadOptionError("--stamps says how many stamps fill the card, for example --stamps 10")
    default = DEFAULT_STAMP_LIMITS
    return StampProgramme(
        rewards=ordered(tuple(_reward(n, text, options.stamps) for n, text in enumerate(options.rewards, 1))),
        limits=Limits(
            options.cooldown_minutes,
            default.max_per_visit if limits.max_per_visit is None else limits.max_per_visit,
            default.max_per_day if limits.max_per_day is None else limits.max_per_day,
        ),
        head_start=options.head_start,
    )


def _reward(number: int, text: str, otherwise: int | None) -> Reward:
    words, _, place = text.rpartition("=")
    if not words:
        if otherwise is None:
            raise BadOptionError(f'--reward "{text}" needs its price in points: --reward "{text}=100"')
        return Reward(f"r{number}", text.strip(), otherwise)
    if not place.strip().isdecimal():
        raise BadOptionError(f'--reward "{text}" must end in a whole number, such as "{words}=100"')
    return Reward(f"r{number}", words.strip(), int(place))


def _bad_shop(bad: BadShop) -> str:
    rules = {
        "no_reward": "Give at least one --reward.",
        "too_many_rewards": "That is too many rewards: ten at most.",
        "reward_text": "A reward needs a text of 1 to 60 characters.",
        "reward_place": f"“{bad.what}” is out of reach: a stamp card has 1 to 30 places.",
        "reward_twice": "Two rewards stand on the same stamp.",
        "head_start": "--head-start must be less than a full card.",
        "limit": f"{bad.what} must be a whole number above zero.",
    }
    if bad.rules:
        return rules[bad.rules.why]
    return {
        "name": "--name needs at least one letter.",
        "timezone": f"“{bad.what}” is no time zone; write it like Europe/Amsterdam.",
        "currency": f"“{bad.what}” is no currency; write it like EUR.",
    }[bad.why]
