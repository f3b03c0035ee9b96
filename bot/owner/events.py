"""Events, for owners: what is on, who comes, and a look at a new one before everybody who agreed is invited."""

from actions.access import NotAllowed
from actions.shop import events as actions
from actions.shop.branches import branches_of
from actions.shop.events import BadEvent, EventStanding, NoEvent
from bot.customer import events as own
from bot.owner.event_questions import (
    Draft,
    Said,
    ask_again,
    ask_day,
    ask_seats,
    draft_of,
    number_read,
    place_read,
    time_read,
    title_asked,
    title_read,
    too_late,
)
from bot.owner.places import not_allowed, owns, place_for
from bot.turn import Choice, Reply, Turn
from loyalty.roles import Role
from words.shop.events import bad_event, guest_lines, moved_line, preview_lines, standing_line


def events(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /events: what is on, to who works at a shop; to anybody else, or where nothing is, where they have a seat."""
    if not turn.workplaces(Role.CASHIER):
        return own.own_events(turn, "")
    place = place_for(turn, Role.CASHIER, "events", arg)
    if isinstance(place, Reply):
        return place
    found = actions.see_events(turn.tx, turn.actor, place.shop.id, now=turn.now)
    leads = place.member.may(Role.MANAGER)
    if isinstance(found, NotAllowed) or not (found or leads):
        return own.own_events(turn, "")
    lines = [f"· {standing_line(one, turn.words)}" for one in found]
    head = turn.t("{shop}: events", shop=place.shop.name)
    rows = [(Choice(one.event.title, "event", str(one.event.id)),) for one in found if leads]
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


def _shown(turn: Turn, found: EventStanding, note: str = "") -> Reply:
    back = (Choice(turn.t("← Events"), "events", str(found.shop.id)),)
    if found.event.cancelled_at:
        return Reply(turn.t("“{title}” was called off.", title=found.event.title), (back,))
    rows = _changes(turn, found) if owns(turn, found.shop.id) else ()
    lines = guest_lines(found, turn.words)
    return Reply("\n".join([note, *lines] if note else lines), (*rows, back))


def _changes(turn: Turn, found: EventStanding) -> tuple[tuple[Choice, ...], ...]:
    """Offer an owner what can be another about an event."""
    this, say = str(found.event.id), turn.words
    return (
        (Choice(say.t("✏ Day and time"), "eventday", this), Choice(say.t("✏ Seats"), "eventroom", this)),
        (Choice(say.t("✏ For coming"), "eventgift", this), *_where(turn, found.shop.id, this)),
        (Choice(say.t("✏ What it is"), "eventwhat", this), Choice(say.t("🗑 Call it off"), "eventoff", this)),
    )


def _where(turn: Turn, shop_id: int, event: str) -> tuple[Choice, ...]:
    """Offer another place, where a shop has several."""
    several = branches_of(turn.tx, turn.actor, shop_id)
    return (Choice(turn.t("✏ Where"), "eventat", event),) if several else ()


def ask_off(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask before an event is called off: everybody who comes is told."""
    found = actions.see_event(turn.tx, turn.actor, int(arg))
    if isinstance(found, NotAllowed) or not owns(turn, found.shop.id):
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
    return place if isinstance(place, Reply) else title_asked(turn, place.shop.id)


def title_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Take what it is; of a new event the day is asked for next."""
    said = title_read(turn, text)
    if isinstance(said, Reply) or {"event", "seats"} & said.keys():
        return _go_on(turn, said)
    return ask_day(turn, said)


def time_tapped(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take a time that was tapped."""
    return time_typed(turn, f"{arg[:2]}:{arg[2:]}")


def time_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Take the time."""
    return _go_on(turn, time_read(turn, text))


def seats_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Take how many seats there are, tapped or typed."""
    return _go_on(turn, number_read(turn, "seats", text))


def gift_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Take what coming brings, tapped or typed."""
    return _go_on(turn, number_read(turn, "gift", text))


def place_tapped(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take where it is."""
    return _go_on(turn, place_read(turn, arg))


def _go_on(turn: Turn, said: Said | Reply) -> Reply | list[Reply]:
    """Ask what is still open of a new event, else show what was answered before anybody hears of it."""
    if isinstance(said, Reply):
        return said
    if not {"event", "seats"} & said.keys():
        return ask_seats(turn, said)
    draft = draft_of(turn, said)
    if draft is None:
        return too_late(turn)
    return _preview(turn, draft) if draft.standing is None else _changed(turn, draft, draft.standing)


def _preview(turn: Turn, draft: Draft) -> Reply:
    gives = actions.preview_event(turn.tx, turn.actor, draft.shop.id, draft.plan, now=turn.now)
    if isinstance(gives, NotAllowed):
        return not_allowed(turn)
    if isinstance(gives, BadEvent):
        return ask_again(turn, draft, gives)
    yes = Choice(turn.t("✔ Invite them"), "eventyes", str(draft.shop.id))
    draft.wait(turn, yes)
    brings = turn.words.counted(gives.unit, gives.amount) if gives.amount else ""
    reminds = actions.reminds_of(turn.tx, draft.shop, draft.plan.starts_at, now=turn.now)
    lines = preview_lines(draft.shop, draft.plan, brings, draft.branch, turn.words, reminds=reminds)
    gift = Choice(turn.t("✏ For coming"), "eventgift", "")
    other = (Choice(turn.t("✏ What it is"), "eventwhat", ""), gift), _where(turn, draft.shop.id, "")
    return Reply("\n".join(lines), ((yes,), *filter(None, other), (Choice(turn.t("No, thanks"), "cancel"),)))


def _changed(turn: Turn, draft: Draft, before: EventStanding) -> Reply:
    """Change its name, seats and what is given at once; ask first before guests are told of another time or place."""
    was, then = before.event.plan, draft.plan
    if (was.starts_at, was.branch_id) == (then.starts_at, then.branch_id):
        return _change(turn, draft, before)
    if was.starts_at != then.starts_at:
        wrong = actions.preview_event(turn.tx, turn.actor, draft.shop.id, then, now=turn.now)
        if isinstance(wrong, BadEvent):
            return ask_again(turn, draft, wrong)
    yes = Choice(turn.t("✔ Yes, move it"), "eventmoved", str(before.event.id))
    draft.wait(turn, yes)
    line = moved_line(before, then, draft.branch, turn.words)
    return Reply(line, ((yes,), (Choice(turn.t("No, thanks"), "cancel"),)))


def move(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Move an event to the time or place that was shown."""
    draft = draft_of(turn, turn.data)
    if draft is None or draft.standing is None or str(draft.standing.event.id) != arg:
        return too_late(turn)
    return _change(turn, draft, draft.standing)


def _change(turn: Turn, draft: Draft, before: EventStanding) -> Reply:
    match actions.change_event(turn.tx, turn.actor, before.event.id, draft.plan, now=turn.now):
        case NotAllowed():
            return not_allowed(turn)
        case NoEvent():
            return Reply(turn.t("It has begun, or was called off: nothing was changed."))
        case BadEvent() as bad:
            return ask_again(turn, draft, bad)
        case found:
            turn.stop_waiting()
            return _shown(turn, found, " ".join([turn.t("✔ Done."), *_renamed(turn, before, found)]))


def _renamed(turn: Turn, before: EventStanding, now: EventStanding) -> list[str]:
    """Say whom another name reaches."""
    if before.event.title == now.event.title:
        return []
    return [turn.t("It is called so wherever it is read from now on; no message goes out about it.")]


def confirm(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Open the event that was shown."""
    place = place_for(turn, Role.OWNER, "eventyes", arg)
    if isinstance(place, Reply):
        return place
    draft = draft_of(turn, turn.data)
    if draft is None or draft.standing:
        return too_late(turn)
    opened = actions.open_event(turn.tx, turn.actor, place.shop.id, draft.plan, now=turn.now)
    back = ((Choice(turn.t("← Events"), "events", arg),),)
    match opened:
        case NotAllowed():
            return not_allowed(turn)
        case BadEvent() as bad:
            return Reply(bad_event(bad, turn.words), back)
        case _:
            return Reply(turn.t("✔ Invitations go out from now on, by the usual dose."), back, in_place=True)
