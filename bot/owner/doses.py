"""How much a shop writes at most, and when it keeps quiet: its owner may choose less, never more."""

from dataclasses import replace

from actions.access import NotAllowed
from actions.campaigns.dose import Dose, dose_of, set_dose
from actions.people.identify import Workplace
from bot.owner.places import not_allowed, place_for, split
from bot.turn import Choice, Reply, Turn
from loyalty.campaigns.frequency_cap import GAP_DAYS, LONGEST_GAP_DAYS, MOST_IN_30_DAYS
from loyalty.counted import parse_counted
from loyalty.roles import Role
from loyalty.shop.opening_hours import parse_time


def dose(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show the shop's dose, or ask for the part that was tapped."""
    place, part = place_for(turn, Role.OWNER, "dose", arg), split(arg)[1]
    if isinstance(place, Reply):
        return place
    if part not in _names(turn):
        return _view(turn, place)
    turn.wait_for("dose", shop=place.shop.id, part=part)
    return Reply(_question(turn, part), ((Choice(turn.t("← Back"), "dose", str(place.shop.id)),),))


def _view(turn: Turn, place: Workplace, note: str = "") -> Reply:
    now, shop = dose_of(turn.tx, place.shop.id), str(place.shop.id)
    cap, quiet = now.cap, now.quiet
    values = {
        "gap": turn.tn("{n} day", "{n} days", cap.gap_days),
        "most": turn.words.number(cap.most_in_30_days),
        "from": f"{quiet.starts:%H:%M}",
        "until": f"{quiet.ends:%H:%M}",
    }
    names = _names(turn)
    lines = [note] if note else []
    lines += [turn.t("{shop}: how much a customer hears, from all shops together", shop=place.shop.name)]
    lines += [f"· {names[part]}: {value}" for part, value in values.items()]
    buttons = [Choice(name, "dose", f"{shop}:{part}") for part, name in names.items()]
    back = Choice(turn.t("← Messages"), "campaigns", shop)
    return Reply("\n".join(lines), (tuple(buttons[:2]), tuple(buttons[2:]), (back,)))


def dose_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Take the typed value, or say what would do."""
    part, shop = str(turn.data["part"]), str(turn.data["shop"])
    place = place_for(turn, Role.OWNER, "dose", shop)
    if isinstance(place, Reply):
        return place
    new = _changed(dose_of(turn.tx, place.shop.id), part, text.strip())
    if new is None:
        return Reply(f"{turn.t('I did not understand that.')} {_question(turn, part)}")
    turn.stop_waiting()
    kept = set_dose(turn.tx, turn.actor, place.shop.id, new, now=turn.now)
    return not_allowed(turn) if isinstance(kept, NotAllowed) else _view(turn, place, turn.t("✔ Done."))


def _changed(dose: Dose, part: str, text: str) -> Dose | None:
    """Change one part; None when that can't be."""
    if part in {"from", "until"}:
        moment = parse_time(text)
        if moment is None:
            return None
        quiet = dose.quiet
        return replace(
            dose, quiet=replace(quiet, starts=moment) if part == "from" else replace(quiet, ends=moment)
        )
    number = parse_counted(text, "days" if part == "gap" else "")
    least, most = (GAP_DAYS, LONGEST_GAP_DAYS) if part == "gap" else (0, MOST_IN_30_DAYS)
    if number is None or not least <= number <= most:
        return None
    cap = dose.cap
    return replace(
        dose, cap=replace(cap, gap_days=number) if part == "gap" else replace(cap, most_in_30_days=number)
    )


def _names(turn: Turn) -> dict[str, str]:
    return {
        "gap": turn.t("At most once in"),
        "most": turn.t("Most in 30 days"),
        "from": turn.t("Quiet from"),
        "until": turn.t("Quiet until"),
    }


def _question(turn: Turn, part: str) -> str:
    say = turn.words
    return {
        "gap": turn.t(
            "How many days between two messages? Type a number from {least} to {most}.",
            least=say.number(GAP_DAYS),
            most=say.number(LONGEST_GAP_DAYS),
        ),
        "most": turn.t(
            "How many messages in 30 days at most? Type a number from 0 to {most}.",
            most=say.number(MOST_IN_30_DAYS),
        ),
        "from": turn.t("From when on is it quiet? Type a time, for example 21:00."),
        "until": turn.t("Until when is it quiet? Type a time, for example 9:00."),
    }[part]
