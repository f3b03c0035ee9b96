"""Why the command line refuses what an operator wants: no such shop, no chat, rules that can't be, or lose money."""

from collections.abc import Sequence

from actions.shop.open_shop import BadShop, NewShop
from app.side_door import BadOptionError
from loyalty.cards.programme_check import Invalid
from loyalty.names import MAX_NAME
from loyalty.shop.sums import Risk
from loyalty.units import Unit
from words.cards.rules import ProgrammeWording
from words.language import ENGLISH, words
from words.shop.figures import invalid
from words.shop.risks import word_risk
from words.shop.sums import SumsWording


def no_channel(shop_id: int | None = None) -> str:
    """Say that there is no chat that a link could lead to, and how one comes to be."""
    ways = ["Write TELEGRAM_BOT_TOKEN=… into .env, or do what docs/whatsapp.md says."]
    if shop_id is not None:
        ways.append(f"Or give the shop a bot of its own: `stempel bot add --shop {shop_id}`.")
    return " ".join(["No channel is set up yet.", *ways])


def no_shop(shop_id: int) -> str:
    """Say that there is no such shop, and where the shops are listed."""
    return f"There is no shop {shop_id}. `stempel shop list` shows them."


def bad_shop_said(bad: BadShop, new: NewShop) -> str:
    """Say of the options why a shop can't be opened so."""
    if bad.rules:
        return bad_rules(bad.rules, ProgrammeWording(words(ENGLISH), new.programme.unit, new.currency))
    return {
        "name": "--name needs at least one letter.",
        "long_name": f"--name has {MAX_NAME} letters at most: a longer one does not fit on the card.",
        "timezone": f"“{bad.what}” is no time zone; write it like Europe/Amsterdam.",
        "currency": f"“{bad.what}” is no currency; write it like EUR.",
        "language": f"“{bad.what}” is no language that Stempel speaks.",
    }.get(bad.why, f"“{bad.what}” can't be.")


def refuse_loss(risks: Sequence[Risk], unit: Unit, currency: str) -> None:
    """Raise `BadOptionError` where rules lose money, with the sum that somebody must know."""
    if risks:
        raise at_a_loss(risks, unit, currency)


def at_a_loss(risks: Sequence[Risk], unit: Unit, currency: str) -> BadOptionError:
    """Say the sum that somebody must know, and how to have it all the same."""
    write = SumsWording(words(ENGLISH), unit, currency)
    said = " ".join(word_risk(risk, write) for risk in risks)
    return BadOptionError(f"{said} Nothing was opened. Add --even-at-a-loss to have it so all the same.")


def bad_rules(why: Invalid, write: ProgrammeWording) -> str:
    """Say of the options what a chat says of its questions."""
    if why.why == "limit":
        return f"--{why.at.replace('_', '-')} must be a number above zero, and {why.most:,} at most."
    option = "--head-start" if why.why == "head_start" else f"--reward {why.at}".strip()
    return f"{option}: {invalid(why, write)}"
