"""What ails the settings of shops: numbers from before today's bounds, which are taken as near as they let, and what can't be read."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from actions.campaigns.candidate_ranges import search_candidates
from actions.campaigns.dose import dose_of
from actions.campaigns.settings import KINDS, campaign_of
from loyalty.records import Shop, UnreadableRowError
from storage.campaigns import settings as kept
from storage.engine.statements import Tx
from storage.shop import shops


@dataclass(frozen=True, slots=True)
class Ailment:
    """A value that is kept as today's code would not keep it, and as what it is `taken`; None where it can't be read."""

    shop_id: int
    what: str
    kept: str = ""
    taken: str | None = None


def of_all(tx: Tx) -> list[Ailment]:
    """Return what ails each shop, oldest shop first."""
    return [one for shop in shops.everyone(tx) for one in _of_shop(tx, shop)]


def _of_shop(tx: Tx, shop: Shop) -> Iterator[Ailment]:
    try:
        yield from _dose(tx, shop)
        yield from _settings(tx, shop)
        for kind in KINDS:  # as a round would
            search_candidates(
                tx, shop, campaign_of(tx, shop.id, kind), now=shop.created_at.astimezone(shop.zone)
            )
    except UnreadableRowError as error:
        yield Ailment(shop.id, error.what)


def _dose(tx: Tx, shop: Shop) -> Iterator[Ailment]:
    row = kept.dose(tx, shop.id)
    cap = asdict(dose_of(tx, shop.id).cap)
    for name, taken in cap.items() if row else ():
        value = getattr(row, name)
        if value != taken:
            yield Ailment(shop.id, name, str(value), str(taken))


def _settings(tx: Tx, shop: Shop) -> Iterator[Ailment]:
    rows = kept.of_shop(tx, shop.id)
    for kind in KINDS:
        chosen = rows[kind].settings if kind in rows else {}
        for name, taken in campaign_of(tx, shop.id, kind).settings.items():
            value = chosen.get(name, taken)
            if value != taken:
                yield Ailment(shop.id, f"{kind}.{name}", str(value), str(taken))
