"""`stempel rehearse`: what the campaigns would have done to a shop's own past, or to a file of visits."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from typer import Option, progressbar

from app.options import takes
from app.rehearsal.source import Source, read_source
from app.rehearsal.words import Rehearsed, facts_of, lines_of, write_details
from app.side_door import BadOptionError
from app.terminal import AsJson, database_url, named_file, run, show
from loyalty.dates import day_of
from scheduler.rehearsal.rehearse import Span, days_of, walk
from scheduler.rehearsal.report import RehearsalReport, report
from scheduler.rehearsal.stage import BadRules, Stage, open_stage
from scheduler.rehearsal.sums import sums_of_past
from scheduler.rehearsal.visits_file import BadVisits
from storage.engine.in_memory import scratch

_LONGEST_DAYS = 3700  # ten years: more is a slip of the finger


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsalOptions:
    """The options of `stempel rehearse`."""

    since: Annotated[str, Option("--from", help="The first day, as 2026-01-01.")]
    until: Annotated[str, Option("--to", help="The last day.")]
    shop_id: Annotated[int | None, Option("--shop", help="The shop's number, see `stempel shop list`.")] = (
        None
    )
    programme_id: Annotated[
        int | None,
        Option("--programme", help="One of the shop's cards, where it has several; the first without."),
    ] = None
    visits: Annotated[
        Path | None,
        Option(
            callback=named_file, help="A CSV of customer, date-time and amount, in place of the shop's own."
        ),
    ] = None
    rules: Annotated[
        Path | None, Option(callback=named_file, help="A TOML file of rules to try; the README explains it.")
    ] = None
    details: Annotated[
        Path | None,
        Option(callback=named_file, help="Write who would have got what, and when, to this new CSV."),
    ] = None
    all_agree: Annotated[
        bool, Option("--all-agree", help="As if every customer had agreed to be written to.")
    ] = False
    as_json: AsJson = False

    @property
    def source(self) -> Source:
        """Return where rules and past are taken from."""
        return Source(self.shop_id, self.visits, self.rules, self.all_agree, self.programme_id)


@takes(RehearsalOptions)
def command(options: RehearsalOptions) -> None:
    """Say what the campaigns would have done from one day to another; nothing is sent, and nothing kept."""
    span = _span(options.since, options.until)
    if options.details:
        _check_new(options.details)
    done: Rehearsed = run(rehearse(database_url(), options.source, span))
    if options.details:
        write_details(done, options.details)
    show(facts_of(done), as_json=options.as_json, lines=lines_of(done))


def _span(since: str, until: str) -> Span:
    span = Span(_day(since, "--from"), _day(until, "--to"))
    if span.first > span.last:
        raise typer.BadParameter("it lies after --to", param_hint="--from")
    if (span.last - span.first).days > _LONGEST_DAYS:
        raise typer.BadParameter("ten years at most", param_hint="--to")
    return span


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("write it like 2026-01-31", param_hint=option) from None


def _check_new(path: Path) -> None:
    if path.exists():
        raise typer.BadParameter(f"{path} is there already", param_hint="--details")
    if not path.absolute().parent.is_dir():
        raise typer.BadParameter(f"there is no folder {path.parent}", param_hint="--details")


async def rehearse(url: str, source: Source, span: Span) -> Rehearsed:
    """Play a past again on an empty database; raises `BadOptionError` for what can't be rehearsed."""
    try:
        found = await read_source(url, source)
        rules, past, zone = found.rules, found.past, found.rules.zone
        known = Span(*(day_of(past.events[place].at, zone) for place in (0, -1)))
        if span.last < known.first:
            raise BadOptionError(f"--to: the first visit was on {known.first}, after {span.last}.")
        with scratch() as tx:
            stage = open_stage(tx, rules, past, now=past.events[0].at)
            played = await _played(stage, span)
            sums = sums_of_past(stage, span, found.today)
            return Rehearsed(source, rules, span, known, past.agreed(), played, sums, found.said)
    except BadRules as error:
        raise BadOptionError(f"{source.rules}: {error}") from None
    except BadVisits as error:
        raise BadOptionError(f"{source.visits}: {error}") from None


async def _played(stage: Stage, span: Span) -> RehearsalReport:
    with _bar(days_of(stage, span)) as bar:
        async for _ in walk(stage, span):
            bar()
    return report(stage, span)


@contextmanager
def _bar(days: int) -> Iterator[Callable[[], None]]:
    """Show how far the days got, to whoever sits at a terminal."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    with progressbar(length=days, label="Rehearsing", file=sys.stderr) as bar:
        yield lambda: bar.update(1)
