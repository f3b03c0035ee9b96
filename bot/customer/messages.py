"""Which messages come without being asked for: only after a yes, and as often as their person likes."""

from collections.abc import Iterable, Mapping

from actions.campaigns.consents import consents_of, give_consent, withdraw_consent
from actions.campaigns.kinds.goal import GOAL
from actions.people import profile, reached
from bot.customer import linking
from bot.turn import Choice, Reply, Turn
from loyalty.campaigns.frequency_cap import (
    GAP_DAYS,
    MOST_IN_30_DAYS,
    MessageKind,
    Purpose,
    agreed,
    how_often,
)
from words.campaigns.kind_names import REFUSABLE, kind_name
from words.campaigns.kinds import KINDS
from words.language import N_, Words

# Of the words in which we ask; kept with each yes, so that anybody can tell later what it was a yes to.
WORDING = "2"

PURPOSES: Mapping[Purpose, tuple[str, str]] = {
    Purpose.REMINDERS: (N_("Reminders"), N_("how far your goal is, and rewards that wait for you")),
    Purpose.OFFERS: (N_("Offers"), N_("birthday gifts, a word when we miss you, news from the shop")),
}
_OFTEN: Mapping[str, str] = {
    "always": N_("whenever there is something"),
    "weekly": N_("at most once a week"),
    "monthly": N_("at most once a month"),
    "never": N_("never"),
}
_Rows = tuple[tuple[Choice, ...], ...]


def show_messages(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /messages: what comes how often, or the choices for one purpose."""
    if arg in set(PURPOSES) and turn.shown_at:
        return _choices(turn, Purpose(arg))
    return _overview(turn)


def choose_frequency(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Write for this purpose as often as was tapped; to choose a rhythm is a yes, "never" takes it back."""
    name, _, frequency = arg.partition(":")
    purpose = Purpose(name)
    if frequency == "never":
        _withdraw(turn, purpose)
        if purpose is Purpose.REMINDERS:
            _withdraw(turn, Purpose.GOALS)
    else:
        say_yes(turn, purpose)
        profile.set_how_often(turn.tx, turn.person_id, purpose, frequency, now=turn.now)
    return _choices(turn, purpose)


def allow_again(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Send a kind of message again, as often as the others with its purpose."""
    profile.set_how_often(turn.tx, turn.person_id, KINDS[arg], "always", now=turn.now)
    return _overview(turn)


def choose_chat(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Write to this person on the messenger that was tapped."""
    reached.choose_chat(turn.tx, turn.person_id, int(arg), now=turn.now)
    return _overview(turn)


def say_yes(turn: Turn, purpose: Purpose) -> bool:
    """Keep a yes with its day, channel and wording; False when it was given before."""
    if purpose in consents_of(turn.tx, turn.person_id):
        return False
    channel, wording = turn.incoming.sender.channel, wording_version(turn.words)
    give_consent(turn.tx, turn.person_id, purpose, channel=channel, wording=wording, now=turn.now)
    return True


def _withdraw(turn: Turn, purpose: Purpose) -> None:
    channel, wording = turn.incoming.sender.channel, wording_version(turn.words)
    withdraw_consent(turn.tx, turn.person_id, purpose, channel=channel, wording=wording, now=turn.now)


def wording_version(say: Words) -> str:
    """Name the words that a yes or no was an answer to."""
    return f"{WORDING}:{say.language}"


def dose(say: Words) -> str:
    """Say how much anybody hears from all shops together at most."""
    return say.t(
        "All shops together write at most once in {days} days, and {most} times in 30.",
        days=say.number(GAP_DAYS),
        most=say.number(MOST_IN_30_DAYS),
    )


def often(turn: Turn, purpose: Purpose, kind: MessageKind | None = None) -> str:
    """Say how often messages with a purpose, or one kind of them, come to this person."""
    consents, chosen = consents_of(turn.tx, turn.person_id), profile.how_often(turn.tx, turn.person_id)
    if agreed(kind, consents) if kind else purpose in consents:
        return turn.t(_OFTEN[how_often(kind, chosen) if kind else chosen[purpose]])
    if purpose is Purpose.REMINDERS and Purpose.GOALS in consents:
        return turn.t("of your goal alone, {often}", often=often(turn, purpose, GOAL))
    return turn.t("not without your yes")


def unwanted(turn: Turn) -> list[MessageKind]:
    """List the kinds that this person wants none of."""
    chosen = profile.how_often(turn.tx, turn.person_id)
    return [kind for kind in REFUSABLE if chosen.get(kind) == "never"]


def _slowed(turn: Turn) -> list[MessageKind]:
    """List the kinds that come less often than what else has their purpose."""
    chosen = profile.how_often(turn.tx, turn.person_id)
    return [
        kind
        for kind in REFUSABLE
        if chosen.get(kind) in {"weekly", "monthly"}
        and how_often(kind, chosen) != chosen.get(kind.policy.purpose)
    ]


def _overview(turn: Turn) -> Reply:
    lines = [turn.t("What I write about without being asked:")]
    lines += [purpose_line(turn, purpose) for purpose in PURPOSES]
    rows: list[tuple[Choice, ...]] = [
        (Choice(turn.t(name), "messages", purpose),) for purpose, (name, _) in PURPOSES.items()
    ]
    off, slowed = unwanted(turn), _slowed(turn)
    if slowed:
        lines.append(turn.t("Less often: {kinds}", kinds=_listing(turn, slowed)))
    if off:
        lines.append(turn.t("Not at all: {kinds}", kinds=_listing(turn, off)))
    rows += [
        (Choice(turn.t("Again: {kind}", kind=kind_name(turn.words, kind)), "again", kind),)
        for kind in (*slowed, *off)
    ]
    lines += [dose(turn.words), turn.t("What was booked on your card I always tell you, at once.")]
    where, chats = linking.chats(turn)
    lines += where
    rows += [*chats, (Choice(turn.t("Stop them all"), "stop"),)]
    return Reply("\n".join(lines), tuple(rows), in_place=turn.shown_at is not None)


def _listing(turn: Turn, kinds: Iterable[MessageKind]) -> str:
    return turn.words.listing(kind_name(turn.words, kind) for kind in kinds)


def purpose_line(turn: Turn, purpose: Purpose) -> str:
    """Say what a purpose is about, and how often it comes."""
    name, about = PURPOSES[purpose]
    return f"· {turn.t(name)} ({turn.t(about)}): {often(turn, purpose)}"


def _chosen(turn: Turn, purpose: Purpose) -> str:
    """Return the rhythm that was chosen; "" where only reminders of a goal come."""
    consents = consents_of(turn.tx, turn.person_id)
    if purpose in consents:
        return profile.how_often(turn.tx, turn.person_id)[purpose]
    return "" if purpose is Purpose.REMINDERS and Purpose.GOALS in consents else "never"


def _choices(turn: Turn, purpose: Purpose) -> Reply:
    current = _chosen(turn, purpose)
    name, about = PURPOSES[purpose]
    rows = [
        (Choice(("✓ " if frequency == current else "") + turn.t(said), "often", f"{purpose}:{frequency}"),)
        for frequency, said in _OFTEN.items()
    ]
    rows.append((Choice(turn.t("↩ All messages"), "messages"),))
    how = turn.t("Tap how often you like them; that is your yes, and “never” takes it back.")
    return Reply(f"{turn.t(name)}: {turn.t(about)}\n{how}", tuple(rows), in_place=True)
