"""A broadcast, in words."""

from actions.campaigns.message_facts import Occasion
from words.campaigns import known
from words.campaigns.facts import name_of
from words.campaigns.kind_words import KindWords, Said
from words.campaigns.own_words import fill, signed
from words.language import N_, Words


def _word(one: Occasion, say: Words) -> Said:
    text = fill(one.text, {"name": name_of(one, say), "shop": one.shop.name}) or one.text
    return Said(signed(text, one.shop.name))


WORDS = KindWords(
    name=N_("News"),
    does=N_("what you write yourself with /broadcast"),
    because=(
        N_("the shop wrote to some of its customers"),
        N_("that you have a card there, and when you last came"),
    ),
    word=_word,
    known=(known.card, known.last_visit),
)
