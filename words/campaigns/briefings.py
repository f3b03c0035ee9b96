"""What is new, for staff: one line of what customers get, and one of what to say."""

from collections.abc import Iterator
from textwrap import shorten
from typing import assert_never

from actions.campaigns.briefings import BriefedStaff, Briefing
from actions.campaigns.broadcast import Broadcast
from actions.campaigns.campaign import Campaign
from loyalty.cards.programme import ProgrammeVersion
from words.campaigns.kind_names import kind_name
from words.campaigns.own_words import fill
from words.cards.rewards import promise
from words.language import Words

_MOST = 200  # letters of a message: staff need to know it, not to read it out


def briefing_lines(new: Briefing, words: Words) -> Iterator[str]:
    """Say what customers get or read, and what to say when they speak of it."""
    match new.about:
        case Broadcast(text=text):
            said = fill(text, {"name": "…", "shop": new.shop.name}) or text
            short = shorten(said, _MOST, placeholder="…")
            yield words.t("📣 {shop}: customers read this soon: “{text}”", shop=new.shop.name, text=short)
            yield words.t(
                "👉 Whoever speaks of it is right: do as it says. What it leaves open, ask {name}.",
                name=words.name(new.whom_to_ask),
            )
        case Campaign() as campaign:
            yield from _gift(new, campaign, words)
        case ProgrammeVersion() as rules:
            yield words.t(
                "📜 {shop} has new rules: {promise}",
                shop=new.shop.name,
                promise=promise(rules.programme, words),
            )
            yield words.t(
                "👉 Say: “What you have begun stays as it was promised; the next one goes by the new rules.”"
            )
        case _:
            assert_never(new.about)


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
