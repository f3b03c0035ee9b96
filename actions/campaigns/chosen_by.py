"""By what somebody was chosen for a message besides its rule: a saved filter, and the lot of an experiment."""

from dataclasses import dataclass

from actions.campaigns.filters import NamedFilter, named_filter
from loyalty.campaigns.experiment import Arm, Subject
from storage.campaigns import broadcasts, experiments, filters, occurrences
from storage.campaigns.occurrences import Due
from storage.engine.statements import Tx


@dataclass(frozen=True, slots=True)
class ChosenBy:
    """The filter that somebody passed, and which variant of what a lot gave them; None where there was none."""

    filter: NamedFilter | None = None
    tried: tuple[Subject, Arm] | None = None


def chosen_by(tx: Tx, occurrence_id: int, person_id: int) -> ChosenBy:
    """Tell the person to whom a message went by what they were chosen for it."""
    one = occurrences.by_id(tx, occurrence_id)
    if one is None or one.person_id != person_id:
        return ChosenBy()
    this = one.filter_id or _of_broadcast(tx, one)
    saved = filters.by_id(tx, one.shop_id, this) if this else None
    experiment = experiments.by_id(tx, one.experiment_id) if one.experiment_id else None
    return ChosenBy(
        named_filter(tx, one.shop_id, saved.asks) if saved else None,
        (experiment.subject, one.arm) if experiment and one.arm else None,
    )


def _of_broadcast(tx: Tx, one: Due) -> int | None:
    ordered = broadcasts.by_id(tx, one.broadcast_id) if one.broadcast_id else None
    name, _, which = ordered.audience.partition(":") if ordered else ("", "", "")
    return int(which) if name == "filter" else None
