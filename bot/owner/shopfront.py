"""The shop itself, in chat: its name, colour, zone and money, each changed after a word on what that means."""

from dataclasses import replace
from typing import assert_never, cast
from zlib import crc32

from actions.access import NotAllowed
from actions.shop import shop_details
from actions.shop.shop_details import FIELDS, BadValue, DetailsOutcome, Field, MoneyKept, Proposed, Same
from bot.owner import appearance, shop_values
from bot.owner.places import not_allowed, place_for, split
from bot.owner.shop_values import Unread
from bot.owner.side_by_side import one_more
from bot.pictures.specs import CardPicture
from bot.turn import Choice, Reply, Turn
from loyalty.records import Shop
from loyalty.roles import Role
from words.cards.rules import ProgrammeWording
from words.shop.details import field_name
from words.shop.figures import invalid


def shop(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show what a shop is called and how it lives, with a button for each."""
    place = place_for(turn, Role.OWNER, "shop", arg)
    return place if isinstance(place, Reply) else _view(turn, place.shop)


def _view(turn: Turn, one: Shop, note: str = "") -> Reply:
    lines = [*([note] if note else []), turn.t("{shop}: the shop itself", shop=one.name)]
    lines += [
        f"· {field_name(field, turn.words)}: {shop_values.said(turn, field, str(getattr(one, field)))}"
        for field in FIELDS
    ]
    buttons = [Choice(field_name(field, turn.words), "shopask", f"{one.id}:{field}") for field in FIELDS]
    buttons.insert(3, Choice(turn.t("Logo"), "logo", str(one.id)))
    rows = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    last = (one_more(turn, one.id), Choice(turn.t("← Rules"), "programme", str(one.id)))
    return Reply("\n".join(lines), (*rows, last))


def ask(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask for a new value, with suggestions where there are some."""
    shop_id, rest = split(arg)
    field, _, about = rest.partition(":")
    one = shop_details.see_shop(turn.tx, turn.actor, shop_id)
    if isinstance(one, NotAllowed):
        return not_allowed(turn)
    turn.wait_for("shop", shop=shop_id, field=field, about=about)
    text, rows = shop_values.ask(turn, one, cast("Field", field), about)
    return Reply(text, (*rows, *_stop(turn, one)), in_place=bool(about))


def chosen(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take the suggestion that was tapped."""
    shop_id, rest = split(arg)
    field, _, choice = rest.partition(":")
    one = shop_details.see_shop(turn.tx, turn.actor, shop_id)
    if isinstance(one, NotAllowed):
        return not_allowed(turn)
    value = shop_values.tapped(turn, one, cast("Field", field), choice)
    return _propose(turn, shop_id, cast("Field", field), value)


def typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Read the value that was typed."""
    shop_id, field, about = (
        int(turn.data["shop"]),
        cast("Field", str(turn.data["field"])),
        str(turn.data["about"]),
    )
    one = shop_details.see_shop(turn.tx, turn.actor, shop_id)
    if isinstance(one, NotAllowed):
        return not_allowed(turn)
    read = shop_values.read(turn, one, field, about, text)
    if isinstance(read, Unread):
        again = ask(turn, f"{shop_id}:{field}:{about}")
        return again if isinstance(again, list) else [Reply(read.why), replace(again, in_place=False)]
    shown = _propose(turn, shop_id, field, read.value)
    if read.note and isinstance(shown, Reply):
        return replace(shown, text=f"{read.note}\n{shown.text}")
    return shown


def _propose(turn: Turn, shop_id: int, field: Field, value: str) -> Reply | list[Reply]:
    return _answer(turn, shop_details.propose_change(turn.tx, turn.actor, shop_id, field, value))


def _answer(turn: Turn, found: DetailsOutcome) -> Reply | list[Reply]:
    match found:
        case NotAllowed():
            return not_allowed(turn)
        case Same(one):
            turn.stop_waiting()
            return _view(turn, one, turn.t("That is how it is already."))
        case BadValue(one, unit, rules):
            write = ProgrammeWording(turn.words, unit, one.currency)
            return Reply(invalid(rules, write) if rules else turn.t("That does not fit."), _stop(turn, one))
        case MoneyKept(one, why):
            turn.stop_waiting()
            return _view(turn, one, _kept(turn, one, why) + "\n")
        case Proposed(one, field, value):
            mark = _mark(field, value)
            yes = Choice(turn.t("✔ Confirm"), "shopsure", f"{one.id}:{mark}")
            turn.wait_for(
                "shopsure", yes=yes, shop=one.id, mark=mark, field=field, value=value, was=found.before
            )
            old, new = (shop_values.said(turn, field, side) for side in (found.before, value))
            line = f"{field_name(field, turn.words)}: {old} → {new}"
            buttons = ((yes, *_stop(turn, one)[0]),)
            return Reply(
                f"{line}\n\n{shop_values.meaning(turn, found)}", buttons, picture=_preview(turn, found)
            )
        case _:
            assert_never(found)


def _mark(field: Field, value: str) -> str:
    """Tell one change from another by what it makes of the shop."""
    return format(crc32(f"{field}:{value}".encode()), "x")


def _preview(turn: Turn, found: Proposed) -> CardPicture | None:
    """Show a card as it would be, where that changes."""
    seen = found.field in {"name", "colour", "icon", "address"} and found.programmes
    return appearance.preview(turn, found.after, found.programmes[0].programme) if seen else None


def _stop(turn: Turn, one: Shop) -> tuple[tuple[Choice, ...], ...]:
    return ((Choice(turn.t("✖ Cancel"), "shop", str(one.id)),),)


def _kept(turn: Turn, one: Shop, why: str) -> str:
    texts = {
        "together": turn.t(
            "The money can't be changed while {shop} has a card with other shops, or something there is still to be paid: "
            "that is settled in {currency}. See /coalition.",
            shop=one.name,
            currency=one.currency,
        ),
        "spent": turn.t(
            "The money can't be changed any more: amounts were typed at the till in {currency}, and they would become "
            "others. For another money open another shop.",
            currency=one.currency,
        ),
        "points": turn.t(
            "The money can't be changed while there are points on cards: they were earned for {currency}.",
            currency=one.currency,
        ),
        "costs": turn.t(
            "The money can't be changed while costs, a least amount or an amount off a bill are kept in {currency}. Set "
            "costs and least amounts to 0 first, and take rewards with an amount off away or make them another kind. "
            "What rewards that were earned cost or take off stays, as does what memberships were sold for, what good causes were "
            "given and what a draw's prize costs, and then so does the money.",
            currency=one.currency,
        ),
    }
    return texts[why]


def confirm(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Make the change that was shown."""
    shop_id, mark = split(arg)
    if turn.data.get("mark") != mark or turn.data.get("shop") != shop_id:
        return _made_before(turn, shop_id, mark) or _out_of_date(turn, shop_id)
    field, value, was = (str(turn.data[name]) for name in ("field", "value", "was"))
    found = shop_details.change_shop(
        turn.tx, turn.actor, shop_id, cast("Field", field), value, was=was, now=turn.now
    )
    turn.stop_waiting()
    if isinstance(found, Proposed):
        return _view(turn, found.shop, turn.t("✔ Done.") + "\n")
    return _answer(turn, found)


def _made_before(turn: Turn, shop_id: int, mark: str) -> Reply | None:
    """Answer the second tap of who tapped twice: the shop is what it would make of it."""
    one = shop_details.see_shop(turn.tx, turn.actor, shop_id)
    if isinstance(one, NotAllowed) or mark not in (
        _mark(field, str(getattr(one, field))) for field in FIELDS
    ):
        return None
    return _view(turn, one, turn.t("That is how it is already."))


def _out_of_date(turn: Turn, shop_id: int) -> list[Reply]:
    seen = shop(turn, str(shop_id))
    out = Reply(turn.t("That button is out of date. Here is what you can do now:"))
    return [out, *(seen if isinstance(seen, list) else [seen])]
