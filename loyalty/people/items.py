"""What a shop sells by name, and the tags by which that is known: what may be named, and how it is typed."""

from collections.abc import Iterable, Mapping
from typing import Literal

from loyalty.names import fold_name, is_too_long, read_name
from loyalty.other_languages import OtherLanguages, put_for
from loyalty.people.firewall import Delicate, delicate_in
from loyalty.values import dataclass

MOST_ITEMS, MOST_TAGS, MOST_TAGS_OF_ONE = 24, 12, 5
MOST_LABEL, MOST_TAG = 24, 20  # letters, of a button
# Things that an owner can choose by a button of ours, and how we call each in our other languages; a test holds that to
# what is said. Nothing else that stands on a till is ever translated.
READY: Mapping[str, tuple[str, ...]] = {
    "Cake": ("Gebak", "Sütemény"),
    "Own cup": ("Eigen beker", "Saját pohár"),
    "New on the menu": ("Nieuw op de kaart", "Új az étlapon"),
    "Bread of the day": ("Brood van de dag", "A nap kenyere"),
    "Gift cards": ("Cadeaubonnen", "Ajándékkártya"),
    "Tobacco": ("Tabak", "Dohányáru"),
    "Deposit": ("Statiegeld", "Betétdíj"),
}


@dataclass(frozen=True, slots=True)
class SoldItem:
    """One thing that a shop sells, as it was typed and in other languages, and the ids of its tags."""

    id: int
    label: str
    tags: frozenset[int]
    others: OtherLanguages = ()
    gone: bool = False

    @property
    def names(self) -> frozenset[str]:
        """Return all names by which it is found, folded."""
        return frozenset(fold_name(name) for name in (self.label, *(name for _, name in self.others)))

    def called(self, language: str) -> str:
        """Name it to who reads a language: so in theirs, or as it was typed."""
        return put_for(language, self.others, self.label)


def standing_for(label: str, items: Iterable[SoldItem]) -> SoldItem | None:
    """Return the item that a label names: by a name that was typed for it, else by what a ready label is called anywhere."""
    sold = tuple(items)
    for names in ((label,), READY.get(label, ())):
        folded = {fold_name(name) for name in names}
        found = next((item for item in sold if item.names & folded), None)
        if found:
            return found
    return None


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
    typed, _, listed = text.partition(":")
    label, tags = read_label(typed), read_tags(listed)
    if not isinstance(label, str):
        return label
    if isinstance(tags, BadItem):
        return tags
    return delicate_in(*tags) or TypedItem(label, tags)


def read_label(text: str) -> str | BadItem | Delicate:
    """Read how an item is called."""
    label = read_name(text)
    if not label:
        return BadItem("empty")
    if is_too_long(text, most=MOST_LABEL):
        return BadItem("long", MOST_LABEL)
    return delicate_in(label) or label


def read_tags(text: str) -> tuple[str, ...] | BadItem:
    """Read tags with commas between; one that is typed twice counts once."""
    if any(is_too_long(one, most=MOST_TAG) for one in text.split(",")):
        return BadItem("tag_long", MOST_TAG)
    named = {fold_name(name): name for one in text.split(",") if (name := read_name(one.lower()))}
    return (
        BadItem("tags_of_one", MOST_TAGS_OF_ONE) if len(named) > MOST_TAGS_OF_ONE else tuple(named.values())
    )
