"""The shop itself, in chat: its name, colour, zone and money, each changed after a word on what that means."""

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never, cast
from zlib import crc32

from actions.access import NotAllowed
from actions.shop import shop_details
from actions.shop.shop_details import FIELDS, BadValue, DetailsOutcome, Field, MoneyKept, Proposed, Same
from bot.legible import shortened, unseen
from bot.owner import appearance
from bot.owner.answers import QUESTIONS, Suggestions, offered
from bot.owner.places import not_allowed, place_for, split
from bot.owner.side_by_side import one_more
from bot.pictures.specs import CardPicture
from bot.turn import Choice, Reply, Turn
from loyalty.names import clean_name
from loyalty.records import Shop
from loyalty.roles import Role
from words.shop.details import field_name
from words.shop.figures import ProgrammeWording, invalid
from words.units import programme_name


def shop(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show what a shop is called and how it lives, with a button for each."""
    place = place_for(turn, Role.OWNER, "shop", arg)
    return place if isinstance(place, Reply) else _view(turn, place.shop)


def _view(turn: Turn, one: Shop, note: str = "") -> Reply:
    lines = [*([note] if note else []), turn.t("{shop}: the shop itself", shop=one.name)]
    lines += [
        f"· {field_name(field, turn.words)}: {_said(turn, field, str(getattr(one, field)))}"
        for field in FIELDS
    ]
    buttons = [Choice(field_name(field, turn.words), "shopask", f"{one.id}:{field}") for field in FIELDS]
    last = (one_more(turn, one.id), Choice(turn.t("← Rules"), "programme", str(one.id)))
    return Reply("\n".join(lines), (tuple(buttons[:2]), tuple(buttons[2:]), last))


def _said(turn: Turn, field: Field, value: str) -> str:
    match field:
        case "colour":
            return appearance.colour_name(turn, value)
        case "icon":
            return value or turn.t("a check mark")
        case _:
            return value


def ask(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask for a new value, with suggestions where there are some."""
    shop_id, rest = split(arg)
    field, _, page = rest.partition(":")
    one = shop_details.see_shop(turn.tx, turn.actor, shop_id)
    if isinstance(one, NotAllowed):
        return not_allowed(turn)
    turn.wait_for("shop", shop=shop_id, field=field)
    text, suggested = _question(turn, one, cast("Field", field))
    if field == "icon":
        rows = appearance.icon_rows(turn, shop_id, int(page or 0))
    else:
        rows = tuple(offered(suggested, "shopset", f"{shop_id}:{field}"))
    return Reply(text, (*rows, *_stop(turn, one)), in_place=bool(page))


def _question(turn: Turn, one: Shop, field: Field) -> tuple[str, Suggestions]:
    match field:
        case "colour":
            text = turn.t("Which colour shall cards and posters have? Tap, or type one like {example}.",
                          example="#1f6f5c")  # fmt: skip
            return text, appearance.colours(turn)
        case "icon":
            text = turn.t("What shall stand on each stamp? Tap an icon, or send any one emoji.")
            return text, appearance.icon_choices(turn)
        case "name" | "timezone" | "currency":
            return QUESTIONS[field].ask(turn, {"timezone": one.timezone})
        case _:
            assert_never(field)


def chosen(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take the suggestion that was tapped."""
    shop_id, rest = split(arg)
    field, _, number = rest.partition(":")
    one = shop_details.see_shop(turn.tx, turn.actor, shop_id)
    if isinstance(one, NotAllowed):
        return not_allowed(turn)
    value = _question(turn, one, cast("Field", field))[1][int(number)][1]
    return _propose(turn, shop_id, cast("Field", field), value)


def typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Read the value that was typed."""
    shop_id, field = int(turn.data["shop"]), cast("Field", str(turn.data["field"]))
    value = _read(turn, field, text)
    if value is None:
        again = ask(turn, f"{shop_id}:{field}")
        return again if isinstance(again, list) else [Reply(_unread(turn, field)), again]
    note, fit = _note(turn, field, text, value)
    shown = _propose(turn, shop_id, field, fit)
    return replace(shown, text=f"{note}\n{shown.text}") if note and isinstance(shown, Reply) else shown


def _unread(turn: Turn, field: Field) -> str:
    """Say that what was typed is no such thing."""
    match field:
        case "icon":
            return turn.t("That is not one emoji that I can draw. Each of these I can, and most others.")
        case "colour":
            return turn.t("I know no such colour.")
        case "timezone":
            return turn.t("I know no such time zone.")
        case _:
            return turn.t("I did not understand that.")


def _note(turn: Turn, field: Field, text: str, value: str) -> tuple[str, str]:
    """Say what became of a value before it is proposed, and return it."""
    if field == "colour" and appearance.readable(value) != value:
        nearest = appearance.readable(value)
        note = turn.t(
            "Letters on {colour} can't be read well: the contrast is too small. "
            "The nearest colour on which they can is {nearest}.",
            colour=value,
            nearest=nearest,
        )
        return note, nearest
    return shortened(turn.words, text) if field == "name" else "", value


def _read(turn: Turn, field: Field, text: str) -> str | None:
    if field == "name":
        return clean_name(text) or None
    if field == "colour":
        return appearance.read_colour(turn, text)
    if field == "icon":
        return appearance.read_icon(text)
    value = QUESTIONS[field].read(text, {})
    return None if value is None else str(value)


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
            mark = format(crc32(f"{field}:{value}:{found.before}".encode()), "x")
            yes = Choice(turn.t("✔ Confirm"), "shopsure", f"{one.id}:{mark}")
            turn.wait_for(
                "shopsure", yes=yes, shop=one.id, mark=mark, field=field, value=value, was=found.before
            )
            old, new = _said(turn, field, found.before), _said(turn, field, value)
            line = f"{field_name(field, turn.words)}: {old} → {new}"
            buttons = ((yes, *_stop(turn, one)[0]),)
            return Reply(f"{line}\n\n{_meaning(turn, found)}", buttons, picture=_preview(turn, found))
        case _:
            assert_never(found)


def _preview(turn: Turn, found: Proposed) -> CardPicture | None:
    """Show a card as it would be, where that changes."""
    seen = found.field in {"name", "colour", "icon"} and found.programmes
    return appearance.preview(turn, found.after, found.programmes[0].programme) if seen else None


def _stop(turn: Turn, one: Shop) -> tuple[tuple[Choice, ...], ...]:
    return ((Choice(turn.t("✖ Cancel"), "shop", str(one.id)),),)


def _meaning(turn: Turn, found: Proposed) -> str:
    match found.field:
        case "name":
            text = turn.t(
                "Cards and messages say it from now on; a poster that hangs works on under the old name."
            )
            return " ".join(filter(None, [text, unseen(turn.words, found.value)]))
        case "colour":
            return turn.t("Cards are drawn in it from now on; a poster that hangs works on.")
        case "icon":
            return turn.t("Cards are stamped with it from now on; a poster that hangs works on.")
        case "timezone":
            kept = turn.tn(
                "{n} reward that waits keeps the last day that was told.",
                "{n} rewards that wait keep the last day that was told.",
                found.waiting,
            )
            meaning = turn.t("Days, quiet hours and figures go by it from now on.")
            return f"{meaning} {kept}" if found.waiting else meaning
        case "currency":
            rules = "\n".join(_rules_in(turn, found))
            return turn.t("No amount is kept yet. The rules are then read so:") + f"\n{rules}"
        case _:
            assert_never(found.field)


def _rules_in(turn: Turn, found: Proposed) -> Iterator[str]:
    """Write the rules of each programme in the money that is proposed, under its name where there are several."""
    for one in found.programmes:
        if len(found.programmes) > 1:
            yield programme_name(one, turn.words)
        yield from ProgrammeWording(turn.words, one.programme.unit, found.value).rules(one.programme)


def _kept(turn: Turn, one: Shop, why: str) -> str:
    texts = {
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
            "The money can't be changed while costs or a least amount are kept in {currency}: set them to 0 first. "
            "What rewards that were earned have cost stays, and then so does the money.",
            currency=one.currency,
        ),
    }
    return texts[why]


def confirm(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Make the change that was shown."""
    shop_id, mark = split(arg)
    if turn.data.get("mark") != mark or turn.data.get("shop") != shop_id:
        seen = shop(turn, str(shop_id))
        out = Reply(turn.t("That button is out of date. Here is what you can do now:"))
        return [out, *(seen if isinstance(seen, list) else [seen])]
    field, value, was = (str(turn.data[name]) for name in ("field", "value", "was"))
    found = shop_details.change_shop(
        turn.tx, turn.actor, shop_id, cast("Field", field), value, was=was, now=turn.now
    )
    turn.stop_waiting()
    if isinstance(found, Proposed):
        return _view(turn, found.shop, turn.t("✔ Done.") + "\n")
    return _answer(turn, found)
