"""The shop's rules, in words; a change is shown with whom it affects before it holds."""

from collections.abc import Sequence
from dataclasses import replace
from zlib import crc32

from actions.access import NotAllowed
from actions.shop import programme as rules
from actions.shop.programme import (
    CurrentRules,
    NewRules,
    NoSuchProgramme,
    Overtaken,
    ProgrammePreview,
    SecondYes,
    Unchanged,
)
from bot.beside import beside
from bot.legible import unseen
from bot.owner import side_by_side
from bot.owner.places import gone, not_allowed, place_for, programme_key, rules_for, split_programme
from bot.short_answers import means_none
from bot.turn import Choice, Reply, Turn
from bot.whence import passed
from loyalty.amounts import NoAmount, parse_amount
from loyalty.cards.programme import Programme
from loyalty.cards.programme_check import Invalid
from loyalty.cards.rates import Rate, parse_rate
from loyalty.counted import parse_counted
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.changes import Difference, figures, hold_at_once, with_figure
from loyalty.shop.sums import Risk
from words.amounts import bad_amount
from words.campaigns.briefings import staff_first
from words.cards.rules import TOKEN_MINUTES, figure_name
from words.shop.calculations import compared_lines
from words.shop.figures import invalid, question, wording
from words.shop.risks import all_the_same, second_yes_lines

# The questions for a figure, and what each knows of what it asks for.
_ASKED_BY = {"figure": ("name",), "worth": ("key", "piece"), "reward": ("key", "part", "text")}


