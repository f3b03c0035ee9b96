"""What is on a photo: the codes that are read from it, and what is made of it where a picture was asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.proofs import make_proof
from bot.scanner import UnreadablePhoto, read_codes
from bot.squaring import UnfitPicture, make_logo


@dataclass(frozen=True, slots=True)
class Seen:
    """What a photo turned out to hold: the texts of its codes, or why there are none; and what was asked for, a logo or a proof."""

    codes: tuple[str, ...] = ()
    why: str = ""
    until: datetime | None = None  # no other is looked at before
    asked: str = ""  # the step that waited for a picture
    picture: bytes = b""  # as that step wants it
    unfit: str = ""  # why it is none


_MAKE: Mapping[str, Callable[[bytes], bytes | UnfitPicture]] = {
    "logo": make_logo,
    "proof": make_proof,
    "cause_proof": make_proof,
}


def see(content: bytes, asked: str) -> Seen:
    """Read the codes on a photo, and make of it what was asked for."""
    found = read_codes(content)
    seen = Seen(why=found.why) if isinstance(found, UnreadablePhoto) else Seen(codes=found)
    if not asked:
        return seen
    made = _MAKE[asked](content)
    if isinstance(made, UnfitPicture):
        return replace(seen, asked=asked, unfit=made.why)
    return replace(seen, asked=asked, picture=made)
