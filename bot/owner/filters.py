"""A filter is put together with taps, counted at each, and saved under a typed name."""

import json
from dataclasses import replace
from typing import cast, get_args

from actions.access import NotAllowed
from actions.campaigns import filters as actions
from actions.campaigns.filters import BadFilter, FilterInUse, FilterPreview, SavedFilter
from bot.beside import Beside, reading
from bot.owner.places import not_allowed, place_for, split
from bot.owner.whom import offered
from bot.turn import Choice, Reply, Turn
from bot.whence import came_from, passed, way_back
from loyalty.campaigns.filters import MOST_NOTED, Criterion, Filter, cross_selling
from loyalty.customer_kinds import Phase, Quadrant
from loyalty.people.attributes import ROOM
from loyalty.people.firewall import Delicate
from loyalty.roles import Role
from words.campaigns.customer_kinds import list_name
from words.campaigns.filters import (
    bad_filter,
    count_lines,
    criterion_name,
    filter_line,
    noted_enough,
    nothing_noted,
    quadrant_lines,
    suggested_name,
    value_said,
    word_in_use,
    word_other_filter,
)
from words.campaigns.kind_names import kind_name
from words.people.firewall import word_delicate
from words.units import programme_name

Answer = Reply | list[Reply]
_STEP = "filter"


def new_filter(turn: Turn, arg: str) -> Answer | Beside[Answer]:
    """Begin a filter that asks for nothing yet."""
    place = place_for(turn, Role.OWNER, "broadcast", arg)
    if isinstance(place, Reply):
        return place
    return shown(turn, place.shop.id, Filter())


def shown(turn: Turn, shop_id: int, asks: Filter, note: str = "") -> Beside[Answer]:
    """Remember what is asked for so far, and show who that is."""
    _wait(turn, shop_id, asks)
    return reading(lambda turn: _view(turn, shop_id, asks, note))


def _wait(turn: Turn, shop_id: int, asks: Filter) -> None:
    """Take the next text as the name of what is asked for so far."""
    turn.wait_for(
        _STEP,
        shop=shop_id,
        quadrant=asks.quadrant,
        phase=asks.phase,
        noted=json.dumps(asks.noted),
        branch_id=asks.branch_id,
        programme_id=asks.programme_id,
    )


def _view(turn: Turn, shop_id: int, asks: Filter, note: str) -> Reply:
    seen = actions.preview_filter(turn.tx, turn.actor, shop_id, asks)
    if isinstance(seen, NotAllowed):
        return not_allowed(turn)
    say, chosen = turn.words, filter_line(seen.named, turn.words)
    head = turn.t("{shop}: which customers? All that you choose must be so.", shop=seen.named.shop.name)
    lines = [*([note] if note else ()), head]
    if chosen:
        lines += [f"🔎 {chosen}", *count_lines(seen, say), turn.t("Type a name for it, and it is saved.")]
    name = suggested_name(seen.named, say)
    about = f"{shop_id}:{_pair(asks)}"
    save = ((Choice(turn.t("💾 {name}", name=name), "filtersave", about),),) if name else ()
    pairs = len(seen.named.sold(turn.words.language)) > 1 and not chosen
    one_not_other = (
        ((Choice(turn.t("🧩 Buys one, not another"), "crossnew", str(shop_id)),),) if pairs else ()
    )
    picks = [Choice(criterion_name(one, say), "filterpick", f"{shop_id}:{one}") for one in _offered(seen)]
    rows = [tuple(picks[i : i + 2]) for i in range(0, len(picks), 2)]
    return Reply("\n".join(lines), (*save, *rows, *one_not_other, (_others(turn, shop_id),)))


def _offered(seen: FilterPreview) -> list[Criterion]:
    """Name what a filter of this shop can ask for."""
    can = {"branch": len(seen.named.branches) > 1, "programme": len(seen.named.programmes) > 1}
    return [one for one in get_args(Criterion) if can.get(one, True)]


def _others(turn: Turn, shop_id: int) -> Choice:
    """Lead back to the message whose customers are put together here: one by itself, or one that is written now."""
    written = Choice(turn.t("← Other customers"), "broadcast", str(shop_id))
    return way_back(turn, shop_id, written, "whom")


