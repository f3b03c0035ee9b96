"""You said, we did, in words."""

from actions.campaigns.message_facts import Occasion
from words.campaigns.facts import name_of
from words.campaigns.kind_words import KindWords, Said
from words.language import N_, Words


def _word(one: Occasion, say: Words) -> Said:
    text = say.t(
        "💬 Thank you, {name}! You said something to {shop}, and this came of it:",
        name=name_of(one, say),
        shop=one.shop.name,
    )
    return Said(text, stays=say.t("“{word}”", word=one.text))


WORDS = KindWords(
    name=N_("You said, we did"),
    does=N_("who wrote to the shop hears once what it changed because of that"),
    because=(
        N_("you wrote to the shop, and it changed something because of that"),
        N_("that you wrote; what you wrote stands in no message"),
    ),
    word=_word,
)
