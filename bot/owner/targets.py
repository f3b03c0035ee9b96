"""What a shop means to reach: a number, then a day."""

from datetime import date
from typing import cast, get_args

from actions.access import NotAllowed
from actions.shop.branches import NoBranch
from actions.shop.targets import Targets, TargetsSet, drop_target, see_targets, set_target, targets_of
from bot.beside import Beside, beside, reading
from bot.customer.coming_days import read_coming_day
from bot.customer.days import TypedDay
from bot.owner.places import no_branch, not_allowed, of_branch, place_for, split, split_branch
from bot.turn import Choice, Reply, Turn
from loyalty.amounts import NoAmount, parse_amount
from loyalty.counted import parse_counted
from loyalty.dates import day_of, months_later, next_kept
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.targets import METRICS, MOST, BadTarget, Metric, Target, WantedTarget
from words.amounts import bad_amount
from words.shop.targets import bad_target, metric_name, target_lines, target_question

Answer = Reply | list[Reply]


@beside
def target(turn: Turn, arg: str) -> Answer:
    """Answer /target: what was set and how far it is, with a button for each thing that can be, and each branch."""
    place = place_for(turn, Role.OWNER, "target", arg)
    if isinstance(place, Reply):
        return place
    return _seen(turn, place.shop.id, split_branch(arg)[1])


def _seen(turn: Turn, shop_id: int, branch_id: int | None, note: str = "") -> Reply:
    """Count how far each target is, which may take long in a large shop."""
    found = see_targets(turn.tx, turn.actor, shop_id, branch_id, now=turn.now)
    return _view(turn, found, note) if isinstance(found, Targets) else _refused(turn, found, shop_id)


def _refused(turn: Turn, refused: NoBranch | NotAllowed, shop_id: int) -> Reply:
    if isinstance(refused, NotAllowed):
        return not_allowed(turn)
    turn.stop_waiting()
    return no_branch(turn, shop_id, Choice(turn.t("← Targets"), "target", str(shop_id)))


def _seen_done(shop_id: int, branch_id: int | None) -> Beside[Answer]:
    return reading(lambda turn: _seen(turn, shop_id, branch_id, turn.t("✔ Done.")))


def _view(turn: Turn, found: Targets, note: str = "") -> Reply:
    name = found.branch.name if found.branch else found.shop.name
    lines = [note] if note else []
    if found.progress:
        lines += [
            turn.t("{shop} means to reach:", shop=name),
            *target_lines(found.progress, found.shop, turn.words),
        ]
    else:
        lines.append(
            turn.t("{shop} has set itself no target. What shall it be? It is counted from now on.", shop=name)
        )
    return Reply("\n".join(lines), _rows(turn, found))


def _rows(turn: Turn, found: Targets) -> tuple[tuple[Choice, ...], ...]:
    """Offer each thing that can be reached, and the other places that can have targets of their own."""
    shop, seen = found.shop.id, found.branch.id if found.branch else None
    here = f":{seen}" if seen else ""
    metrics = [Choice(metric_name(one, turn.words), "targetask", f"{shop}:{one}{here}") for one in METRICS]
    whole = ((Choice(turn.t("🎯 The whole shop"), "target", str(shop)),),) if seen else ()
    branches = tuple(
        (Choice(f"📍 {one.name}", "target", of_branch(shop, one.id)),)
        for one in found.branches
        if one.id != seen
    )
    month = Choice(turn.t("← The month"), "money", of_branch(shop, seen))
    return (tuple(metrics[:2]), tuple(metrics[2:]), *whole, *branches, (month,))


