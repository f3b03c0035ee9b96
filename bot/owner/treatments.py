"""How each kind of customer is treated: seen by the shop's owner, and changed with a tap or a typed figure."""

from dataclasses import replace

from actions.access import NotAllowed
from actions.campaigns import treatments as actions
from actions.campaigns.treatments import HOLDABLE, Treatments
from bot.owner.places import not_allowed, place_for, split
from bot.short_answers import means_none
from bot.turn import Choice, Reply, Turn
from loyalty.amounts import NoAmount, parse_amount
from loyalty.campaigns.frequency_cap import GAP_DAYS, LONGEST_GAP_DAYS
from loyalty.campaigns.treatments import MOST_CUE, BadTreatment, Treatment, usual
from loyalty.counted import parse_counted
from loyalty.records import Shop
from loyalty.roles import Role
from words.amounts import bad_amount
from words.campaigns.customer_kinds import list_name
from words.campaigns.kind_names import kind_name
from words.campaigns.kinds import KINDS
from words.campaigns.treatments import bad_treatment, summary, treatment_lines

Answer = Reply | list[Reply]
_OFFER, _GAP, _CUE = "offer", "gap", "cue"


def treatments(turn: Turn, arg: str) -> Answer:
    """Show how each kind of customer is treated, with a button for each."""
    found = _seen(turn, arg)
    if isinstance(found, Reply):
        return found
    shop, say = found.shop, turn.words
    lines = [turn.t("{shop}: how I treat each kind of customer", shop=shop.name)]
    lines += [f"{list_name(whom, say)}: {summary(one, shop, say)}" for whom, one in found.by_whom.items()]
    lines.append(
        turn.t("Who is two of these gets what both let through. It is asked again as each message goes.")
    )
    buttons = [Choice(list_name(whom, say), "treat", f"{shop.id}:{whom}") for whom in found.by_whom]
    rows = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    return Reply("\n".join(lines), (*rows, (Choice(turn.t("← All of them"), "customers", str(shop.id)),)))


def _seen(turn: Turn, arg: str) -> Treatments | Reply:
    place = place_for(turn, Role.OWNER, "treatments", arg)
    if isinstance(place, Reply):
        return place
    found = actions.see_treatments(turn.tx, turn.actor, place.shop.id)
    return not_allowed(turn) if isinstance(found, NotAllowed) else found


def treat(turn: Turn, arg: str) -> Answer:
    """Show how one kind of customer is treated, and what can be changed about it."""
    found, whom = _one(turn, arg)
    return found if isinstance(found, Reply) else _view(turn, found, whom)


def _one(turn: Turn, arg: str) -> tuple[Treatments | Reply, str]:
    found, whom = _seen(turn, str(split(arg)[0])), split(arg)[1].partition(":")[0]
    if isinstance(found, Treatments) and whom not in found.by_whom:
        return Reply(turn.t("That is not there any more.")), whom
    return found, whom


def _view(turn: Turn, found: Treatments, whom: str, note: str = "") -> Reply:
    shop, one, say = found.shop, found.by_whom[whom], turn.words
    lines = [note] if note else []
    lines += [f"{shop.name} · {list_name(whom, say)}", *treatment_lines(whom, one, shop, say)]
    about = f"{shop.id}:{whom}"
    rows: list[tuple[Choice, ...]] = [
        (Choice(turn.t("✉ Messages"), "treatwhich", about), Choice(turn.t("🎁 Offers"), "treatask", f"{about}:{_OFFER}")),
        (Choice(turn.t("🌙 How often"), "treatask", f"{about}:{_GAP}"), Choice(turn.t("💡 The cue"), "treatask", f"{about}:{_CUE}")),
    ]  # fmt: skip
    if one != usual(whom):
        rows.append((Choice(turn.t("↺ As you suggest"), "treatusual", about),))
    rows.append((Choice(turn.t("← Treatments"), "treatments", str(shop.id)),))
    return Reply("\n".join(lines), tuple(rows))


def which(turn: Turn, arg: str) -> Answer:
    """Show which messages go to a kind of customer: each tap is a switch."""
    found, whom = _one(turn, arg)
    return found if isinstance(found, Reply) else _which(turn, found, whom)


def _which(turn: Turn, found: Treatments, whom: str) -> Reply:
    one, say, about = found.by_whom[whom], turn.words, f"{found.shop.id}:{whom}"
    text = turn.t("{kind}: which messages may go to them? Tap to switch.", kind=list_name(whom, say))
    short = turn.t("We miss you: first alone")
    buttons = [Choice(f"{'✔' if one.short else '✖'} {short}", "hold", f"{about}:")]
    buttons += [
        Choice(f"{'✖' if name in one.held else '✔'} {kind_name(say, KINDS[name])}", "hold", f"{about}:{name}")
        for name in HOLDABLE
    ]  # fmt: skip
    rows = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    return Reply(text, (*rows, (Choice(turn.t("← Back"), "treat", about),)), in_place=True)


