"""The shop itself, in chat: its name, colour, zone and money, each changed after a word on what that means."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never, cast
from zlib import crc32

from actions.access import NotAllowed
from actions.shop import shop_details
from actions.shop.open_shop import COLOURS
from actions.shop.shop_details import FIELDS, BadValue, DetailsOutcome, Field, MoneyKept, Proposed, Same
from bot.legible import shortened, unseen
from bot.owner.answers import QUESTIONS, Suggestions
from bot.owner.places import not_allowed, place_for, split
from bot.owner.side_by_side import one_more
from bot.turn import Choice, Reply, Turn
from loyalty.names import clean_name, fold_name
from loyalty.records import Shop
from loyalty.roles import Role
from words.shop.details import field_name
from words.shop.figures import ProgrammeWording, invalid
from words.units import programme_name

_WRITTEN = re.compile(r"#?[0-9a-f]{6}")  # a colour, in hexadecimal digits


def shop(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show what a shop is called and how it lives, with a button for each."""
    place = place_for(turn, Role.OWNER, "shop", arg)
    return place if isinstance(place, Reply) else _view(turn, place.shop)


def _view(turn: Turn, one: Shop, note: str = "") -> Reply:
    lines = [*([note] if note else []), turn.t("{shop}: the shop itself", shop=one.name)]
    lines += [f"· {field_name(field, turn.words)}: {_said(turn, one, field)}" for field in FIELDS]
    buttons = [Choice(field_name(field, turn.words), "shopask", f"{one.id}:{field}") for field in FIELDS]
    last = (one_more(turn, one.id), Choice(turn.t("← Rules"), "programme", str(one.id)))
    return Reply("\n".join(lines), (tuple(buttons[:2]), tuple(buttons[2:]), last))


def _said(turn: Turn, one: Shop, field: Field, value: str = "") -> str:
    value = value or str(getattr(one, field))
    named = {colour: name for name, colour in _colours(turn)} if field == "colour" else {}
    return named.get(value, value)


def _colours(turn: Turn) -> Suggestions:
    names = (
        turn.t("Green"), turn.t("Brick red"), turn.t("Blue"), turn.t("Violet"), turn.t("Teal"), turn.t("Brown"),
    )  # fmt: skip
    return list(zip(names, COLOURS, strict=True))


def ask(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask for a new value, with suggestions where there are some."""
    shop_id, field = split(arg)
    one = shop_details.see_shop(turn.tx, turn.actor, shop_id)
    if isinstance(one, NotAllowed):
        return not_allowed(turn)
    turn.wait_for("shop", shop=shop_id, field=field)
    text, suggested = _question(turn, one, cast("Field", field))
    choices = [Choice(label, "shopset", f"{shop_id}:{field}:{i}") for i, (label, _) in enumerate(suggested)]
    rows = [tuple(choices[i : i + 2]) for i in range(0, len(choices), 2)]
    return Reply(text, (*rows, (Choice(turn.t("✖ Cancel"), "shop", str(shop_id)),)))


def _question(turn: Turn, one: Shop, field: Field) -> tuple[str, Suggestions]:
    match field:
        case "colour":
            text = turn.t("Which colour shall cards and posters have? Tap, or type one like {example}.",
                          example=COLOURS[0])  # fmt: skip
            return text, _colours(turn)
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
        return again if isinstance(again, list) else [Reply(turn.t("I did not understand that.")), again]
    shown = _propose(turn, shop_id, field, value)
    note = shortened(turn.words, text) if field == "name" else ""
    return replace(shown, text=f"{note}\n{shown.text}") if note and isinstance(shown, Reply) else shown


def _read(turn: Turn, field: Field, text: str) -> str | None:
    if field == "name":
        return clean_name(text) or None
    if field == "colour":
        named = {fold_name(label): value for label, value in _colours(turn)}
        written = fold_name(text).strip()
        return named.get(written) or (
            f"#{written.removeprefix('#')}" if _WRITTEN.fullmatch(written) else None
        )
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
            old, new = _said(turn, one, field), _said(turn, one, field, value)
            line = f"{field_name(field, turn.words)}: {old} → {new}"
            return Reply(f"{line}\n\n{_meaning(turn, found)}", ((yes, *_stop(turn, one)[0]),))
        case _:
            assert_never(found)


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
