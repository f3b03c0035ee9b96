"""`stempel whatsapp`: what Meta thinks of the templates of each number."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from app.numbers import Number, numbers_of
from app.settings import Settings
from app.side_door import BadOptionError
from app.templates import NOT_SUBMITTED, OTHER_WORDS, JudgedTemplate, Review, look
from app.terminal import AsJson, exit_with, read_settings, run, show
from channels.setup import SetupError
from channels.whatsapp.setup import Setup as WhatsAppSetup

commands = typer.Typer(no_args_is_help=True, help="Look after WhatsApp.")

_MARKS = {"approved": "✔", "": "?", "pending": "…", "in_appeal": "…", NOT_SUBMITTED: "–"}


@commands.command()
def templates(
    *,
    submit: Annotated[
        bool, typer.Option("--submit", help="Hand in what is missing or has other words by now.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show what Meta thinks of each template of each number, and hand in those that it doesn't have."""
    reviews: list[Review] = run(_look_at_all(read_settings(), submit=submit))
    show([fact for one in reviews for fact in _facts(one)], as_json=as_json, lines=_lines(reviews))
    for trouble in (one.trouble for one in reviews if one.trouble):
        raise exit_with(trouble)


async def _look_at_all(settings: Settings, *, submit: bool) -> list[Review]:
    """Look at each number, whatever is wrong with another."""
    found = await numbers_of(settings)
    if not found:
        raise BadOptionError(f"WhatsApp is not set up yet: {settings.of(WhatsAppSetup).how}.")
    return [await _looked(settings, number, submit=submit) for number in found]


async def _looked(settings: Settings, number: Number, *, submit: bool) -> Review:
    try:
        return await look(settings, number, submit=submit)
    except SetupError as error:
        return Review(number, [], error)


def _facts(review: Review) -> list[dict[str, Any]]:
    whose = {"number": review.number.phone_number_id, "shop": review.number.shop_id}
    return [asdict(row) | {"recategorised": row.recategorised} | whose for row in review.rows]


def _lines(reviews: list[Review]) -> list[str]:
    """Tell of each number; where it is the only one, and no shop's, nobody asks which."""
    alone = len(reviews) == 1 and reviews[0].number.shop_id is None
    return [
        line
        for review in reviews
        for line in ([] if alone else [f"{review.number}:"]) + lines_of(review.rows)
    ]


def lines_of(rows: list[JudgedTemplate]) -> list[str]:
    """Tell a person how all templates stand, and what to do."""
    lines = [_line(row) for row in rows]
    counts = {row.status: sum(other.status == row.status for other in rows) for row in rows}
    lines += ["", ", ".join(f"{count} {status}" for status, count in counts.items())]
    if any(row.recategorised and row.category_there == "marketing" for row in rows):
        lines.append(
            "What Meta counts as marketing costs more than utility, also within a day of somebody's last word, and "
            "does not reach who stopped marketing. Plainer words, about the visit alone, may bring it back."
        )
    if counts.keys() & {NOT_SUBMITTED, OTHER_WORDS}:
        lines.append("`stempel whatsapp templates --submit` hands in what is missing or has other words.")
    return lines


def _line(row: JudgedTemplate) -> str:
    said = f"{row.status} ({row.reason})" if row.reason else row.status
    if row.status == OTHER_WORDS:
        said = "Meta has other words than this Stempel, so it is not sent"
    moved = f"; Meta counts it as {row.category_there}" if row.recategorised else ""
    mark = _MARKS.get(row.standing) or _MARKS.get(row.status, "✘")
    return f"{mark} {row.template} ({row.language}), {row.category}: {said}{moved}"
