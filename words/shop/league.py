"""The league of the people at the till in words: what it counts, and what it does not say."""

from collections.abc import Iterator

from actions.shop.league import League, LeaguePlace
from loyalty.dates import months_later
from words.language import Words


def league_lines(league: League, words: Words) -> Iterator[str]:
    """Say whose customers came a second time; doubts are for the owner."""
    yield words.t("🏅 {shop}: whose customers came a second time", shop=league.shop.name)
    months = [words.month(day.month) for day in (league.day, months_later(league.day, -1))]
    for place, one in enumerate(league.standings, 1):
        yield words.t(
            "{place}. {name} · {month}: {n}, {last}: {before}",
            place=place,
            name=words.name(one.name) or words.t("(no name)"),
            month=months[0],
            n=words.number(one.counted),
            last=months[1],
            before=words.number(one.last_month),
        )
        yield from _doubt(one, words)
    if not league.standings:
        yield words.t("Nobody yet, in two months.")
    yield ""
    yield words.t(
        "A new card counts nothing. Who comes again on another day counts for whoever booked the first visit. "
        "Quiet shifts bring fewer, so this is no measure of how well somebody works."
    )
    if league.for_owner:
        yield words.t("Staff see it too.") if league.shop.league_open else words.t("Only owners see it.")


def _doubt(one: LeaguePlace, words: Words) -> Iterator[str]:
    if one.doubted:
        yield "   " + words.tn(
            "{n} more is not counted: a colleague's card, or one that {name} stamped both times while you were closed, or in a "
            "row with others. There may be a good reason.",
            "{n} more are not counted: colleagues' cards, or cards that {name} stamped both times while you were closed, or in a "
            "row. There may be a good reason.",
            one.doubted,
            name=words.name(one.name),
        )
