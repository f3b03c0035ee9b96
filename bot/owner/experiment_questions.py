"""What an owner is asked for an experiment: with which message, what differs, what they expect, and the other variant."""

from typing import cast

from actions.access import NotAllowed
from actions.campaigns import experiment_plan
from actions.campaigns import experiments as actions
from actions.campaigns.experiment_plan import Experiment, Plan, UnfitExperiment
from actions.campaigns.kinds import kind_named
from actions.campaigns.settings import BadSetting, BadWording, Campaign, step_of
from actions.people.identify import Workplace
from actions.shop.dear_gifts import begin_experiment
from actions.shop.sums import SecondYes
from bot.beside import Beside, reading
from bot.owner.campaigns import find
from bot.owner.experiments import show
from bot.owner.places import not_allowed, place_for, split
from bot.owner.settings import ask_setting, read_setting
from bot.turn import Choice, Reply, Turn
from loyalty.amounts import NoAmount, parse_amount, parse_whole
from loyalty.campaigns.experiment import MOST_EXPECTED, MOST_LETTERS, Subject, Variant
from loyalty.roles import Role
from loyalty.units import Unit
from words.amounts import bad_amount
from words.campaigns.experiments import outlook_lines, subject_name, variant_said, word_unfit
from words.campaigns.kind_names import kind_name, step_name
from words.campaigns.own_words import refusal
from words.campaigns.settings import choices_of, setting_name, word_bad_setting
from words.language import LANGUAGES
from words.people.channels import channel_name
from words.shop.risks import all_the_same, second_yes_lines

Answer = Reply | list[Reply]


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
        turn.t("With which message? One experiment runs with each at a time."), (*rows, _back(turn, place))
    )


def of(turn: Turn, arg: str) -> Answer:
    """Ask what is to differ: one thing."""
    found = find(turn, arg)
    if isinstance(found, Reply):
        return found
    place, one = found
    about = f"{place.shop.id}:{one.kind}"
    rows = [
        (Choice(subject_name(subject, turn.words), "trialwhat", f"{about}:{subject}"),)
        for subject in experiment_plan.subjects(turn.tx, place.shop.id, one.kind)
    ]
    return Reply(
        turn.t("What is to differ? One thing at a time, or nobody knows what it was."),
        (*rows, _back(turn, place)),
    )


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
    return Reply(turn.t("Which?"), (*rows, _back(turn, place)))


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
    return Reply(question, (_back(turn, place),))


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
            return _planned(turn, place, str(turn.data["value"]), str(amount))
        case _:  # something else was typed than a yes to what was shown
            return _value(turn, place, one, text)


def _hypothesis(turn: Turn, place: Workplace, text: str) -> Reply:
    if not 0 < len(text.strip()) <= MOST_LETTERS:
        return Reply(word_unfit(UnfitExperiment("hypothesis"), turn.words))
    _go_on(turn, ask="expected", hypothesis=text.strip())
    question = turn.t(
        "How many visits more do you expect with it, per 20 people in four weeks? Type a number from 1 to 100. What a good message "
        "adds is seldom more than 8."
    )
    return Reply(question, (_back(turn, place),))


def _expected(turn: Turn, place: Workplace, one: Campaign, text: str) -> Reply:
    expected = parse_whole(text)
    if expected is None or not 1 <= expected <= MOST_EXPECTED:
        return Reply(word_unfit(UnfitExperiment("expected"), turn.words))
    name = str(turn.data["name"])
    _go_on(turn, ask="value", expected=expected)
    if experiment_plan.subject_of(name) == "wording":
        now_said = one.wording.get(name) or turn.t("our words")
        ask = turn.t("Now B: type the other words. A stays as it is: {a}", a=now_said)
    else:
        before = variant_said(Variant({name: one.settings[name]}), one.kind, place.shop, turn.words)
        ask = turn.t("Now B. A stays as it is: {a}", a=before)
        ask += "\n" + ask_setting(turn, one.kind, name, place.shop)
    return Reply(ask, (*_choices(turn, place, one, name), _back(turn, place)))


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
    return _planned(turn, place, value, "")


def _value(turn: Turn, place: Workplace, one: Campaign, text: str) -> Answer | Beside[Answer]:
    name = str(turn.data["name"])
    if experiment_plan.subject_of(name) == "wording":
        return _planned(turn, place, text, "")
    value = read_setting(one.kind, name, text, place.shop)
    if isinstance(value, NoAmount):
        return Reply(bad_amount(value, place.shop.currency, turn.words))
    costs = f"{name}_cost_minor"
    if costs not in one.settings:
        return _planned(turn, place, value, "")
    _go_on(turn, ask="cost", value=value)
    unknown = Choice(turn.t("I don't know"), "trialnocost", str(place.shop.id))
    question = ask_setting(turn, one.kind, costs, place.shop)
    return Reply(question, ((unknown,), _back(turn, place)))


