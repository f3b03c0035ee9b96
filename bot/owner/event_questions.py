"""What an owner is asked about an event: a title, a day, a time, seats, and, if she likes, a place and what coming brings.

The chat keeps the answers until all are there; of an event that is changed it keeps only what shall be another.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from actions.access import NotAllowed
from actions.campaigns.gifts import unit_on_the_card
from actions.shop.branches import branches_of
from actions.shop.events import BadEvent, EventPlan, EventStanding, see_event
from bot.customer.coming_days import read_coming_day
from bot.customer.days import TypedDay
from bot.owner.places import not_allowed, owns, place_for
from bot.turn import Choice, Reply, Turn
from loyalty.counted import parse_counted
from loyalty.dates import day_of, next_kept
from loyalty.names import read_name
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.events import LONGEST_TITLE, MOST_DAYS_AHEAD
from loyalty.shop.opening_hours import parse_time
from words.language import as_sentence
from words.names import no_name
from words.shop.events import bad_event, full_day
from words.units import coming_question

TITLE, DAY, TIME, SEATS, GIFT = "event_title", "event_day", "event_time", "event_seats", "event_gift"
_USUAL_SEATS = (8, 12, 20, 40)
_USUAL_TIMES = ("10:00", "15:00", "19:00", "20:00")
_USUAL_GIFTS = (0, 1, 2, 3)

Said = Mapping[str, Any]  # what was answered so far, by question


@dataclass(frozen=True, slots=True)
class Draft:
    """An event as it is wanted; `standing` is how it is, where there is one already."""

    shop: Shop
    plan: EventPlan
    standing: EventStanding | None
    branch: str  # what it is called
    said: Said

    def wait(self, turn: Turn, yes: Choice) -> None:
        """Keep what was answered until it is confirmed."""
        turn.wait_for(SEATS, yes=yes, **self.said)


def draft_of(turn: Turn, said: Said) -> Draft | None:
    """Put together what was answered; None where that is too long ago."""
    standing = see_event(turn.tx, turn.actor, int(said["event"])) if "event" in said else None
    if isinstance(standing, NotAllowed) or (standing is None and "seats" not in said):
        return None
    shop = standing.shop if standing else _shop(turn, said)
    if shop is None:
        return None
    base = standing.event.plan if standing else EventPlan(str(said["title"]), turn.now, 0)
    plan = _planned(base, said, shop)
    places = branches_of(turn.tx, turn.actor, shop.id)
    branch = next((one.name for one in places if one.id == plan.branch_id), "")
    return Draft(shop, plan, standing, branch, said)


def _shop(turn: Turn, said: Said) -> Shop | None:
    """Return the shop that is asked about, if this person may change its events."""
    if "event" in said:
        found = see_event(turn.tx, turn.actor, int(said["event"]))
        return None if isinstance(found, NotAllowed) or not owns(turn, found.shop.id) else found.shop
    place = place_for(turn, Role.OWNER, "eventnew", str(said.get("shop")))
    return None if isinstance(place, Reply) else place.shop


def _planned(base: EventPlan, said: Said, shop: Shop) -> EventPlan:
    if "time" in said:
        day, begins = date.fromisoformat(str(said["day"])), time.fromisoformat(str(said["time"]))
        # In UTC, so that an hour that the clocks leave out is shown as the one it comes to.
        base = replace(base, starts_at=datetime.combine(day, begins, shop.zone).astimezone(UTC))
    if "title" in said:
        base = replace(base, title=str(said["title"]))
    if "branch" in said:
        base = replace(base, branch_id=int(said["branch"]) or None)
    if "gift" in said:
        base = replace(base, gift_amount=int(said["gift"]))
    return replace(base, seats=int(said["seats"])) if "seats" in said else base


def title_asked(turn: Turn, shop_id: int) -> Reply:
    """Ask what it is."""
    turn.wait_for(TITLE, shop=shop_id)
    return Reply(_what_is_it(turn))


def _what_is_it(turn: Turn) -> str:
    return turn.t("What is it? Type it as customers shall read it: “Tasting of new coffees”.")


def other_title_asked(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask what an event is from now on: one that there is, or the one that was looked at."""
    asked = _asking_on(turn, arg, TITLE)
    return asked if isinstance(asked, Reply) else Reply(_what_is_it(turn))


