"""The last step of an experiment's dialog: what will be tried is shown, and begun by a yes, once."""

from actions.access import NotAllowed
from actions.campaigns import experiment_plan
from actions.campaigns import experiments as actions
from actions.campaigns.experiment_plan import Experiment, Plan, UnfitExperiment
from actions.campaigns.kinds import kind_named
from actions.campaigns.settings import BadSetting, BadWording, campaign_of, step_of
from actions.people.identify import Workplace
from actions.shop.dear_gifts import begin_experiment
from actions.shop.sums import SecondYes
from bot.beside import Beside, reading
from bot.owner.experiments import show
from bot.owner.places import not_allowed, place_for, split
from bot.owner.settings import ask_setting
from bot.turn import Choice, Reply, Turn
from loyalty.roles import Role
from loyalty.units import Unit
from words.campaigns.experiments import made_with, meanwhile, outlook_lines, variant_said, word_unfit
from words.campaigns.own_words import refusal
from words.campaigns.settings import word_bad_setting
from words.people.channels import channel_name
from words.shop.risks import all_the_same, second_yes_lines

Answer = Reply | list[Reply]


def go_on(turn: Turn, *, yes: Choice | None = None, **more: str | int) -> None:
    """Keep what was answered, and wait for the next."""
    turn.wait_for("trial", yes=yes, **{**turn.data, **more})


def planned(turn: Turn, place: Workplace, value: str, cost: str) -> Answer:
    """Show what will be tried and how long that may take, or what is wrong with it."""
    plan = _plan({**turn.data, "value": value, "cost": cost})
    found = experiment_plan.planned(turn.tx, turn.actor, place.shop.id, plan)
    if not isinstance(found, experiment_plan.NewExperiment):
        return _refused(turn, place, plan, found)
    yes = Choice(turn.t("✔ Begin"), "trialgo", f"{place.shop.id}:{plan.kind}")
    go_on(turn, yes=yes, ask="", value=value, cost=cost)
    say, shop = turn.words, place.shop
    lines = [f"“{plan.hypothesis}”", f"A: {variant_said(found.a, plan.kind, shop, say)}"]
    lines += [f"B: {variant_said(found.b, plan.kind, shop, say)}"]
    lines.append(
        turn.t("Half of the people get B, chosen by lot. Who is not written to, to compare, stays so.")
    )
    whom = experiment_plan.whom_for(turn.tx, campaign_of(turn.tx, shop.id, plan.kind))
    lines += [made_with(whom.name, say)] if whom else []
    lines.append(meanwhile(say))
    if found.subject == "wording" and turn.billing:
        lines.append(
            turn.t(
                "On {channel} the approved words go on: whoever reads you there is not counted, nor who speaks another language.",
                channel=channel_name(turn.billing.channel, turn.words),
            )
        )
    seen = experiment_plan.outlook(turn.tx, turn.actor, shop.id, plan.kind, plan.expected, now=turn.now)
    lines += [] if isinstance(seen, NotAllowed) else outlook_lines(seen, say)
    return Reply("\n".join(lines), ((yes,), back(turn, place)))


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
    shop_id, kind = split(arg)
    place = place_for(turn, Role.OWNER, "experiments", str(shop_id))
    if isinstance(place, Reply):
        return place
    if not _is_planned(turn, place, kind):
        return _not_planned(turn, place, kind)
    plan = _plan(turn.data)
    done = begin_experiment(turn.tx, turn.actor, place.shop.id, plan, now=turn.now, knowing=knowing)
    match done:
        case SecondYes():
            yes = Choice(all_the_same(turn.words), "trialknow", f"{place.shop.id}:{plan.kind}")
            go_on(turn, yes=yes)
            lines = second_yes_lines(done.risks, Unit.STAMPS, place.shop.currency, turn.words)
            return Reply("\n".join(lines), ((yes,), back(turn, place)))
        case Experiment():
            turn.stop_waiting()
            return reading(lambda turn: show(turn, done.id))
        case _:
            return _refused(turn, place, plan, done)


def _is_planned(turn: Turn, place: Workplace, kind: str) -> bool:
    """Say whether what a button begins is what was shown last; those of old name no message."""
    about = turn.data
    return about.get("shop") == place.shop.id and "cost" in about and kind in ("", about.get("kind"))


def _not_planned(turn: Turn, place: Workplace, kind: str) -> Answer | Beside[Answer]:
    """Show what runs already, as after a double tap; where nothing does, say how it is begun anew."""
    found = actions.see_experiments(turn.tx, turn.actor, place.shop.id)
    if isinstance(found, NotAllowed):
        return not_allowed(turn)
    runs = next((one.one.id for one in found.running if one.kind == kind), None)
    if runs:
        note = turn.t("It runs already, and was begun once.")
        return reading(lambda turn: show(turn, runs, note))
    anew = Choice(turn.t("➕ Try something"), "trialnew", str(place.shop.id))
    text = turn.t("What you had planned here is not kept any more. Begin it anew, if you still want it.")
    return Reply(text, ((anew,), back(turn, place)))


def back(turn: Turn, place: Workplace) -> tuple[Choice, ...]:
    """Lead back to what is tried."""
    return (Choice(turn.t("← Experiments"), "experiments", str(place.shop.id)),)
