"""What somebody likes, and what is never offered to them: what they said, else what they bought, else nothing is known."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

INFERRED_FROM = 10  # visits at which something with a tag was bought; of fewer nothing is inferred
USUAL_FROM = 3  # times that something was bought, before it is somebody's usual


class Answer(StrEnum):
    """What somebody says of a tag, or what their purchases say."""

    YES = "yes"
    NO = "no"
    EITHER = "either"  # they don't mind


@dataclass(frozen=True, slots=True)
class Tag:
    """By what a shop knows its items; `avoided`: some people never take such things, so that never having bought it tells."""

    id: int
    name: str
    avoided: bool = False


@dataclass(frozen=True, slots=True)
class Inferred:
    """What purchases say of a tag: it was bought at `bought` of `of` visits with tagged items."""

    answer: Answer
    bought: int
    of: int


@dataclass(frozen=True, slots=True)
class Likes:
    """What is known of somebody, by tag; what they said beats what is inferred."""

    said: Mapping[int, Answer] = field(default_factory=dict)
    inferred: Mapping[int, Inferred] = field(default_factory=dict)
    shared: bool = False  # several people use the card: nothing is inferred

    def answer(self, tag_id: int) -> Answer:
        """Return what holds for a tag; who said nothing, and of whom nothing is inferred, doesn't mind."""
        if tag_id in self.said:
            return self.said[tag_id]
        found = self.inferred.get(tag_id)
        return found.answer if found else Answer.EITHER

    def refused(self) -> frozenset[int]:
        """Return the tags that are never offered."""
        return frozenset(tag for tag in {*self.said, *self.inferred} if self.answer(tag) is Answer.NO)


@dataclass(frozen=True, slots=True)
class OfferTags:
    """What an offer is about, and for whom alone it is, by tag."""

    about: frozenset[int] = frozenset()  # nobody who refuses one of these gets it
    only: frozenset[int] = frozenset()  # nobody gets it who doesn't like one of these

    def suits(self, likes: Likes) -> bool:
        """Say whether an offer may reach somebody."""
        if self.about & likes.refused() or self.only & likes.refused():
            return False
        return not self.only or any(likes.answer(tag) is Answer.YES for tag in self.only)


def infer(tags: Sequence[Tag], visits: Sequence[Collection[int]]) -> Mapping[int, Inferred]:
    """Say what purchases tell, from the tags of what was bought at each visit; nothing where they are too few.

    A tag that came with at least half of them is liked. One that came with none is refused where a shop says that some
    people avoid it: who never bought cake may well want some.
    """
    tagged = [set(bought) for bought in visits if bought]
    if len(tagged) < INFERRED_FROM:
        return {}
    counts = {tag.id: sum(tag.id in bought for bought in tagged) for tag in tags}
    answers = {tag.id: _told(tag, counts[tag.id], len(tagged)) for tag in tags}
    return {tag: Inferred(answer, counts[tag], len(tagged)) for tag, answer in answers.items() if answer}


def _told(tag: Tag, bought: int, of: int) -> Answer | None:
    if 2 * bought >= of:
        return Answer.YES
    return Answer.NO if tag.avoided and not bought else None
