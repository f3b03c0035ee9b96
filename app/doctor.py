"""`stempel doctor`: what can be wrong, seen from outside, and what to do about each."""

import sqlite3
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from itertools import chain
from typing import Any

from actions.campaigns import ailments
from actions.campaigns.ailments import Ailment
from actions.delivery import closed_accounts
from actions.delivery.closed_accounts import Closure
from actions.shop import open_shop
from actions.shop.bots import KeptBot, all_bots
from app import templates
from app.bot_office import keys_of, standing_of
from app.clock import read_clock
from app.nightly_backup import look_at_backup
from app.numbers import Number, numbers_of
from app.settings import Settings
from app.token_keys import TokenKeys
from bot.pictures import faces
from channels.accounts import key_of
from channels.messages import AccountKey
from channels.setup import Check, PlatformSetup, open_accounts
from storage.engine.database import read_database
from storage.engine.errors import StorageError
from words.language import ENGLISH, words
from words.people.channels import channel_name

# Older ones can, in rare cases, damage a file that two connections write; ours has one that writes.
_SOUND_SQLITE = (3, 51, 3)

Finding = dict[str, Any]


class IllError(Exception):
    """What a check found, with what to do."""


async def diagnose(settings: Settings) -> list[Finding]:
    """Look at everything that can be wrong from outside: a row for each, with what to do."""
    own = await _own_bots_rows(settings)
    platforms = [
        await _platform_rows(platform, settings, spared=bool(own)) for platform in settings.platforms
    ]
    return [
        {"check": "python", "ok": sys.version_info >= (3, 11), "says": sys.version.split()[0]},
        _sqlite(),
        _letters(),
        await _row("database", partial(_database, settings)),
        await _row("shops", partial(_shops, settings)),
        await _row("backup", partial(look_at_backup, settings, now=read_clock())),
        *chain(*platforms),
        *await _templates_rows(settings),
        *own,
        _secret(settings),
    ]


async def _row(check: str, look: Check) -> Finding:
    try:
        return {"check": check, "ok": True, "says": await look()}
    except Exception as error:  # noqa: BLE001 - a doctor reports whatever it finds
        return {"check": check, "ok": False, "says": str(error)}


def _sqlite() -> Finding:
    says = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < _SOUND_SQLITE:
        says += " (fine here: only one connection writes; 3.51.3 is better still)"
    return {"check": "sqlite", "ok": True, "says": says}


def _letters() -> Finding:
    if faces.CAN_SHAPE:
        return {
            "check": "letters",
            "ok": True,
            "says": "pictures can show every script that fonts are there for",
        }
    says = (
        "pictures leave out Arabic, Hebrew, Hindi, Thai and whatever else joins or stacks its letters: install FriBiDi "
        "(Debian: apt install libfribidi0; macOS: brew install fribidi), and start `stempel serve` anew"
    )
    return {"check": "letters", "ok": False, "says": says}


async def _database(settings: Settings) -> str:
    async with read_database(settings.database_url.get_secret_value()) as db:
        shops = await db.read(open_shop.count_shops)
        return f"{shops} shop" if shops == 1 else f"{shops} shops"


async def _shops(settings: Settings) -> str:
    """Say whether all that owners set can be read, and lies within today's bounds; raises what does not."""
    async with read_database(settings.database_url.get_secret_value()) as db:
        found = await db.read(ailments.of_all)
    if found:
        raise IllError("; ".join(map(_ails, found)))
    return "all that their owners set is as it should be"


def _ails(one: Ailment) -> str:
    if one.taken is None:
        return f"shop {one.shop_id}: {one.what} can't be read, so that its messages don't go: correct that row, or tell us"
    return f"shop {one.shop_id}: {one.what} is kept as {one.kept} and taken as {one.taken}: let its owner set it anew"


async def _platform_rows(platform: PlatformSetup, settings: Settings, *, spared: bool) -> list[Finding]:
    if not platform.is_set_up:
        # One is enough, or shops' own: where there is none, the first alone is ill, or it would look as if each were needed.
        another = any(other.is_set_up for other in settings.platforms)
        spared = spared or another or platform is not settings.platforms[0]
        return [{"check": platform.name, "ok": spared, "says": f"not set up: {platform.how}"}]
    rows = [await _row(platform.name, partial(_accounts, platform, settings))]
    for check, look in platform.checks().items():
        rows.append(await _row(f"{platform.name} {check}", look))
    return rows


async def _accounts(platform: PlatformSetup, settings: Settings) -> str:
    """Say who we are on a platform; raises what it said where it closed an account of ours."""
    async with open_accounts([platform]) as channels:
        for channel in channels:
            if closure := await _closure(key_of(channel), settings):
                raise IllError(_closed(closure, platform))
        return platform.describe(channels)


async def _closure(ours: AccountKey, settings: Settings) -> Closure | None:
    with suppress(StorageError):  # of which the row about the database tells
        async with read_database(settings.database_url.get_secret_value()) as db:
            return await db.read(closed_accounts.closed, *ours, now=read_clock())
    return None


def _closed(closure: Closure, platform: PlatformSetup) -> str:
    name = channel_name(platform.name, words(ENGLISH))
    return (
        f"{closure.why} (heard at {closure.at:%H:%M} UTC). Nothing is sent, and nothing is lost: it goes on as soon as "
        f"{name} says that the account is open again, and is tried by itself at {closure.until:%H:%M} UTC. "
        f"{platform.advice}"
    )


async def _templates_rows(settings: Settings) -> list[Finding]:
    """Look after the templates of each number of the one platform that has them."""
    found = await numbers_of(settings)
    return [await _row(_templates_of(one), partial(_templates, settings, one)) for one in found]


def _templates_of(number: Number) -> str:
    return "whatsapp templates" + ("" if number.shop_id is None else f" of shop {number.shop_id}")


async def _templates(settings: Settings, number: Number) -> str:
    review = await templates.look(settings, number, submit=False)
    waiting = [row for row in review.rows if row.standing not in ("approved", "")]
    if waiting:
        raise IllError(
            f"{len(waiting)} of {len(review.rows)} are not approved, so some messages can't go out after 24 hours: "
            "`stempel whatsapp templates` shows which, and with --submit it hands them in"
        )
    return f"all {len(review.rows)} are approved"


async def _own_bots_rows(settings: Settings) -> list[Finding]:
    """Look after the bots of shops' own, where there are any."""
    with suppress(StorageError):  # of which the row about the database tells
        async with read_database(settings.database_url.get_secret_value()) as db:
            kept = await db.read(all_bots)
            return [await _row("bots", partial(_own_bots, kept, keys_of(settings)))] if kept else []
    return []


async def _own_bots(kept: Sequence[KeptBot], keys: TokenKeys) -> str:
    standings = {bot.name: standing_of(bot, keys) for bot in kept}
    silent = [f"{name} ({standing})" for name, standing in standings.items() if standing != "ok"]
    if silent:
        raise IllError(f"{', '.join(silent)} can't be at work: `stempel bot list` says what to do")
    return f"shops have {len(kept)} of their own; `stempel bot check` asks for each"


def _secret(settings: Settings) -> Finding:
    says = "set" if settings.secret else "kept in a file beside the database: back that up too"
    return {"check": "secret", "ok": True, "says": says}
