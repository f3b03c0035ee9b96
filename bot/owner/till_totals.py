"""What the shop took in the last whole month in all: asked for, so that the members' share is known."""

from datetime import date

from actions.access import NotAllowed
from actions.shop.till_totals import MOST, BadTotal, TotalToTell, tell_total, total_to_tell
from bot.beside import Beside, reading
from bot.owner import money
from bot.owner.places import not_allowed, place_for, split
from bot.turn import Choice, Reply, Turn
from loyalty.amounts import NoAmount, parse_amount
from loyalty.roles import Role
from words.amounts import bad_amount
from words.shop.till_totals import bad_total, total_question

Answer = Reply | list[Reply]


def ask(turn: Turn, arg: str) -> Answer:
    """Ask what the shop took in the last whole month."""
    place = place_for(turn, Role.MANAGER, "tillask", arg)
    if isinstance(place, Reply):
        return place
    found = total_to_tell(turn.tx, turn.actor, place.shop.id, now=turn.now)
    if not isinstance(found, TotalToTell):
        return not_allowed(turn, Role.MANAGER)
    shop, month = found.shop.id, f"{found.month:%Y-%m-%d}"
    turn.wait_for("till_total", shop=shop, month=month)
    gone = ((Choice(turn.t("🗑 Not known"), "tillgone", f"{shop}:{month}"),),) if found.total_minor else ()
    back = Choice(turn.t("← The month"), "money", str(shop))
    return Reply(total_question(found, turn.words), (*gone, (back,)))


def typed(turn: Turn, text: str) -> Answer | Beside[Answer]:
    """Take what the shop took."""
    shop_id, month = int(turn.data["shop"]), date.fromisoformat(str(turn.data["month"]))
    place = place_for(turn, Role.MANAGER, "tillask", str(shop_id))
    if isinstance(place, Reply):
        return place
    total = parse_amount(text, place.shop.currency, most=MOST)
    if isinstance(total, NoAmount):
        too_much = total.why == "too_much"
        return Reply(
            bad_total(turn.words) if too_much else bad_amount(total, place.shop.currency, turn.words)
        )
    return _told(turn, shop_id, month, total)


def take_back(turn: Turn, arg: str) -> Answer | Beside[Answer]:
    """Let it be unknown again."""
    shop_id, month = split(arg)
    return _told(turn, shop_id, date.fromisoformat(month), None)


def _told(turn: Turn, shop_id: int, month: date, total: int | None) -> Answer | Beside[Answer]:
    refused = tell_total(turn.tx, turn.actor, shop_id, month, total, now=turn.now)
    if isinstance(refused, NotAllowed):
        return not_allowed(turn, Role.MANAGER)
    if isinstance(refused, BadTotal):
        return Reply(bad_total(turn.words))
    turn.stop_waiting()
    return reading(lambda later: money.month(later, str(shop_id)))
