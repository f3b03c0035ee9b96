"""One question after a visit, in words."""

from actions.campaigns.message_facts import Occasion
from words.campaigns import known
from words.campaigns.facts import name_of
from words.campaigns.kind_words import GiveOpinion, KindWords, Said, SettingWords
from words.campaigns.questions import question_text
from words.language import N_, Words


def _word(one: Occasion, say: Words) -> Said:
    opening = say.t(
        "{name}, you were at {shop} lately. May I ask one thing?", name=name_of(one, say), shop=one.shop.name
    )
    if one.asked is None:
        return Said(opening)
    asks = question_text(one.asked, one.shop, say)
    how = say.t("Tap an answer. The shop reads figures alone, and never who said what.")
    return Said(opening, (GiveOpinion(one.asked),), f"{asks}\n{how}")


WORDS = KindWords(
    name=N_("How was it?"),
    does=N_("one question after a visit, of those you switch on in /voice"),
    because=(
        N_("you were there lately, and the shop asks its customers one thing at a time"),
        N_("when you last came, and what you were asked before"),
    ),
    word=_word,
    known=(known.last_visit,),
    settings={
        "review_url": SettingWords(
            "url",
            N_("Where customers can review you"),
            N_(
                "Type the address of the page where customers can review you (https://…). All who answer are shown it, "
                "whatever they answered, and nobody gets anything for it."
            ),
            none=N_("No such page"),
        )
    },
)
