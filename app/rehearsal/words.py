"""What a rehearsal came to: as facts for a program, as a table for a person, and line by line in a file."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from actions.rehearsal.recorded_past import ShopRules
from actions.rehearsal.results import RewardTally
from app.rehearsal.source import Source
from scheduler.rehearsal.rehearse import Span
from scheduler.rehearsal.report import CampaignFacts, RehearsalReport
from scheduler.rehearsal.sums import RehearsedSums
from words.cards.parts import PART_TEXTS
from words.language import ENGLISH, words
from words.shop.calculations import beside_lines, sums_lines
from words.shop.sums import SumsWording

_HEAD = ("campaign", "messages", "people", "gifts", "cost", "held out", "not sent")
_WHY = {
    "gone": "its reason was gone",
    "stale": "its time was over before the dose let it go",
    "cap": "the shop writes nothing",
    "unwanted": "they want none of these",
    "outranked": "another message went first",
    "unreachable": "they blocked the shop",
    "consent": "they did not agree",
}
_REFUSED = {
    "TooSoon": "too soon after the last",
    "DayFull": "the day was full",
    "VisitFull": "too much for one visit",
    "SpentTooLittle": "too little spent",
    "AmountNeeded": "no amount",
}


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What came of a source, by which rules, on which days.

    `known` are the days that its past covers, `agreed` counts the customers who agreed to anything at its end.
    """

    source: Source
    rules: ShopRules
    span: Span
    known: Span
    agreed: int
    report: RehearsalReport
    sums: RehearsedSums
    said: Sequence[str] = ()  # of the file that it came from


def facts_of(done: Rehearsed) -> dict[str, Any]:
    """Give the facts; money in minor units."""
    facts = asdict(done.report)
    del facts["lines"]
    return {
        "shop": done.rules.name,
        "from": done.span.first.isoformat(),
        "to": done.span.last.isoformat(),
        "timezone": done.rules.timezone,
        "currency": done.rules.currency,
        "visits_from": str(done.source.visits) if done.source.visits else "the shop",
        **facts,
        "sums": list(_sums(done)),
        "notes": list(_notes(done)),
    }


def lines_of(done: Rehearsed) -> list[str]:
    """Say it to a person."""
    found, heard = done.report, done.report.heard
    return [
        f"{done.rules.name}, {done.span.first} to {done.span.last}: a rehearsal, nothing was sent.",
        f"{found.customers} customers, {found.booked} visits up to the last day.",
        *([f"Visits that the rules refuse: {_counted(found.refused, _REFUSED)}."] if found.refused else []),
        "",
        *_table(done),
        "",
        f"Messages per customer: median {heard.median:g}, nine of ten {heard.nine_of_ten} or fewer, most {heard.most}.",
        f"Reminders and offers in any 30 days: {heard.most_offers_in_30_days} at most.",
        f"Rewards earned by visits: {_tally(found.earned, done)}; handed out: {_tally(found.taken, done)}.",
        *([f"On top of visits: {_on_top(found)}."] if found.on_top else []),
        "",
        *_sums(done),
        "",
        *(f"- {note}" for note in _notes(done)),
    ]


def _on_top(found: RehearsalReport) -> str:
    return ", ".join(
        f"{PART_TEXTS[part].name(words(ENGLISH))} {given}" for part, given in found.on_top.items()
    )


def _sums(done: Rehearsed) -> Iterator[str]:
    """Say what the rules cost, as `/calculator` would on the last day, and what would become of today's sums."""
    english, unit, currency = words(ENGLISH), done.rules.programme.unit, done.rules.currency
    if done.sums.tried.sums is None:
        yield "No sums: say what a visit brings and what of it is left, as average_sale and margin in [shop]."
        return
    yield "The sums of these rules:"
    yield from filter(None, sums_lines(done.sums.tried, unit, currency, english))
    if done.sums.today:
        yield "Today's rules beside them:"
        yield from beside_lines(done.sums.today, done.sums.tried, SumsWording(english, unit, currency))


def _counted(numbers: Mapping[str, int], words: Mapping[str, str]) -> str:
    return ", ".join(f"{words.get(why, why)} {count}" for why, count in numbers.items())


