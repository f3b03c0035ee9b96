"""The calculator: the sums of a programme, and what they are made on, typed or estimated."""

from typing import cast

from actions.access import NotAllowed
from actions.shop.calculator import Calculation, calculate, tell
from actions.shop.side_by_side import NoSuchProgramme
from actions.shop.sums import Noted, What
from bot.beside import Beside, beside, reading
from bot.owner import side_by_side
from bot.owner.message_costs import month_lines
from bot.owner.places import gone, not_allowed, place_for, programme_key, rules_for, split_programme
from bot.turn import Choice, Reply, Turn
from bot.whence import passed
from loyalty.amounts import NoAmount, parse_amount
from loyalty.roles import Role
from loyalty.shop.basis import TRADES, BadFigure, Told, parse_margin
from words.amounts import bad_amount
from words.shop.basis import bad_figure, figure_said, told_lines, told_question
from words.shop.calculations import calculation_lines
from words.shop.coalition import rules_of, sums_of
from words.shop.trades import trade_name

Answer = Reply | list[Reply]


@beside
def calculator(turn: Turn, arg: str) -> Answer:
    """Answer /calculator: the sums, or where a shop has several programmes the question of which."""
    shop_id, programme_id, _ = split_programme(arg)
    place = place_for(turn, Role.OWNER, "calculator", str(shop_id) if shop_id else "")
    if isinstance(place, Reply):
        return place
    seen = rules_for(turn, place.shop.id, programme_id)
    if isinstance(seen, Reply):
        return seen
    if programme_id is None and len(seen.programmes) > 1:
        return side_by_side.all_programmes(turn, seen, "calculator")
    return _view(turn, place.shop.id, programme_id)


def _view(turn: Turn, shop_id: int, programme_id: int | None, note: str = "") -> Reply:
    found = calculate(turn.tx, turn.actor, shop_id, programme_id, now=turn.now)
    match found:
        case NotAllowed():
            return not_allowed(turn)
        case NoSuchProgramme():
            return gone(turn, shop_id)
        case _:
            key = programme_key(found.rules)
    passed(turn, found.rules.shop.id, "calculator", key)
    head = turn.t("{shop}: the sums", shop=side_by_side.called(turn, found.rules))
    lines = [*([note] if note else []), f"🧮 {head}", *calculation_lines(found, turn.words)]
    rows = (
        (_told(turn, "average_sale", key), _told(turn, "margin", key)),
        (Choice(turn.t("🎁 What rewards cost"), "menu", key), Choice(turn.t("← Rules"), "programme", key)),
    )
    if found.reckoned.sums:
        lines += ["", *month_lines(turn, found.rules.shop), *_together(turn, found)]
        return Reply("\n".join(lines), rows)
    lines += [*told_lines(found.told, found.rules.shop.currency, turn.words), _missing(turn, found.told)]
    return Reply("\n".join(lines), (*rows, *_trades(turn, key)))


def _together(turn: Turn, found: Calculation) -> list[str]:
    """Do the sums of the card with other shops too, where there is one."""
    if found.together is None:
        return []
    together, reckoned = found.together
    currency, rules = together.shop.currency, together.rules.programme
    return [
        "",
        f"🤝 {together.shop.name}",
        *rules_of(rules, currency, turn.words),
        *sums_of(reckoned, rules, currency, turn.words),
    ]


def _missing(turn: Turn, told: Told) -> str:
    """Say what the sums still want."""
    if told.average_sale_minor is not None:
        return turn.t(
            "I still need to know what of it you keep: type the margin, or tap what comes closest for an estimate."
        )
    if told.margin_permille is not None:
        return turn.t(
            "I still need to know what a visit brings you: type the average sale, or tap what comes closest for an "
            "estimate."
        )
    return turn.t(
        "To do the sums I need to know what a visit brings you, and what of it you keep. Type both, or tap what comes "
        "closest for an estimate."
    )


def _trades(turn: Turn, key: str) -> list[tuple[Choice, ...]]:
    choices = [Choice(trade_name(trade, turn.words), "trade", f"{key}:{trade}") for trade in TRADES]
    return [tuple(choices[i : i + 2]) for i in range(0, len(choices), 2)]


def _told(turn: Turn, what: What, key: str) -> Choice:
    return Choice(figure_said(what, turn.words), "sums", f"{key}:{what}")


def ask(turn: Turn, arg: str) -> Answer:
    """Ask for an average sale or a margin."""
    shop_id, programme_id, what = split_programme(arg)
    seen = rules_for(turn, shop_id, programme_id)
    if isinstance(seen, Reply):
        return seen
    turn.wait_for("sums", shop=shop_id, programme=programme_id, what=what)
    key = programme_key(seen)
    drop = Choice(turn.t("🗑 Forget what I typed"), "sumsdrop", f"{key}:{what}")
    back = Choice(turn.t("← The sums"), "calculator", key)
    return Reply(told_question(cast("What", what), seen.shop.currency, turn.words), ((drop,), (back,)))


def typed(turn: Turn, text: str) -> Answer | Beside[Answer]:
    """Keep what was typed, and do the sums anew."""
    shop_id, what = int(turn.data["shop"]), cast("What", str(turn.data["what"]))
    programme_id = None if turn.data["programme"] is None else int(turn.data["programme"])
    seen = rules_for(turn, shop_id, programme_id)
    if isinstance(seen, Reply):
        return seen
    currency = seen.shop.currency
    value = parse_margin(text) if what == "margin" else parse_amount(text, currency)
    if isinstance(value, NoAmount):
        return Reply(bad_amount(value, currency, turn.words))
    if isinstance(value, BadFigure):
        return Reply(bad_figure(value, currency, turn.words))
    return _keep(turn, arg=programme_key(seen), what=what, value=value)


def _keep(turn: Turn, *, arg: str, what: What, value: int | str | None) -> Answer | Beside[Answer]:
    """Keep what was said, and do the sums anew."""
    shop_id, programme_id, _ = split_programme(arg)
    match tell(turn.tx, turn.actor, shop_id, what, value, now=turn.now):
        case NotAllowed():
            return not_allowed(turn)
        case BadFigure() as bad:
            seen = rules_for(turn, shop_id, programme_id)
            return seen if isinstance(seen, Reply) else Reply(bad_figure(bad, seen.shop.currency, turn.words))
        case Noted():
            turn.stop_waiting()
            done = turn.t("✔ Done.") + "\n"
            return reading(lambda turn: _view(turn, shop_id, programme_id, done))


def forget(turn: Turn, arg: str) -> Answer | Beside[Answer]:
    """Take back what was typed: an estimate holds again, where there is one."""
    what = split_programme(arg)[2]
    return _keep(turn, arg=arg, what="margin" if what == "margin" else "average_sale", value=None)


def choose_trade(turn: Turn, arg: str) -> Answer | Beside[Answer]:
    """Reckon with what is usual in a trade, as far as nothing is typed."""
    return _keep(turn, arg=arg, what="trade", value=split_programme(arg)[2])
