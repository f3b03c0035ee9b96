"""Where somebody just was, for what has several doors: its "←" leads back to the page that they came from."""

from datetime import timedelta

from bot.turn import Choice, Turn

_KEPT = "whence"
_LIVES = timedelta(hours=1)  # as long as a question stays open
_MOST = 6


def passed(turn: Turn, shop_id: int, verb: str, arg: str) -> None:
    """Note that a page of a shop is shown from which something else is a tap away; `verb` and `arg` show it again."""
    before = [one for one in turn.kept(_KEPT) or () if one[1] != verb]
    turn.keep(_KEPT, [[shop_id, verb, arg], *before][:_MOST], lives=_LIVES)


def came_from(turn: Turn, shop_id: int, *doors: str) -> tuple[str, str] | None:
    """Return verb and argument of the page of these that was shown last; None where none was lately."""
    for shop, verb, arg in turn.kept(_KEPT) or ():
        if shop == shop_id and verb in doors:
            return verb, arg
    return None


def way_back(turn: Turn, shop_id: int, usual: Choice, *doors: str) -> Choice:
    """Lead back to the page of these doors that was shown last, and as usual where that is none of them."""
    found = came_from(turn, shop_id, usual.verb, *doors)
    if found is None or found[0] == usual.verb:
        return usual
    return Choice(turn.t("← Back"), *found)
