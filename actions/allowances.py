"""What guesses or costs, counted: who has used up an allowance is told when the next is possible."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.allowances import Allowance
from storage import uses
from storage.engine.statements import Tx
from storage.locks import line_up


@dataclass(frozen=True, slots=True)
class TooOften:
    """Nothing is left of an allowance until then."""

    until: datetime


def take(tx: Tx, allowance: Allowance, who: int | str, *, now: datetime) -> TooOften | None:
    """Use an allowance once, or say until when it is used up; what is refused is not counted.

    A shop's owners come one after the other, as a person's turns do anyway (storage/locks.py).
    """
    if isinstance(who, int) and allowance.of == "shop":
        line_up(tx, who)
    until = uses.used_up_until(tx, allowance, who, now=now)
    if until:
        return TooOften(until)
    uses.add(tx, allowance, who, now=now)
    return None