def title_read(turn: Turn, text: str) -> Said | Reply:
    """Take what it is."""
    title = read_name(text, most=LONGEST_TITLE)
    if not title:
        return Reply(no_name(turn.words))
    if len(text.strip()) > LONGEST_TITLE:
        return Reply(f"{bad_event(BadEvent('title'), turn.words)} {turn.t('Type it again.')}")
    return {**turn.data, "title": title}


def day_asked(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask to which day an event moves; of a new one, on which it is after all."""
    said = _said(turn, arg, "title")
    return said if isinstance(said, Reply) else ask_day(turn, said)


def ask_day(turn: Turn, said: Said) -> Reply:
    """Ask on which day it is."""
    turn.wait_for(DAY, **{name: value for name, value in said.items() if name not in ("day", "time")})
    return Reply(_which_day(turn))


def _which_day(turn: Turn) -> str:
    return turn.t("On which day? Type it, for example “12 May” or “in two weeks”.")


def day_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Take the day, and ask at which time."""
    shop = _shop(turn, turn.data)
    if shop is None:
        return not_allowed(turn)
    today = day_of(turn.now, shop.zone)
    read = read_coming_day(text, turn.words, today=today)
    days = list(dict.fromkeys(filter(None, (_meant(one, today) for one in read))))
    fit = [day for day in days if today <= day <= today + timedelta(days=MOST_DAYS_AHEAD)]
    if len(fit) == 1:
        return _ask_time(turn, fit[0], today)
    if fit:
        rows = tuple((Choice(full_day(day, today, turn.words), "eventon", day.isoformat()),) for day in fit)
        return Reply(turn.t("Which day do you mean?"), rows)
    if not days:
        return Reply(turn.t("I can't read that as one day. Type it like “12 May”."))
    return Reply(f"{_not_then(turn, days[0], today)} {_which_day(turn)}")


def day_tapped(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take the one that was meant of two days."""
    shop = _shop(turn, turn.data) if {"event", "title"} & turn.data.keys() else None
    if shop is None:
        return too_late(turn)
    return _ask_time(turn, date.fromisoformat(arg), day_of(turn.now, shop.zone))


def _meant(typed: TypedDay, today: date) -> date | None:
    """Return the day in the year that was typed; else the nearest one of that name, over or not."""
    if typed.year is not None:
        return typed.within()
    then = next_kept(typed.day, today=today)
    before = typed.day.kept_in(then.year - 1)
    return min(then, before, key=lambda day: abs(day - today))


def _not_then(turn: Turn, day: date, today: date) -> str:
    said = full_day(day, today, turn.words)
    if day < today:
        return as_sentence(turn.t("{day} is over.", day=said))
    far = turn.tn(
        "{day} is too far ahead: at most {n} day.",
        "{day} is too far ahead: at most {n} days.",
        MOST_DAYS_AHEAD,
        day=said,
    )
    return as_sentence(far)


def _ask_time(turn: Turn, day: date, today: date) -> Reply:
    """Say which day was understood, and ask at which time."""
    turn.wait_for(TIME, **{**turn.data, "day": day.isoformat()})
    times = tuple(Choice(one, "eventtime", one.replace(":", "")) for one in _USUAL_TIMES)
    text = turn.t(
        "It is on {day}. At which time does it begin? Tap, or type it like 19:30.",
        day=full_day(day, today, turn.words),
    )
    return Reply(text, (times, (Choice(turn.t("↩ Another day"), "eventday", ""),)))


def time_read(turn: Turn, text: str) -> Said | Reply:
    """Take the time."""
    if "day" not in turn.data:
        return too_late(turn)
    begins = parse_time(text)
    if begins is None:
        return Reply(turn.t("I can't read that as a time. Type it like 19:30."))
    return {**turn.data, "time": begins.isoformat("minutes")}


def seats_asked(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask how many seats an event has from now on."""
    said = _said(turn, arg, "seats")
    return said if isinstance(said, Reply) else ask_seats(turn, said)


def ask_seats(turn: Turn, said: Said) -> Reply:
    """Ask how many seats there are."""
    turn.wait_for(SEATS, **said)
    rows = (tuple(Choice(str(one), "eventseats", str(one)) for one in _USUAL_SEATS),)
    return Reply(turn.t("How many seats are there? Tap, or type a number."), rows)


def number_read(turn: Turn, about: str, text: str) -> Said | Reply:
    """Take how many seats there are, or what coming brings."""
    if not {"event", "time"} & turn.data.keys():
        return too_late(turn)
    number = parse_counted(text)
    return {**turn.data, about: -1 if number is None else number}  # which no event has of anything


def _asking_on(turn: Turn, arg: str, step: str) -> Shop | Reply:
    """Wait for one more thing about an event that there is, or about the one that was looked at; return whose it is."""
    said = _said(turn, arg, "seats")
    if isinstance(said, Reply):
        return said
    turn.wait_for(step, **said)
    return _shop(turn, said) or not_allowed(turn)


def _said(turn: Turn, arg: str, begun: str) -> Said | Reply:
    """Return what was said of an event that there is, or of the one that was looked at; or why nothing more can be."""
    said: Said = {"event": int(arg)} if arg else turn.data
    if not {"event", begun} & said.keys():
        return too_late(turn)
    return said if _shop(turn, said) else not_allowed(turn)


def gift_asked(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask what coming brings: at an event that there is, or at the one that was looked at."""
    shop = _asking_on(turn, arg, GIFT)
    if isinstance(shop, Reply):
        return shop
    rows = (tuple(Choice(str(one), "eventgives", str(one)) for one in _USUAL_GIFTS),)
    return Reply(coming_question(unit_on_the_card(turn.tx, shop.id), turn.words), rows)


def place_asked(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask where it is."""
    shop = _asking_on(turn, arg, SEATS)
    if isinstance(shop, Reply):
        return shop
    found = branches_of(turn.tx, turn.actor, shop.id)
    anywhere = Choice(turn.t("At no branch in particular"), "eventwhere", "0")
    return Reply(
        turn.t("Where is it?"),
        (*((Choice(one.name, "eventwhere", str(one.id)),) for one in found), (anywhere,)),
    )


def place_read(turn: Turn, arg: str) -> Said | Reply:
    """Take where it is."""
    if not {"event", "seats"} & turn.data.keys():
        return too_late(turn)
    return {**turn.data, "branch": int(arg)}


def ask_again(turn: Turn, draft: Draft, bad: BadEvent) -> Reply:
    """Ask once more for what can't be."""
    why = bad_event(bad, turn.words)
    if bad.why in ("soon", "far"):
        return Reply(f"{why} {ask_day(turn, draft.said).text}")
    if bad.why == "place":
        return Reply(why)
    wrong, step = ("gift", GIFT) if bad.why == "gift" else ("seats", SEATS)
    turn.wait_for(step, **{name: one for name, one in draft.said.items() if name != wrong})
    return Reply(f"{why} {turn.t('Type it again.')}")


def too_late(turn: Turn) -> Reply:
    """Say that a question is not open any more, and where to go on."""
    text = turn.t(
        "That question is closed: it was answered, or something else came in between. "
        "Here you see what is on, and can begin again:"
    )
    return Reply(text, ((Choice(turn.t("← Events"), "events"),),))
