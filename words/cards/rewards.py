"""Rewards in words: what a programme offers, and what waits, equal ones together."""

from collections.abc import Iterable
from datetime import UTC, datetime

from actions.cards.buy_reward import PointsMissing, SoldOut
from loyalty.cards.programme import Programme, ProgrammeVersion, Reward
from loyalty.cards.worth import Worth
from loyalty.records import Voucher
from words.cards.worth import with_worth
from words.language import Words
from words.units import missing, priced

_NEVER = datetime.max.replace(tzinfo=UTC)


def offered(programme: Programme, reward: Reward, currency: str, words: Words) -> str:
    """Say what a reward takes: "10 stamps: free coffee", "Treat (20% off): 240 points"."""
    return priced(programme.unit, reward.at, with_worth(reward.text, reward.worth, currency, words), words)


def not_enough(refusal: PointsMissing, words: Words) -> str:
    """Say how many more a reward takes."""
    return missing(refusal.state.standing.version.programme.unit, refusal.to_go, words)


def sold_out(refusal: SoldOut, words: Words) -> str:
    """Say that none is left of a reward."""
    return words.t("“{reward}” is gone: none is left. Nothing was spent.", reward=refusal.reward.text)


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
    reward = programme.rewards[-1 if programme.starts_over else 0]
    return priced(programme.unit, reward.at, reward.text, words)


def promises(programmes: Iterable[ProgrammeVersion], words: Words) -> str:
    """Say what each of a shop's programmes pays, in one line."""
    return " · ".join(promise(one.programme, words) for one in programmes)
