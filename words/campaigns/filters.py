"""A filter in words: what it asks for, and how many that are."""

from collections.abc import Iterator

from actions.campaigns.filters import BadFilter, FilterInUse, FilterPreview, NamedFilter
from loyalty.campaigns.filters import BOUGHT, ITEM, MOST_NAME, NEVER, OFTEN, TAG, Criterion
from loyalty.names import clean_name
from loyalty.people.attributes import ROOM
from loyalty.people.likes import INFERRED_FROM, USUAL_FROM
from words.campaigns.customer_kinds import list_name
from words.campaigns.kind_names import kind_name
from words.campaigns.room import word_room
from words.language import Words
from words.names import no_name
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


def filter_line(named: NamedFilter, say: Words) -> str:
    """Say what a filter asks for; "" for nothing."""
    return " + ".join(_asked(named, say))


def _asked(named: NamedFilter, say: Words) -> Iterator[str]:
    asks = named.asks
    yield from (list_name(key, say) for key in (asks.quadrant, asks.phase) if key)
    names = {ROOM: "💬 "} | {one.key: f"🏷 {one.name}: " for one in named.attributes}
    names |= {key: f"🛒 {name}: " for key, name in named.sold(say.language).items()}
    for what, value in asks.noted:
        yield names.get(what, "…: ") + value_said(what, value, say)
    yield from (f"📍 {one.name}" for one in named.branches if one.id == asks.branch_id)
    yield from (programme_name(one, say) for one in named.programmes if one.programme_id == asks.programme_id)


def value_said(what: str, value: str, say: Words) -> str:
    """Say what stands under a name: an answer of ours is worded, what was typed stands as it is."""
    if what == ROOM:
        return word_room(value, say)
    said = {
        "yes": say.t("likes it"),
        "no": say.t("does not like it"),
        BOUGHT: say.t("bought it"),
        OFTEN: say.t("buys it"),
        NEVER: say.t("never bought it"),
    }
    return said.get(value, value) if what.startswith((TAG, ITEM)) else value


def count_lines(seen: FilterPreview, say: Words) -> Iterator[str]:
    """Say how many pass a filter, of those who agreed to offers, and from how many purchases anything is told."""
    yield _count(seen, say)
    values = {value for _, value in seen.named.asks.noted}
    if OFTEN in values:
        yield say.t("“Buys it”: at {n} visits or more.", n=say.number(USUAL_FROM))
    if NEVER in values:
        yield say.t(
            "“Never bought it”: at none of {n} visits or more at which your staff tapped what was bought. Who said no to it is left out.",
            n=say.number(INFERRED_FROM),
        )


def _count(seen: FilterPreview, say: Words) -> str:
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


def suggested_name(named: NamedFilter, say: Words) -> str:
    """Name who buys one thing and never another; "" for any other filter."""
    match named.asks.noted:
        case ((bought, value), (never, other)) if (value, other) == (OFTEN, NEVER):
            sold = named.sold(say.language)
            names = {"some": sold.get(bought, "…"), "other": sold.get(never, "…")}
            return clean_name(say.t("{some}, no {other}", **names), most=MOST_NAME)
        case _:
            return ""


def word_other_filter(named: NamedFilter, say: Words) -> str:
    """Say that a button is of another filter than the one that is put together now, and what to do with this one."""
    line = filter_line(named, say)
    if not line:
        return say.t(
            "That 💾 belongs to a filter that you put together before. The one you are at asks for nothing yet: choose something first."
        )
    return say.t(
        "That 💾 belongs to a filter that you put together before. You are at another one: {filter}. Type a name for it, and it is saved.",
        filter=line,
    )


def bad_filter(bad: BadFilter, say: Words) -> str:
    """Say why a filter can't be saved."""
    match bad.why:
        case "nothing":
            return say.t("It asks for nothing yet: choose something first.")
        case "noted":
            return noted_enough(bad.most, say)
        case "taken":
            return say.t("There is a filter of that name. Type another name.")
        case "unnamed":
            return no_name(say)
        case "many":
            return say.t("There are {n} already: take one away first.", n=say.number(bad.most))
        case _:
            return say.t("A name has one to {n} letters.", n=say.number(bad.most))


def noted_enough(most: int, say: Words) -> str:
    """Say that a filter asks for as much that is known as it can."""
    return say.t(
        "Of what is known, a filter asks for {n} things at most. Tap “Any” to begin again.",
        n=say.number(most),
    )


def nothing_noted(named: NamedFilter, what: str, say: Words) -> str:
    """Say that nothing stands there for anybody yet, and how that comes about."""
    name = next((one.name for one in named.attributes if one.key == what), "…")
    return say.t(
        "Nothing is noted yet under “{name}”, so nobody can be found by it. Open a customer, for example /customers Ana, "
        "and tap 🏷 {name}.",
        name=name,
    )


def quadrant_lines(say: Words) -> tuple[str, ...]:
    """Say what is told apart, as two of the names say nearly the same."""
    return (
        say.t("Friends, butterflies, barnacles and strangers: how often they come, and what they leave you."),
        say.t(
            "Loyal and passing by: how often they come alone, as long as I can't tell what they leave you."
        ),
    )


def word_in_use(used: FilterInUse, say: Words) -> str:
    """Say which messages go to a filter's customers alone."""
    names = say.listing(f"“{kind_name(say, kind)}”" for kind in used.kinds)
    return say.t(
        "{names} goes to these customers alone. Choose there whom it is for, and then take the filter away.",
        names=names,
    )
