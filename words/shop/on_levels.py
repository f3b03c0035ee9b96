"""How many cards are on each level, and what levels add in a month, in words for an owner."""

from actions.shop.level_counts import LevelCounts
from loyalty.shop.sums import Range, Sums
from words.language import Words
from words.shop.sums import SumsWording
from words.units import programme_name


def on_levels(counts: LevelCounts, words: Words, *, named: bool = False) -> str:
    """Say how many cards are on each level: "🏅 Silver 12 · Gold 3"."""
    levels = " · ".join(f"{words.known(level.name)} {words.number(n)}" for level, n in counts.cards)
    said = words.t("about {figures}", figures=levels) if counts.about else levels
    return f"🏅 {programme_name(counts.programme, words)}: {said}" if named else f"🏅 {said}"


def levels_in_sums(counts: LevelCounts | None, sums: Sums | None, write: SumsWording) -> list[str]:
    """Say it with what levels add in a month, and what that costs where it is known what a visit brings."""
    if counts is None:
        return []
    words, month = write.words, counts.month
    lines = [words.t("Cards by the visits so far: {counts}", counts=on_levels(counts, words))]
    if sums and month.high:
        cost = Range(sums.cost_per_unit.low * month.low, sums.cost_per_unit.high * month.high)
        lines.append(
            words.t(
                "In a month like the last levels add {given} to visits: {cost}",
                given=write.counted(month),
                cost=write.money(cost),
            )
        )
    return lines
