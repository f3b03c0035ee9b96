"""What an operator does with coalitions at the command line: open a high street, with the usual rules and its sums."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from actions.shop.open_shop import BadShop, NewShop, Opened
from actions.shop.open_street import AloneTogether, NewStreet, OpenedStreet, bad_street, open_street
from app.clock import read_clock
from app.office import Channels, join_link, shared_chats
from app.office_refusals import bad_rules, bad_shop_said, refuse_loss
from app.side_door import BadOptionError, OfficeCommand
from loyalty.actor import Operator
from loyalty.amounts import parse_amount, parse_whole
from loyalty.cards.programme import Programme
from loyalty.cards.programme_check import Invalid
from loyalty.cards.rates import parse_rate
from loyalty.shop.basis import TRADES, Told
from loyalty.shop.coalition_rules import MoreThanSpent, NoMoneyOff, coalition_programme, usual_rules
from storage.engine.database import Database
from words.cards.rules import ProgrammeWording
from words.language import ENGLISH, LANGUAGES, words
from words.shop.coalition import more_than_spent, rules_of, sums_of
from words.shop.trades import usual_programme

_MOST_SHOPS, _MOST_INVITED = 50, 50


def coalition_commands(db: Database, channels: Channels) -> dict[str, OfficeCommand]:
    """Name what can be asked about coalitions."""
    return {"coalition create": partial(create_coalition, db, channels)}


async def create_coalition(
    db: Database, channels: Channels, *, even_at_a_loss: bool, **options: Any
) -> dict[str, Any]:
    """Open the shops and their coalition; return the number and links of each, the rules, and the sums for each shop."""
    new = _street_of(**options)
    wrong = bad_street(new)
    if wrong:
        raise BadOptionError(_said(wrong, new))
    for one in () if even_at_a_loss else new.shops:
        refuse_loss(new.reckoned(one).risks, new.rules.unit, one.currency)
    chats = shared_chats(channels)
    opened = await db.write(open_street, Operator(), new, owners=bool(chats), now=read_clock())
    if not isinstance(opened, OpenedStreet):
        raise BadOptionError(_said(opened, new))
    english, currency = words(ENGLISH), opened.shop.currency
    return {
        "coalition": opened.shop.id,
        "name": opened.shop.name,
        "rules": rules_of(new.rules, currency, english),
        "links": {name: join_link(link, opened.shop) for name, link in chats.items()},
        "shops": [
            _facts(one, chats) | {"sums": sums_of(new.reckoned(like), new.rules, currency, english)}
            for one, like in zip(opened.opened, new.shops, strict=True)
        ],
        "invitations": [{name: link("s" + token) for name, link in chats.items()} for token in opened.tokens],
    }


def _facts(one: Opened, chats: Any) -> dict[str, Any]:
    links = {
        name: {**join_link(link, one.shop), "owner": link("i" + one.owner_token)}
        for name, link in chats.items()
    }
    return {"shop": one.shop.id, "name": one.shop.name, "links": links}


def _street_of(  # noqa: PLR0913 - as many as there are options
    *,
    name: str,
    shops: Sequence[str],
    invite: int,
    points_per_unit: str | None,
    rewards: Sequence[str],
    timezone: str,
    currency: str,
    language: str,
) -> NewStreet:
    if language not in LANGUAGES:
        raise BadOptionError(
            f"“{language}” is no language that Stempel speaks; it speaks {', '.join(LANGUAGES)}."
        )
    if not 0 <= invite <= _MOST_INVITED:
        raise BadOptionError(f"--invite is a number up to {_MOST_INVITED}.")
    if len(shops) > _MOST_SHOPS:
        raise BadOptionError(f"--shop: {_MOST_SHOPS} at most at one go; --invite lets more join.")
    each = tuple(_shop_of(text, timezone, currency.upper(), language) for text in shops)
    return NewStreet(name, _rules_of(points_per_unit, rewards, currency.upper(), language), each, invite)


def _shop_of(text: str, timezone: str, currency: str, language: str) -> NewShop:
    """Read a shop, "Café Luna=cafe", with the usual rules of its trade."""
    name, _, trade = text.rpartition("=")
    if trade not in TRADES:
        raise BadOptionError(
            f'--shop "{text}" needs its trade: --shop "{name or text}=cafe", or one of {", ".join(TRADES)}'
        )
    programme = usual_programme(trade, currency, words(language))
    return NewShop(name, programme, timezone, currency, language, told=Told(None, None, trade))


def _rules_of(rate: str | None, rewards: Sequence[str], currency: str, language: str) -> Programme:
    """Read the rules of the common card; the usual ones where nothing is said of them."""
    called = words(language).t("Thank you")
    if rate is None and not rewards:
        return usual_rules(currency, called=called)
    points = parse_rate(rate or "1", currency)
    if points is None or points <= 0:
        raise BadOptionError("--points-per-unit wants a number such as 2, 0.01 or 1/100")
    return coalition_programme(points, [_reward(text, currency) for text in rewards], called=called)


def _reward(text: str, currency: str) -> tuple[int, int]:
    points, _, amount = text.partition("=")
    price, minor = parse_whole(points), parse_amount(amount, currency)
    if price is None or not isinstance(minor, int):
        raise BadOptionError(f"--reward {text}: write points and what they take off a bill, as 100=5")
    return price, minor


def _said(wrong: object, new: NewStreet) -> str:
    match wrong:
        case AloneTogether():
            return "One shop alone is no coalition: give --shop twice at least, or --invite 1 for one that is here already."
        case BadShop():
            return bad_shop_said(wrong, new.shops[0])
        case Invalid():
            currency = new.shops[0].currency
            return bad_rules(wrong, ProgrammeWording(words(ENGLISH), new.rules.unit, currency))
        case NoMoneyOff(reward):
            return f"--reward {reward.text}: shops together give amounts off a bill alone."
        case MoreThanSpent(share):
            return more_than_spent(share, words(ENGLISH))
        case _:
            raise TypeError(wrong)
