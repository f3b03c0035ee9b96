"""Who does something: a person, the operator at the command line, or the clock. The audit names them."""

from dataclasses import dataclass
from typing import ClassVar, Literal

ActorKind = Literal["person", "operator", "clock"]


@dataclass(frozen=True, slots=True)
class ActingPerson:
    """Somebody who talks to us; what they may do in a shop is their role there."""

    person_id: int
    kind: ClassVar[ActorKind] = "person"


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs the server, at its command line: on no shop's staff."""

    person_id: ClassVar[None] = None
    kind: ClassVar[ActorKind] = "operator"


@dataclass(frozen=True, slots=True)
class Clock:
    """Nobody: what is done because its time has come."""

    person_id: ClassVar[None] = None
    kind: ClassVar[ActorKind] = "clock"


Actor = ActingPerson | Operator | Clock