def programme(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /programme: the rules, or where a shop has several programmes the question which."""
    shop_id, programme_id, _ = split_programme(arg)
    place = place_for(turn, Role.OWNER, "programme", str(shop_id) if shop_id else "")
    if isinstance(place, Reply):
        return place
    seen = rules_for(turn, place.shop.id, programme_id)
    if isinstance(seen, Reply):
        return seen
    which = programme_id is None and len(seen.programmes) > 1
    return side_by_side.all_programmes(turn, seen) if which else view(turn, seen)


def view(turn: Turn, seen: CurrentRules, note: str = "") -> Reply:
    """Show the rules with a button for each figure."""
    shop, now, key = seen.shop, seen.version.programme, programme_key(seen)
    passed(turn, shop.id, "programme", key)
    values = {**figures(now), TOKEN_MINUTES: shop.token_minutes}
    lines = [note] if note else []
    lines += [side_by_side.heading(turn, seen)]
    write = wording(seen, turn.words)
    lines += [*write.rules(now), f"· {write.figure(TOKEN_MINUTES, shop.token_minutes)}"]
    lines.append(turn.t("Tap what you want to change."))
    buttons = [Choice(figure_name(name, turn.words), "figure", f"{key}:{name}") for name in values]
    pairs = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    first = (
        (Choice(turn.t("🎁 Rewards"), "menu", key), Choice(turn.t("🧮 The sums"), "calculator", key)),
        (
            Choice(turn.t("✨ Bonuses"), "parts", key),
            Choice(turn.t("🧰 Ready rules for your trade"), "ready", key),
        ),
        (
            Choice(turn.t("📍 Branches"), "branches", str(shop.id)),
            Choice(turn.t("🏪 The shop"), "shop", str(shop.id)),
        ),
    )
    return Reply("\n".join(lines), (*first, *pairs, *side_by_side.rows(turn, seen)))


def figure(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask for a figure's new value."""
    shop_id, programme_id, name = split_programme(arg)
    seen = rules_for(turn, shop_id, programme_id)
    if isinstance(seen, Reply):
        return seen
    if name not in {*figures(seen.version.programme), TOKEN_MINUTES}:
        return view(turn, seen)  # a button of before, and the programme it was about was taken away
    turn.wait_for("figure", shop=shop_id, programme=programme_id, name=name)
    back = Choice(turn.t("← Rules"), "programme", programme_key(seen))
    return Reply(question(name, seen.shop.currency, turn.words), ((back,),))


@beside
def figure_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Read the new value, and show what it would change."""
    name = str(turn.data["name"])
    seen = rules_for(turn, int(turn.data["shop"]), asked_about(turn))
    if isinstance(seen, Reply):
        return seen
    value = _read(turn, name, text, seen.shop)
    if isinstance(value, Reply):
        return value
    if name == TOKEN_MINUTES:
        return _propose_minutes(turn, seen, int(value))
    return propose(turn, seen, with_figure(seen.version.programme, name, value))


def asked_about(turn: Turn) -> int | None:
    """Return the programme that the open question is about; None: the shop's first."""
    programme_id = turn.data.get("programme")
    return None if programme_id is None else int(programme_id)


def _read(turn: Turn, name: str, text: str, shop: Shop) -> Rate | Reply:
    text = "0" if means_none(text) else text
    if name == "min_spend_minor":
        amount = parse_amount(text, shop.currency)
        return (
            Reply(bad_amount(amount, shop.currency, turn.words)) if isinstance(amount, NoAmount) else amount
        )
    number = parse_rate(text, shop.currency) if name == "points_per_unit" else parse_counted(text, name)
    if number is None:
        return Reply(f"{turn.t('I did not understand that.')} {question(name, shop.currency, turn.words)}")
    return number


def propose(turn: Turn, seen: CurrentRules, new: Programme, *, trade: str = "") -> Reply:
    """Show what a change would do and for whom; the question that led here stays open when it can't be.

    Rules that are those of a trade let the shop be one of it.
    """
    this = seen.version.programme_id
    match rules.preview(turn.tx, turn.actor, seen.shop.id, new, this, now=turn.now, trade=trade or None):
        case NotAllowed():
            return not_allowed(turn)
        case NoSuchProgramme():
            return gone(turn, seen.shop.id)
        case Unchanged():
            turn.stop_waiting()
            return view(turn, seen, turn.t("That is how it is already."))
        case Invalid() as why:
            again = turn.t("Type another one, or tap /programme to stop.") if turn.waiting() else ""
            return Reply(f"{invalid(why, wording(seen, turn.words))} {again}".strip())
        case ProgrammePreview() as shown:
            written = rules.to_json(new)
            lines = [wording(seen, turn.words).change(change) for change in shown.differences]
            lines += ["", *_affected(turn, shown)]
            lines += compared_lines(shown, turn.words)
            lines += filter(None, [unseen(turn.words, *(reward.text for reward in new.rewards))])
            return _ask(turn, seen, "\n".join(lines), rules=written, on=seen.version.id, trade=trade)


def _propose_minutes(turn: Turn, seen: CurrentRules, minutes: int) -> Reply:
    if not 0 < minutes <= rules.MOST_TOKEN_MINUTES:
        bad = Invalid("limit", TOKEN_MINUTES, rules.MOST_TOKEN_MINUTES)
        again = question(TOKEN_MINUTES, seen.shop.currency, turn.words)
        return Reply(f"{invalid(bad, wording(seen, turn.words))} {again}")
    line = wording(seen, turn.words).change(Difference(TOKEN_MINUTES, seen.shop.token_minutes, minutes))
    return _ask(turn, seen, f"{line}\n\n{turn.t('It holds for every card at once.')}", minutes=minutes)


def _ask(turn: Turn, seen: CurrentRules, text: str, **change: str | int) -> Reply:
    """Keep the change until it is confirmed; the button knows which change it was shown for."""
    key, programme_id = programme_key(seen), seen.version.programme_id
    mark = _mark(rules.from_json(str(change["rules"])) if "rules" in change else change["minutes"])
    yes = Choice(turn.t("✔ Confirm"), "change", f"{key}:{mark}")
    asked, shop_id = _typed_again(turn), seen.shop.id
    change |= {name: str(turn.data[name]) for name in asked}
    turn.wait_for(
        turn.step if turn.step and asked else "change",
        yes=yes,
        shop=shop_id,
        programme=programme_id,
        mark=mark,
        **change,
    )
    no = Choice(turn.t("Cancel"), "programme", key)
    return Reply(text, ((yes, no),))


def _mark(new: Programme | str | int) -> str:
    """Tell one change from another by what it makes of the rules; a new reward has no key until it is there."""
    if isinstance(new, Programme):
        new = rules.to_json(replace(new, rewards=tuple(replace(one, key="") for one in new.rewards)))
    return format(crc32(str(new).encode()), "x")


def _typed_again(turn: Turn) -> tuple[str, ...]:
    """Name what the open question knows, where another figure may be typed in place of the one that is shown."""
    words = turn.step == "reward" and turn.data["part"] == "text"
    return () if words else _ASKED_BY.get(turn.step or "", ())


def _affected(turn: Turn, shown: ProgrammePreview) -> list[str]:
    begun = shown.begun
    if begun and hold_at_once(shown.differences):
        return [turn.t("It holds for every card at once.")]
    if not begun:
        return [turn.t("No card is begun yet: it applies to every card.")]
    kept = turn.tn(
        "{n} open card was begun and keeps its rules until its next reward. "
        "The change applies to new and empty cards, and to the next card of this customer.",
        "{n} open cards were begun and keep their rules until their next reward. "
        "The change applies to new and empty cards, and to the next card of these customers.",
        begun,
    )
    at_once = [change for change in shown.differences if hold_at_once([change])]
    return [kept, *([turn.t("The new bonuses hold for them too, at once.")] if at_once else [])]


def confirm(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Make the change that was shown."""
    return _confirm(turn, arg, knowing=False)


def confirm_knowing(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Make a change that loses money or gives too early, for somebody who read so."""
    return _confirm(turn, arg, knowing=True)


def _confirm(turn: Turn, arg: str, *, knowing: bool) -> Reply | list[Reply]:
    shop_id, programme_id, mark = split_programme(arg)
    if turn.data.get("mark") != mark or turn.data.get("shop") != shop_id:
        return _made_before(turn, shop_id, programme_id, mark) or _overtaken(turn, shop_id, programme_id)
    seen = rules_for(turn, shop_id, asked_about(turn))
    if isinstance(seen, Reply):
        return seen
    match _make(turn, seen, knowing=knowing):
        case NotAllowed():
            return not_allowed(turn)
        case NoSuchProgramme():
            return gone(turn, shop_id)
        case Invalid() as why:
            return Reply(invalid(why, wording(seen, turn.words)))
        case Overtaken():
            return _overtaken(turn, shop_id, programme_id)
        case SecondYes(risks):
            return _ask_again(turn, seen, risks, arg)
        case NewRules() | Unchanged() as done:
            staff = staff_first(done.staff, turn.words) if isinstance(done, NewRules) else []
            return view(turn, done.rules, " ".join([turn.t("✔ Done."), *staff]) + "\n")


def _ask_again(turn: Turn, seen: CurrentRules, risks: Sequence[Risk], arg: str) -> Reply:
    yes = Choice(all_the_same(turn.words), "changeknow", arg)
    no = Choice(turn.t("Cancel"), "programme", programme_key(seen))
    turn.wait_for(turn.step or "change", **turn.data, yes=yes)
    lines = second_yes_lines(risks, seen.version.programme.unit, seen.shop.currency, turn.words)
    return Reply("\n".join(lines), ((yes,), (no,)))


def _make(
    turn: Turn, seen: CurrentRules, *, knowing: bool
) -> NewRules | Unchanged | Overtaken | SecondYes | Invalid | NoSuchProgramme | NotAllowed:
    shop_id = seen.shop.id
    if "minutes" in turn.data:
        minutes, this = int(turn.data["minutes"]), seen.version.programme_id
        return rules.change_token_minutes(turn.tx, turn.actor, shop_id, minutes, this, now=turn.now)
    new, on = rules.from_json(turn.data["rules"]), int(turn.data["on"])
    trade = str(turn.data.get("trade", "")) or None
    return rules.change_rules(
        turn.tx, turn.actor, shop_id, new, on=on, now=turn.now, knowing=knowing, trade=trade
    )


def _made_before(turn: Turn, shop_id: int, programme_id: int | None, mark: str) -> Reply | None:
    """Answer the second tap of who tapped twice: the rules are what it would make of them."""
    seen = rules_for(turn, shop_id, programme_id)
    if isinstance(seen, Reply):
        return None
    if mark not in (_mark(seen.version.programme), _mark(seen.shop.token_minutes)):
        return None
    return view(turn, seen, turn.t("That is how it is already."))


def _overtaken(turn: Turn, shop_id: int, programme_id: int | None) -> list[Reply]:
    told = Reply(turn.t("That change is out of date: nothing was changed. These are the rules now:"))
    answer = programme(turn, str(shop_id) if programme_id is None else f"{shop_id}.{programme_id}")
    return [told, *(answer if isinstance(answer, list) else [answer])]
