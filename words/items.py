"""What is sold by name, as its reader calls it."""

from collections.abc import Iterable

from loyalty.people.items import READY, SoldItem, standing_for
from words.language import Words


def item_name(label: str, sold: Iterable[SoldItem], words: Words) -> str:
    """Name a thing of a programme, such as a bonus item: as the shop calls what it sells to its reader, else as it was typed.

    What was typed is never translated; only what an owner chose by a button of ours is.
    """
    item = standing_for(label, sold)
    if item:
        return item.called(words.language)
    return words.known(label) if label in READY else label
