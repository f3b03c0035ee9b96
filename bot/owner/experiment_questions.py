"""What an owner is asked for an experiment: with which message, what differs, what they expect, and the other variant."""

from typing import cast

from actions.access import NotAllowed
from actions.campaigns import experiment_plan
from actions.campaigns import experiments as actions
from actions.campaigns.experiment_plan import UnfitExperiment
from actions.campaigns.settings import Campaign
from actions.campaigns.whom import WhomChoice, see_whom
from actions.people.identify import Workplace
from bot.beside import Beside, beside
from bot.owner.campaigns import find
from bot.owner.experiment_start import Answer, back, go_on, planned
from bot.owner.places import not_allowed, place_for, split
from bot.owner.settings import ask_setting, read_setting
from bot.turn import Choice, Reply, Turn
from bot.whence import passed
from loyalty.amounts import NoAmount, parse_amount, parse_whole
from loyalty.campaigns.experiment import MOST_EXPECTED, MOST_LETTERS, Subject, Variant
from loyalty.roles import Role
from words.amounts import bad_amount
from words.campaigns.experiments import (
    subject_name,
    variant_said,
    word_unfit,
)
from words.campaigns.kind_names import kind_name, step_name
from words.campaigns.settings import choices_of, setting_name
from words.campaigns.whom import whom_line
from words.language import LANGUAGES


def new(turn: Turn, arg: str) -> Answer:
    """Ask with which message something is to be tried."""
    place = place_for(turn, Role.OWNER, "experiments", arg)
    if isinstance(place, Reply):
        return place
    found = actions.see_experiments(turn.tx, turn.actor, place.shop.id)
    if isinstance(found, NotAllowed):
        return not_allowed(turn)
    buttons = [
        Choice(kind_name(turn.words, kind), "trialof", f"{place.shop.id}:{kind}") for kind in found.free
    ]
    rows = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    return Reply(
        turn.t("With which message? One experiment runs with each at a time."), (*rows, back(turn, place))
    )


@beside
def of(turn: Turn, arg: str) -> Answer:
    """Ask what is to differ: one thing. Whom the message is for stands beside it, as it is tried with them alone."""
    found = find(turn, arg)
    if isinstance(found, Reply):
        return found
    place, one = found
    about = f"{place.shop.id}:{one.kind}"
    passed(turn, place.shop.id, "trialof", about)
    rows = [
        (Choice(subject_name(subject, turn.words), "trialwhat", f"{about}:{subject}"),)
        for subject in experiment_plan.subjects(turn.tx, place.shop.id, one.kind)
    ]
    lines = [turn.t("What is to differ? One thing at a time, or nobody knows what it was.")]
    seen = see_whom(turn.tx, turn.actor, place.shop.id, one.kind)
    if isinstance(seen, WhomChoice) and (seen.chosen or seen.others):
        line = whom_line(seen.chosen, turn.words)
        lines.append(
            turn.t(
                "👥 It is tried with whom the message is for: {whom}. Choose others before you begin.",
                whom=line,
            )
        )
        rows.append((Choice(turn.t("👥 For whom"), "whom", about),))
    return Reply("\n".join(lines), (*rows, back(turn, place)))


def what(turn: Turn, arg: str) -> Answer:
    """Ask which words, or which of several offers; where there is one, go on."""
    found = find(turn, arg)
    if isinstance(found, Reply):
        return found
    place, one = found
    subject = cast("Subject", arg.split(":")[2])
    about = f"{place.shop.id}:{one.kind}"
    names = experiment_plan.subjects(turn.tx, place.shop.id, one.kind).get(subject, ())
    labels = (
        _worded(turn, one)
        if subject == "wording"
        else {name: setting_name(turn.words, one.kind, name) for name in names}
    )
    if len(labels) == 1:
        return picked(turn, f"{about}:{next(iter(labels))}")
    rows = [(Choice(label, "trialpick", f"{about}:{name}"),) for name, label in labels.items()]
    return Reply(turn.t("Which?"), (*rows, back(turn, place)))


def _worded(turn: Turn, one: Campaign) -> dict[str, str]:
    """Name the words of a campaign, by language and step."""
    return {
        one.words_name(code, step): f"{name} · {step_name(turn.words, one.kind, step)}" if step else name
        for code, name in LANGUAGES.items()
        for step in one.steps or ("",)
    }


