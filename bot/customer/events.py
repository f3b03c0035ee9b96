"""Events, for customers: an invitation is answered with a tap, and what is on can be looked up."""

from actions.shop import event_seats as actions
from actions.shop.event_seats import Event, EventOver
from bot.turn import Choice, Filled, Reply, Turn
from loyalty.records import Shop
from loyalty.shop.events import Seat
from words.language import Words
from words.shop.events import own_line, when_and_where, word_seat


def seat_choices(event_id: int, say: Words, *, gives_back: bool = False) -> tuple[tuple[Choice, ...], ...]:
    """Offer a yes and a no, or to give the seat back."""
    this = str(event_id)
    if gives_back:
        return ((Choice(say.t("I can't come"), "seatno", this),),)
    return ((Choice(say.t("✔ I come"), "seat", this), Choice(say.t("Not this time"), "seatno", this)),)


def own_events(turn: Turn, _arg: str) -> Reply | list[Reply]:
    """List what is on where somebody has a card, and what they answered."""
    found = actions.own_events(turn.tx, turn.person_id, only_shop=turn.only_shop, now=turn.now)
    if not found:
        return Reply(turn.t("There is nothing on now where you have a card."))
    lines = [
        own_line(shop, event.title, when_and_where(event, shop, turn.words), seat, turn.words)
        for shop, event, seat in found
    ]
    rows = tuple((_choice(turn, event, seat),) for _, event, seat in found)
    return Reply("\n".join(lines), rows)


def _choice(turn: Turn, event: Event, seat: Seat | None) -> Choice:
    if seat in (Seat.COMING, Seat.WAITING):
        return Choice(turn.t("Give back: {title}", title=event.title), "seatno", str(event.id))
    return Choice(turn.t("✔ I come: {title}", title=event.title), "seat", str(event.id))


def take_seat(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Say yes to an event."""
    return _answered(turn, int(arg), comes=True)


def give_back(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Say no to an event, or give the seat back."""
    return _answered(turn, int(arg), comes=False)


def _answered(turn: Turn, event_id: int, *, comes: bool) -> Reply:
    taken = actions.reply_to_event(turn.tx, turn.person_id, event_id, comes=comes, now=turn.now)
    if isinstance(taken, EventOver):
        return Reply(turn.t("That event is over, or was called off. Thank you all the same!"))
    rows: tuple[tuple[Choice, ...], ...] = ()
    if taken.seat is Seat.AWAY:
        rows = ((Choice(turn.t("✔ I come after all"), "seat", str(event_id)),),)
    else:
        rows = ((Choice(turn.t("I can't come"), "seatno", str(event_id)),),)
    return Reply(word_seat(taken, turn.words, now=turn.now), rows)


def word_seat_free(shop: Shop, event: Event, say: Words) -> Reply:
    """Tell who waited that a seat is theirs."""
    about = {"shop": shop.name, "title": event.title, "when": when_and_where(event, shop, say)}
    text = say.t("🎟 A seat got free, and it is yours: {title} at {shop}, {when}.", **about)
    return Reply(
        text,
        ((Choice(say.t("I can't come"), "seatno", str(event.id)),),),
        template=Filled("event_seat", about, {"seatno": str(event.id)}),
    )


def word_changed(shop: Shop, event: Event, say: Words, *, left: str) -> Reply:
    """Tell who comes or waits that an event is at another time or place; `left` is a branch that nothing took the place of."""
    begins = when_and_where(event, shop, say)
    begins += f" ({say.t('no longer at {branch}', branch=left)})" if left else ""
    about = {"shop": shop.name, "title": event.title, "when": begins}
    text = say.t(
        "📅 {title} at {shop} was moved: it is on {when} now. If you can't come then, tell me, and somebody else can.",
        **about,
    )
    return Reply(
        text,
        seat_choices(event.id, say, gives_back=True),
        template=Filled("event_changed", about, {"seatno": str(event.id)}),
    )


def word_cancelled(shop: Shop, event: Event, say: Words) -> Reply:
    """Tell who would have come that an event is called off."""
    about = {"shop": shop.name, "title": event.title, "when": when_and_where(event, shop, say)}
    text = say.t("Sorry: {title} at {shop}, {when}, was called off.", **about)
    return Reply(text, template=Filled("event_cancelled", about))
