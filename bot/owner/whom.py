"""For whom a message is that a shop sends by itself: everybody, or a saved filter's customers alone."""

from actions.access import NotAllowed
from actions.campaigns import whom as actions
from actions.campaigns.settings import Campaign
from actions.campaigns.whom import LIMITABLE, NoSuchFilter, WhomChoice
from actions.people.identify import Workplace
from bot.beside import Beside, beside, reading
from bot.owner.campaigns import find, view_changed
from bot.owner.places import not_allowed
from bot.turn import Choice, Reply, Turn
from bot.whence import passed, way_back
from words.campaigns.kind_names import kind_name
from words.campaigns.whom import what_follows, whom_line, word_no_filter


@beside
def whom(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show for whom a message is, and the filters to which it could be limited."""
    found = find(turn, arg)
    if isinstance(found, Reply):
        return found
    place, one = found
    seen = actions.see_whom(turn.tx, turn.actor, place.shop.id, one.kind)
    return not_allowed(turn) if isinstance(seen, NotAllowed) else _choice(turn, place, seen)


def _choice(turn: Turn, place: Workplace, seen: WhomChoice) -> Reply:
    kind = seen.campaign.kind
    about = f"{place.shop.id}:{kind}"
    passed(turn, place.shop.id, "whom", about)
    name = kind_name(turn.words, kind)
    text = turn.t("{name} is for {whom}.", name=name, whom=whom_line(seen.chosen, turn.words))
    rows = [(Choice(f"🔎 {other.name}", "whomsee", f"{about}:{other.id}"),) for other in seen.others]
    if seen.chosen:
        rows.append((Choice(turn.t("👥 Everybody again"), "whomset", f"{about}:0"),))
    if kind in LIMITABLE:
        rows.append((Choice(turn.t("🔎 A filter of my own"), "filternew", str(place.shop.id)),))
    back = way_back(turn, place.shop.id, _back(turn, about), "trialof")
    return Reply(text, (*rows, (back,)))


@beside
def whom_preview(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Say how many customers a message would go to, before it is limited to them."""
    return _preview(turn, arg)


def offered(arg: str, said: str) -> Beside[Reply | list[Reply]]:
    """Say what was done, and for whom a message would be with the filter that is new: one tap away."""
    return reading(lambda turn: _preview(turn, arg, said))


def _preview(turn: Turn, arg: str, *said: str) -> Reply | list[Reply]:
    found = find(turn, arg)
    if isinstance(found, Reply):
        return found
    place, one = found
    about, this = f"{place.shop.id}:{one.kind}", arg.rpartition(":")[2]
    seen = actions.preview_whom(turn.tx, turn.actor, place.shop.id, one.kind, int(this))
    match seen:
        case NotAllowed():
            return not_allowed(turn)
        case NoSuchFilter():
            return Reply(word_no_filter(seen, turn.words), ((_back(turn, about),),))
        case _:
            lines = [*said, f"🔎 {whom_line(seen, turn.words)}", what_follows(seen, turn.words)]
            yes = Choice(turn.t("✔ To them alone"), "whomset", f"{about}:{this}")
            return Reply("\n".join(lines), ((yes,), (Choice(turn.t("← Back"), "whom", about),)))


def choose(turn: Turn, arg: str) -> Reply | Beside[Reply | list[Reply]]:
    """Limit a message to a filter's customers, or to nobody's."""
    found = find(turn, arg)
    if isinstance(found, Reply):
        return found
    place, one = found
    this = int(arg.rpartition(":")[2]) or None
    done = actions.choose_whom(turn.tx, turn.actor, place.shop.id, one.kind, this, now=turn.now)
    match done:
        case NotAllowed():
            return not_allowed(turn)
        case NoSuchFilter():
            return Reply(word_no_filter(done, turn.words), ((_back(turn, f"{place.shop.id}:{one.kind}"),),))
        case Campaign():
            return view_changed(place, done)


def _back(turn: Turn, about: str) -> Choice:
    return Choice(turn.t("← Back"), "campaign", about)
