"""Events in words: what is on, who comes, and what became of an answer."""

from datetime import date, datetime

from actions.shop.event_seats import Event, SeatTaken
from actions.shop.events import BadEvent, EventPlan, EventStanding, Seat
from loyalty.dates import day_of
from loyalty.records import Shop
from loyalty.shop.events import LONGEST_TITLE, MOST_DAYS_AHEAD, MOST_SEATS
from words.campaigns.events import when
from words.language import Words


def when_and_where(event: Event, shop: Shop, words: Words) -> str:
    """Say when an event is, and at which branch."""
    return when(event.starts_at, shop, words, event.branch)


def full_day(day: date, today: date, words: Words) -> str:
    """Say a day with its weekday, and its year where that is another one."""
    return f"{words.weekday(day.weekday(), short=False)} {words.date(day, today=today)}"


def standing_line(one: EventStanding, words: Words) -> str:
    """Say in a line what is on, and how many come."""
    said = words.tn(
        "{title}, {when}: {coming} of {n} seat taken", "{title}, {when}: {coming} of {n} seats taken", one.event.seats,
        title=one.event.title, when=when_and_where(one.event, one.shop, words), coming=words.number(one.counts[Seat.COMING]),
    )  # fmt: skip
    waits = one.counts[Seat.WAITING]
    return said + (", " + words.tn("{n} waits", "{n} wait", waits) if waits else "")


def guest_lines(one: EventStanding, words: Words) -> list[str]:
    """Say who comes, and who waits."""
    coming = [words.name(guest.name) for guest in one.guests if guest.seat == Seat.COMING]
    waiting = [words.name(guest.name) for guest in one.guests if guest.seat == Seat.WAITING]
    lines = [standing_line(one, words)]
    if one.gives.amount:
        gift = words.counted(one.gives.unit, one.gives.amount)
        lines.append(words.t("Who comes and is scanned that day gets {gift}.", gift=gift))
    else:
        lines.append(words.t("Who comes is thanked, and gets nothing on the card."))
    if coming:
        lines.append(words.t("Coming: {names}", names=words.listing(coming)))
    if waiting:
        lines.append(words.t("Waiting: {names}", names=words.listing(waiting)))
    return lines


def preview_lines(
    shop: Shop, plan: EventPlan, gift: str, branch: str, words: Words, *, reminds: bool
) -> list[str]:
    """Say what an event will be, before anybody hears of it."""
    lines = [
        words.tn(
            "{title}, {when}, {n} seat.", "{title}, {when}, {n} seats.", plan.seats,
            title=plan.title, when=when(plan.starts_at, shop, words, branch),
        ),
        words.t("Who said yes to offers is invited, by the usual dose; who says yes is reminded the day before.")
        if reminds else words.t("Who said yes to offers is invited, by the usual dose."),
    ]  # fmt: skip
    if gift:
        lines.append(words.t("Who comes and is scanned that day gets {gift}.", gift=gift))
    else:
        lines.append(words.t("Who comes is thanked, and gets nothing on the card."))
    return lines


def moved_line(one: EventStanding, plan: EventPlan, branch: str, words: Words) -> str:
    """Say where an event moves, and how many are told of it at once."""
    told = one.counts[Seat.COMING] + one.counts[Seat.WAITING]
    asked = _move_asked(one, plan, branch, words)
    if not told:
        return f"{asked} {words.t('Nobody said yes yet, so nobody is told.')}"
    return f"{asked} " + words.tn(
        "{n} person who comes or waits is told at once.",
        "{n} people who come or wait are told at once.",
        told,
    )


def _move_asked(one: EventStanding, plan: EventPlan, branch: str, words: Words) -> str:
    """Ask about what is to be another: the time, the place, or both."""
    was, title = one.event, one.event.title
    if plan.starts_at == was.starts_at:
        begins, was_at = when(was.starts_at, one.shop, words), was.branch
        if not was_at:
            return words.t("“{title}”, {when}, is to be at {new}?", title=title, when=begins, new=branch)
        if not branch:
            return words.t(
                "“{title}”, {when}, is to be at no branch in particular, no longer at {old}?",
                title=title, when=begins, old=was_at,
            )  # fmt: skip
        return words.t(
            "“{title}”, {when}, is to be at {new}, no longer at {old}?",
            title=title, when=begins, new=branch, old=was_at,
        )  # fmt: skip
    return words.t(
        "“{title}” from {old} to {new}?", title=title, old=when_and_where(was, one.shop, words),
        new=when(plan.starts_at, one.shop, words, branch),
    )  # fmt: skip


def word_seat(taken: SeatTaken, words: Words, *, now: datetime) -> str:
    """Say what became of an answer to an invitation."""
    about = {
        "title": taken.event.title,
        "shop": taken.shop.name,
        "when": when(
            taken.event.starts_at, taken.shop, words, taken.event.branch, today=day_of(now, taken.shop.zone)
        ),
    }
    match taken.seat:
        case Seat.COMING if not taken.reminded:
            return words.t("✔ You have a seat: {title} at {shop}, {when}.", **about)
        case Seat.COMING:
            return words.t(
                "✔ You have a seat: {title} at {shop}, {when}. I remind you the day before.", **about
            )
        case Seat.WAITING:
            return words.t(
                "{title} at {shop} is full, {when}. You are number {n} in the line: should a seat get free, it is yours "
                "and I tell you.",
                n=words.number(taken.place),
                **about,
            )
        case Seat.AWAY:
            return words.t(
                "All right, not this time: {title} at {shop}.", title=about["title"], shop=about["shop"]
            )


def own_line(shop: Shop, title: str, starts: str, seat: Seat | None, words: Words) -> str:
    """Say what is on, and what somebody answered."""
    answered = {
        Seat.COMING: words.t("you have a seat"),
        Seat.WAITING: words.t("you wait for a seat"),
        Seat.AWAY: words.t("you said no"),
    }
    said = answered[seat] if seat else words.t("you did not answer yet")
    return f"· {shop.name}: {title}, {starts}: {said}"


def bad_event(bad: BadEvent, words: Words) -> str:
    """Say why an event can't be like that."""
    match bad.why:
        case "title":
            return words.tn("At most {n} letter.", "At most {n} letters.", LONGEST_TITLE)
        case "soon":
            return words.t("It must begin in two hours at the soonest.")
        case "far":
            return words.tn("At most {n} day ahead.", "At most {n} days ahead.", MOST_DAYS_AHEAD)
        case "seats":
            return words.t("From 1 to {most} seats.", most=words.number(MOST_SEATS))
        case "taken":
            return words.tn(
                "{n} person has a seat already, and keeps it: fewer there can't be.",
                "{n} people have a seat already, and keep it: fewer there can't be.",
                bad.limit,
            )
        case "gift":
            return words.t("From 0 to {most}.", most=words.number(bad.limit))
        case "place":
            return words.t("That branch is not there any more.")
