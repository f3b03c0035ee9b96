"""The shop's rules, in words; a change is shown with whom it affects before it holds."""

from zlib import crc32

from actions.access import NotAllowed
from actions.shop import programme as rules
from actions.shop.programme import CurrentRules, NewRules, Overtaken, ProgrammePreview, Unchanged
from bot.legible import unseen
from bot.owner.places import not_allowed, place_for, split
from bot.synonyms import means_none
from bot.turn import Choice, Reply, Turn
from loyalty.amounts import NoAmount, parse_amount, parse_whole
from loyalty.cards.programme import Invalid, Programme
from loyalty.cards.rates import Rate, parse_rate
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.changes import Difference, figures, with_figure
from words.amounts import bad_amount
from words.shop.figures import TOKEN_MINUTES, figure_name, invalid, question, wording


def programme(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /programme."""
    place = place_for(turn, Role.OWNER, "programme", arg)
    if isinstance(place, Reply):
        return place
    seen = rules.see_rules(turn.tx, turn.actor, place.shop.id)
    return not_allowed(turn) if isinstance(seen, NotAllowed) else view(turn, seen)


def view(turn: Turn, seen: CurrentRules, note: str = "") -> Reply:
    """Show the rules with a button for each figure."""
    shop, now = seen.shop, seen.version.programme
    values = {**figures(now), TOKEN_MINUTES: shop.token_minutes}
    lines = [note] if note else []
    lines += [turn.t("{shop}: the rules", shop=shop.name)]
    write = wording(shop, turn.words)
    lines += [*write.rules(now), f"· {write.figure(TOKEN_MINUTES, shop.token_minutes)}"]
    lines.append(turn.t("Tap what you want to change."))
    buttons = [Choice(figure_name(name, turn.words), "figure", f"{shop.id}:{name}") for name in values]
    pairs = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    first = (
        Choice(turn.t("🎁 Rewards"), "menu", str(shop.id)),
        Choice(turn.t("📍 Branches"), "branches", str(shop.id)),
        Choice(turn.t("🏪 The shop"), "shop", str(shop.id)),
    )
    return Reply("\n".join(lines), (first, *pairs))


def figure(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask for a figure's new value."""
    shop_id, name = split(arg)
    seen = rules.see_rules(turn.tx, turn.actor, shop_id)
    if isinstance(seen, NotAllowed):
        return not_allowed(turn)
    turn.wait_for("figure", shop=shop_id, name=name)
    back = Choice(turn.t("← Rules"), "programme", str(shop_id))
    return Reply(question(name, seen.shop.currency, turn.words), ((back,),))


def figure_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Read the new value, and show what it would change."""
    name, shop_id = str(turn.data["name"]), int(turn.data["shop"])
    seen = rules.see_rules(turn.tx, turn.actor, shop_id)
    if isinstance(seen, NotAllowed):
        return not_allowed(turn)
    value = _read(turn, name, text, seen.shop)
    if isinstance(value, Reply):
        return value
    if name == TOKEN_MINUTES:
        return _propose_minutes(turn, seen, int(value))
    return propose(turn, seen, with_figure(seen.version.programme, name, value))


def _read(turn: Turn, name: str, text: str, shop: Shop) -> Rate | Reply:
    text = "0" if means_none(text) else text
    if name == "min_spend_minor":
        amount = parse_amount(text, shop.currency)
        return (
            Reply(bad_amount(amount, shop.currency, turn.words)) if isinstance(amount, NoAmount) else amount
        )
    number = parse_rate(text, shop.currency) if name == "points_per_unit" else parse_whole(text)
    if number is None:
        return Reply(f"{turn.t('I did not understand that.')} {question(name, shop.currency, turn.words)}")
    return number


def propose(turn: Turn, seen: CurrentRules, new: Programme) -> Reply:
    """Show what a change would do and for whom; the question that led here stays open when it can't be."""
    match rules.preview(turn.tx, turn.actor, seen.shop.id, new):
        case NotAllowed():
            return not_allowed(turn)
        case Unchanged():
            turn.stop_waiting()
            return view(turn, seen, turn.t("That is how it is already."))
        case Invalid() as why:
            again = turn.t("Type another one, or tap /programme to stop.") if turn.waiting() else ""
            return Reply(f"{invalid(why, wording(seen.shop, turn.words))} {again}".strip())
        case ProgrammePreview() as shown:
            written = rules.to_json(new)
            lines = [wording(seen.shop, turn.words).change(change) for change in shown.differences]
            lines += ["", _affected(turn, shown.rules)]
            lines += filter(None, [unseen(turn.words, *(reward.text for reward in new.rewards))])
            return _ask(turn, seen, "\n".join(lines), rules=written, on=seen.version.id)


def _propose_minutes(turn: Turn, seen: CurrentRules, minutes: int) -> Reply:
    if not 0 < minutes <= rules.MOST_TOKEN_MINUTES:
        bad = Invalid("limit", TOKEN_MINUTES, rules.MOST_TOKEN_MINUTES)
        again = question(TOKEN_MINUTES, seen.shop.currency, turn.words)
        return Reply(f"{invalid(bad, wording(seen.shop, turn.words))} {again}")
    line = wording(seen.shop, turn.words).change(Difference(TOKEN_MINUTES, seen.shop.token_minutes, minutes))
    return _ask(turn, seen, f"{line}\n\n{turn.t('It holds for every card at once.')}", minutes=minutes)


def _ask(turn: Turn, seen: CurrentRules, text: str, **change: str | int) -> Reply:
    """Keep the change until it is confirmed; the button knows which change it was shown for."""
    shop_id = seen.shop.id
    mark = format(crc32(repr(sorted(change.items())).encode()), "x")
    yes = Choice(turn.t("✔ Confirm"), "change", f"{shop_id}:{mark}")
    typed = turn.step == "figure"  # then another value may be typed in place of this one
    asked = {"name": str(turn.data["name"])} if typed else {}
    turn.wait_for("figure" if typed else "change", yes=yes, shop=shop_id, mark=mark, **asked, **change)
    no = Choice(turn.t("Cancel"), "programme", str(shop_id))
    return Reply(text, ((yes, no),))


def _affected(turn: Turn, seen: CurrentRules) -> str:
    if not seen.begun:
        return turn.t("No card is begun yet: it applies to every card.")
    return turn.tn(
        "{n} open card was begun and keeps its rules until its next reward. "
        "The change applies to new and empty cards, and to the next card of this customer.",
        "{n} open cards were begun and keep their rules until their next reward. "
        "The change applies to new and empty cards, and to the next card of these customers.",
        seen.begun,
    )


def confirm(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Make the change that was shown."""
    shop_id, mark = split(arg)
    if turn.data.get("mark") != mark or turn.data.get("shop") != shop_id:
        return [Reply(_overtaken(turn)), *_again(turn, shop_id)]
    match _make(turn, shop_id):
        case NotAllowed():
            return not_allowed(turn)
        case Invalid() as why:
            seen = rules.see_rules(turn.tx, turn.actor, shop_id)
            return (
                not_allowed(turn)
                if isinstance(seen, NotAllowed)
                else Reply(invalid(why, wording(seen.shop, turn.words)))
            )
        case Overtaken():
            return [Reply(_overtaken(turn)), *_again(turn, shop_id)]
        case NewRules(seen) | Unchanged(seen):
            return view(turn, seen, turn.t("✔ Done.") + "\n")


def _make(turn: Turn, shop_id: int) -> NewRules | Unchanged | Overtaken | Invalid | NotAllowed:
    if "minutes" in turn.data:
        minutes = int(turn.data["minutes"])
        return rules.change_token_minutes(turn.tx, turn.actor, shop_id, minutes, now=turn.now)
    new, on = rules.from_json(turn.data["rules"]), int(turn.data["on"])
    return rules.change_rules(turn.tx, turn.actor, shop_id, new, on=on, now=turn.now)


def _overtaken(turn: Turn) -> str:
    return turn.t("That change is out of date: nothing was changed. These are the rules now:")


def _again(turn: Turn, shop_id: int) -> list[Reply]:
    answer = programme(turn, str(shop_id))
    return answer if isinstance(answer, list) else [answer]
