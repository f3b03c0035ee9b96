"""What is worth a look in a shop's bookings: the list, the bookings behind each, and the word that it is fine."""

from collections.abc import Mapping
from functools import partial

from actions.access import NotAllowed
from actions.allowances import TooOften
from actions.shop import checks as actions
from actions.shop.checks import Checks
from bot.beside import Beside, beside
from bot.owner.places import not_allowed, place_for
from bot.turn import Choice, Reply, Turn
from loyalty.roles import Role
from loyalty.shop.checks import Check, Found
from words.shop.checks import check_name, word_booking, word_finding
from words.waiting import once_more

_MOST = 5
Looked = Mapping[Check, Found]


@beside
def checks(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /checks: what is worth a look, with a button for each."""
    place = place_for(turn, Role.OWNER, "checks", arg)
    if isinstance(place, Reply):
        return place
    seen = actions.see_checks(turn.tx, turn.actor, place.shop.id, now=turn.now)
    return not_allowed(turn) if isinstance(seen, NotAllowed) else _told(turn, seen)


def _told(turn: Turn, seen: Checks) -> Reply:
    shown = seen.findings[:_MOST]
    lines = [turn.t("{shop}: worth a look", shop=seen.shop.name)]
    lines += [f"{place}. {word_finding(one, seen.shop, turn.words)}" for place, one in enumerate(shown, 1)]
    if shown:
        lines.append(
            turn.t(
                "None of this says that somebody did wrong. Look at the bookings, ask, and say if it is fine."
            )
        )
    lines += _how_it_stands(turn, seen)
    rows = tuple(
        (Choice(turn.t("🔎 Bookings of {n}", n=turn.words.number(place)), "finding", str(one.id)),)
        for place, one in enumerate(shown, 1)
    )
    now = Choice(turn.t("Look through them now"), "looknow", str(seen.shop.id))
    return Reply("\n".join(lines), (*rows, (now,)))


def look_now(turn: Turn, arg: str) -> Reply | list[Reply] | Beside[Looked]:
    """Look through all bookings at once, today's too, beside the writer; what is found is kept as a night's look is."""
    place = place_for(turn, Role.OWNER, "looknow", arg)
    if isinstance(place, Reply):
        return place
    shop_id = place.shop.id
    match actions.may_look(turn.tx, turn.actor, shop_id, now=turn.now):
        case NotAllowed():
            return not_allowed(turn)
        case TooOften(until):
            back = Choice(turn.t("← All of them"), "checks", str(shop_id))
            return Reply(once_more(until, turn.words, now=turn.now), ((back,),))
        case None:
            return Beside(partial(_looked, shop_id), partial(_kept, shop_id))


def _looked(shop_id: int, turn: Turn) -> Looked:
    return actions.look(turn.tx, shop_id, with_today=True, now=turn.now)


def _kept(shop_id: int, turn: Turn, looked: Looked) -> Reply:
    actions.keep(turn.tx, shop_id, looked, now=turn.now)
    seen = actions.see_checks(turn.tx, turn.actor, shop_id, now=turn.now)
    return not_allowed(turn) if isinstance(seen, NotAllowed) else _told(turn, seen)


def _how_it_stands(turn: Turn, seen: Checks) -> list[str]:
    if seen.looked_at is None:
        return [turn.t("I look through all bookings every night: tomorrow I can tell.")]
    lines = []
    if not seen.findings:
        lines.append(turn.t("All is as usual: nothing of the last four weeks stands out."))
    if seen.unsure:
        names = turn.words.listing(check_name(one, turn.words) for one in seen.unsure)
        lines.append(turn.t("Not enough to tell yet: {names}.", names=names))
    return lines


@beside
def finding(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show the bookings behind a finding, a page at a time."""
    this, _, skipped = arg.partition(":")
    seen = actions.see_finding(turn.tx, turn.actor, int(this), skipped=int(skipped or 0))
    if isinstance(seen, NotAllowed):
        return not_allowed(turn)
    lines = [word_finding(seen.kept, seen.shop, turn.words)]
    lines += [f"· {word_booking(one, seen.shop, turn.words)}" for one in seen.bookings]
    rows = [(Choice(turn.t("✔ It's fine"), "fine", this),)]
    if seen.more is not None:
        rows.append((Choice(turn.t("Older"), "finding", f"{this}:{seen.more}"),))
    rows.append((Choice(turn.t("← All of them"), "checks", str(seen.shop.id)),))
    return Reply("\n".join(lines), tuple(rows))


def fine(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Hear no more of a finding."""
    settled = actions.settle_finding(turn.tx, turn.actor, int(arg), now=turn.now)
    if isinstance(settled, NotAllowed):
        return not_allowed(turn)
    back = Choice(turn.t("← All of them"), "checks", str(settled.shop.id))
    return Reply(turn.t("Good. I won't tell you of this again; /audit has that you looked."), ((back,),))
