"""An owner's own message to some customers: to whom, in which words, seen before it goes, called off in time."""

from zlib import crc32

from actions.access import NotAllowed
from actions.allowances import TooOften
from actions.campaigns import broadcast as actions
from actions.campaigns.briefings import briefed
from actions.campaigns.broadcast import Broadcast, BroadcastPreview, TooLate, UnknownFilter
from actions.campaigns.broadcast_results import newest
from actions.campaigns.filters import filters_of
from actions.campaigns.kinds.broadcast import BROADCAST
from actions.cards.offers import of_broadcast
from actions.people.identify import Workplace
from actions.shop.branches import branches_of
from actions.till.find_customer import Named
from bot.beside import Beside, beside
from bot.customer import helping
from bot.customer.messages import dose
from bot.owner.message_costs import broadcast_lines
from bot.owner.places import not_allowed, place_for, split
from bot.turn import Choice, Reply, Turn
from bot.whence import passed
from loyalty.campaigns.wording import BadWording, check_wording
from loyalty.names import first_name
from loyalty.roles import Role
from words.campaigns.briefings import staff_first
from words.campaigns.broadcast_results import LEFT_OUT, left_out_line, percent_left_out
from words.campaigns.own_words import fill, refusal, signed
from words.language import LANGUAGES
from words.waiting import once_more


