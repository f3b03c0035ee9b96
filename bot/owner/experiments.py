"""Experiments with campaigns: what is tried, what was found, and the owner's decision."""

from dataclasses import replace
from typing import cast, get_args

from actions.access import NotAllowed
from actions.campaigns import experiments as actions
from actions.campaigns.experiment_plan import UnfitExperiment
from actions.campaigns.experiments import Experiments, SeenExperiment, endings
from bot.beside import beside
from bot.owner.places import not_allowed, place_for, split
from bot.turn import Choice, Filled, Reply, Turn
from loyalty.campaigns.experiment import Ending
from loyalty.roles import Role
from words.campaigns.experiments import experiment_lines, title, word_unfit
from words.campaigns.kind_names import kind_name
from words.language import Words


@beside
def experiments(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /experiments: what is tried now, what was tried, and a way to try something."""
    place = place_for(turn, Role.OWNER, "experiments", arg)
    if isinstance(place, Reply):
        return place
    found = actions.see_experiments(turn.tx, turn.actor, place.shop.id)
    return not_allowed(turn) if isinstance(found, NotAllowed) else _list(turn, found)


def _list(turn: Turn, found: Experiments) -> Reply:
    shop, say = found.shop, turn.words
    lines = [turn.t("{shop}: two variants of a message, half of the people each", shop=shop.name)]
    if not found.running:
        lines.append(
            turn.t(
                "Nothing is tried now. Write down what you expect, let the lot choose who gets which, and decide when it is known."
            )
        )
    if found.log:
        lines.append(turn.t("Below, after what runs, is what was tried; nobody can change that any more."))
    rows = [(Choice(title(one, say), "experiment", str(one.one.id)),) for one in found.running]
    if found.free:
        rows.append((Choice(turn.t("➕ Try something"), "trialnew", str(shop.id)),))
    rows += [(Choice(_logged(one, say), "experiment", str(one.one.id)),) for one in found.log]
    back = (Choice(turn.t("← Messages"), "campaigns", str(shop.id)),)
    return Reply("\n".join(lines), (*rows, back))


def _logged(seen: SeenExperiment, say: Words) -> str:
    ended = seen.one.ended_at or seen.one.begun_at
    return f"{say.date(ended, seen.shop.zone)} · {title(seen, say)}"


@beside
def experiment(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show one experiment, and what its owner may decide."""
    return show(turn, split(arg)[0])


def show(turn: Turn, experiment_id: int, note: str = "") -> Reply:
    """Show an experiment, read beside the writer."""
    found = actions.experiment_of(turn.tx, turn.actor, experiment_id)
    if isinstance(found, NotAllowed):
        return not_allowed(turn)
    shown = word_experiment(turn.words, found)
    return replace(shown, text=f"{note}\n{shown.text}") if note else shown


def word_experiment(say: Words, found: SeenExperiment) -> Reply:
    """Word an experiment, with a button for each decision that what is known allows."""
    names = {
        "taken": say.t("✔ Take over B"),
        "kept": say.t("✔ Keep A"),
        "stopped": say.t("⏹ Stop without a decision"),
    }
    one = found.one
    decisions = tuple((Choice(names[end], "trialend", f"{one.id}:{end}"),) for end in endings(found))
    back = (Choice(say.t("← Experiments"), "experiments", str(found.shop.id)),)
    people = found.found.comparison.people if found.found else 0
    about = {"shop": found.shop.name, "message": kind_name(say, found.kind), "people": say.number(people)}
    return Reply(
        "\n".join(experiment_lines(found, say)),
        (*decisions, back),
        template=Filled("experiment", about, {"experiment": str(one.id)}),
    )


def decide(turn: Turn, arg: str) -> Reply | list[Reply]:
    """End an experiment as its owner decided."""
    this, ending = split(arg)
    if ending not in get_args(Ending):
        return Reply(turn.t("That is not there any more."))
    done = actions.decide(turn.tx, turn.actor, this, cast("Ending", ending), now=turn.now)
    match done:
        case NotAllowed():
            return not_allowed(turn)
        case UnfitExperiment():
            return Reply(word_unfit(done, turn.words))
        case SeenExperiment():
            return word_experiment(turn.words, done)
