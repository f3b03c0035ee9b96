"""What is worth an owner's look, in words that accuse nobody: what was seen, what is usual, and an innocent reason."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from actions.shop.checks import FoundBooking, KeptFinding
from loyalty.records import Shop
from loyalty.shop.checks import Check
from words.language import N_, Words

# What a check looks at, for the sentence that there is not enough to tell yet.
NAMES: Mapping[str, str] = {
    "pair": N_("a card and the cashier who stamps it"),
    "burst": N_("very many cards at once"),
    "full_days": N_("the most of a day, day after day"),
    "taken_back": N_("much that is taken back"),
    "odd_hours": N_("unusual hours"),
    "sign_ups": N_("new cards that never come again"),
    "second_times": N_("new cards that came a second time with nobody else at the till"),
    "own_rewards": N_("rewards right after the own stamp"),
}
_SAID: Mapping[Check, str] = {
    "pair": N_(
        "{who} stamped card {card} {n} times out of {of} while others were at work too; {usual} would be usual. "
        "Perhaps it is somebody who likes to come to {who}."
    ),
    "burst": N_(
        "{who} stamped {n} cards within five minutes, {day}, {time}; the most on another day was {usual}. "
        "Perhaps a whole coach came, or stamps were added later."
    ),
    "full_days": N_(
        "Card {card} got the most of a day on {n} of {of} days. Perhaps somebody fetches coffee for the whole office."
    ),
    "taken_back": N_(
        "{who} took back {n} bookings on {day}, and booked {of}. Perhaps they were learning: /audit has the reasons."
    ),
    "odd_hours": N_(
        "{who} booked {n} visits on {day} at an hour when nothing is booked otherwise. Perhaps you were open longer."
    ),
    "sign_ups": N_(
        "Of {n} new cards that {who} stamped first on {day}, {back} came again; {usual} would be usual. "
        "Perhaps it was a party, or tourists."
    ),
    "second_times": N_(
        "{n} new cards that {who} stamped first on {day} came a second time by {who} too: all within two half hours, or both "
        "times while you were closed. Perhaps it is a family, or a club that meets."
    ),
    "own_rewards": N_(
        "{who} handed out {n} of {of} rewards within ten minutes of booking the last stamp themselves; {usual} would "
        "be usual. Perhaps they offer it at once."
    ),
}
_WHILE_CLOSED = N_(
    "{who} booked {n} visits on {day} more than an hour outside of your opening hours. Perhaps you were open longer."
)
_FIRST_DAY = date(1970, 1, 1)


def check_name(check: str, say: Words) -> str:
    """Name what a check looks at."""
    return say.t(NAMES[check]) if check in NAMES else check


def word_finding(kept: KeptFinding, shop: Shop, say: Words) -> str:
    """Say what was seen, what would be usual, and what it may have been."""
    finding = kept.finding
    day = say.date(_FIRST_DAY + timedelta(days=finding.first_day))
    numbers = {name: say.number(n) for name, n in finding.numbers.items()}
    text = _WHILE_CLOSED if finding.numbers.get("closed") else _SAID[finding.check]
    return say.t(
        text,
        who=say.name(kept.who) or say.t("somebody"),
        card=_card(kept.code, kept.holder, say),
        day=day,
        time=_time(finding.numbers.get("start", 0), say, shop),
        **numbers,
    )


def word_booking(one: FoundBooking, shop: Shop, say: Words) -> str:
    """Say what was booked: when, on which card, by whom."""
    parts = [say.day_and_time(one.at, shop.zone), _card(one.code, one.holder or "", say), f"+{one.amount}"]
    parts.append(say.name(one.who or "") or say.t("somebody"))
    if one.undone_at:
        parts.append(say.t("taken back"))
    return " · ".join(parts)


def _card(code: str, holder: str, say: Words) -> str:
    return f"{code} ({say.name(holder)})" if holder else code


def _time(start: int, say: Words, shop: Shop) -> str:
    """Write the time of a five-minute part, counted from 1970 in the shop's zone."""
    local = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=5 * start)
    return say.time(local.replace(tzinfo=shop.zone), shop.zone)