def broadcast(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /broadcast: ask to whom, and keep what was typed before that is known."""
    early = "" if arg.isdecimal() else arg
    place = place_for(turn, Role.OWNER, "broadcast", "" if early else arg)
    if isinstance(place, Reply):
        return place
    return _to_whom(turn, place, early or _typed_before(turn, place))


def words_first(turn: Turn, text: str) -> Reply | list[Reply] | Beside[list[Named]]:
    """Take a message that was typed before its customers were chosen; a word alone is none, as a card's code."""
    if len(text.split()) > 1:
        return broadcast(turn, text)
    turn.stop_waiting()
    return helping.typed(turn, text)


def _typed_before(turn: Turn, place: Workplace) -> str:
    """Return what was typed in this question, whoever it was to go to."""
    here = "audience" in turn.data and turn.data.get("shop") == place.shop.id
    return str(turn.data.get("text", "")) if here else ""


def _to_whom(turn: Turn, place: Workplace, typed_before: str) -> Reply:
    bad = check_wording(BROADCAST, typed_before) if typed_before else None
    turn.wait_for("words_first", shop=place.shop.id, audience="", text="" if bad else typed_before)
    passed(turn, place.shop.id, "broadcast", str(place.shop.id))
    filters = list(_filters(turn, place).items())
    buttons = [Choice(label, "audience", f"{place.shop.id}:{name}") for name, label in filters]
    rows = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    text = turn.t(
        "{shop}: to which customers? Only those hear it who said yes to offers.", shop=place.shop.name
    )
    if bad:
        text = f"{refusal(turn.words, BROADCAST, typed_before, bad)}\n\n{text}"
    elif typed_before:
        text += "\n" + turn.t("What they will read: “{text}”", text=typed_before)
    rows.append((Choice(turn.t("🔎 A filter of my own"), "filternew", str(place.shop.id)),))
    if newest(turn.tx, turn.actor, place.shop.id, now=turn.now):
        rows.append((Choice(turn.t("📬 What became of the last ones"), "sentbefore", str(place.shop.id)),))
    return Reply(text, (*rows, (Choice(turn.t("← Messages"), "campaigns", str(place.shop.id)),)))


def _filters(turn: Turn, place: Workplace) -> dict[str, str]:
    """Name the groups of customers that can be written to."""
    filters = {
        "everyone": turn.t("Everybody"),
        "active": turn.t("Who came lately"),
        "lapsed": turn.t("Who stays away"),
        "one_to_go": turn.t("Who has one to go"),
    }
    for branch in branches_of(turn.tx, turn.actor, place.shop.id):
        filters[f"branch:{branch.id}"] = f"📍 {branch.name}"
    saved = filters_of(turn.tx, turn.actor, place.shop.id)
    for one in saved if isinstance(saved, list) else []:
        filters[f"filter:{one.id}"] = f"🔎 {one.name}"
    return filters | {f"language:{code}": f"💬 {name}" for code, name in LANGUAGES.items()}


@beside
def audience(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Say how many the chosen group are, and take the words for them."""
    place, name = place_for(turn, Role.OWNER, "broadcast", arg), split(arg)[1]
    if isinstance(place, Reply):
        return place
    seen = actions.preview(turn.tx, turn.actor, place.shop.id, name, now=turn.now)
    if not isinstance(seen, BroadcastPreview):
        return _gone(turn, seen)
    typed_before = _typed_before(turn, place)
    if not seen.count:
        turn.wait_for("words_first", shop=place.shop.id, audience="", text=typed_before)
        text = turn.t("Nobody there said yes to offers yet. Choose others.")
        return Reply(text, (*_drop(turn, place, name), (_others(turn, place),)))
    if typed_before:
        return _shown(turn, place.shop.id, name, typed_before)
    turn.wait_for("broadcast", shop=place.shop.id, audience=name)
    ask = turn.t(
        "Type what you want to tell them, in plain words. {name} becomes each one's name.", name="{name}"
    )
    return Reply(
        f"{_who(turn, place, name, seen)}\n{ask}", (*_drop(turn, place, name), (_others(turn, place),))
    )


def _drop(turn: Turn, place: Workplace, name: str) -> tuple[tuple[Choice, ...], ...]:
    """Offer to take a filter of the owner's own away."""
    if not name.startswith("filter:"):
        return ()
    about = f"{place.shop.id}:{name.removeprefix('filter:')}"
    return ((Choice(turn.t("🗑 Take the filter away"), "filterdrop", about),),)


@beside
def typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Show how the typed words will read and who gets them, or where they are broken."""
    shop_id, name = int(turn.data["shop"]), str(turn.data["audience"])
    bad = check_wording(BROADCAST, text)
    if bad:
        return Reply(refusal(turn.words, BROADCAST, text, bad))
    return _shown(turn, shop_id, name, text)


def _shown(turn: Turn, shop_id: int, name: str, text: str, percent: int | None = None) -> Reply | list[Reply]:
    """Show a message as it will read, who gets it and how many are left out of it."""
    place = place_for(turn, Role.OWNER, "broadcast", str(shop_id))
    if isinstance(place, Reply):
        return place
    channel = turn.billing.channel if turn.billing else ""
    seen = actions.preview(turn.tx, turn.actor, shop_id, name, channel=channel, now=turn.now)
    if not isinstance(seen, BroadcastPreview):
        return _gone(turn, seen)
    percent = seen.usual_holdout_percent if percent is None else percent
    mark = _mark(name, text, percent)
    send_it = Choice(turn.t("✔ Send in ten minutes"), "send", f"{shop_id}:{mark}")
    turn.wait_for(
        "broadcast", yes=send_it, shop=shop_id, audience=name, text=text, mark=mark, percent=percent
    )
    read = fill(text, {"name": first_name(turn.visitor.person.name), "shop": place.shop.name}) or text
    lines = [turn.t("So it will read:"), "", signed(read, place.shop.name), "", _who(turn, place, name, seen)]
    lines += broadcast_lines(turn, place.shop, seen)
    lines.append(
        turn.t("Whoever heard enough lately gets it later, or not at all. {dose}", dose=dose(turn.words))
    )
    lines.append(left_out_line(seen, percent, turn.words))
    leave = Choice(turn.t("⚖ Leave some out"), "leaveout", str(shop_id))
    return Reply("\n".join(lines), ((send_it,), (leave, _others(turn, place))))


def leave_out(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask how many hear nothing of the message that is shown."""
    shop_id = int(arg)
    if turn.data.get("shop") != shop_id or "text" not in turn.data:
        return broadcast(turn, arg)
    turn.keep_waiting()
    question = turn.t(
        "How many shall hear nothing of it, chosen by lot? If the others come clearly more often, that is your message's doing; "
        "where nobody is left out, nobody can tell. I tell you after four weeks."
    )
    shares = [
        Choice(percent_left_out(percent, turn.words), "leaveset", f"{shop_id}:{percent}")
        for percent in LEFT_OUT
    ]
    return Reply(question, (tuple(shares[:2]), tuple(shares[2:])), in_place=True)


@beside
def leave_set(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show the message again, with as many left out of it as its owner chose."""
    shop_id, percent = split(arg)
    if turn.data.get("shop") != shop_id or "text" not in turn.data:
        return broadcast(turn, str(shop_id))
    return _shown(turn, shop_id, str(turn.data["audience"]), str(turn.data["text"]), int(percent))


def send(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Order the message that was shown."""
    shop_id, mark = split(arg)
    for one in actions.pending(turn.tx, turn.actor, shop_id, now=turn.now):
        if _mark(one.audience, one.text, one.holdout_percent) == mark:
            return _ordered(turn, one)  # the same button again
    if turn.data.get("mark") != mark or turn.data.get("shop") != shop_id:
        return _again(turn, shop_id, turn.t("That button is out of date: nothing was sent."))
    to, text, percent = str(turn.data["audience"]), str(turn.data["text"]), int(turn.data["percent"])
    match actions.order_broadcast(
        turn.tx, turn.actor, shop_id, to, text, holdout_percent=percent, now=turn.now
    ):
        case BadWording() as bad:
            return Reply(refusal(turn.words, BROADCAST, text, bad))
        case NotAllowed() | UnknownFilter() as refused:
            return _gone(turn, refused)
        case TooOften(until):
            return Reply(once_more(until, turn.words, now=turn.now))
        case Broadcast() as ordered:
            return _ordered(turn, ordered)


def _ordered(turn: Turn, ordered: Broadcast) -> Reply:
    place = place_for(turn, Role.OWNER, "broadcast", str(ordered.shop_id))
    if isinstance(place, Reply):
        return place
    at = turn.words.time(ordered.starts_at, place.shop.zone)
    said = turn.t("It goes out at {time}. Until then you can call it off.", time=at)
    said += "".join(f" {one}" for one in staff_first(briefed(turn.tx, ordered), turn.words))
    said += " " + turn.t("I tell you what became of it when all is sent.")
    see = Choice(turn.t("📬 What becomes of it"), "fortune", str(ordered.id))
    passed(turn, place.shop.id, "fortune", str(ordered.id))
    taps = [(Choice(turn.t("✖ Call it off"), "unsend", str(ordered.id)),), (see,)]
    if place.shop.has_items:
        key = f"{place.shop.id}::{of_broadcast(ordered.id)}"
        taps.append((Choice(turn.t("🏷 What it is about"), "offertag", key),))
    return Reply(said, tuple(taps))


def _mark(audience_name: str, text: str, percent: int) -> str:
    return format(crc32(f"{audience_name}\n{percent}\n{text}".encode()), "x")


def cancel(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Call a message off before it begins."""
    match actions.cancel_broadcast(turn.tx, turn.actor, int(arg), now=turn.now):
        case NotAllowed():
            return not_allowed(turn)
        case TooLate():
            return Reply(turn.t("It has begun, or was called off before."))
        case Broadcast():
            return Reply(turn.t("Called off: nobody gets it."), in_place=True)


def _who(turn: Turn, place: Workplace, name: str, seen: BroadcastPreview) -> str:
    group = _filters(turn, place).get(name, name)
    names = turn.words.listing(turn.words.name(one) for one in seen.sample)
    if seen.count > len(seen.sample):
        return turn.tn(
            "{group}: {n} customer, {names} among them.", "{group}: {n} customers, {names} among them.",
            seen.count, group=group, names=names,
        )  # fmt: skip
    return turn.tn(
        "{group}: {n} customer, {names}.",
        "{group}: {n} customers, {names}.",
        seen.count,
        group=group,
        names=names,
    )


def _gone(turn: Turn, refused: NotAllowed | UnknownFilter) -> Reply:
    return (
        not_allowed(turn) if isinstance(refused, NotAllowed) else Reply(turn.t("That is not there any more."))
    )


def _again(turn: Turn, shop_id: int, note: str) -> list[Reply]:
    answer = broadcast(turn, str(shop_id))
    return [Reply(note), *(answer if isinstance(answer, list) else [answer])]


def _others(turn: Turn, place: Workplace) -> Choice:
    return Choice(turn.t("← Other customers"), "broadcast", str(place.shop.id))
