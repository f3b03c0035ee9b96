"""What stamps and points cost that a campaign gives, by the shop's own sums; what is not known errs on the dear side."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from actions.campaigns.campaign import Campaign
from actions.shop.sums import basis_for
from loyalty.amounts import minor_per_unit
from loyalty.cards.programme import Programme, ProgrammeVersion
from loyalty.records import Shop
from loyalty.shop.sums import Range, rounded, sums_of
from storage.engine.statements import Tx
from storage.shop import programmes, shops

__all__ = ["OnTheCard", "cost_of_booked", "on_the_card"]


@dataclass(frozen=True, slots=True)
class OnTheCard:
    """What a campaign puts on each card, of which programme, and its cost; None while nothing is known of the shop's sales."""

    amount: int
    version: ProgrammeVersion
    several: bool  # the shop has other programmes beside it
    cost: Range | None


def on_the_card(tx: Tx, campaign: Campaign, shop: Shop) -> OnTheCard | None:
    """Say what a campaign's stamps or points are and cost for one customer; None where it gives none."""
    amount, open_today = campaign.amount(""), programmes.today(tx, shop.id)
    if not amount or not open_today:
        return None
    each = _cost_of_one(tx, shop, open_today[0].programme)
    return OnTheCard(amount, open_today[0], len(open_today) > 1, each.times(amount) if each else None)


def cost_of_booked(tx: Tx, shop_id: int, amounts: Mapping[int, int]) -> int:
    """Return the most that so many of each programme cost by its rules of today, as far as that is known."""
    shop = shops.by_id(tx, shop_id)
    rules = {version.programme_id: version.programme for version in programmes.versions(tx, shop.id)}
    costs = [
        each.times(amount).high
        for programme_id, amount in amounts.items()
        if (each := _cost_of_one(tx, shop, rules[programme_id]))
    ]
    return rounded(sum(costs, Fraction()))


def _cost_of_one(tx: Tx, shop: Shop, programme: Programme) -> Range | None:
    basis = basis_for(tx, shop)
    if basis is None:
        return None
    return sums_of(programme, basis, minor_per_unit=minor_per_unit(shop.currency)).cost_per_unit
