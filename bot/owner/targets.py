"""What a shop means to reach: a number, then a day."""

from datetime import date
from typing import cast, get_args

from actions.access import NotAllowed
from actions.shop.targets import Targets, drop_target, see_targets, set_target, targets_of
from bot.beside import Beside, beside, reading
from bot.customer.coming_days import read_coming_day
from bot.customer.days import TypedDay
from bot.owner.places import not_allowed, place_for, split
from bot.turn import Choice, Reply, Turn
from loyalty.amounts import NoAmount, parse_amount, plain
from loyalty.dates import day_of, months_later, next_kept
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.targets import METRICS, MOST, BadTarget, Metric, Target
from words.amounts import bad_amount
from words.shop.targets import bad_target, metric_name, target_lines, target_question

Answer = Reply | list[Reply]


@beside
def target(turn: Turn, arg: str) -> Answer:
    """Answer /target: what was set and how far it is, with a button for each thing that can be."""
    place = place_for(turn, Role.OWNER, "target", arg)
    if isinstance(place, Reply):
        return place
    return _seen(turn, place.shop.id)


def _seen(turn: Turn, shop_id: int, note: str = "") -> Reply:
    """Count how far each target is, which may take long in a large shop."""
    found = see_targets(turn.tx, turn.actor, shop_id, now=turn.now)
    return _view(turn, found, note) if isinstance(found, Targets) else not_allowed(turn)


def _seen_done(shop_id: int) -> Beside[Answer]:
    return reading(lambda turn: _seen(turn, shop_id, turn.t("✔ Done.")))


def _view(turn: Turn, found: Targets, note: str = "") -> Reply:
    shop = found.shop
    lines = [note] if note else []
    if found.progress:
        lines += [
            turn.t("{shop} means to reach:", shop=shop.name),
            *target_lines(found.progress, shop, turn.words),
        ]
    else:
        lines.append(
            turn.t(
                "{shop} has set itself no target. What shall it be? It is counted from now on.",
                shop=shop.name,
            )
        )
    metrics = [Choice(metric_name(one, turn.words), "targetask", f"{shop.id}:{one}") for one in METRICS]
    month = Choice(turn.t("← The month"), "money", str(shop.id))
    return Reply("\n".join(lines), (tuple(metrics[:2]), tuple(metrics[2:]), (month,)))


def ask(turn: Turn, arg: str) -> Answer | Beside[Answer]:
    """Ask how much it shall be."""
    shop_id, metric = split(arg)
    place = place_for(turn, Role.OWNER, "target", str(shop_id))
    if isinstance(place, Reply):
        return place
    found = targets_of(turn.tx, turn.actor, shop_id)
    if isinstance(found, NotAllowed):
        return not_allowed(turn)
    if metric not in get_args(Metric):
        return reading(lambda turn: _seen(turn, shop_id))
    turn.wait_for("target", shop=shop_id, metric=metric)
    is_set = any(one.metric == metric for one in found)
    drop = ((Choice(turn.t("🗑 No such target"), "targetdrop", arg),),) if is_set else ()
    back = Choice(turn.t("← Targets"), "target", str(shop_id))
    return Reply(target_question(cast("Metric", metric), place.shop, turn.words), (*drop, (back,)))


def value_typed(turn: Turn, text: str) -> Answer:
    """Take how much it shall be, and ask by when."""
    shop_id, metric = int(turn.data["shop"]), cast("Metric", str(turn.data["metric"]))
    place = place_for(turn, Role.OWNER, "target", str(shop_id))
    if isinstance(place, Reply):
        return place
    value = _value(text, metric, place.shop)
    if isinstance(value, NoAmount):
        return Reply(bad_amount(value, place.shop.currency, turn.words))
    if not 0 < value <= MOST:
        return Reply(bad_target(BadTarget("value"), turn.words))
    turn.wait_for("target_day", shop=shop_id, metric=metric, value=value)
    return Reply(_which_day(turn))


def _value(text: str, metric: Metric, shop: Shop) -> int | NoAmount:
    if metric == "sales":
        return parse_amount(text, shop.currency, most=MOST)
    written = plain(text).strip()
    return int(written) if written.isdecimal() and len(written) < len(str(MOST)) else 0


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
    done = set_target(turn.tx, turn.actor, shop_id, metric, int(turn.data["value"]), by, now=turn.now)
    match done:
        case NotAllowed():
            return not_allowed(turn)
        case BadTarget():
            return Reply(bad_target(done, turn.words) + " " + _which_day(turn))
        case Target():
            turn.stop_waiting()
            return _seen_done(shop_id)


def _coming(typed: TypedDay, today: date) -> date | None:
    return next_kept(typed.day, today=today) if typed.year is None else typed.within()


def drop(turn: Turn, arg: str) -> Answer | Beside[Answer]:
    """Take a target away."""
    shop_id, metric = split(arg)
    done = drop_target(turn.tx, turn.actor, shop_id, cast("Metric", metric), now=turn.now)
    if isinstance(done, NotAllowed):
        return not_allowed(turn)
    turn.stop_waiting()
    return _seen_done(shop_id)
