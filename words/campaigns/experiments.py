"""Experiments in words: what is tried against what, what is known of it, and what was decided."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import assert_never

from actions.campaigns.experiment_plan import ExperimentOutlook, UnfitExperiment
from actions.campaigns.experiments import ArmTally, ExperimentFound, SeenExperiment
from loyalty.campaigns.experiment import MOST_EXPECTED, MOST_LETTERS, Ending, Subject, Variant
from loyalty.campaigns.experiment_result import Alike, Better, CantTell
from loyalty.dates import day_of
from loyalty.records import Shop
from words.campaigns.impact import visits_said
from words.campaigns.kind_names import kind_name, step_name
from words.campaigns.settings import setting_name, setting_value
from words.language import LANGUAGES, N_, Words

_SUBJECTS: Mapping[Subject, str] = {
    "wording": N_("The words"),
    "offer": N_("The offer"),
    "hour": N_("The hour"),
    "dose": N_("How often"),
}
_ENDINGS: Mapping[Ending, str] = {
    "taken": N_("B was taken over"),
    "kept": N_("A stayed"),
    "stopped": N_("stopped without a decision"),
    "changed": N_("ended because the message was changed, switched or paused meanwhile"),
}
_YEAR = Decimal(12)


def subject_name(subject: Subject, say: Words) -> str:
    """Name what differs."""
    return say.t(_SUBJECTS[subject])


def experiment_lines(seen: SeenExperiment, say: Words) -> Iterator[str]:
    """Tell an experiment: what was expected, what differs, and what is known."""
    one, shop = seen.one, seen.shop
    yield title(seen, say)
    yield say.t("You wrote: “{hypothesis}”", hypothesis=one.hypothesis)
    yield say.tn(
        "You expected {n} visit more per 20 people in four weeks.",
        "You expected {n} visits more per 20 people in four weeks.",
        one.expected,
    )
    yield "A: " + variant_said(one.a, one.kind, shop, say)
    yield "B: " + variant_said(one.b, one.kind, shop, say)
    begun = say.date(day_of(one.begun_at, shop.zone))
    yield say.t("Since {day}, half of the people each, chosen by lot.", day=begun)
    if seen.whom:
        yield made_with(seen.whom.name, say)
    yield from found_lines(seen.found, shop, say)
    if one.ended_at and one.ending:
        day = say.date(day_of(one.ended_at, shop.zone))
        yield f"⏹ {day}: {say.t(_ENDINGS[one.ending])}"


def made_with(name: str, say: Words) -> str:
    """Say that an experiment is made with a filter's customers alone."""
    return "👥 " + say.t(
        "With “{filter}” alone: who is none of them gets neither, and is not counted.", filter=name
    )


def meanwhile(say: Words) -> str:
    """Say what must stay as it is while an experiment runs."""
    return say.t("Who chooses others for this message meanwhile, or changes it, ends the experiment.")


def title(seen: SeenExperiment, say: Words) -> str:
    """Name an experiment: "🧪 We miss you · The words · English · The gift"."""
    one = seen.one
    parts = [kind_name(say, seen.kind), subject_name(one.subject, say)]
    parts += [LANGUAGES[one.language]] if one.language in LANGUAGES else []
    parts += [step_name(say, seen.kind, one.step)] if one.step else []
    return "🧪 " + " · ".join(parts)


def variant_said(variant: Variant, kind: str, shop: Shop, say: Words) -> str:
    """Say what is so in a variant."""
    worded = [f"“{text}”" if text else say.t("our words") for text in variant.wording.values()]
    settings = [
        f"{setting_name(say, kind, name)}: {setting_value(say, kind, name, str(value), shop)}"
        for name, value in variant.settings.items()
    ]
    return " · ".join([*worded, *settings])


def found_lines(found: ExperimentFound | None, shop: Shop, say: Words) -> Iterator[str]:
    """Say what is known, and how surely."""
    if found is None or not found.comparison.people:
        yield "⚖ " + say.t("Too early to tell: I look how often people came in the four weeks after it.")
        return
    yield _side("A", found.a, shop, say)
    yield _side("B", found.b, shop, say)
    yield "⚖ " + _compared(found, say)


def _side(name: str, side: ArmTally, shop: Shop, say: Words) -> str:
    people = say.tn("{n} person", "{n} people", side.people)
    came = say.tn("{n} visit", "{n} visits", side.visits)
    line = f"{name}: {people}, {came}"
    return f"{line}, {_gifts(side.spent_minor, shop, say)}" if side.spent_minor else line


def _gifts(minor: int, shop: Shop, say: Words) -> str:
    return say.t("gifts used for {cost}", cost=say.money(minor, shop.currency))


def _compared(found: ExperimentFound, say: Words) -> str:
    match found.comparison:
        case Better(arm, _, seen):
            about, low, high = (visits_said(say, one) for one in (seen.about, seen.low, seen.high))
            if arm == "b":
                return say.t(
                    "B brings more: about {about} visits per 20 people more than A ({low} to {high}).",
                    about=about, low=low, high=high,
                )  # fmt: skip
            return say.t(
                "A brings more: with B it is about {about} visits per 20 people ({low} to {high}).",
                about=about, low=low, high=high,
            )  # fmt: skip
        case Alike(per_20=seen):
            low, high = visits_said(say, seen.low), visits_said(say, seen.high)
            return say.t(
                "They bring the same: the difference is within {low} to {high} visits per 20 people.",
                low=low, high=high,
            )  # fmt: skip
        case CantTell(people=people):
            return say.tn(
                "Nobody can tell yet which is better: only {n} person so far, four weeks after it.",
                "Nobody can tell yet which is better: only {n} people so far, four weeks after it.",
                people,
            )
        case never:
            assert_never(never)


def outlook_lines(found: ExperimentOutlook, say: Words) -> Iterator[str]:
    """Say honestly how long it may take to know."""
    yield "⏳ " + say.tn(
        "To know of that takes about {n} person: half of such experiments know by then.",
        "To know of that takes about {n} people: half of such experiments know by then.",
        found.needed,
    )
    if not found.people:
        yield say.t("How long that is I can't say yet: in the last 90 days it was due to nobody.")
        return
    months = (
        Decimal(found.needed) / (Decimal(found.people) / 3) + 1
    )  # and the four weeks after the last of them
    due = say.tn(
        "In the last 90 days it was due to {n} person.",
        "In the last 90 days it was due to {n} people.",
        found.people,
    )
    if months > _YEAR:
        yield (
            due
            + " "
            + say.t(
                "At that pace it takes more than a year. Try something from which you expect more, or leave it."
            )
        )
        return
    yield (
        due
        + " "
        + say.tn(
            "At that pace it takes about {n} month.", "At that pace it takes about {n} months.", round(months)
        )
    )


def word_unfit(bad: UnfitExperiment, say: Words) -> str:
    """Say why an experiment can't be begun like that."""
    match bad.why:
        case "running":
            return say.t("An experiment runs with this message already: one at a time.")
        case "same":
            return say.t("That is as it is now: B must differ from A.")
        case "nothing_given":
            return say.t(
                "Both must give something. Whether a gift helps at all, its own comparison tells you."
            )
        case "hypothesis":
            return say.tn("At most {n} letter.", "At most {n} letters.", MOST_LETTERS)
        case "expected":
            return say.t(
                "It must be from {least} to {most}.", least=say.number(1), most=say.number(MOST_EXPECTED)
            )
        case _:
            return say.t("That is not there any more.")