def pick(turn: Turn, arg: str) -> Answer:
    """Offer what one criterion can be."""
    shop_id, rest = split(arg)
    criterion, _, what = rest.partition(":")
    asks = _asked(turn, shop_id)
    if asks is None or criterion not in get_args(Criterion):
        return _gone(turn, shop_id)
    _wait(turn, shop_id, asks)
    seen = actions.preview_filter(turn.tx, turn.actor, shop_id, asks)
    if isinstance(seen, NotAllowed):
        return not_allowed(turn)
    if criterion == "noted" and len(asks.noted) == MOST_NOTED:
        none = Choice(turn.t("Any"), "filterset", f"{shop_id}:{criterion}:")
        return Reply(noted_enough(MOST_NOTED, turn.words), ((none,), (_others(turn, shop_id),)))
    choices = [Choice(label, verb, value) for label, verb, value in _choices(turn, seen, criterion, what)]
    if not choices and what:
        back = Choice(turn.t("← Back"), "filterpick", f"{shop_id}:noted")
        return Reply(nothing_noted(seen.named, what, turn.words), ((back,), (_others(turn, shop_id),)))
    none = Choice(turn.t("Any"), "filterset", f"{shop_id}:{criterion}:")
    which = turn.t("{what}: which?", what=criterion_name(cast("Criterion", criterion), turn.words))
    lines = [which, *(quadrant_lines(turn.words) if criterion == "quadrant" else ())]
    return Reply("\n".join(lines), (*((one,) for one in choices), (none,)))


def _choices(turn: Turn, seen: FilterPreview, criterion: str, what: str) -> list[tuple[str, str, str]]:
    """Give the label, the verb and the argument of each answer."""
    about, say = f"{seen.named.shop.id}:{criterion}", turn.words
    if criterion == "noted":
        return _noted(turn, seen, what)
    if criterion == "branch":
        found = [(one.name, str(one.id)) for one in seen.named.branches]
    elif criterion == "programme":
        found = [(programme_name(one, say), str(one.programme_id)) for one in seen.named.programmes]
    else:
        found = [(list_name(one, say), str(one)) for one in (Phase if criterion == "phase" else Quadrant)]
    return [(label, "filterset", f"{about}:{value}") for label, value in found]


def _noted(turn: Turn, seen: FilterPreview, what: str) -> list[tuple[str, str, str]]:
    """Offer what is known by name, then what stands there: by its place, as it may be long."""
    about, say = f"{seen.named.shop.id}:noted", turn.words
    if not what:
        named = [(f"🏷 {one.name}", one.key) for one in seen.named.attributes]
        named += [(f"🛒 {name}", key) for key, name in seen.named.sold(turn.words.language).items()]
        named.append((turn.t("💬 Would have more"), ROOM))
        return [(label, "filterpick", f"{about}:{key}") for label, key in named]
    values = actions.values_noted(turn.tx, turn.actor, seen.named.shop.id, what)
    known = values if isinstance(values, list) else []
    return [
        (value_said(what, one, say), "filterset", f"{about}:{what}:{place}")
        for place, one in enumerate(known)
    ]


def choose(turn: Turn, arg: str) -> Answer | Beside[Answer]:
    """Take what one criterion shall be, and count again."""
    shop_id, rest = split(arg)
    criterion, _, value = rest.partition(":")
    asks = _asked(turn, shop_id)
    if asks is None or criterion not in get_args(Criterion):
        return _gone(turn, shop_id)
    if not value:
        return shown(turn, shop_id, asks.without(cast("Criterion", criterion)))
    return shown(turn, shop_id, _with(turn, shop_id, asks, criterion, value))


def _with(turn: Turn, shop_id: int, asks: Filter, criterion: str, value: str) -> Filter:
    match criterion:
        case "quadrant":
            return replace(asks, quadrant=value)
        case "phase":
            return replace(asks, phase=value)
        case "branch":
            return replace(asks, branch_id=int(value))
        case "programme":
            return replace(asks, programme_id=int(value))
    what, _, place = value.partition(":")
    values = actions.values_noted(turn.tx, turn.actor, shop_id, what)
    known = values if isinstance(values, list) else []
    return asks.noting(what, known[int(place)]) if int(place) < len(known) else asks


