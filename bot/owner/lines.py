"""Where the two lines between customers are: the shop's own middles, or what its owner types."""

from typing import cast, get_args

from actions.access import NotAllowed
from actions.people import lines as actions
from actions.people.lines import BadLine, BothLines, LineName
from bot.owner.places import not_allowed, place_for, split
from bot.turn import Choice, Reply, Turn
from loyalty.amounts import NoAmount, parse_amount, parse_whole
from loyalty.roles import Role
from words.amounts import bad_amount
from words.people.lines import bad_line, line_lines, line_question

Answer = Reply | list[Reply]


def lines(turn: Turn, arg: str, note: str = "") -> Answer:
    """Show where the lines are, with a button for each."""
    found = _seen(turn, arg)
    if isinstance(found, Reply):
        return found
    shop = found.shop.id
    said = [*([note] if note else []), *line_lines(found, turn.words)]
    rows = (
        (
            Choice(turn.t("📅 Loyal from"), "lineask", f"{shop}:months"),
            Choice(turn.t("💶 Much from"), "lineask", f"{shop}:margin"),
        ),
        (Choice(turn.t("← All of them"), "customers", str(shop)),),
    )
    return Reply("\n".join(said), rows)


def _seen(turn: Turn, arg: str) -> BothLines | Reply:
    place = place_for(turn, Role.OWNER, "lines", arg)
    if isinstance(place, Reply):
        return place
    found = actions.see_lines(turn.tx, turn.actor, place.shop.id)
    return not_allowed(turn) if isinstance(found, NotAllowed) else found


def ask(turn: Turn, arg: str) -> Answer:
    """Ask where a line shall be, or take the button that leaves it to the shop's own middle."""
    shop_id, rest = split(arg)
    found, (line, _, own) = _seen(turn, str(shop_id)), rest.partition(":")
    if isinstance(found, Reply):
        return found
    if line not in get_args(LineName):
        return lines(turn, str(shop_id))
    if own:
        turn.stop_waiting()
        return _draw(turn, found, cast("LineName", line), None)
    turn.wait_for("line", shop=shop_id, line=line)
    middle = Choice(turn.t("↺ The shop's own middle"), "lineask", f"{arg}:own")
    back = Choice(turn.t("← Back"), "lines", str(shop_id))
    return Reply(line_question(cast("LineName", line), found.shop, turn.words), ((middle,), (back,)))


def typed(turn: Turn, text: str) -> Answer:
    """Take where a line shall be, or say what would do."""
    found, line = _seen(turn, str(turn.data["shop"])), cast("LineName", str(turn.data["line"]))
    if isinstance(found, Reply):
        return found
    value = parse_whole(text.strip()) or 0 if line == "months" else parse_amount(text, found.shop.currency)
    if isinstance(value, NoAmount):
        return Reply(bad_amount(value, found.shop.currency, turn.words))
    return _draw(turn, found, line, value)


def _draw(turn: Turn, found: BothLines, line: LineName, value: int | None) -> Answer:
    match actions.draw_line(turn.tx, turn.actor, found.shop.id, line, value, now=turn.now):
        case NotAllowed():
            return not_allowed(turn)
        case BadLine() as bad:
            return Reply(bad_line(bad, line, found.shop, turn.words))
        case _:
            turn.stop_waiting()
            return lines(turn, str(found.shop.id), turn.t("✔ Done. It holds from the next night on."))
