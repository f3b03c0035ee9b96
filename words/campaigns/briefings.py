"""What is new, for staff: one line of what customers get, and one of what to say."""

from collections.abc import Iterator
from dataclasses import replace
from textwrap import shorten
from typing import assert_never

from actions.campaigns.briefings import BriefedStaff, Briefing
from actions.campaigns.broadcast import Broadcast
from actions.campaigns.campaign import Campaign
from loyalty.cards.part import Part
from loyalty.cards.programme import ProgrammeVersion, Reward
from loyalty.shop.changes import Difference, hold_at_once
from words.campaigns.kind_names import kind_name
from words.campaigns.own_words import fill
from words.cards.rewards import promise
from words.cards.rules import ProgrammeWording
from words.language import Words

_MOST = 200  # letters of a message: staff need to know it, not to read it out
_MOST_CHANGES = 3  # whoever wants more looks at the rules


def briefing_lines(new: Briefing, words: Words) -> Iterator[str]:
    """Say what customers get or read, and what to say when they speak of it."""
    match new.about:
        case Broadcast() as message:
            yield from _message(new, message, words)
        case Campaign() as campaign:
            yield from _gift(new, campaign, words)
        case ProgrammeVersion() as rules:
            yield from _rules(new, rules, words)
        case _:
            assert_never(new.about)


def _message(new: Briefing, message: Broadcast, words: Words) -> Iterator[str]:
    said = fill(message.text, {"name": "…", "shop": new.shop.name}) or message.text
    about = {"shop": new.shop.name, "text": shorten(said, _MOST, placeholder="…")}
    if message.cancelled_at:
        yield words.t("✖ {shop}: called off, no customer reads this: “{text}”", **about)
        yield words.t(
            "👉 Don't do as it says. What it leaves open, ask {name}.", name=words.name(new.whom_to_ask)
        )
        return
    yield words.t("📣 {shop}: customers read this soon: “{text}”", **about)
    yield words.t(
        "👉 Whoever speaks of it is right: do as it says. What it leaves open, ask {name}.",
        name=words.name(new.whom_to_ask),
    )


def _rules(new: Briefing, rules: ProgrammeVersion, words: Words) -> Iterator[str]:
    """Say what changed in the rules, and whom it holds for."""
    write = ProgrammeWording(words, rules.programme.unit, new.shop.currency)
    told = "; ".join(_change(one, write) for one in new.changes[:_MOST_CHANGES])
    said = told or promise(rules.programme, words)
    more = len(new.changes) - _MOST_CHANGES
    if more > 0:
        said += " " + words.tn("and {n} more", "and {n} more", more)
    yield words.t("📜 {shop} has new rules: {promise}", shop=new.shop.name, promise=said)
    if new.changes and hold_at_once(new.changes):
        yield words.t("👉 Say: “It counts from now on, on the card that you have, too.”")
    else:
        yield words.t(
            "👉 Say: “What you have begun stays as it was promised; the next one goes by the new rules.”"
        )


def _change(change: Difference, write: ProgrammeWording) -> str:
    """Write a rule as it is now; of what is no more, what it was; of a reward never what it costs the shop."""
    old, new = (
        replace(one, cost_minor=None) if isinstance(one, Reward) else one for one in (change.old, change.new)
    )
    if isinstance(new, Part):
        return f"✨ {write.part(new)}"
    shown = Difference(change.what, old, new)
    return write.becomes(shown) if isinstance(new, Reward) or old is None else write.change(shown)


def staff_first(staff: BriefedStaff, words: Words) -> list[str]:
    """Say who of the staff reads it before customers do, and whom the owner had better tell."""
    said = []
    if staff.told:
        said.append(
            words.t("Staff read it first: {names}.", names=words.listing(map(words.name, staff.told)))
        )
    if staff.had_theirs:
        names = words.listing(map(words.name, staff.had_theirs))
        said.append(words.t("Please tell {names}: one word a day is all I send them.", names=names))
    return said


def _gift(new: Briefing, campaign: Campaign, words: Words) -> Iterator[str]:
    gifts = [campaign.gift(step) for step in campaign.steps or ("",)]
    name = kind_name(words, campaign.kind)
    about = {"shop": new.shop.name, "name": name, "gift": words.listing(dict.fromkeys(filter(None, gifts)))}
    if about["gift"]:
        yield words.t("🎁 {shop} gives something to customers ({name}): {gift}", **about)
        yield words.t("👉 It waits on their card: scan it, tap 🎁 Redeem, and hand it out with a smile.")
    else:
        yield words.t("🎁 {shop} gives customers something on the card ({name}).", **about)
        yield words.t("👉 It comes onto the card by itself: nothing to do but to be glad with them.")