def save_as_suggested(turn: Turn, arg: str) -> Answer | Beside[Answer]:
    """Save what was put together under the name that is offered; where that is another filter by now, say so."""
    shop_id, pair = split(arg)
    asks = _asked(turn, shop_id)
    if asks is None:
        return _saved_before(turn, shop_id, pair)
    _wait(turn, shop_id, asks)  # so that a name may be typed, whatever is said now
    named = actions.named_filter(turn.tx, shop_id, asks)
    name = suggested_name(named, turn.words)
    if not name or pair not in ("", _pair(asks)):
        return Reply(word_other_filter(named, turn.words), ((_others(turn, shop_id),),))
    return _save(turn, shop_id, name, asks)


def _pair(asks: Filter) -> str:
    """Name what a filter asks for that is known, so that a button saves no other."""
    return ":".join(what for what, _ in asks.noted)


def _saved_before(turn: Turn, shop_id: int, pair: str) -> Answer | Beside[Answer]:
    """Show what a button saved already, as after a double tap."""
    bought, _, never = pair.partition(":")
    found = actions.filters_of(turn.tx, turn.actor, shop_id)
    if isinstance(found, NotAllowed):
        return not_allowed(turn)
    saved = next((one for one in found if one.asks == cross_selling(bought, never)), None)
    if saved is None:
        return _gone(turn, shop_id)
    return _saved(turn, shop_id, saved, turn.t("“{name}” is saved already.", name=saved.name))


def name_typed(turn: Turn, text: str) -> Answer | Beside[Answer]:
    """Save what was put together under a name."""
    shop_id = int(turn.data["shop"])
    return _save(turn, shop_id, text, _asked(turn, shop_id) or Filter())


def _save(turn: Turn, shop_id: int, text: str, asks: Filter) -> Answer | Beside[Answer]:
    match actions.save_filter(turn.tx, turn.actor, shop_id, text, asks, now=turn.now):
        case NotAllowed():
            return not_allowed(turn)
        case BadFilter() as bad:
            return shown(turn, shop_id, asks, bad_filter(bad, turn.words))
        case Delicate() as found:
            return shown(turn, shop_id, asks, word_delicate(found, turn.words))
        case SavedFilter() as saved:
            turn.stop_waiting()
            return _saved(turn, shop_id, saved, turn.t("✔ Saved: {name}", name=saved.name))


def _saved(turn: Turn, shop_id: int, saved: SavedFilter, said: str) -> Answer | Beside[Answer]:
    """Offer what the filter was put together for: the message that somebody came from, or one to be written."""
    came = came_from(turn, shop_id, "whom", "broadcast")
    if came and came[0] == "whom":
        return offered(f"{came[1]}:{saved.id}", said)
    write = Choice(turn.t("✍ Write to them"), "audience", f"{shop_id}:filter:{saved.id}")
    use = Choice(turn.t("✉ A message for them alone"), "campaigns", str(shop_id))
    hint = turn.t("A message of /campaigns can go to them alone: tap one, and where it has 👥, that.")
    return Reply(f"{said}\n{hint}", ((write,), (use,), (_others(turn, shop_id),)))


def drop(turn: Turn, arg: str) -> Answer:
    """Take a filter away."""
    shop_id, this = split(arg)
    done = actions.drop_filter(turn.tx, turn.actor, shop_id, split(this)[0], now=turn.now)
    if isinstance(done, NotAllowed):
        return not_allowed(turn)
    if isinstance(done, FilterInUse):
        passed(turn, shop_id, "audience", f"{shop_id}:filter:{split(this)[0]}")
        used = [Choice(kind_name(turn.words, kind), "campaign", f"{shop_id}:{kind}") for kind in done.kinds]
        return Reply(word_in_use(done, turn.words), (*((one,) for one in used), (_others(turn, shop_id),)))
    return Reply(turn.t("✔ Done."), ((_others(turn, shop_id),),), in_place=True)


def _asked(turn: Turn, shop_id: int) -> Filter | None:
    """Return what was put together so far in this chat; None where that was for another shop, or long ago."""
    if turn.data.get("shop") != shop_id or "programme_id" not in turn.data:
        return None
    return Filter(
        str(turn.data["quadrant"]),
        str(turn.data["phase"]),
        tuple((str(what), str(value)) for what, value in json.loads(str(turn.data["noted"]))),
        int(turn.data["branch_id"]),
        int(turn.data["programme_id"]),
    )


def _gone(turn: Turn, shop_id: int) -> Reply:
    return Reply(turn.t("That button is out of date. Begin again."), ((_others(turn, shop_id),),))
