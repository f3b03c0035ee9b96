"""The form in which a programme is written down, read and checked in one place: a version in the database is one.

It is the programme itself as JSON: what is counted, how it is earned, how rewards are paid. Where `kind` stands in place
of these three it is one of the usual compositions, as versions were stored until programmes were composed and as people
write rules still. Its parts are a list, each by its name. Whatever else a programme has is refused: rules that are not understood must not be half kept.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import cache, lru_cache
from typing import Any, get_args

from pydantic import ConfigDict, TypeAdapter, with_config

from loyalty.cards.part import Part
from loyalty.cards.parts import PARTS
from loyalty.cards.parts.cause import Supported
from loyalty.cards.parts.levels import Level
from loyalty.cards.programme import (
    Earn,
    Limits,
    Pays,
    Programme,
    ProgrammeKind,
    Reward,
    composed,
)
from loyalty.cards.worth import ITEM, Worth

for _piece in (
    Programme,
    Reward,
    Limits,
    Level,
    Supported,
    *get_args(Earn),
    *get_args(Pays),
    *get_args(Worth),
):
    with_config(ConfigDict(extra="forbid"))(_piece)
_FORM = TypeAdapter(Programme)
_ITEM = asdict(ITEM)
_OF_MONEY = {"rate": "points_per_unit", "min_spend_minor": "min_spend_minor"}  # as they stood beside a kind


def to_json(programme: Programme) -> str:
    """Write the rules down as a version is stored."""
    facts = _FORM.dump_python(programme, mode="json", exclude={"parts"})
    for reward in facts["rewards"]:
        if reward["worth"] == _ITEM:  # as earlier versions read it
            del reward["worth"]
        for name in ("valid_days", "stock", "level"):
            if reward[name] is None:
                del reward[name]
    if programme.parts:
        facts["parts"] = [part_to_facts(part) for part in programme.parts]
    return json.dumps(facts, separators=(",", ":"), ensure_ascii=False)


@lru_cache(maxsize=512)  # a version never changes, and every scan reads one
def from_json(text: str) -> Programme:
    """Read rules that `to_json` wrote, this one or an earlier one's; raises `ValueError` for anything else."""
    facts = json.loads(text)
    parts = tuple(part_from_facts(part) for part in facts.pop("parts", ()))
    whole = _in_full(facts) if "kind" in facts else facts
    return replace(_FORM.validate_json(json.dumps(whole), strict=True), parts=parts)


def part_to_json(part: Part) -> str:
    """Write one part down."""
    return json.dumps(part_to_facts(part), separators=(",", ":"), ensure_ascii=False)


def part_from_json(text: str) -> Part:
    """Read a part that `part_to_json` wrote; raises `ValueError` for anything else."""
    return part_from_facts(json.loads(text))


def part_to_facts(part: Part) -> dict[str, Any]:
    """Write a part down by its name."""
    return {"part": part.name, **_part_form(part.name).dump_python(part, mode="json")}


def part_from_facts(facts: Mapping[str, Any]) -> Part:
    """Read a part that `part_to_facts` wrote, or somebody in a file; raises `ValueError` for anything else."""
    rest = dict(facts)
    name = rest.pop("part", None)
    if name not in PARTS:
        raise ValueError(f"no part of a programme is called {name!r}")
    return _part_form(name).validate_json(json.dumps(rest, default=str), strict=True)


@cache
def _part_form(name: str) -> TypeAdapter[Part]:
    kind = PARTS[name]
    with_config(ConfigDict(extra="forbid"))(kind)
    return TypeAdapter(kind)


def _in_full(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Put in place of a kind what it stands for."""
    rest = dict(facts)
    unit, earn, pays = composed(ProgrammeKind(rest.pop("kind")))
    money = {new: rest.pop(old) for new, old in _OF_MONEY.items() if old in rest}
    return {"unit": unit, "earn": asdict(earn) | money, "pays": asdict(pays), **rest}
