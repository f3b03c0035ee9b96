"""An owner's own words for a campaign: their {placeholders} filled from the facts, or from an example."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from actions.campaigns.campaign_kind import Fact
from actions.campaigns.kinds import BY_KIND
from actions.campaigns.message_facts import Occasion
from actions.campaigns.settings import gives
from actions.shop.events import Event
from loyalty.campaigns.frequency_cap import MessageKind
from loyalty.campaigns.wording import MOST_LETTERS, BadWording, placeholders
from words.language import Words

_EVENT_BEGINS_IN, _SEATS = timedelta(days=1, hours=19), 12
_PLACE = re.compile(r"\{(\w+)\}")


def fill(text: str, values: Mapping[str, str]) -> str | None:
    """Fill the placeholders; None when one has no value now, as when words speak of a gift and there is none."""
    if not set(_PLACE.findall(text)) <= values.keys():
        return None
    return _PLACE.sub(lambda match: values[match[1]], text).strip()


def signed(text: str, shop: str) -> str:
    """Say whose words they are: one chat brings the messages of many shops."""
    return text if shop.casefold() in text.casefold() else f"{shop}: {text}"


def places(kind: MessageKind, step: str = "") -> str:
    """List what the words of a campaign may hold: "{name} {shop}"."""
    return " ".join(f"{{{name}}}" for name in sorted(placeholders(kind, gives=gives(kind, step))))


def refusal(say: Words, kind: MessageKind, text: str, bad: BadWording, *, step: str = "") -> str:
    """Say what is wrong with an owner's words, and show the place."""
    why = {
        "unknown": say.t("I don't know that place. There are: {places}.", places=places(kind, step)),
        "brace": say.t("A brace is open or closed alone."),
        "markup": say.t("Markup can't be sent; type plain words."),
        "empty": say.t("There are no words in it."),
        "too_long": say.tn("At most {n} letter.", "At most {n} letters.", MOST_LETTERS),
    }[bad.why]
    return f"{_pointed_at(text, bad.where)}\n{why} {say.t('Type it again.')}"


def _pointed_at(text: str, where: int) -> str:
    before, after = text[max(0, where - 20) : where], text[where : where + 30]
    start, end = "…" if where > 20 else "", "…" if where + 30 < len(text) else ""
    return f"{start}{before}👉{after}{end}"


def as_example(one: Occasion, say: Words) -> Occasion:
    """Make up what a message tells of that lies on no card: an event, or what came of letters."""
    facts = BY_KIND[one.kind].facts
    if Fact.IMPROVEMENT in facts:
        return replace(one, text=say.t("The cups are warm now."))
    if Fact.EVENT not in facts:
        return one
    begins = one.state.at + _EVENT_BEGINS_IN
    return replace(one, event=Event(0, one.shop.id, _event(say), begins, _SEATS, None))


def _event(say: Words) -> str:
    return say.t("Tasting of new coffees")


def example(say: Words, *, name: str, shop: str, reward: str, date: str) -> dict[str, str]:
    """Make up values, so that an owner sees how their words will read."""
    return {
        "name": name,
        "shop": shop,
        "goal": reward,
        "level": say.t("Gold"),
        "reward": reward,
        "gift": reward,
        "to_go": say.number(3),
        "date": date,
        "days": say.number(7),
        "balance": say.tn("{n} point", "{n} points", 40),
        "years": say.number(2),
        "title": _event(say),
    }
