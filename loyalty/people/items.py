"""What a shop sells by name, and the tags by which that is known: what may be named, and how it is typed."""

from dataclasses import dataclass
from typing import Literal

from loyalty.names import clean_name, fold_name, is_too_long
from loyalty.people.firewall import Delicate, delicate_in

MOST_ITEMS, MOST_TAGS, MOST_TAGS_OF_ONE = 24, 12, 5
MOST_LABEL, MOST_TAG = 24, 20  # letters, of a button


@dataclass(frozen=True, slots=True)
class BadItem:
    """Why an item or a tag can't be like that; `most` where something is too long or too many."""

    why: Literal["empty", "long", "tag_long", "items", "tags", "tags_of_one", "there"]
    most: int = 0


@dataclass(frozen=True, slots=True)
class TypedItem:
    """An item and its tags, as an owner typed them: "Ham sandwich: meat, bread"."""

    label: str
    tags: tuple[str, ...]


def read_item(text: str) -> TypedItem | BadItem | Delicate:
    """Read an item with its tags behind a colon."""
    label, _, listed = text.partition(":")
    tags = read_tags(listed)
    if not clean_name(label):
        return BadItem("empty")
    if is_too_long(label, most=MOST_LABEL):
        return BadItem("long", MOST_LABEL)
    if isinstance(tags, BadItem):
        return tags
    return delicate_in(label, *tags) or TypedItem(clean_name(label), tags)


def read_tags(text: str) -> tuple[str, ...] | BadItem:
    """Read tags with commas between; one that is typed twice counts once."""
    if any(is_too_long(one, most=MOST_TAG) for one in text.split(",")):
        return BadItem("tag_long", MOST_TAG)
    named = {fold_name(name): name for one in text.split(",") if (name := clean_name(one.lower()))}
    return (
        BadItem("tags_of_one", MOST_TAGS_OF_ONE) if len(named) > MOST_TAGS_OF_ONE else tuple(named.values())
    )
