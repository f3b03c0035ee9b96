"""The parts of a programme, for their owner: begun from a ready one, changed piece by piece, previewed before they hold.

What is being changed is a draft in the open question; only `propose` leads to a new version of the rules.
"""

from collections.abc import Callable
from dataclasses import replace

from actions.shop.programme import CurrentRules, part_from_json, part_to_json
from actions.shop.sums import ready_parts
from bot.beside import beside
from bot.owner.part_values import with_typed, with_weekday
from bot.owner.places import place_for, programme_key, rules_for, split_programme
from bot.owner.programme import asked_about, propose
from bot.turn import Choice, Reply, Turn
from loyalty.cards.part import Part
from loyalty.cards.parts import PARTS
from loyalty.cards.programme import Programme
from loyalty.dates import day_of
from loyalty.roles import Role
from loyalty.shop.changes import with_part
from words.cards.part_texts import PartField, PartWording
from words.cards.part_words import part_name, part_rule
from words.cards.parts import PART_TEXTS
from words.names import no_name

_A_WEEK = 7
_NEW = -1  # the place of a draft that is in no programme yet


def parts(turn: Turn, arg: str) -> Reply | list[Reply]:
    """List a programme's parts, each a button to change it, and what else it could have."""
    shop_id, programme_id, _ = split_programme(arg)
    place = place_for(turn, Role.OWNER, "parts", str(shop_id) if shop_id else "")
    if isinstance(place, Reply):
        return place
    seen = rules_for(turn, place.shop.id, programme_id)
    return seen if isinstance(seen, Reply) else _list(turn, seen)


def _list(turn: Turn, seen: CurrentRules) -> Reply:
    key, write, programme = programme_key(seen), _writing(turn, seen), seen.version.programme
    lines = [turn.t("{shop}: bonuses", shop=seen.shop.name)]
    lines += [f"✨ {part_name(part.name, turn.words)}: {part_rule(part, write)}" for part in programme.parts]
    if not programme.parts:
        lines.append(turn.t("None yet. Each shows what it would do before it holds."))
    change = [
        (Choice(turn.t("✏ {part}", part=part_rule(part, write)), "part", f"{key}:{place}"),)
        for place, part in enumerate(programme.parts)
    ]
    add = [
        (Choice(f"➕ {part_name(name, turn.words)}", "partnew", f"{key}:{name}"),)
        for name in PARTS
        if _fits(name, programme)
    ]
    return Reply("\n".join(lines), (*change, *add, *_adding_up(turn, seen), (_rules(turn, seen),)))


def _fits(name: str, programme: Programme) -> bool:
    """Say whether a kind of part could be used as it begins: what needs amounts is nothing for a card of visits."""
    return PART_TEXTS[name].presets[0].problem(takes_amounts=programme.needs_amount) is None


def _adding_up(turn: Turn, seen: CurrentRules) -> tuple[tuple[Choice, ...], ...]:
    """Offer to change what happens where bonuses meet, once there are several."""
    programme = seen.version.programme
    if len(programme.parts) < 2:
        return ()
    label = (
        turn.t("Where they meet: the best one counts")
        if programme.bonuses_add
        else turn.t("Where they meet: they add up")
    )
    return ((Choice(label, "partsum", f"{programme_key(seen)}:{int(not programme.bonuses_add)}"),),)