def hold(turn: Turn, arg: str) -> Answer:
    """Let a message go to a kind of customer, or not."""
    found, whom = _one(turn, arg)
    if isinstance(found, Reply):
        return found
    one, name = found.by_whom[whom], split(arg)[1].partition(":")[2]
    new = replace(one, held=one.held ^ {name}) if name in HOLDABLE else replace(one, short=not one.short)
    answer = _set(turn, found, whom, new)
    return answer if isinstance(answer, Reply) else _which(turn, answer, whom)


def as_usual(turn: Turn, arg: str) -> Answer:
    """Treat a kind of customer as the defaults do."""
    found, whom = _one(turn, arg)
    if isinstance(found, Reply):
        return found
    return _done(turn, _set(turn, found, whom, usual(whom)), whom)


def ask(turn: Turn, arg: str) -> Answer:
    """Ask for a part of a treatment, or take the button under the question for the answer."""
    found, whom = _one(turn, arg)
    if isinstance(found, Reply):
        return found
    part, _, given = split(arg)[1].partition(":")[2].partition(":")
    if given:
        turn.stop_waiting()
        none = None if given == "any" else "" if part == _CUE else 0
        new = _with(found.by_whom[whom], part, none)
        return _done(turn, _set(turn, found, whom, new), whom)
    turn.wait_for("treatment", shop=found.shop.id, whom=whom, part=part)
    rows = tuple((Choice(label, "treatask", f"{arg}:{value}"),) for value, label in _ready(turn, part))
    back = (Choice(turn.t("← Back"), "treat", f"{found.shop.id}:{whom}"),)
    return Reply(_question(turn, part, found.shop), (*rows, back))


def typed(turn: Turn, text: str) -> Answer:
    """Take the typed part of a treatment, or say what would do."""
    found, whom = _one(turn, f"{turn.data['shop']}:{turn.data['whom']}")
    if isinstance(found, Reply):
        return found
    part = str(turn.data["part"])
    value = _read(part, text, found.shop)
    if isinstance(value, NoAmount):
        return Reply(bad_amount(value, found.shop.currency, turn.words))
    answer = _set(turn, found, whom, _with(found.by_whom[whom], part, value))
    if isinstance(answer, Treatments):
        turn.stop_waiting()
    return _done(turn, answer, whom)


def _read(part: str, text: str, shop: Shop) -> int | str | NoAmount:
    if part == _OFFER:
        return parse_amount(text, shop.currency)
    if part == _GAP:
        return parse_counted(text, "days") or 0
    return "" if means_none(text) else " ".join(text.split())


def _with(one: Treatment, part: str, value: int | str | None) -> Treatment:
    if part == _CUE:
        return replace(one, cue=None if value is None else str(value))
    if part == _GAP:
        return replace(one, gap_days=int(value or 0))
    return replace(one, most_offer_minor=None if value is None else int(value))


def _ready(turn: Turn, part: str) -> list[tuple[str, str]]:
    """Name the answers that need no typing."""
    if part == _OFFER:
        return [("any", turn.t("No limit")), ("none", turn.t("No offers"))]
    if part == _CUE:
        return [("any", turn.t("As you suggest")), ("none", turn.t("No cue"))]
    return []


def _question(turn: Turn, part: str, shop: Shop) -> str:
    say = turn.words
    if part == _OFFER:
        example = say.amount_example(shop.currency)
        return turn.t("What may an offer to them cost you at most? Type an amount, for example {example}.", example=example)  # fmt: skip
    if part == _GAP:
        least, most = say.number(GAP_DAYS), say.number(LONGEST_GAP_DAYS)
        return turn.t("How many days between two messages? Type a number from {least} to {most}.", least=least, most=most)  # fmt: skip
    return turn.t("What shall staff read when such a customer's card is scanned? At most {n} letters; the customer may see it too.", n=say.number(MOST_CUE))  # fmt: skip


def _set(turn: Turn, found: Treatments, whom: str, new: Treatment) -> Treatments | Reply:
    match actions.set_treatment(turn.tx, turn.actor, found.shop.id, whom, new, now=turn.now):
        case NotAllowed():
            return not_allowed(turn)
        case BadTreatment() as bad:
            return Reply(bad_treatment(bad, turn.words))
        case kept:
            return replace(found, by_whom={**found.by_whom, whom: kept})


def _done(turn: Turn, answer: Treatments | Reply, whom: str) -> Reply:
    return answer if isinstance(answer, Reply) else _view(turn, answer, whom, turn.t("✔ Done."))
