"""Rewards in words: what a programme offers, and what waits, equal ones together."""

from collections.abc import Iterable
from datetime import UTC, datetime

from actions.cards.buy_reward import KeptForLevel, NotHad, PointsMissing, SoldOut
from loyalty.cards.programme import Programme, ProgrammeVersion, Reward
from loyalty.cards.worth import Worth
from loyalty.records import Voucher
from words.cards.worth import with_worth
from words.language import Words
from words.units import missing, priced

_NEVER = datetime.max.replace(tzinfo=UTC)


def offered(programme: Programme, reward: Reward, currency: str, words: Words) -> str:
    """Say what a reward takes: "10 stamps: free coffee", "Treat (20% off): 240 points", "… (from Gold on)"."""
    said = priced(programme.unit, reward.at, with_worth(reward.text, reward.worth, currency, words), words)
    return f"{said} ({from_level(reward.level, words)})" if reward.level else said


def from_level(level: str, words: Words) -> str:
    """Say for whom a reward is kept: "from Gold on"."""
    return words.t("from {level} on", level=words.known(level))


def _kept_for_level(reward: Reward, words: Words) -> str:
    return words.t(
        "“{reward}” is there from {level} on. Nothing was spent; /level says how you get there.",
        reward=reward.text,
        level=words.known(reward.level or ""),
    )


def not_had(refusal: NotHad, words: Words) -> str:
    """Say why a reward can't be had, and that nothing was spent."""
    match refusal:
        case SoldOut(reward):
            return words.t("“{reward}” is gone: none is left. Nothing was spent.", reward=reward.text)
        case KeptForLevel(reward):
            return _kept_for_level(reward, words)
        case PointsMissing(to_go, state):
            return missing(state.standing.version.programme.unit, to_go, words)


def by_reward(vouchers: Iterable[Voucher]) -> list[tuple[Voucher, int]]:
    """Put equal rewards together: the one that runs out first, and how many there are."""
    equal: dict[tuple[str, Worth], list[Voucher]] = {}
    for voucher in vouchers:
        equal.setdefault((voucher.reward, voucher.worth), []).append(voucher)
    return [(min(same, key=runs_out), len(same)) for same in equal.values()]


def runs_out(voucher: Voucher) -> datetime:
    """Return when a reward runs out, to compare: one that never does comes last."""
    return voucher.expires_at or _NEVER


def times(reward: str, count: int) -> str:
    """Name a reward and how many there are of it: "Free coffee × 3"."""
    return f"{reward} × {count}" if count > 1 else reward


def promise(programme: Programme, words: Words) -> str:
    """Say what a programme pays, in one line: what fills a card, or the first that a balance can buy."""
    reward = programme.rewards[-1] if programme.starts_over else programme.for_all[0]
    return priced(programme.unit, reward.at, reward.text, words)


def promises(programmes: Iterable[ProgrammeVersion], words: Words) -> str:
    """Say what each of a shop's programmes pays, in one line."""
    return " · ".join(promise(one.programme, words) for one in programmes)