@beside
def add_up(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show what it would do to let bonuses add up, or the best one count alone."""
    shop_id, programme_id, on = split_programme(arg)
    seen = rules_for(turn, shop_id, programme_id)
    if isinstance(seen, Reply):
        return seen
    return propose(turn, seen, replace(seen.version.programme, bonuses_add=on == "1"))


def ready_ones(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Say what a kind of part is good for, and offer ready ones to begin with."""
    shop_id, programme_id, name = split_programme(arg)
    seen = rules_for(turn, shop_id, programme_id)
    if isinstance(seen, Reply) or name not in PARTS:
        return seen if isinstance(seen, Reply) else _list(turn, seen)
    write, texts = _writing(turn, seen), PART_TEXTS[name]
    rows = [
        (Choice(texts.rule(ready, write), "partpick", f"{arg}:{number}"),)
        for number, ready in enumerate(_ready(turn, seen, name))
        if _stands_beside(ready, seen.version.programme)
    ]
    back = Choice(turn.t("← Bonuses"), "parts", programme_key(seen))
    return Reply(
        f"{texts.about(turn.words)}\n{turn.t('Choose one to begin with; all of it can be changed.')}",
        (*rows, (back,)),
    )


def pick(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Begin a draft with a ready part."""
    shop_id, programme_id, rest = split_programme(arg)
    name, _, number = rest.partition(":")
    seen = rules_for(turn, shop_id, programme_id)
    if isinstance(seen, Reply):
        return seen
    return _edit(turn, seen, _NEW, _ready(turn, seen, name)[int(number)])


def _stands_beside(part: Part, programme: Programme) -> bool:
    """Say whether a part gets on with the others as it is."""
    return part.misfit(programme.parts, programme.how_often) is None


def _ready(turn: Turn, seen: CurrentRules, name: str) -> list[Part]:
    return ready_parts(turn.tx, seen.shop, seen.version.programme, PART_TEXTS[name].presets)


def part(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Begin a draft with a part that the programme has."""
    shop_id, programme_id, place = split_programme(arg)
    seen = rules_for(turn, shop_id, programme_id)
    if isinstance(seen, Reply):
        return seen
    had = seen.version.programme.parts
    return _edit(turn, seen, int(place), had[int(place)]) if int(place) < len(had) else _list(turn, seen)


def _edit(turn: Turn, seen: CurrentRules, place: int, draft: Part, note: str = "") -> Reply:
    """Show a draft, with a button for each of its pieces; a yes uses it."""
    key, write = programme_key(seen), _writing(turn, seen)
    pieces = [Choice(one.label, "piece", f"{key}:{one.name}") for one in _fields(draft, write)]
    last = [Choice(turn.t("✔ Use it"), "partuse", key)]
    _keep(turn, seen, place, draft, yes=last[0])
    if place != _NEW:
        last.append(Choice(turn.t("Remove"), "partdrop", key))
    back = (Choice(turn.t("← Bonuses"), "parts", key),)
    pairs = [tuple(pieces[i : i + 2]) for i in range(0, len(pieces), 2)]
    return Reply(f"{note}✨ {part_rule(draft, write)}", (*pairs, tuple(last), back))


def _keep(
    turn: Turn, seen: CurrentRules, place: int, draft: Part, field: str = "", *, yes: Choice | None = None
) -> None:
    turn.wait_for(
        "part",
        yes=yes,
        shop=seen.shop.id,
        programme=seen.version.programme_id,
        place=place,
        draft=part_to_json(draft),
        field=field,
        on=seen.version.id,
    )


def piece(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask for one piece of the draft, or change it by a tap on a weekday: "name" or "name:day"."""
    shop_id, programme_id, rest = split_programme(arg)
    found = _draft(turn, shop_id, programme_id)
    if isinstance(found, Reply):
        return found
    seen, place, draft = found
    name, _, day = rest.partition(":")
    field = _field(draft, name, _writing(turn, seen))
    if field is None:
        return _edit(turn, seen, place, draft)
    if field.kind == "today":
        return _edit(turn, seen, place, replace(draft, **{name: day_of(turn.now, seen.shop.zone)}))
    if field.kind == "weekdays":
        draft = with_weekday(draft, name, int(day)) if day else draft
        _keep(turn, seen, place, draft)
        return _weekdays(turn, seen, draft, field)
    _keep(turn, seen, place, draft, name)
    return Reply(field.question, ((_draft_button(turn, seen),),))


def _weekdays(turn: Turn, seen: CurrentRules, draft: Part, field: PartField) -> Reply:
    key, chosen = programme_key(seen), getattr(draft, field.name)
    days = [
        Choice(
            f"{'☑' if day in chosen else '☐'} {turn.words.weekday(day)}", "piece", f"{key}:{field.name}:{day}"
        )
        for day in range(_A_WEEK)
    ]
    text = f"✨ {part_rule(draft, _writing(turn, seen))}\n{turn.t('Tap the weekdays; none is every day.')}"
    return Reply(text, (tuple(days[:4]), tuple(days[4:]), (_draft_button(turn, seen),)), in_place=True)


def piece_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Read what was typed for a piece of the draft, and show the draft with it."""
    found = _draft(turn, int(turn.data["shop"]), asked_about(turn))
    if isinstance(found, Reply):
        return found
    seen, place, draft = found
    write = _writing(turn, seen)
    field = _field(draft, str(turn.data["field"]), write)
    if field is None:  # a piece is changed by its button
        return _edit(turn, seen, place, draft, turn.t("I did not understand that.") + "\n")
    changed = with_typed(draft, field, text, write, today=day_of(turn.now, seen.shop.zone))
    if changed is None:
        why = no_name(turn.words) if field.kind == "text" else turn.t("I did not understand that.")
        return Reply(f"{why} {field.question}")
    bad = changed.problem(takes_amounts=seen.version.programme.needs_amount)
    if bad:
        return Reply(f"{PART_TEXTS[bad.part].problem(bad, write)} {field.question}")
    return _edit(turn, seen, place, changed)


def draft(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show the draft again."""
    shop_id, programme_id, _ = split_programme(arg)
    found = _draft(turn, shop_id, programme_id)
    return found if isinstance(found, Reply) else _edit(turn, *found)


@beside
def use(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show what the rules would be with the draft in them."""
    return _proposed(turn, arg, lambda draft: draft)


@beside
def drop(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show what the rules would be without the part."""
    return _proposed(turn, arg, lambda _: None)


def _proposed(turn: Turn, arg: str, becomes: Callable[[Part], Part | None]) -> Reply:
    """Show what the rules would be with that in the place of the part that is being changed."""
    shop_id, programme_id, _ = split_programme(arg)
    found = _draft(turn, shop_id, programme_id)
    if isinstance(found, Reply):
        return found
    seen, place, draft = found
    at = None if place == _NEW else place
    return propose(turn, seen, with_part(seen.version.programme, at, becomes(draft)))


def _draft(turn: Turn, shop_id: int, programme_id: int | None) -> tuple[CurrentRules, int, Part] | Reply:
    """Find the draft of the open question; where it is gone, or the rules changed meanwhile, show the parts as they are."""
    seen = rules_for(turn, shop_id, programme_id)
    if isinstance(seen, Reply):
        return seen
    data = turn.data
    if data.get("draft") is None or data.get("on") != seen.version.id:
        return _list(turn, seen)
    return seen, int(data["place"]), part_from_json(str(data["draft"]))


def _fields(draft: Part, write: PartWording) -> list[PartField]:
    return list(PART_TEXTS[draft.name].fields(write))


def _field(draft: Part, name: str, write: PartWording) -> PartField | None:
    return next((one for one in _fields(draft, write) if one.name == name), None)


def _writing(turn: Turn, seen: CurrentRules) -> PartWording:
    return PartWording(turn.words, seen.version.programme.unit, seen.shop.currency)


def _draft_button(turn: Turn, seen: CurrentRules) -> Choice:
    return Choice(turn.t("← Back to it"), "draft", programme_key(seen))


def _rules(turn: Turn, seen: CurrentRules) -> Choice:
    return Choice(turn.t("← Rules"), "programme", programme_key(seen))
