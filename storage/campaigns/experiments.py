"""Experiments with campaigns: begun, judged each night, and ended once for good."""

import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from loyalty.campaigns.experiment import Ending, Subject, Variant
from storage.engine.statements import Statement, Tx
from storage.tables import experiments, new_row


@dataclass(frozen=True, slots=True)
class NewExperiment:
    """An experiment as its owner wants it."""

    shop_id: int
    campaign_id: int
    kind: str
    subject: Subject
    step: str
    language: str
    hypothesis: str
    expected: int
    a: Variant
    b: Variant
    filter_id: int | None  # whom it is made with; None: everybody


@dataclass(frozen=True, slots=True)
class Experiment(NewExperiment):
    """An experiment as it is kept."""

    id: int
    begun_at: datetime
    found: str | None
    answered_at: datetime | None
    ended_at: datetime | None
    ending: Ending | None


def _built(*row: Any) -> Experiment:
    named = dict(zip((field.name for field in fields(Experiment)), row, strict=True))
    return Experiment(**{**named, "a": _variant(named["a"]), "b": _variant(named["b"])})


def _variant(text: str) -> Variant:
    return Variant(**json.loads(text))


_x = experiments.c
_ROW = select(*(_x[field.name] for field in fields(Experiment)))
_BY_ID = Statement(_ROW.where(_x.id == bindparam("id")))
_RUNNING = Statement(
    _ROW.where(
        _x.shop_id == bindparam("shop_id"),
        _x.campaign_id == bindparam("campaign_id"),
        _x.ended_at.is_(None),
    )
)
_ALL_RUNNING = Statement(
    _ROW.where(_x.shop_id == bindparam("shop_id"), _x.ended_at.is_(None)).order_by(_x.id)
)
_ENDED = Statement(
    _ROW.where(_x.shop_id == bindparam("shop_id"), _x.ended_at.is_not(None))
    .order_by(_x.ended_at.desc())
    .limit(bindparam("most"))
)
_BEGIN = Statement(new_row(experiments, *(field.name for field in fields(NewExperiment)), "begun_at"))
_THIS = update(experiments).where(_x.id == bindparam("this"), _x.ended_at.is_(None))
_KEEP = Statement(_THIS.values(found=bindparam("said")))
_ANSWER = Statement(_THIS.values(answered_at=bindparam("at")))
_END = Statement(_THIS.values(ended_at=bindparam("at"), ending=bindparam("how")))


def by_id(tx: Tx, experiment_id: int) -> Experiment | None:
    """Return an experiment."""
    row = _BY_ID.one(tx, id=experiment_id)
    return _built(*row) if row else None


def running(tx: Tx, shop_id: int, campaign_id: int) -> Experiment | None:
    """Return the experiment that runs with a campaign."""
    row = _RUNNING.one(tx, shop_id=shop_id, campaign_id=campaign_id)
    return _built(*row) if row else None


def all_running(tx: Tx, shop_id: int) -> list[Experiment]:
    """Return what a shop tries, the oldest first."""
    return [_built(*row) for row in _ALL_RUNNING.all(tx, shop_id=shop_id)]


def ended(tx: Tx, shop_id: int, *, most: int) -> list[Experiment]:
    """Return what a shop has tried, the newest first."""
    return [_built(*row) for row in _ENDED.all(tx, shop_id=shop_id, most=most)]


def begin(tx: Tx, new: NewExperiment, *, now: datetime) -> int:
    """Remember an experiment and return its id."""
    variants = {
        name: json.dumps(asdict(one), ensure_ascii=False) for name, one in (("a", new.a), ("b", new.b))
    }
    return int(_BEGIN.value(tx, **{**asdict(new), **variants}, begun_at=now))


def keep(tx: Tx, experiment_id: int, found: str) -> bool:
    """Keep what is known of an experiment; False when it has ended."""
    return _KEEP.run(tx, this=experiment_id, said=found) == 1


def answer(tx: Tx, experiment_id: int, *, now: datetime) -> None:
    """Note that an experiment's question is answered."""
    _ANSWER.run(tx, this=experiment_id, at=now)


def end(tx: Tx, experiment_id: int, ending: Ending, *, now: datetime) -> bool:
    """End an experiment for good; False when it had ended before."""
    return _END.run(tx, this=experiment_id, at=now, how=ending) == 1
