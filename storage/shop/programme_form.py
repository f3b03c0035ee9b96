"""The form in which a programme is written down, read and checked in one place: a version in the database is one.

It is the programme itself as JSON: what is counted, how it is earned, how rewards are paid. Where `kind` stands in place
of these three it is one of the usual compositions, as versions were stored until programmes were composed and as people
write rules still. Whatever else a programme has is refused: rules that are not understood must not be half kept.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from typing import Any, get_args

from pydantic import ConfigDict, TypeAdapter, with_config

from loyalty.cards.programme import Earn, Limits, Pays, Programme, ProgrammeKind, Reward, composed

for _part in (Programme, Reward, Limits, *get_args(Earn), *get_args(Pays)):
    with_config(ConfigDict(extra="forbid"))(_part)
_FORM = TypeAdapter(Programme)
_OF_MONEY = {"rate": "points_per_unit", "min_spend_minor": "min_spend_minor"}  # as they stood beside a kind


def to_json(programme: Programme) -> str:
    """Write the rules down as a version is stored."""
    return _FORM.dump_json(programme).decode()


@lru_cache(maxsize=512)  # a version never changes, and every scan reads one
def from_json(text: str) -> Programme:
    """Read rules that `to_json` wrote, this one or an earlier one's; raises `ValueError` for anything else."""
    facts = json.loads(text)
    return _FORM.validate_json(json.dumps(_in_full(facts)) if "kind" in facts else text, strict=True)


def _in_full(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Put in place of a kind what it stands for."""
    rest = dict(facts)
    unit, earn, pays = composed(ProgrammeKind(rest.pop("kind")))
    money = {new: rest.pop(old) for new, old in _OF_MONEY.items() if old in rest}
    return {"unit": unit, "earn": asdict(earn) | money, "pays": asdict(pays), **rest}
