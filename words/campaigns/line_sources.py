"""What brought a line of the ledger, in words: a part of the programme, or a campaign."""

from collections.abc import Callable, Mapping
from functools import partial

from loyalty.campaigns.frequency_cap import MessageKind
from words.campaigns.kind_names import kind_name
from words.campaigns.kinds import KINDS
from words.cards.parts import PART_TEXTS
from words.language import Words


def _kind(kind: MessageKind, words: Words) -> str:
    return kind_name(words, kind)


SOURCES: Mapping[str, Callable[[Words], str]] = {
    **{name: partial(_kind, kind) for name, kind in KINDS.items()},
    **{name: texts.name for name, texts in PART_TEXTS.items()},
}


def line_source(name: str, words: Words) -> str:
    """Name what brought a line: "Birthday"."""
    return SOURCES[name](words)
