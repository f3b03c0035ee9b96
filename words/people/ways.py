"""How far begun cards are from their next reward, in words: a line for each bar of the picture."""

from collections.abc import Sequence

from loyalty.cards.ways import Ways, WaysBar
from loyalty.records import Shop
from words.campaigns.customer_kinds import bar_name
from words.language import Words
from words.units import programme_name


def way_lines(shop: Shop, ways: Sequence[Ways], say: Words) -> list[str]:
    """Say how many cards miss how much, programme by programme where there are several."""
    lines = [say.t("{shop}: how far begun cards are from the next reward", shop=shop.name)]
    if not ways:
        return [*lines, say.t("No card that was used within a year has anything on it yet.")]
    for one in ways:
        if len(ways) > 1:
            lines.append(f"{programme_name(one.version, say)}:")
        counted = dict(one.left)
        lines += [f"🎯 {bar_name(bar, say)}: {say.number(counted[bar.left])}" for bar in one.bars]
    return [*lines, say.t("Tap how far, and read who it is.")]


def way_button(one: Ways, bar: WaysBar, say: Words, *, several: bool) -> str:
    """Name a bar on a button, with its programme where there are several."""
    of = f" · {programme_name(one.version, say)}" if several else ""
    return f"{bar_name(bar, say)}{of}"


def ways_title(one: Ways, say: Words, *, several: bool) -> str:
    """Say what is counted of the way to the next reward."""
    title = (
        say.t("To go until the next reward") if one.by_places else say.t("Left of the way to the next reward")
    )
    return f"{programme_name(one.version, say)} · {title}" if several else title


def way_label(one: Ways, left: int, say: Words) -> str:
    """Write how much is left of the way under a bar."""
    return say.number(left) if one.by_places else say.percent(100 * left)
