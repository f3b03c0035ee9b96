"""Who may have a level, or come near one: the cards of programmes that have levels, and how each stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from actions.campaigns.case import CandidateSearch, EligibilityCase, run_out_or_not
from loyalty.cards.part import EarlierVisit
from loyalty.cards.parts.levels import Levels, levels_in
from loyalty.cards.programme import ProgrammeVersion
from storage.campaigns import candidates
from storage.campaigns.segment import Slice
from storage.engine.statements import Tx


@dataclass(frozen=True, slots=True)
class OnLevels:
    """The levels of a card, its visits, and the moment by the shop's clock."""

    levels: Levels
    past: tuple[EarlierVisit, ...]
    at: datetime
    last_visit_at: datetime

    @property
    def last_visit_on(self) -> date:
        """Return the day of the newest visit."""
        return self.last_visit_at.astimezone(self.at.tzinfo).date()


def cards_with_levels(look: CandidateSearch, *, longest: int, least: int) -> Iterator[Slice]:
    """Ask for cards under rules with levels whose last visit was so many days ago, empty ones too."""
    for version in look.versions:
        if _levels(look, version):
            asked = {"longest": longest, "least": least, "version_id": version.id}
            yield look.ago(candidates.HOLDING, **asked)
            yield look.ago(candidates.WITH_BALANCE, **asked, balance=0)


def longest_look(look: CandidateSearch) -> int:
    """Say how many days back a visit may count for a level."""
    return max(
        (found.looks_back() for version in look.versions if (found := _levels(look, version))), default=0
    )


def on_levels(tx: Tx, case: EligibilityCase) -> OnLevels | None:
    """Return how a card stands by its levels, which stay where its balance ran out; None where it has none, or nobody came."""
    standing, counter = run_out_or_not(tx, case), case.counter
    levels = _levels(case.look, standing.version) if standing else None
    if standing is None or levels is None or counter is None or counter.last_visit_at is None:
        return None
    return OnLevels(levels, standing.past or (), case.now.astimezone(case.shop.zone), counter.last_visit_at)


def _levels(look: CandidateSearch, begun: ProgrammeVersion) -> Levels | None:
    today = [version for version in look.versions if version.programme_id == begun.programme_id][-1:]
    return levels_in(begun.programme.parts, today[0].programme.parts) if today else None
