"""What a shop notes of its customers: which names there are, and what stands under them for one customer."""

from actions.access import NotAllowed
from actions.people import attributes as actions
from actions.people.attributes import Attributes, NamedAlready, NothingThere, TooMany
from bot.owner.places import not_allowed, place_for, split
from bot.short_answers import means_none
from bot.turn import Choice, Reply, Turn
from loyalty.people.attributes import MOST_ATTRIBUTES, MOST_NOTE, MOST_VALUE, NOTE, BadNote
from loyalty.people.firewall import Delicate
from loyalty.roles import Role
from words.names import no_name
from words.people.firewall import word_not_noted

Answer = Reply | list[Reply]


def attributes(turn: Turn, arg: str, note: str = "") -> Answer:
    """Show the names under which a shop notes something of its customers, and ask for one more."""
    found = _seen(turn, arg)
    return found if isinstance(found, Reply) else _view(turn, found, note)


def _seen(turn: Turn, arg: str) -> Attributes | Reply:
    place = place_for(turn, Role.OWNER, "attributes", arg)
    if isinstance(place, Reply):
        return place
    found = actions.see_attributes(turn.tx, turn.actor, place.shop.id)
    return not_allowed(turn) if isinstance(found, NotAllowed) else found


def _view(turn: Turn, found: Attributes, note: str = "") -> Reply:
    shop_id = found.shop.id
    lines = [note] if note else []
    lines.append(turn.t("{shop}: what you note of customers, up to {n} things", shop=found.shop.name, n=turn.words.number(MOST_ATTRIBUTES)))  # fmt: skip
    lines += [f"🏷 {one.name}" for one in found.names]
    if len(found.names) < MOST_ATTRIBUTES:
        turn.wait_for("attribute", shop=shop_id)
        lines.append(turn.t("Type a name for one more, for example: favourite table."))
    lines.append(turn.t("Customers read what stands there in /mydata, and /forget erases it."))
    rows = [(Choice(f"🗑 {one.name}", "attrdrop", f"{shop_id}:{one.id}"),) for one in found.names]
    return Reply("\n".join(lines), (*rows, (Choice(turn.t("← All of them"), "customers", str(shop_id)),)))


def name_typed(turn: Turn, text: str) -> Answer:
    """Take the name of one more."""
    shop_id = int(turn.data["shop"])
    match actions.add_attribute(turn.tx, turn.actor, shop_id, text, now=turn.now):
        case NotAllowed():
            return not_allowed(turn)
        case TooMany(most):
            return Reply(turn.t("There are {n} already: take one away first.", n=turn.words.number(most)))
        case NamedAlready(name):
            return Reply(turn.t("“{name}” is there already.", name=name))
        case BadNote() | Delicate() as bad:
            return Reply(_bad(turn, bad))
        case Attributes() as found:
            turn.stop_waiting()
            return _view(turn, found, turn.t("✔ Done."))


def ask_drop(turn: Turn, arg: str) -> Answer:
    """Ask whether all that stands under a name shall go."""
    found, this = _seen(turn, str(split(arg)[0])), split(arg)[1]
    if isinstance(found, Reply):
        return found
    one = next((one for one in found.names if str(one.id) == this), None)
    if one is None:
        return _view(turn, found)
    text = turn.t("Take “{name}” away, and all that you noted under it?", name=one.name)
    rows = ((Choice(turn.t("Yes, erase it"), "attrgone", arg),), (Choice(turn.t("Cancel"), "attributes", str(found.shop.id)),))  # fmt: skip
    return Reply(text, rows)


def drop(turn: Turn, arg: str) -> Answer:
    """Take a name away, with all that stands under it."""
    shop_id, this = split(arg)
    found = actions.drop_attribute(turn.tx, turn.actor, shop_id, split(this)[0], now=turn.now)
    return not_allowed(turn) if isinstance(found, NotAllowed) else _view(turn, found, turn.t("✔ Done."))


def ask_fact(turn: Turn, arg: str) -> Answer:
    """Ask what to note of a customer."""
    if not turn.workplaces(Role.MANAGER):
        return not_allowed(turn, Role.MANAGER)
    account, what = split(arg)
    turn.wait_for("fact", account=account, what=what)
    most = turn.words.number(MOST_NOTE if what == NOTE else MOST_VALUE)
    text = turn.t("What shall stand there? Type it, at most {n} letters; “none” takes it away.", n=most)
    return Reply(text, ((Choice(turn.t("← Back"), "customer", str(account)),),))


def fact_typed(turn: Turn, text: str) -> Answer:
    """Note what was typed of a customer."""
    account_id, what = int(turn.data["account"]), str(turn.data["what"])
    value = "" if means_none(text) else text
    match actions.note_fact(turn.tx, turn.actor, account_id, what, value, now=turn.now):
        case NotAllowed():
            return not_allowed(turn, Role.MANAGER)
        case NothingThere():
            return Reply(turn.t("That is not there any more."))
        case BadNote() | Delicate() as bad:
            return Reply(_bad(turn, bad))
        case _:
            turn.stop_waiting()
            back = Choice(turn.t("← The customer"), "customer", str(account_id))
            return Reply(turn.t("✔ Done."), ((back,),))


def _bad(turn: Turn, bad: BadNote | Delicate) -> str:
    if isinstance(bad, Delicate):
        return word_not_noted(bad, turn.words)
    if bad.why == "empty":
        return no_name(turn.words)
    return turn.tn("At most {n} letter.", "At most {n} letters.", bad.most)