def _table(done: Rehearsed) -> Iterator[str]:
    rows: list[Sequence[str]] = [_HEAD, *(_row(one, done) for one in done.report.campaigns)]
    found = done.report.campaigns
    people = len({line.customer.key for line in done.report.lines if line.sent})
    gifts = RewardTally(
        *(sum(getattr(one.gifts, name) for one in found) for name in ("given", "cost_minor", "unpriced"))
    )
    sums = [sum(one.held_out for one in found), sum(sum(one.not_sent.values()) for one in found)]
    rows.append(
        (
            "together",
            str(sum(one.messages for one in found)),
            str(people),
            str(gifts.given),
            _cost(gifts, done),
            *map(str, sums),
        )
    )
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    for row in rows:
        first, *others = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join((first.strip().ljust(widths[0]), *others))


def _row(one: CampaignFacts, done: Rehearsed) -> Sequence[str]:
    numbers = (one.messages, one.people, one.gifts.given)
    after = (one.held_out, sum(one.not_sent.values()))
    return (one.kind.replace("_", " "), *map(str, numbers), _cost(one.gifts, done), *map(str, after))


def _tally(tally: RewardTally, done: Rehearsed) -> str:
    return f"{tally.given} ({_cost(tally, done)})" if tally.given else "none"


def _cost(tally: RewardTally, done: Rehearsed) -> str:
    """Say what rewards cost, as far as it was told."""
    if tally.unpriced == tally.given:
        return "?" if tally.given else "-"
    money = f"{_amount(tally.cost_minor, done)} {done.rules.currency}"
    return f"{money} + ?" if tally.unpriced else money


def _amount(minor: int, done: Rehearsed) -> str:
    return words(ENGLISH).plain_amount(minor, done.rules.currency)


def _notes(done: Rehearsed) -> Iterator[str]:
    """Say what was taken for granted."""
    found, source = done.report, done.source
    yield from done.said
    if done.span.last > done.known.last:
        yield f"The visits end on {done.known.last}: after that day everybody looks as if they stayed away."
    if source.visits:
        yield "A file tells no birthdays, goals and wishes, and nobody's consent: everybody was taken to agree."
        cheapest = "" if done.rules.programme.starts_over else ", the cheapest that their points reach"
        yield f"Whether rewards were used it does not tell either: they were taken at the next visit{cheapest}."
    else:
        yield "Today's rules hold from the first visit on, and the campaigns begin on the first day rehearsed."
        if source.all_agree:
            yield "Everybody was taken to agree to reminders and offers."
        else:
            yield f"Customers who had agreed to reminders or offers: {done.agreed}. --all-agree takes all to agree."
    unpriced = found.earned.unpriced + sum(one.gifts.unpriced for one in found.campaigns)
    if unpriced:
        yield f"Of {unpriced} rewards nobody said what they cost."
    if any(one.held_out for one in found.campaigns):
        yield "Held out: left out by chance, so that a campaign's effect can be measured."
    for one in found.campaigns:
        if one.not_sent:
            yield f"Not sent, {one.kind.replace('_', ' ')}: {_counted(one.not_sent, _WHY)}."
    if waiting := sum(one.waiting for one in found.campaigns):
        yield f"Put off beyond the last day: {waiting}."


def write_details(done: Rehearsed, path: Path) -> None:
    """Write a line for each message or gift to a new file, whole or not at all; times are of the shop's clock."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as out:
            rows = csv.writer(out)
            rows.writerow(("at", "customer", "name", "campaign", "step", "message", "reward", "cost"))
            for line in done.report.lines:
                at = line.at.astimezone(done.rules.zone).isoformat(timespec="minutes")
                cost = "" if line.cost_minor is None else _amount(line.cost_minor, done)
                who = line.customer
                rows.writerow(
                    (
                        at,
                        who.key,
                        who.name,
                        line.kind,
                        line.step,
                        "yes" if line.sent else "no",
                        " + ".join(filter(None, (line.reward, str(line.booked or "")))),
                        cost,
                    )
                )
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
