"""Who is held out of a campaign, by lot and for good, so that its gain can be told."""

from hashlib import sha256

HELD_OUT = 0.1
MOST_HELD_OUT = 0.5
ENOUGH_TO_HOLD_OUT = 100  # people of one message: of fewer a tenth could tell next to nothing


def held_out(what: int | str, person_id: int, share: float = HELD_OUT) -> bool:
    """Say whether a person is left without a campaign, for good; a greater share holds out the same and more.

    `what` is the campaign's id, or names what else is measured ("broadcast:7"): each has a lot of its own.
    """
    if not 0 <= share <= MOST_HELD_OUT:
        raise ValueError(f"share: {share}")
    digest = sha256(f"{what}:{person_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64


def usual_share(people: int) -> float:
    """Return the part of so many people that is left out where nobody chose: of a handful none, for it could tell nothing."""
    return HELD_OUT if people >= ENOUGH_TO_HOLD_OUT else 0
