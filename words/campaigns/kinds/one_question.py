"""The one question to who comes often and leaves little, in words."""

from actions.campaigns.message_facts import Occasion
from words.campaigns import known
from words.campaigns.facts import name_of
from words.campaigns.kind_words import KindWords, Said, TellRoom
from words.language import N_, Words


def _word(one: Occasion, say: Words) -> Said:
    text = say.t(
        "{name}, one question from {shop}: would you like to hear now and then what else there is, or is it right as it is?",
        name=name_of(one, say),
        shop=one.shop.name,
    )
    return Said(text, (TellRoom(),))


WORDS = KindWords(
    name=N_("Would you have more?"),
    does=N_(
        "to who comes often and buys little, asked once whether they would have more or it is right as it is"
    ),
    because=(N_("you come often, and the shop asks each regular once"), N_("the days of your visits")),
    word=_word,
    known=(known.last_visit,),
)
