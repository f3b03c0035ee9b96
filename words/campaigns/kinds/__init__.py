"""The words of each kind of message, the most important first: each has a file here that is named like it."""

from collections.abc import Mapping
from importlib import import_module

from actions.campaigns.kinds import MESSAGE_KINDS
from loyalty.campaigns.frequency_cap import DIGEST, MessageKind
from words.campaigns.kind_words import KindWords

_KINDS = sorted((DIGEST, *MESSAGE_KINDS), key=lambda kind: kind.policy.rank)


def _words_of(kind: MessageKind) -> KindWords:
    words: KindWords = import_module(f"{__name__}.{kind}").WORDS
    return words


KINDS: Mapping[str, MessageKind] = {kind: kind for kind in _KINDS}
WORDING: Mapping[str, KindWords] = {kind: _words_of(kind) for kind in _KINDS}
