"""What can be taken back: the latest bookings of a shop, older ones page by page, and those of one customer."""

from datetime import UTC, datetime, timedelta
from itertools import chain

from actions.people.identify import Workplace
from actions.shop.coalitions import together_of
from actions.till.find_customer import MOST, Named
from actions.till.scan import find_typed, shop_of
from actions.till.scan_outcome import NotStaff
from actions.till.to_take_back import ToTakeBack, of_card, of_shop
from actions.till.today import Booking
from bot.beside import Beside
from bot.staff import codes, finding
from bot.turn import Choice, Reply, Turn, in_shop
from loyalty.codes import read_code, readings
from loyalty.records import Shop
from loyalty.roles import Role
from words.till.day import holder, told_apart, what

_OFFERED = 6
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def latest(turn: Turn, arg: str) -> Reply:
    """List the latest bookings of one shop, or those before a moment, to take one back."""
    place = in_shop(turn, Role.CASHIER, "latest", arg)
    if isinstance(place, Reply):
        return place
    _, _, before = arg.partition(":")
    return _page(turn, place, _FIRST + int(before) * _MICROSECOND if before else None)


def _page(turn: Turn, place: Workplace, before: datetime | None) -> Reply:
    shop = place.shop
    found = of_shop(turn.tx, turn.actor, shop.id, before=before, most=_OFFERED, now=turn.now)
    if isinstance(found, NotStaff) or not found.bookings:
        return Reply(_nothing(turn, shop, found))
    rows = _rows(turn, shop, found)
    if found.older:
        cursor = (found.bookings[-1].at - _FIRST) // _MICROSECOND
        rows = (*rows, (Choice(turn.t("Older"), "latest", f"{shop.id}:{cursor}"),))
    text = turn.t("Which one shall I take back?")
    return Reply(text, (*rows, *_of_one(turn)), in_place=before is not None)


def _of_one(turn: Turn) -> tuple[tuple[Choice, ...], ...]:
    return ((Choice(turn.t("🔎 Of one customer"), "undoof"),),)


def _nothing(turn: Turn, shop: Shop, found: ToTakeBack | NotStaff) -> str:
    """Say that there is nothing to take back; what is on a coalition's card is not listed, and may well be there."""
    together = together_of(turn.tx, shop.id)
    if together is None and isinstance(found, ToTakeBack) and not found.a_day:
        return turn.t("There is nothing that could be taken back.")
    if together is None:
        return turn.t("There is nothing that you could take back: nothing was booked within a day.")
    return turn.t(
        "There is nothing here that you could take back. What was booked on the card of {coalition} is taken back below"
        " its own message, or with its code: /undo and the six characters.",
        coalition=together.shop.name,
    )


def _rows(turn: Turn, shop: Shop, found: ToTakeBack) -> tuple[tuple[Choice, ...], ...]:
    return tuple((_offer(turn, shop, one, found.bookings),) for one in found.bookings)


def _offer(turn: Turn, shop: Shop, one: Booking, all_of_them: tuple[Booking, ...]) -> Choice:
    """Name a booking on its button by when, whose, what and who, so that no two look alike."""
    words, today = turn.words, turn.now.astimezone(shop.zone).date()
    same_day = one.at.astimezone(shop.zone).date() == today
    when = words.time(one.at, shop.zone) if same_day else words.day_and_time(one.at, shop.zone)
    whose = f"{holder(one)}{told_apart(one, all_of_them)}"
    label = f"↩ {when} {whose} {what(one, all_of_them, words)} · {words.name(one.staff)}"
    if one.entry_id:
        return Choice(label, "unsurprise", str(one.entry_id))
    if one.benefit_id:
        return Choice(label, "unbenefit", str(one.benefit_id))
    return (
        Choice(label, "undo", str(one.visit_id))
        if one.visit_id
        else Choice(label, "unredeem", str(one.voucher_id))
    )


def of_one(turn: Turn, arg: str) -> Reply:
    """Ask whose bookings are meant, or list those of the card that was tapped."""
    if arg:
        return _of_card(turn, int(arg))
    if not turn.workplaces(Role.CASHIER):
        return Reply(turn.t("That is for the shop's staff. Ask the owner to invite you."))
    turn.wait_for("undo_of")
    return Reply(turn.t("Whose booking shall I take back? Type a part of the name, or the code on the card."))


def _of_card(turn: Turn, card_id: int) -> Reply:
    found = of_card(turn.tx, turn.actor, card_id, most=_OFFERED, now=turn.now)
    if isinstance(found, NotStaff):
        return Reply(turn.t("Only the shop's staff can take a stamp back."))
    if found.bookings:
        return Reply(
            turn.t("{name}: which one shall I take back?", name=holder(found.bookings[0])),
            _rows(turn, shop_of(turn.tx, card_id), found),
        )
    if found.a_day and shop_of(turn.tx, card_id).is_coalition:
        return Reply(turn.t("There is nothing on this card that you could take back."))
    if found.a_day:
        return Reply(
            turn.t(
                "There is nothing on this card that you could take back. What is older than a day a manager can, with /undo."
            )
        )
    return Reply(turn.t("There is nothing on this card that could be taken back."))


def name_typed(turn: Turn, text: str) -> Reply | list[Reply] | Beside[list[Named]]:
    """List the bookings of the customer with such a name or code, or who is called so."""
    turn.stop_waiting()
    code = read_code(text)
    if code and not code.isalpha():
        return codes.typed(turn, text, then=_code_typed) or _nobody(turn)
    places = turn.workplaces(Role.CASHIER)
    return Beside(
        lambda turn: finding.named_at(turn, places, text),
        lambda turn, found: _named(turn, found) or _by_letters(turn, text) or _nobody(turn),
    )


def _by_letters(turn: Turn, text: str) -> Reply | list[Reply] | None:
    return codes.typed(turn, text, then=_code_typed) if readings(text) else None


def _code_typed(turn: Turn, code: str) -> Reply | list[Reply] | None:
    card = find_typed(turn.tx, turn.actor, code)
    return _of_card(turn, card.id) if card else None


def _nobody(turn: Turn) -> list[Reply]:
    """Say that nobody is called so; the latest bookings may be what was meant."""
    sorry = Reply(turn.t("Nobody by that name. Try fewer letters, or ask for the code on their card."))
    return [sorry, latest(turn, "")]


def _named(turn: Turn, found: list[Named]) -> Reply | None:
    rows, total = finding.looked_up(turn, found, "undoof")
    if not rows:
        return None
    if total == 1:
        return _of_card(turn, int(next(chain(*rows)).arg))
    shown = tuple(rows[:MOST])
    if len(shown) == total:
        return Reply(turn.t("Whose booking shall I take back?"), shown)
    turn.wait_for("undo_of")
    return Reply(
        turn.t(
            "These are {n} of {total}, whoever was here last comes first. Type more of the name to see fewer.",
            n=turn.words.number(len(shown)),
            total=turn.words.number(total),
        ),
        shown,
    )