def ask(turn: Turn, arg: str) -> Answer | Beside[Answer]:
    """Ask how much it shall be."""
    shop_id, metric, branch_id = _parted(arg)
    place = place_for(turn, Role.OWNER, "target", str(shop_id))
    if isinstance(place, Reply):
        return place
    found = targets_of(turn.tx, turn.actor, shop_id, branch_id)
    if not isinstance(found, TargetsSet):
        return _refused(turn, found, shop_id)
    if metric not in get_args(Metric):
        return reading(lambda turn: _seen(turn, shop_id, branch_id))
    turn.wait_for("target", shop=shop_id, metric=metric, branch=branch_id)
    is_set = any(one.metric == metric for one in found.targets)
    drop = ((Choice(turn.t("🗑 No such target"), "targetdrop", arg),),) if is_set else ()
    back = Choice(turn.t("← Targets"), "target", of_branch(shop_id, branch_id))
    question = target_question(cast("Metric", metric), place.shop, found.branch, turn.words)
    return Reply(question, (*drop, (back,)))


def _parted(arg: str) -> tuple[int, str, int | None]:
    """Part a button's argument "shop:metric:branch"; where it names no branch, it is the whole shop."""
    shop_id, rest = split(arg)
    metric, _, branch = rest.partition(":")
    return shop_id, metric, int(branch) if branch.isdecimal() else None


def value_typed(turn: Turn, text: str) -> Answer:
    """Take how much it shall be, and ask by when."""
    shop_id, metric = int(turn.data["shop"]), cast("Metric", str(turn.data["metric"]))
    place = place_for(turn, Role.OWNER, "target", str(shop_id))
    if isinstance(place, Reply):
        return place
    value = _value(text, metric, place.shop)
    if isinstance(value, NoAmount) and value.why != "too_much":
        return Reply(bad_amount(value, place.shop.currency, turn.words))
    if isinstance(value, NoAmount) or value > MOST:
        return Reply(bad_target(BadTarget("too_much"), turn.words))
    if value <= 0:
        return Reply(bad_target(BadTarget("value"), turn.words))
    turn.wait_for("target_day", **turn.data | {"value": value})
    return Reply(_which_day(turn))


def _value(text: str, metric: Metric, shop: Shop) -> int | NoAmount:
    if metric == "sales":
        return parse_amount(text, shop.currency, most=MOST)
    return min(parse_counted(text) or 0, MOST + 1)


def _which_day(turn: Turn) -> str:
    example = months_later(turn.now.date().replace(day=15), 3)
    return turn.t("By which day? Type it like “{example}”.", example=turn.words.date(example))


def day_typed(turn: Turn, text: str) -> Answer | Beside[Answer]:
    """Take by when it shall be reached; of two ways to read a day the nearer one that is ahead, which the answer shows."""
    shop_id, metric = int(turn.data["shop"]), cast("Metric", str(turn.data["metric"]))
    place = place_for(turn, Role.OWNER, "target", str(shop_id))
    if isinstance(place, Reply):
        return place
    today = day_of(turn.now, place.shop.zone)
    days = sorted(
        filter(None, (_coming(one, today) for one in read_coming_day(text, turn.words, today=today)))
    )
    if not days:
        return Reply(turn.t("I can't read that as a date.") + " " + _which_day(turn))
    by = next((day for day in days if day >= today), days[0])
    branch_id = turn.data.get("branch")
    wanted = WantedTarget(metric, int(turn.data["value"]), by, branch_id)
    done = set_target(turn.tx, turn.actor, shop_id, wanted, now=turn.now)
    match done:
        case NotAllowed() | NoBranch():
            return _refused(turn, done, shop_id)
        case BadTarget():
            return Reply(bad_target(done, turn.words) + " " + _which_day(turn))
        case Target():
            turn.stop_waiting()
            return _seen_done(shop_id, branch_id)


def _coming(typed: TypedDay, today: date) -> date | None:
    return next_kept(typed.day, today=today) if typed.year is None else typed.within()


def drop(turn: Turn, arg: str) -> Answer | Beside[Answer]:
    """Take a target away."""
    shop_id, metric, branch_id = _parted(arg)
    done = drop_target(
        turn.tx, turn.actor, shop_id, cast("Metric", metric), branch_id=branch_id, now=turn.now
    )
    if not isinstance(done, bool):
        return _refused(turn, done, shop_id)
    turn.stop_waiting()
    return _seen_done(shop_id, branch_id)
