"""`stempel whatsapp`: the templates that Meta approves, handed in and looked after."""

import logging
import unicodedata
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Annotated, Any

import httpx
import typer

from app.office import keep_templates
from app.settings import Settings
from app.side_door import BadOptionError, knock
from app.terminal import AsJson, exit_with, read_settings, run, show
from bot.templates.book import BOOK, Template, as_components, body_of
from channels.messages import TemplateNews
from channels.whatsapp.errors import WhatsAppRefusedError, WhatsAppUnreachableError
from channels.whatsapp.prices import Most
from channels.whatsapp.session import open_graph
from channels.whatsapp.setup import Setup as WhatsAppSetup
from channels.whatsapp.templates import (
    Listed,
    RefusedTemplate,
    edit_template,
    list_templates,
    stands,
    submit_template,
)
from loyalty.amounts import minor_per_unit
from loyalty.delivery.message_costs import Prices
from storage.engine.database import open_database

_LOG = logging.getLogger(__name__)

commands = typer.Typer(no_args_is_help=True, help="Look after WhatsApp.")

NOT_SUBMITTED = "not submitted"
OTHER_WORDS = "other words"
_REFUSED = "refused"
_MARKS = {"approved": "✔", "": "?", "pending": "…", "in_appeal": "…", NOT_SUBMITTED: "–"}
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
    """How all templates stand, and what kept us from handing in the rest."""

    rows: list[JudgedTemplate]
    trouble: Exception | None = None


@commands.command()
def templates(
    *,
    submit: Annotated[
        bool, typer.Option("--submit", help="Hand in what is missing or has other words by now.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show what Meta thinks of each template, and hand in those that it doesn't have."""
    review: Review = run(look(read_settings(), submit=submit))
    facts = [asdict(row) | {"recategorised": row.recategorised} for row in review.rows]
    show(facts, as_json=as_json, lines=lines_of(review.rows))
    if review.trouble:
        raise exit_with(review.trouble)


async def look(settings: Settings, *, submit: bool) -> Review:
    """Ask Meta about every template, hand in what it lacks if that is wanted, and keep the answer where sending asks."""
    review = await _review(settings, submit=submit)
    await _keep(settings, review.rows)
    return review


async def listen(settings: Settings, told: Callable[[TemplateNews], Awaitable[None]]) -> None:
    """Ask Meta how every template stands, and take that for news: a webhook that was missed is made up for."""
    number = settings.of(WhatsAppSetup)
    if not number.is_set_up:
        return
    try:
        review = await _review(settings, submit=False)
    except (WhatsAppRefusedError, WhatsAppUnreachableError) as error:
        _LOG.warning("the templates can't be looked after tonight: %s", error)
        return
    for state in map(_state, review.rows):
        await told(TemplateNews(number.phone_number_id, **state))


async def _review(settings: Settings, *, submit: bool) -> Review:
    number = settings.of(WhatsAppSetup)
    if not number.is_set_up:
        raise BadOptionError(f"WhatsApp is not set up yet: {number.how}.")
    account, token = number.business_account_id, number.access_token.get_secret_value()
    trouble: Exception | None = None
    async with open_graph(number.api_url, token) as graph:
        listed = {(one.name, one.language): one for one in await list_templates(graph, account)}
        found: dict[_Key, Listed | RefusedTemplate] = dict(listed)
        if submit:
            trouble = await _hand_in(graph, number, found)
    rows = [
        _row(template, language, found.get((template.name, language)))
        for template in BOOK.values()
        for language in template.texts
    ]
    return Review(rows, trouble)


def lines_of(rows: list[JudgedTemplate]) -> list[str]:
    """Tell a person how all templates stand, and what to do."""
    lines = [_line(row) for row in rows]
    counts = {row.status: sum(other.status == row.status for other in rows) for row in rows}
    lines += ["", ", ".join(f"{count} {status}" for status, count in counts.items())]
    if any(row.recategorised and row.category_there == "marketing" for row in rows):
        lines.append(
            "What Meta counts as marketing costs more than utility, also within a day of somebody's last word, and "
            "does not reach who stopped marketing. Plainer words, about the visit alone, may bring it back."
        )
    if counts.keys() & {NOT_SUBMITTED, OTHER_WORDS}:
        lines.append("`stempel whatsapp templates --submit` hands in what is missing or has other words.")
    return lines


async def _hand_in(
    graph: httpx.AsyncClient, number: WhatsAppSetup, found: dict[_Key, Listed | RefusedTemplate]
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


def _most_price(template: Template, number: WhatsAppSetup) -> dict[str, Any]:
    """Name the most that marketing may cost, where it was set: page *marketing-messages/pricing/enroll-max-price*."""
    most = number.most_price_marketing
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


def prices(settings: Settings) -> Prices:
    """Return what a message costs."""
    number = settings.of(WhatsAppSetup)
    return Prices(number.price_marketing_micros, number.price_utility_micros)


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


async def _keep(settings: Settings, rows: list[JudgedTemplate]) -> None:
    options: Mapping[str, Any] = {
        "account": settings.of(WhatsAppSetup).phone_number_id,
        "states": [_state(row) for row in rows],
    }
    url = settings.database_url.get_secret_value()
    if await knock(url, "templates keep", options) is None:
        async with open_database(url) as db:
            await keep_templates(db, [], **options)


def _state(row: JudgedTemplate) -> dict[str, str]:
    return {
        "name": row.template,
        "language": row.language,
        "category": row.category_there or row.category,
        "status": row.standing,
        "reason": row.reason,
    }


def _line(row: JudgedTemplate) -> str:
    said = f"{row.status} ({row.reason})" if row.reason else row.status
    if row.status == OTHER_WORDS:
        said = "Meta has other words than this Stempel, so it is not sent"
    moved = f"; Meta counts it as {row.category_there}" if row.recategorised else ""
    mark = _MARKS.get(row.standing) or _MARKS.get(row.status, "✘")
    return f"{mark} {row.template} ({row.language}), {row.category}: {said}{moved}"
