"""A challenge that ends soon, in words."""

from actions.campaigns.message_facts import Occasion
from actions.cards.running import ending_first
from words.campaigns import known
from words.campaigns.kind_words import KindWords, Said
from words.cards.challenges import stands
from words.language import N_, Words


def _word(one: Occasion, say: Words) -> Said:
    text = say.t("🏁 {shop}: your challenge ends soon.", shop=one.shop.name)
    found = ending_first(one.state.running)
    return Said(text, stays=stands(found, one.state, say) if found else "")


WORDS = KindWords(
    name=N_("Challenge ends"),
    does=N_("two days before the last one of a challenge, to who can still do it"),
    because=(
        N_("a challenge that you took on ends soon"),
        N_("your challenge and your visits since it began"),
    ),
    word=_word,
    known=(known.last_visit,),
    mended_by="challenges",
)
