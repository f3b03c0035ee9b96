"""Why did this message come? The rule, the data it used, how often; and three ways to have it otherwise."""

from collections.abc import Iterator, Mapping

from actions.campaigns.chosen_by import ChosenBy, chosen_by
from actions.campaigns.message_facts import Occasion, occasion
from actions.people import profile
from bot.customer.messages import dose, often
from bot.turn import Choice, Reply, Turn
from loyalty.campaigns.frequency_cap import Frequency, MessageKind, how_often
from words.campaigns.experiments import subject_name
from words.campaigns.kind_names import because, kind_name
from words.campaigns.kinds import KINDS, WORDING
from words.campaigns.whom import meant_for

_LESS: Mapping[Frequency, Frequency] = {
    Frequency.ALWAYS: Frequency.WEEKLY,
    Frequency.WEEKLY: Frequency.MONTHLY,
}


def why_this(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Explain a message: its kind's rule, and what was known of this person."""
    name, _, occurrence_id = arg.partition(":")
    kind = KINDS[name]
    rule, data = because(turn.words, kind)
    chosen = chosen_by(turn.tx, int(occurrence_id), turn.person_id)
    if chosen.filter:
        data = turn.t("{data}, and what you have just read", data=data)
    lines = [
        turn.t("Why this message? Because {rule}.", rule=rule),
        *_whom(turn, chosen),
        turn.t("I used: {data}. Nothing else, and nobody else sees it.", data=data),
        *_known(turn, occasion(turn.tx, int(occurrence_id), now=turn.now)),
        turn.t("How often: {often}. {dose}", often=_how_often(turn, kind), dose=dose(turn.words)),
    ]
    straight = WORDING[kind].mended_by if chosen.filter is None else ""  # all that it used is put right there
    wrong = (straight, "") if straight else ("putright", arg)
    rows = (
        (Choice(turn.t("Less often"), "less", kind), *_never(turn, kind)),
        (Choice(turn.t("That's wrong about me"), *wrong),),
    )
    return Reply("\n".join(lines), rows)


def _whom(turn: Turn, chosen: ChosenBy) -> Iterator[str]:
    """Name the filter that somebody passed, and the variant that a lot gave them."""
    if chosen.filter:
        yield turn.t(
            "The shop meant it for customers of whom this is so: {facts}.",
            facts=meant_for(chosen.filter, turn.words),
        )
    if chosen.tried:
        subject, arm = chosen.tried
        yield turn.t(
            "The shop tries two variants ({what}). A lot gave you variant {arm}, and nothing that is known of you.",
            what=subject_name(subject, turn.words),
            arm=arm.upper(),
        )


def _known(turn: Turn, one: Occasion | None) -> list[str]:
    """Show the data itself, to the person whose it is."""
    if one is None or one.person.id != turn.person_id:
        return []
    said = (line(one, turn.words) for line in WORDING[one.kind].known)
    return [f"· {line}" for line in said if line]


def less(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Write less often of this kind, one step down; what a date times has no less, and says so."""
    kind = KINDS[arg]
    if kind.policy.dated:
        return _dated(turn, kind)
    slower = _LESS.get(how_often(kind, profile.how_often(turn.tx, turn.person_id)))
    if slower is None:
        text = turn.t("That is as seldom as I can: {often}.", often=_how_often(turn, kind))
        return Reply(text, (_never(turn, kind), _all_messages(turn)), in_place=True)
    profile.set_how_often(turn.tx, turn.person_id, kind, slower, now=turn.now)
    name = kind_name(turn.words, kind)
    text = turn.t("Noted: “{kind}” {often} from now on.", kind=name, often=_how_often(turn, kind))
    return Reply(text, (_all_messages(turn),), in_place=True)


def _dated(turn: Turn, kind: MessageKind) -> Reply:
    text = turn.t(
        "“{kind}” has a date: it comes on its day or not at all. You can have it as it is, or never.",
        kind=kind_name(turn.words, kind),
    )
    return Reply(text, (_never(turn, kind), _all_messages(turn)), in_place=True)


def never_this_kind(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Send no message of this kind any more; other kinds still come."""
    kind = KINDS[arg]
    profile.set_how_often(turn.tx, turn.person_id, kind, Frequency.NEVER, now=turn.now)
    text = turn.t("Noted: no more messages of the kind “{kind}”.", kind=kind_name(turn.words, kind))
    again = Choice(turn.t("Again: {kind}", kind=kind_name(turn.words, kind)), "again", kind)
    return Reply(text, ((again,), _all_messages(turn)), in_place=True)


def _how_often(turn: Turn, kind: MessageKind) -> str:
    if profile.how_often(turn.tx, turn.person_id).get(kind) == Frequency.NEVER:
        return turn.t("never")
    if kind.policy.dated:
        return turn.t("when its day comes")
    return often(turn, kind.policy.purpose, kind)


def _never(turn: Turn, kind: MessageKind) -> tuple[Choice, ...]:
    return (Choice(turn.t("Never this kind"), "nokind", kind),)


def _all_messages(turn: Turn) -> tuple[Choice, ...]:
    return (Choice(turn.t("✉ Choose messages"), "messages"),)
