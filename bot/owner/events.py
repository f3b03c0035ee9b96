"""Events, for owners: a title, a day, a time, seats, a look at it, and everybody who agreed is invited."""

from datetime import date, datetime, time

from actions.access import NotAllowed
from actions.shop import events as actions
from actions.shop.events import BadEvent, EventPlan, EventStanding
from bot.customer import events as own
from bot.customer.days import read_day
from bot.owner.places import not_allowed, place_for
from bot.turn import Choice, Reply, Turn
from loyalty.amounts import parse_whole
from loyalty.dates import day_of, next_kept
from loyalty.names import clean_name
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.events import LONGEST_TITLE
from words.shop.events import bad_event, guest_lines, preview_lines, standing_line

TITLE, DAY, TIME, SEATS = "event_title", "event_day", "event_time", "event_seats"
_USUAL_SEATS = (8, 12, 20, 40)
_USUAL_TIMES = ("10:00", "15:00", "19:00", "20:00")


def events(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /events: what is on, to who leads a shop; to anybody else where they have a seat."""
    if not turn.workplaces(Role.MANAGER):
        return own.own_events(turn, "")
    place = place_for(turn, Role.MANAGER, "events", arg)
    if isinstance(place, Reply):
        return place
    found = actions.see_events(turn.tx, turn.actor, place.shop.id, now=turn.now)
    if isinstance(found, NotAllowed):
        return not_allowed(turn, Role.MANAGER)
    lines = [f"· {standing_line(one, turn.words)}" for one in found]
    head = turn.t("{shop}: events", shop=place.shop.name)
    rows = [(Choice(one.event.title, "event", str(one.event.id)),) for one in found]
    if place.member.may(Role.OWNER):
        rows.append((Choice(turn.t("➕ New event"), "eventnew", str(place.shop.id)),))
    rows.append((Choice(turn.t("🎟 Events for myself"), "myevents"),))
    return Reply("\n".join([head, *(lines or [turn.t("There is nothing on yet.")])]), tuple(rows))


def event(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show an event with its guests."""
    found = actions.see_event(turn.tx, turn.actor, int(arg))
    if isinstance(found, NotAllowed):
        return not_allowed(turn, Role.MANAGER)
    return _shown(turn, found)


def _shown(turn: Turn, found: EventStanding) -> Reply:
    rows = [(Choice(turn.t("← Events"), "events", str(found.shop.id)),)]
    if found.event.cancelled_at:
        return Reply(turn.t("“{title}” was called off.", title=found.event.title), tuple(rows))
    rows.insert(0, (Choice(turn.t("🗑 Call it off"), "eventoff", str(found.event.id)),))
    return Reply("\n".join(guest_lines(found, turn.words)), tuple(rows))


def ask_off(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask before an event is called off: everybody who comes is told."""
    found = actions.see_event(turn.tx, turn.actor, int(arg))
    if isinstance(found, NotAllowed):
        return not_allowed(turn)
    yes = Choice(turn.t("Yes, call it off"), "eventgone", arg)
    turn.wait_for("yes", yes=yes)
    text = turn.t("Call off “{title}”? Whoever comes or waits is told at once.", title=found.event.title)
    return Reply(text, ((yes, Choice(turn.t("No, thanks"), "cancel")),))


def call_off(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Call an event off."""
    found = actions.cancel_event(turn.tx, turn.actor, int(arg), now=turn.now)
    if isinstance(found, NotAllowed):
        return not_allowed(turn)
    back = ((Choice(turn.t("← Events"), "events", str(found.shop_id)),),)
    return Reply(turn.t("✔ Called off: “{title}”.", title=found.title), back, in_place=True)


def new(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask what it is."""
    place = place_for(turn, Role.OWNER, "eventnew", arg)
    if isinstance(place, Reply):
        return place
    turn.wait_for(TITLE, shop=place.shop.id)
    return Reply(turn.t("What is it? Type it as customers shall read it: “Tasting of new coffees”."))


def title_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Take what it is, and ask on which day."""
    title = clean_name(text, most=LONGEST_TITLE)
    if not title or len(text.strip()) > LONGEST_TITLE:
        return Reply(f"{bad_event(BadEvent('title'), turn.words)} {turn.t('Type it again.')}")
    turn.wait_for(DAY, shop=turn.data["shop"], title=title)
    return Reply(_which_day(turn))


def day_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Take the day, and ask at which time."""
    place = place_for(turn, Role.OWNER, "eventnew", str(turn.data["shop"]))
    if isinstance(place, Reply):
        return place
    today = day_of(turn.now, place.shop.zone)
    meant = [
        one.within() or next_kept(one.day, today=today) for one in read_day(text, turn.words, today=today)
    ]
    days = [day for day in meant if day >= today]
    if len(days) != 1:
        return Reply(turn.t("I can't read that as one day. Type it like “12 May”."))
    turn.wait_for(TIME, shop=turn.data["shop"], title=turn.data["title"], day=days[0].isoformat())
    rows = (tuple(Choice(one, "eventtime", one.replace(":", "")) for one in _USUAL_TIMES),)
    return Reply(turn.t("At which time does it begin? Tap, or type it like 19:30."), rows)


def time_tapped(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take a time that was tapped."""
    return time_typed(turn, f"{arg[:2]}:{arg[2:]}") if "day" in turn.data else _too_late(turn)


def time_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Take the time, and ask how many seats there are."""
    begins = _time(text)
    if begins is None:
        return Reply(turn.t("I can't read that as a time. Type it like 19:30."))
    turn.wait_for(
        SEATS,
        shop=turn.data["shop"],
        title=turn.data["title"],
        day=turn.data["day"],
        time=begins.isoformat("minutes"),
    )
    rows = (tuple(Choice(str(one), "eventseats", str(one)) for one in _USUAL_SEATS),)
    return Reply(turn.t("How many seats are there? Tap, or type a number."), rows)


def _time(text: str) -> time | None:
    hours, _, minutes = text.strip().lower().removesuffix("h").replace(".", ":").partition(":")
    if not (hours.isdecimal() and (minutes or "0").isdecimal()):
        return None
    hour, minute = int(hours), int(minutes or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def seats_tapped(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take a number of seats that was tapped."""
    return seats_typed(turn, arg) if "time" in turn.data else _too_late(turn)


def seats_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Show the event before anybody hears of it."""
    place = place_for(turn, Role.OWNER, "eventnew", str(turn.data["shop"]))
    if isinstance(place, Reply):
        return place
    plan = _plan(turn, place.shop, parse_whole(text) or 0)
    gives = actions.preview_event(turn.tx, turn.actor, place.shop.id, plan, now=turn.now)
    if isinstance(gives, NotAllowed):
        return not_allowed(turn)
    if isinstance(gives, BadEvent):
        return _bad(turn, gives)
    yes = Choice(turn.t("✔ Invite them"), "eventyes", str(place.shop.id))
    turn.wait_for(SEATS, yes=yes, **{**turn.data, "seats": plan.seats})
    gift = turn.words.counted(gives.unit, gives.amount) if gives.amount else ""
    lines = preview_lines(place.shop, plan, gift, turn.words)
    return Reply("\n".join(lines), ((yes, Choice(turn.t("No, thanks"), "cancel")),))


def _bad(turn: Turn, bad: BadEvent) -> Reply:
    """Ask once more for what can't be: the day, or how many seats."""
    if bad.why == "seats":
        return Reply(f"{bad_event(bad, turn.words)} {turn.t('Type it again.')}")
    turn.wait_for(DAY, shop=turn.data["shop"], title=turn.data["title"])
    return Reply(f"{bad_event(bad, turn.words)} {_which_day(turn)}")


def _which_day(turn: Turn) -> str:
    return turn.t("On which day? Type it, for example “12 May” or “in two weeks”.")


def _plan(turn: Turn, shop: Shop, seats: int) -> EventPlan:
    day, begins = date.fromisoformat(str(turn.data["day"])), time.fromisoformat(str(turn.data["time"]))
    return EventPlan(str(turn.data["title"]), datetime.combine(day, begins, shop.zone), seats)


def confirm(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Open the event that was shown."""
    place = place_for(turn, Role.OWNER, "eventyes", arg)
    if isinstance(place, Reply):
        return place
    if "seats" not in turn.data:
        return _too_late(turn)
    plan = _plan(turn, place.shop, int(turn.data["seats"]))
    opened = actions.open_event(turn.tx, turn.actor, place.shop.id, plan, now=turn.now)
    back = ((Choice(turn.t("← Events"), "events", arg),),)
    match opened:
        case NotAllowed():
            return not_allowed(turn)
        case BadEvent() as bad:
            return Reply(bad_event(bad, turn.words), back)
        case _:
            return Reply(turn.t("✔ Invitations go out from now on, by the usual dose."), back, in_place=True)


def _too_late(turn: Turn) -> Reply:
    return Reply(turn.t("That was opened already, or is too long ago."))
