"""Where a platform calls us, as a value: what proves a call, and what it brings. `web/webhooks.py` answers it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from channels.messages import Event

Headers = Mapping[str, str]  # names in small letters
Query = Mapping[str, str]


def needs_no_signature(_headers: Headers, _body: bytes) -> bool:
    """Take the body as it is: the headers proved enough."""
    return True


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address of ours that a platform knows; `channel` names it in the metrics."""

    channel: str
    path: str
    most_bytes: int  # of a body
    shows_proof: Callable[[Headers], bool]  # whoever shows none is not even read
    read: Callable[[object], Sequence[Event]]  # takes JSON of any shape, and never raises
    is_signed: Callable[[Headers, bytes], bool] = needs_no_signature  # asked once the body was read
    greet: Callable[[Query], str | None] | None = None  # what a GET is answered; None: it is refused
