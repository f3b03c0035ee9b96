"""What the shop or a branch took in the last whole month in all: asked for, so that the members' share is known."""

from datetime import date

from actions.access import NotAllowed
from actions.shop.branches import NoBranch
from actions.shop.till_totals import MOST, BadTotal, NotOpenThen, TotalToTell, tell_total, total_to_tell
from bot.beside import Beside, reading
from bot.owner import money
from bot.owner.places import no_branch, not_allowed, of_branch, place_for, split, split_branch
from bot.turn import Choice, Reply, Turn
from loyalty.amounts import NoAmount, parse_amount
from loyalty.roles import Role
from words.amounts import bad_amount
from words.shop.till_totals import bad_total, not_open_then, total_question

Answer = Reply | list[Reply]


def ask(turn: Turn, arg: str) -> Answer:
    """Ask what the shop or a branch took in the last whole month."""
    place = place_for(turn, Role.MANAGER, "tillask", arg)
    if isinstance(place, Reply):
        return place
    found = total_to_tell(turn.tx, turn.actor, place.shop.id, split_branch(arg)[1], now=turn.now)
    if isinstance(found, NotAllowed):
        return not_allowed(turn, Role.MANAGER)
    if isinstance(found, NoBranch):
        return no_branch(turn, place.shop.id)
    if isinstance(found, NotOpenThen):
        back = Choice(turn.t("← The month"), "money", of_branch(place.shop.id, found.branch.id))
        return Reply(not_open_then(found, turn.words), ((back,),))
    branch = found.branch.id if found.branch else None
    turn.wait_for("till_total", shop=found.shop.id, month=f"{found.month:%Y-%m-%d}", branch=branch)
    return Reply(total_question(found, turn.words), _rows(turn, found, branch))


def _rows(turn: Turn, found: TotalToTell, branch: int | None) -> tuple[tuple[Choice, ...], ...]:
    """Offer each branch beside the whole, to take back what was said, and the way back to where one comes from."""
    shop = found.shop.id
    branches = tuple(
        (Choice(f"📍 {one.name}", "tillask", of_branch(shop, one.id)),) for one, _ in found.branches
    )
    what = f"{shop}:{found.month:%Y-%m-%d}" + (f":{branch}" if branch else "")
    gone = ((Choice(turn.t("🗑 Not known"), "tillgone", what),),) if found.total_minor else ()
    return (*branches, *gone, (Choice(turn.t("← The month"), "money", of_branch(shop, branch)),))


def typed(turn: Turn, text: str) -> Answer | Beside[Answer]:
    """Take what was taken."""
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
    return _told(turn, (shop_id, turn.data.get("branch")), month, total)


def take_back(turn: Turn, arg: str) -> Answer | Beside[Answer]:
    """Let it be unknown again."""
    shop_id, rest = split(arg)
    month, _, branch = rest.partition(":")
    return _told(turn, (shop_id, int(branch) if branch else None), date.fromisoformat(month), None)


def _told(
    turn: Turn, place: tuple[int, int | None], month: date, total: int | None
) -> Answer | Beside[Answer]:
    shop_id, branch_id = place
    refused = tell_total(turn.tx, turn.actor, shop_id, month, total, branch_id=branch_id, now=turn.now)
    if isinstance(refused, NotAllowed):
        return not_allowed(turn, Role.MANAGER)
    if isinstance(refused, BadTotal):
        return Reply(bad_total(turn.words))
    turn.stop_waiting()
    if isinstance(refused, NoBranch):
        return no_branch(turn, shop_id)
    return reading(lambda later: money.month(later, of_branch(shop_id, branch_id)))
