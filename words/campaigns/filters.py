"""A filter in words: what it asks for, and how many that are."""

from collections.abc import Iterator

from actions.campaigns.filters import BadFilter, FilterPreview
from loyalty.campaigns.filters import TAG, Criterion, tag_key
from loyalty.people.attributes import ROOM
from words.campaigns.customer_kinds import list_name
from words.campaigns.room import word_room
from words.language import Words
from words.units import programme_name


def criterion_name(criterion: Criterion, say: Words) -> str:
    """Name what a filter can ask for."""
    return {
        "quadrant": say.t("What they are"),
        "phase": say.t("How far they came"),
        "noted": say.t("What is known"),
        "branch": say.t("Branch"),
        "programme": say.t("Card"),
    }[criterion]


def filter_line(seen: FilterPreview, say: Words) -> str:
    """Say what a filter asks for; "" for nothing."""
    return " + ".join(_asked(seen, say))


def _asked(seen: FilterPreview, say: Words) -> Iterator[str]:
    asks = seen.asks
    yield from (list_name(key, say) for key in (asks.quadrant, asks.phase) if key)
    if asks.what:
        names = {ROOM: "💬 "} | {one.key: f"🏷 {one.name}: " for one in seen.attributes}
        names |= {tag_key(one.id): f"🛒 {one.name}: " for one in seen.tags}
        yield names.get(asks.what, "…: ") + value_said(asks.what, asks.value, say)
    yield from (f"📍 {one.name}" for one in seen.branches if one.id == asks.branch_id)
    yield from (programme_name(one, say) for one in seen.programmes if one.programme_id == asks.programme_id)


def value_said(what: str, value: str, say: Words) -> str:
    """Say what stands under a name: an answer of ours is worded, what was typed stands as it is."""
    if what == ROOM:
        return word_room(value, say)
    said = {"yes": say.t("likes it"), "no": say.t("does not like it"), "bought": say.t("bought it")}
    return said.get(value, value) if what.startswith(TAG) else value


def count_line(seen: FilterPreview, say: Words) -> str:
    """Say how many pass a filter, of those who agreed to offers."""
    if not seen.passing:
        return say.t("Nobody is all of that and agreed to offers.")
    if seen.names_everybody:
        return say.tn(
            "That is everybody who agreed to offers, {n} customer: it leaves nobody out.",
            "That is everybody who agreed to offers, {n} customers: it leaves nobody out.",
            seen.passing,
        )
    return say.tn(
        "{n} customer who agreed to offers, of {all}.",
        "{n} customers who agreed to offers, of {all}.",
        seen.passing,
        all=say.number(seen.agreed),
    )


def bad_filter(bad: BadFilter, say: Words) -> str:
    """Say why a filter can't be saved."""
    match bad.why:
        case "nothing":
            return say.t("It asks for nothing yet: choose something first.")
        case "taken":
            return say.t("There is a filter of that name. Type another name.")
        case "many":
            return say.t("There are {n} already: take one away first.", n=say.number(bad.most))
        case _:
            return say.t("A name has one to {n} letters.", n=say.number(bad.most))
