"""The templates that Meta approves, number by number: looked at, handed in, and kept where sending asks."""

import logging
import unicodedata
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from actions.delivery import templates
from actions.shop.bots import KeptBot
from app.clock import read_clock
from app.numbers import Number, number_of, numbers
from app.office import keep_templates
from app.settings import Settings
from app.side_door import knock
from bot.templates.book import BOOK, Template, as_components, body_of
from channels.messages import TemplateNews
from channels.setup import SetupError
from channels.whatsapp.errors import WhatsAppRefusedError, WhatsAppUnreachableError
from channels.whatsapp.prices import Most
from channels.whatsapp.session import open_graph
from channels.whatsapp.templates import (
    Listed,
    RefusedTemplate,
    edit_template,
    list_templates,
    stands,
    submit_template,
)
from loyalty.amounts import minor_per_unit
from storage.engine.database import Database, open_database

_LOG = logging.getLogger(__name__)

NOT_SUBMITTED = "not submitted"
OTHER_WORDS = "other words"
_REFUSED = "refused"
_Key = tuple[str, str]  # a template's name and language


@dataclass(frozen=True, slots=True)
class JudgedTemplate:
    """A template in one language: what we take it for, and what Meta does."""

    template: str
    language: str
    category: str
    category_there: str  # empty where Meta doesn't have it
    status: str
    reason: str

    @property
    def standing(self) -> str:
        """Say how it stands for sending: "approved" may be sent; empty where Meta's word is one that nobody knows."""
        return self.status if self.status in (NOT_SUBMITTED, OTHER_WORDS, _REFUSED) else stands(self.status)

    @property
    def recategorised(self) -> bool:
        """Say whether Meta bills it as something else than we meant."""
        return self.category_there not in ("", self.category)


@dataclass(frozen=True, slots=True)
class Review:
    """How all templates of a number stand, and what kept us from handing in the rest."""

    number: Number
    rows: list[JudgedTemplate]
    trouble: Exception | None = None


async def look(settings: Settings, number: Number, *, submit: bool) -> Review:
    """Ask Meta about every template, hand in what it lacks if that is wanted, and keep the answer where sending asks."""
    review = await _review(number, submit=submit)
    options: Mapping[str, Any] = {
        "account": number.phone_number_id,
        "states": [_state(row) for row in review.rows],
    }
    url = settings.database_url.get_secret_value()
    if await knock(url, "templates keep", options) is None:
        async with open_database(url) as db:
            await keep_templates(db, [], **options)
    return review


async def listen(settings: Settings, db: Database, told: Callable[[TemplateNews], Awaitable[None]]) -> None:
    """Ask Meta how every template of every number stands, and take that for news: a webhook that was missed is made up for.

    What a shop's own number lacks is handed in: its owner, who gave it in chat, has no command line.
    """
    for number in await numbers(settings, db):
        try:
            review = await _review(number, submit=number.shop_id is not None)
        except (WhatsAppRefusedError, WhatsAppUnreachableError) as error:
            _LOG.warning("the templates of %s can't be looked after tonight: %s", number, error)
            continue
        for state in map(_state, review.rows):
            await told(TemplateNews(number.phone_number_id, **state))


async def begin(settings: Settings, db: Database, bot: KeptBot) -> None:
    """Hand in the templates of a shop's own number once, as soon as it is at work, whichever process is the first."""
    try:
        number = number_of(settings, bot)
        if number is None or not await db.write(
            templates.begin, bot.shop_id, number.phone_number_id, _unknown(), now=read_clock()
        ):
            return
        review = await _review(number, submit=True)
    except SetupError as error:
        _LOG.warning("the templates of %s %s are handed in tonight: %s", bot.channel, bot.name, error)
        return
    states = [_state(row) for row in review.rows]
    await db.write(templates.keep_all, number.phone_number_id, states, now=read_clock())


async def _review(number: Number, *, submit: bool) -> Review:
    trouble: Exception | None = None
    try:
        async with open_graph(number.api_url, number.access_token) as graph:
            account = number.business_account_id
            listed = {(one.name, one.language): one for one in await list_templates(graph, account)}
            found: dict[_Key, Listed | RefusedTemplate] = dict(listed)
            if submit:
                trouble = await _hand_in(graph, number, found)
    except WhatsAppRefusedError as error:
        raise WhatsAppRefusedError(f"{error} {number.renewal}") from None
    return Review(number, _rows(found), trouble)


def _rows(found: Mapping[_Key, Listed | RefusedTemplate]) -> list[JudgedTemplate]:
    return [
        _row(template, language, found.get((template.name, language)))
        for template in BOOK.values()
        for language in template.texts
    ]


def _unknown() -> list[dict[str, str]]:
    return [_state(row) for row in _rows({})]


async def _hand_in(
    graph: httpx.AsyncClient, number: Number, found: dict[_Key, Listed | RefusedTemplate]
) -> Exception | None:
    """Hand in one after the other, and return what made us stop early."""
    for template in BOOK.values():
        for language in template.texts:
            key, there = (template.name, language), found.get((template.name, language))
            written = as_components(template, language) | _most_price(template, number)
            try:
                if there is None:
                    found[key] = await submit_template(graph, number.business_account_id, written)
                elif isinstance(there, Listed) and _differs(template, language, there):
                    found[key] = await edit_template(graph, there.id, written)
            except (WhatsAppRefusedError, WhatsAppUnreachableError) as error:
                return error
    return None


def _most_price(template: Template, number: Number) -> dict[str, Any]:
    """Name the most that marketing may cost, where it was set: page *marketing-messages/pricing/enroll-max-price*."""
    most = number.most_price
    if template.category != "marketing" or most is None:
        return {}
    return {
        "optimization_spec": {
            "bid_amount": most_for_a_thousand(most),
            "bid_strategy": "LOWEST_COST_WITH_BID_CAP",
        }
    }


def most_for_a_thousand(most: Most) -> int:
    """Return a price as Meta takes it: in minor units for a thousand messages."""
    return most.micros * minor_per_unit(most.currency) // 1000


def _row(template: Template, language: str, there: Listed | RefusedTemplate | None) -> JudgedTemplate:
    match there:
        case None:
            return JudgedTemplate(template.name, language, template.category, "", NOT_SUBMITTED, "")
        case RefusedTemplate(reason):
            return JudgedTemplate(template.name, language, template.category, "", _REFUSED, reason)
        case Listed():
            status = OTHER_WORDS if _differs(template, language, there) else there.status
            return JudgedTemplate(
                template.name, language, template.category, there.category, status, there.reason
            )


def _differs(template: Template, language: str, there: Listed) -> bool:
    """Say whether Meta has other words than we: what we put into its blanks would stand in the wrong places."""
    if not there.body:
        return False  # handed in just now, by us
    same = _plain(there.body) == _plain(body_of(template, language))
    return not same or len(there.buttons) != len(template.buttons)


def _plain(body: str) -> str:
    return " ".join(unicodedata.normalize("NFC", body).split())


def _state(row: JudgedTemplate) -> dict[str, str]:
    return {
        "name": row.template,
        "language": row.language,
        "category": row.category_there or row.category,
        "status": row.standing,
        "reason": row.reason,
    }
