"""`stempel doctor`: what can be wrong, seen from outside, and what to do about each."""

import sqlite3
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import httpx

from actions.delivery import closed_accounts
from actions.shop import open_shop
from app import whatsapp as whatsapp_forms
from app.channels import open_telegram, open_whatsapp
from app.clock import read_clock
from app.settings import Settings
from bot.pictures import faces
from channels.whatsapp.session import open_graph
from channels.whatsapp.subscription import subscribers
from storage.engine.database import read_database
from storage.engine.errors import StorageError

# Older ones can, in rare cases, damage a file that two connections write; ours has one that writes.
_SOUND_SQLITE = (3, 51, 3)
_TIMEOUT_S = 10.0
_WITHOUT_TELEGRAM = "not set up: talk to @BotFather, then write TELEGRAM_BOT_TOKEN=… into .env"
_WITHOUT_WHATSAPP = "not set up: docs/whatsapp.md leads you there"
_CHALLENGE = "stempel"

Row = dict[str, Any]


class IllError(Exception):
    """What a check found, with what to do."""


async def diagnose(settings: Settings) -> list[Row]:
    """Look at everything that can be wrong from outside: a row for each, with what to do."""
    return [
        {"check": "python", "ok": sys.version_info >= (3, 11), "says": sys.version.split()[0]},
        _sqlite(),
        _letters(),
        await _row("database", _database, settings),
        await _row("telegram", _telegram, settings),
        *await _whatsapp_rows(settings),
        _secret(settings),
    ]


async def _row(check: str, look: Callable[[Settings], Awaitable[str]], settings: Settings) -> Row:
    try:
        return {"check": check, "ok": True, "says": await look(settings)}
    except Exception as error:  # noqa: BLE001 - a doctor reports whatever it finds
        return {"check": check, "ok": False, "says": str(error)}


def _sqlite() -> Row:
    says = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < _SOUND_SQLITE:
        says += " (fine here: only one connection writes; 3.51.3 is better still)"
    return {"check": "sqlite", "ok": True, "says": says}


def _letters() -> Row:
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
        return f"{await db.read(open_shop.count_shops)} shops"


async def _telegram(settings: Settings) -> str:
    async with open_telegram(settings) as telegram:
        if telegram:
            return telegram.link("").partition("?")[0]
    if settings.has_whatsapp:
        return _WITHOUT_TELEGRAM
    raise IllError(_WITHOUT_TELEGRAM)


async def _whatsapp_rows(settings: Settings) -> list[Row]:
    if not settings.has_whatsapp:
        return [{"check": "whatsapp", "ok": True, "says": _WITHOUT_WHATSAPP}]
    checks = {
        "whatsapp": _whatsapp_number,
        "whatsapp address": _whatsapp_address,
        "whatsapp webhooks": _whatsapp_webhooks,
        "whatsapp templates": _whatsapp_templates,
    }
    return [await _row(check, look, settings) for check, look in checks.items()]


async def _whatsapp_number(settings: Settings) -> str:
    async with open_whatsapp(settings) as whatsapp:
        if whatsapp is None:
            raise IllError(_WITHOUT_WHATSAPP)
        await _whatsapp_open(settings)
        people = "any number of people" if whatsapp.daily_limit is None else f"{whatsapp.daily_limit} people"
        return f"+{whatsapp.number}; it may begin to write to {people} a day"


async def _whatsapp_open(settings: Settings) -> None:
    """Raise what Meta said where it closed the account."""
    where = "whatsapp", settings.whatsapp_phone_number_id
    closure = None
    with suppress(StorageError):  # of which the row about the database tells
        async with read_database(settings.database_url.get_secret_value()) as db:
            closure = await db.read(closed_accounts.closed, *where, now=read_clock())
    if closure:
        raise IllError(
            f"{closure.why} (heard at {closure.at:%H:%M} UTC). Nothing is sent, and nothing is lost: it goes on as soon as "
            f"WhatsApp says that the account is open again, and is tried by itself at {closure.until:%H:%M} UTC. WhatsApp "
            "Manager → Account quality says what to do"
        )


async def _whatsapp_address(settings: Settings) -> str:
    address = f"{settings.public_url}/whatsapp/webhook"
    if not address.startswith("https:"):
        raise IllError(f"Meta wants an address with https; STEMPEL_PUBLIC_URL is {settings.public_url}")
    return await see_who_answers(address, settings.whatsapp_verify_token.get_secret_value())


async def see_who_answers(address: str, verify_token: str) -> str:
    """Ask our own webhook what Meta asks it, over the address that Meta knows; raises `IllError`."""
    asked = {"hub.mode": "subscribe", "hub.verify_token": verify_token, "hub.challenge": _CHALLENGE}
    try:
        async with httpx.AsyncClient(timeout=_TIMEOUT_S) as client:
            answer = await client.get(address, params=asked)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise IllError(
            f"nobody answers at {address} ({type(error).__name__}): start `stempel serve`, and see that "
            "STEMPEL_PUBLIC_URL leads to it"
        ) from None
    if answer.text != _CHALLENGE:
        raise IllError(
            f"{address} answers, but not as this Stempel ({answer.status_code}): see where STEMPEL_PUBLIC_URL "
            "leads, and start `stempel serve` anew if .env changed"
        )
    return f"{address} leads here"


async def _whatsapp_webhooks(settings: Settings) -> str:
    token = settings.whatsapp_access_token.get_secret_value()
    async with open_graph(settings.whatsapp_api_url, token) as graph:
        count = await subscribers(graph, settings.whatsapp_business_account_id)
    if not count:
        raise IllError(
            "no app gets this account's messages: `stempel serve` subscribes yours when it starts. If it does not, give "
            "the token the permission whatsapp_business_management"
        )
    return (
        "Meta brings messages to the app; that it also knows our address, only a message to the number shows"
    )


async def _whatsapp_templates(settings: Settings) -> str:
    review = await whatsapp_forms.look(settings, submit=False)
    waiting = [row for row in review.rows if row.standing not in ("approved", "")]
    if waiting:
        raise IllError(
            f"{len(waiting)} of {len(review.rows)} are not approved, so some messages can't go out after 24 hours: "
            "`stempel whatsapp templates` shows which, and with --submit it hands them in"
        )
    return f"all {len(review.rows)} are approved"


def _secret(settings: Settings) -> Row:
    says = "set" if settings.secret else "kept in a file beside the database: back that up too"
    return {"check": "secret", "ok": True, "says": says}