def no_cost(turn: Turn, arg: str) -> Answer | Beside[Answer]:
    """Go on without knowing what the other offer costs."""
    place = place_for(turn, Role.OWNER, "experiments", arg)
    if isinstance(place, Reply):
        return place
    if turn.data.get("ask") != "cost" or turn.data.get("shop") != place.shop.id:
        return new(turn, arg)
    return _planned(turn, place, str(turn.data["value"]), "")


def _go_on(turn: Turn, *, yes: Choice | None = None, **more: str | int) -> None:
    turn.wait_for("trial", yes=yes, **{**turn.data, **more})


def _planned(turn: Turn, place: Workplace, value: str, cost: str) -> Answer:
    """Show what will be tried and how long that may take, or what is wrong with it."""
    plan = _plan({**turn.data, "value": value, "cost": cost})
    found = experiment_plan.planned(turn.tx, turn.actor, place.shop.id, plan)
    if not isinstance(found, experiment_plan.NewExperiment):
        return _refused(turn, place, plan, found)
    yes = Choice(turn.t("✔ Begin"), "trialgo", str(place.shop.id))
    _go_on(turn, yes=yes, ask="", value=value, cost=cost)
    say, shop = turn.words, place.shop
    lines = [f"“{plan.hypothesis}”", f"A: {variant_said(found.a, plan.kind, shop, say)}"]
    lines += [f"B: {variant_said(found.b, plan.kind, shop, say)}"]
    lines.append(
        turn.t("Half of the people get B, chosen by lot. Who is not written to, to compare, stays so.")
    )
    if found.subject == "wording" and turn.billing:
        lines.append(
            turn.t(
                "On {channel} the approved words go on: whoever reads you there is not counted, nor who speaks another language.",
                channel=channel_name(turn.billing.channel, turn.words),
            )
        )
    seen = experiment_plan.outlook(turn.tx, turn.actor, shop.id, plan.kind, plan.expected, now=turn.now)
    lines += [] if isinstance(seen, NotAllowed) else outlook_lines(seen, say)
    return Reply("\n".join(lines), ((yes,), _back(turn, place)))


def _plan(data: dict[str, object]) -> Plan:
    return Plan(
        kind_named(str(data["kind"])),
        str(data["name"]),
        str(data["hypothesis"]),
        int(str(data["expected"])),
        str(data["value"]),
        str(data["cost"]),
    )


def _refused(
    turn: Turn, place: Workplace, plan: Plan, bad: NotAllowed | BadSetting | BadWording | UnfitExperiment
) -> Reply:
    match bad:
        case NotAllowed():
            return not_allowed(turn)
        case BadSetting():
            question = ask_setting(turn, plan.kind, plan.name, place.shop)
            return Reply(f"{word_bad_setting(turn.words, bad)} {question}")
        case BadWording():
            return Reply(refusal(turn.words, plan.kind, plan.value, bad, step=step_of(plan.name)))
        case UnfitExperiment():
            return Reply(word_unfit(bad, turn.words))


def start(turn: Turn, arg: str) -> Answer | Beside[Answer]:
    """Begin the experiment that was shown."""
    return _start(turn, arg, knowing=False)


def start_knowing(turn: Turn, arg: str) -> Answer | Beside[Answer]:
    """Begin it although its offer may take all that is left, for somebody who read so."""
    return _start(turn, arg, knowing=True)


def _start(turn: Turn, arg: str, *, knowing: bool) -> Answer | Beside[Answer]:
    place = place_for(turn, Role.OWNER, "experiments", arg)
    if isinstance(place, Reply):
        return place
    if turn.data.get("shop") != place.shop.id or "cost" not in turn.data:
        return new(turn, arg)
    plan = _plan(turn.data)
    done = begin_experiment(turn.tx, turn.actor, place.shop.id, plan, now=turn.now, knowing=knowing)
    match done:
        case SecondYes():
            yes = Choice(all_the_same(turn.words), "trialknow", str(place.shop.id))
            _go_on(turn, yes=yes)
            lines = second_yes_lines(done.risks, Unit.STAMPS, place.shop.currency, turn.words)
            return Reply("\n".join(lines), ((yes,), _back(turn, place)))
        case Experiment():
            turn.stop_waiting()
            return reading(lambda turn: show(turn, done.id))
        case _:
            return _refused(turn, place, plan, done)


def _back(turn: Turn, place: Workplace) -> tuple[Choice, ...]:
    return (Choice(turn.t("← Experiments"), "experiments", str(place.shop.id)),)