def picked(turn: Turn, arg: str) -> Answer:
    """Ask for the hypothesis, before anything else is typed."""
    found = find(turn, arg)
    if isinstance(found, Reply):
        return found
    place, one = found
    name = arg.split(":")[2]
    turn.wait_for("trial", shop=place.shop.id, kind=one.kind, name=name, ask="hypothesis")
    question = turn.t(
        "First write down in a sentence what you expect, and why. It stays as you wrote it. For example: “If I say what is still "
        "missing, more people come.”"
    )
    return Reply(question, (back(turn, place),))


def typed(turn: Turn, text: str) -> Answer | Beside[Answer]:
    """Take what was asked for, and ask for the next."""
    found = find(turn, f"{turn.data['shop']}:{turn.data['kind']}")
    if isinstance(found, Reply):
        return found
    place, one = found
    match turn.data.get("ask"):
        case "hypothesis":
            return _hypothesis(turn, place, text)
        case "expected":
            return _expected(turn, place, one, text)
        case "value":
            return _value(turn, place, one, text)
        case "cost":
            amount = parse_amount(text, place.shop.currency)
            if isinstance(amount, NoAmount):
                return Reply(bad_amount(amount, place.shop.currency, turn.words))
            return planned(turn, place, str(turn.data["value"]), str(amount))
        case _:  # something else was typed than a yes to what was shown
            return _value(turn, place, one, text)


def _hypothesis(turn: Turn, place: Workplace, text: str) -> Reply:
    if not 0 < len(text.strip()) <= MOST_LETTERS:
        return Reply(word_unfit(UnfitExperiment("hypothesis"), turn.words))
    go_on(turn, ask="expected", hypothesis=text.strip())
    question = turn.t(
        "How many visits more do you expect with it, per 20 people in four weeks? Type a number from 1 to 100. What a good message "
        "adds is seldom more than 8."
    )
    return Reply(question, (back(turn, place),))


def _expected(turn: Turn, place: Workplace, one: Campaign, text: str) -> Reply:
    expected = parse_whole(text)
    if expected is None or not 1 <= expected <= MOST_EXPECTED:
        return Reply(word_unfit(UnfitExperiment("expected"), turn.words))
    name = str(turn.data["name"])
    go_on(turn, ask="value", expected=expected)
    if experiment_plan.subject_of(name) == "wording":
        now_said = one.wording.get(name) or turn.t("our words")
        ask = turn.t("Now B: type the other words. A stays as it is: {a}", a=now_said)
    else:
        before = variant_said(Variant({name: one.settings[name]}), one.kind, place.shop, turn.words)
        ask = turn.t("Now B. A stays as it is: {a}", a=before)
        ask += "\n" + ask_setting(turn, one.kind, name, place.shop)
    return Reply(ask, (*_choices(turn, place, one, name), back(turn, place)))


def _choices(turn: Turn, place: Workplace, one: Campaign, name: str) -> list[tuple[Choice, ...]]:
    """Offer what a setting can be besides a number."""
    if experiment_plan.subject_of(name) == "wording":
        return []
    return [
        (Choice(label, "trialvalue", f"{place.shop.id}:{value}"),)
        for value, label in choices_of(turn.words, one.kind, name).items()
    ]


def chosen(turn: Turn, arg: str) -> Answer | Beside[Answer]:
    """Take what was tapped in the place of a number."""
    shop_id, value = split(arg)
    place = place_for(turn, Role.OWNER, "experiments", str(shop_id))
    if isinstance(place, Reply):
        return place
    if turn.data.get("ask") != "value" or turn.data.get("shop") != place.shop.id:
        return new(turn, str(shop_id))
    return planned(turn, place, value, "")


def _value(turn: Turn, place: Workplace, one: Campaign, text: str) -> Answer | Beside[Answer]:
    name = str(turn.data["name"])
    if experiment_plan.subject_of(name) == "wording":
        return planned(turn, place, text, "")
    value = read_setting(one.kind, name, text, place.shop)
    if isinstance(value, NoAmount):
        return Reply(bad_amount(value, place.shop.currency, turn.words))
    costs = f"{name}_cost_minor"
    if costs not in one.settings:
        return planned(turn, place, value, "")
    go_on(turn, ask="cost", value=value)
    unknown = Choice(turn.t("I don't know"), "trialnocost", str(place.shop.id))
    question = ask_setting(turn, one.kind, costs, place.shop)
    return Reply(question, ((unknown,), back(turn, place)))


def no_cost(turn: Turn, arg: str) -> Answer | Beside[Answer]:
    """Go on without knowing what the other offer costs."""
    place = place_for(turn, Role.OWNER, "experiments", arg)
    if isinstance(place, Reply):
        return place
    if turn.data.get("ask") != "cost" or turn.data.get("shop") != place.shop.id:
        return new(turn, arg)
    return planned(turn, place, str(turn.data["value"]), "")
