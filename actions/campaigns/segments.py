"""Whom a broadcast goes to: everyone, those who came lately or did not, one branch's, one language's."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from actions.campaigns import settings as campaign_settings
from actions.campaigns.candidate_ranges import search_candidates
from actions.campaigns.case import CandidateSearch
from actions.campaigns.kinds.broadcast import BROADCAST
from actions.campaigns.kinds.win_back import WIN_BACK
from loyalty.campaigns.churn_rule import LATEST_DAYS, FixedSilence
from loyalty.campaigns.filters import Filter
from loyalty.campaigns.frequency_cap import MessageKind
from loyalty.records import Shop
from storage.campaigns import candidates, filtered, filters
from storage.campaigns.segment import Segment, Slice
from storage.engine.statements import Tx
from storage.shop import shops

PLAIN = ("everyone", "active", "lapsed", "one_to_go")  # and branch:<id>, language:<code>
_ACTIVE_DAYS = 30
_LAPSED_DAYS = 60


def known(tx: Tx, shop_id: int, audience: str) -> bool:
    """Say whether there is such a filter in this shop."""
    name, _, which = audience.partition(":")
    if name == "branch":
        return which in {str(branch.id) for branch in shops.branches_of(tx, shop_id)}
    if name == "filter":
        return which in {str(one.id) for one in filters.of_shop(tx, shop_id)}
    if name == "language":
        return 2 <= len(which) <= 8 and which.isascii() and which.isalpha()
    return audience in PLAIN


def slices(tx: Tx, shop: Shop, audience: str, *, now: datetime) -> list[Slice]:
    """Return what to ask for, to find the customers who pass a filter and agreed to offers."""
    return list(
        _slices(
            tx,
            search_candidates(tx, shop, campaign_settings.campaign_of(tx, shop.id, WIN_BACK), now=now),
            audience,
        )
    )


def passing(shop: Shop, asks: Filter, kind: MessageKind = BROADCAST) -> Slice:
    """Return what to ask for, to find who passes a filter and agreed to a kind of message: to offers, where none is named."""
    query = candidates.EVERYBODY.of(kind, again=True, filtered=True)
    return Slice(query, {"shop_id": shop.id, **filtered.asked(asks)})


def _slices(tx: Tx, look: CandidateSearch, audience: str) -> Iterator[Slice]:
    match audience.partition(":"):
        case "everyone", _, _:
            yield _in(candidates.EVERYBODY, look)
        case "active", _, _:
            since = look.now - timedelta(days=_ACTIVE_DAYS)
            yield _in(candidates.LAST_HERE, look, since=since, until=look.now + timedelta(days=1))
        case "lapsed", _, _:
            days = look.rule.days if isinstance(look.rule, FixedSilence) else _LAPSED_DAYS
            since, until = (look.now - timedelta(days=ago) for ago in (LATEST_DAYS * 2, days))
            yield _in(candidates.LAST_HERE, look, since=since, until=until)
        case "one_to_go", _, _:
            for version in look.versions:
                for reward in version.programme.rewards:
                    yield _in(candidates.AT_BALANCE, look, version_id=version.id, balance=reward.at - 1)
        case "filter", _, which:
            saved = filters.by_id(tx, look.shop.id, int(which))
            yield from [passing(look.shop, saved.asks)] if saved else []
        case "branch", _, which:
            yield _in(candidates.AT_BRANCH, look, branch_id=int(which))
        case "language", _, which:
            yield _in(candidates.SPEAKING, look, language=which)


def _in(segment: Segment, look: CandidateSearch, **asked: object) -> Slice:
    return Slice(segment.of(BROADCAST, again=True), {"shop_id": look.shop.id, **asked})
