"""What is said of each kind of part that a programme can have: a file for each, of the same name as its rules'."""

from collections.abc import Mapping
from importlib import import_module

from loyalty.cards.parts import PARTS
from words.cards.part_texts import PartTexts

PART_TEXTS: Mapping[str, PartTexts] = {name: import_module(f"{__name__}.{name}").TEXTS for name in PARTS}
