"""A week of a row was missed, in words."""

from actions.campaigns.message_facts import Occasion
from words.campaigns import known
from words.campaigns.kind_words import KindWords, Said
from words.cards.challenges import stands
from words.language import N_, Words


def _word(one: Occasion, say: Words) -> Said:
    text = say.t(
        "🏁 {shop}: a week went by without a visit, and your joker is used. Come each week from now on, and it goes on.",
        shop=one.shop.name,
    )
    found = [running for running in one.state.running if running.way.joker_on and running.in_reach]
    return Said(text, stays="\n".join(stands(running, one.state, say) for running in found))


WORDS = KindWords(
    name=N_("Joker used"),
    does=N_("as the one week of a row that may be missed was missed"),
    because=(
        N_("you took on weeks in a row, and missed one"),
        N_("your challenge and your visits since it began"),
    ),
    word=_word,
    known=(known.last_visit,),
    mended_by="challenges",
)
