"""Which messages come without being asked for, and how often."""

from collections.abc import Mapping

from actions import profile
from bot.turn import Choice, Reply, Turn
from bot.words import N_

_KINDS: Mapping[str, tuple[str, str]] = {
    "reminders": (N_("Reminders"), N_("how far your goal is, and rewards that wait for you")),
    "offers": (N_("Offers"), N_("birthday gifts, a word when we miss you, news from the shop")),
}
_OFTEN: Mapping[str, str] = {
    "always": N_("whenever there is something"),
    "weekly": N_("at most once a week"),
    "monthly": N_("at most once a month"),
    "never": N_("never"),
}


def show_messages(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /messages: what comes how often, or the choices for one kind."""
    if arg in _KINDS and turn.shown_at:
        return _choices(turn, arg)
    return _overview(turn)


def choose_frequency(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Write about this kind of thing as often as was tapped."""
    kind, _, frequency = arg.partition(":")
    profile.set_how_often(turn.tx, turn.person_id, kind, frequency, now=turn.now)
    return _choices(turn, kind)


def stop(turn: Turn, _arg: str) -> Reply | list[Reply]:
    """Take STOP for an answer: nothing comes any more but receipts."""
    profile.stop_all(turn.tx, turn.person_id, now=turn.now)
    return Reply(
        turn.t("Done: I only answer you from now on, and say what was booked on your card."),
        ((Choice(turn.t("✉ Choose messages"), "messages"),),),
    )


def _overview(turn: Turn) -> Reply:
    often = profile.how_often(turn.tx, turn.person_id)
    lines = [turn.t("What I write about without being asked:")]
    rows: list[tuple[Choice, ...]] = []
    for kind, (name, about) in _KINDS.items():
        lines.append(f"· {turn.t(name)} ({turn.t(about)}): {turn.t(_OFTEN[often[kind]])}")
        rows.append((Choice(turn.t(name), "messages", kind),))
    lines.append(turn.t("What was booked on your card I always tell you, at once."))
    rows.append((Choice(turn.t("Stop them all"), "stop"),))
    return Reply("\n".join(lines), tuple(rows), in_place=turn.shown_at is not None)


def _choices(turn: Turn, kind: str) -> Reply:
    current = profile.how_often(turn.tx, turn.person_id)[kind]
    name, about = _KINDS[kind]
    rows = [
        (Choice(("✓ " if often == current else "") + turn.t(said), "often", f"{kind}:{often}"),)
        for often, said in _OFTEN.items()
    ]
    rows.append((Choice(turn.t("↩ All messages"), "messages"),))
    return Reply(f"{turn.t(name)}: {turn.t(about)}", tuple(rows), in_place=True)
