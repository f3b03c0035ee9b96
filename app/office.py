"""What an operator does with shops at the command line: open them, list them, invite people."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from actions.delivery import templates
from actions.shop import invitations as staff_actions
from actions.shop import open_shop as shop_actions
from actions.shop.open_shop import BadShop, NewShop
from app.channels import open_channels
from app.clock import read_clock
from app.programme_options import programme_of
from app.settings import Settings
from app.side_door import BadOptionError, Command, knock
from channels.messages import Channel
from loyalty.actor import Operator
from loyalty.names import MAX_NAME
from loyalty.records import Shop
from storage.engine.database import Database, open_database, parsed, sqlite_path
from words.language import LANGUAGES

Channels = Mapping[str, Channel]


def commands(db: Database, channels: Channels) -> dict[str, Command]:
    """Name what can be asked of a Stempel that has its database and channels open."""
    found: dict[str, Command] = {
        "shop create": create_shop,
        "shop list": list_shops,
        "staff invite": invite_staff,
        "templates keep": keep_templates,
    }
    return {name: partial(command, db, channels) for name, command in found.items()}


def door_of(url: str) -> Path | None:
    """Return where a running Stempel answers; PostgreSQL has room for many writers and needs no door."""
    place = parsed(url)
    if place.drivername != "sqlite":
        return None
    path = sqlite_path(place)
    return path.with_name(f"{path.name}.door")


async def ask(settings: Settings, command: str, **options: Any) -> Any:
    """Carry out a command: in the Stempel that runs, or here when none does."""
    url = settings.database_url.get_secret_value()
    door = door_of(url)
    answered = await knock(door, command, options) if door else None
    if answered:
        return answered[0]
    async with open_channels(settings) as channels, open_database(url) as db:
        return await commands(db, channels)[command](**options)


async def create_shop(
    db: Database,
    channels: Channels,
    *,
    name: str,
    timezone: str,
    currency: str,
    language: str,
    **rules: Any,
) -> dict[str, Any]:
    """Open a shop and return its id and links, a pair for each channel that is set up."""
    if language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise BadOptionError(f"“{language}” is no language that Stempel speaks; it speaks {known}.")
    new = NewShop(
        name=name,
        programme=programme_of(rules, currency),
        timezone=timezone,
        currency=currency,
        language=language,
    )
    opened = await db.write(shop_actions.open_shop, Operator(), new, now=read_clock())
    if isinstance(opened, BadShop):
        raise BadOptionError(_bad_shop(opened))
    links = {
        channel.name: {**_join_link(channel, opened.shop), "owner": channel.link("i" + opened.owner_token)}
        for channel in channels.values()
    }
    return {"shop": opened.shop.id, "links": links}


async def list_shops(db: Database, channels: Channels) -> list[dict[str, Any]]:
    """Return every shop with its join links."""
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


async def invite_staff(db: Database, channels: Channels, *, shop_id: int | None, role: str) -> dict[str, Any]:
    """Return links that give one person a role in a shop, or the right to open one."""
    known = {shop.id for shop in await db.read(shop_actions.all_shops)}
    if shop_id is not None and shop_id not in known:
        raise BadOptionError(f"There is no shop {shop_id}. `stempel shop list` shows them.")
    token = await db.write(staff_actions.invite, Operator(), shop_id, role, now=read_clock())
    links = {name: channel.link("i" + token) for name, channel in channels.items()}
    return {"role": role, "shop": shop_id, "days": staff_actions.INVITE_DAYS, "links": links}


async def keep_templates(
    db: Database, _channels: Channels, *, account: str, states: Sequence[Mapping[str, str]]
) -> None:
    """Write down what a platform thinks of our forms of words."""
    await db.write(templates.keep_all, account, states, now=read_clock())


def _join_link(channel: Channel, shop: Shop) -> Mapping[str, str]:
    return {"join": channel.link("j" + shop.code)}


def _bad_shop(bad: BadShop) -> str:
    most = f"{bad.rules.most:,}" if bad.rules else ""
    rules = {
        "no_reward": "Give at least one --reward.",
        "too_many_rewards": "That is too many rewards: ten at most.",
        "reward_text": "A reward needs a text of 1 to 60 characters.",
        "reward_place": f"“{bad.what}” is out of reach: a stamp card has 1 to {most} places.",
        "reward_price": f"“{bad.what}” costs nothing or too much: a reward costs 1 to {most} points.",
        "reward_twice": "Two rewards stand on the same stamp.",
        "head_start": "--head-start must be less than a full card.",
        "limit": f"--{bad.what.replace('_', '-')} must be a number above zero, and {most} at most.",
    }
    if bad.rules:
        return rules.get(bad.rules.why, "These rules can't be.")
    return {
        "name": "--name needs at least one letter.",
        "long_name": f"--name has {MAX_NAME} letters at most: a longer one does not fit on the card.",
        "timezone": f"“{bad.what}” is no time zone; write it like Europe/Amsterdam.",
        "currency": f"“{bad.what}” is no currency; write it like EUR.",
        "language": f"“{bad.what}” is no language that Stempel speaks.",
    }.get(bad.why, f"“{bad.what}” can't be.")
