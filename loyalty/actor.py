"""Who does something: a person, a till, the operator at the command line, or the clock. The audit names them."""

from dataclasses import dataclass
from typing import ClassVar, Literal

ActorKind = Literal["person", "till", "operator", "clock"]


@dataclass(frozen=True, slots=True)
class ActingPerson:
    """Somebody who talks to us; what they may do in a shop is their role there, in the chat of one shop alone only there."""

    person_id: int
    only_shop: int | None = None
    kind: ClassVar[ActorKind] = "person"


@dataclass(frozen=True, slots=True)
class TillKey:
    """A till that showed its key: a cashier that is no person, at its place on a shop's staff."""

    member_id: int
    person_id: ClassVar[None] = None
    kind: ClassVar[ActorKind] = "till"


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


Actor = ActingPerson | TillKey | Operator | Clock
