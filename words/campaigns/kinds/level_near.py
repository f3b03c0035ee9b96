"""Level near, in words."""

from actions.campaigns.message_facts import Occasion
from words.campaigns import known
from words.campaigns.kind_words import KindWords, Said, SettingWords
from words.cards.levels import next_of, to_reach
from words.language import N_, Words


def _word(one: Occasion, say: Words) -> Said:
    ahead = next_of(one.state)
    text = say.t(
        "🏅 {shop}: {missing}, and you are at {level}.",
        shop=one.shop.name,
        missing=to_reach(one.state, ahead, say),
        level=say.known(ahead.level.name),
    )
    return Said(text)


WORDS = KindWords(
    name=N_("Level near"),
    does=N_("little is missing for the next level, and they stay away longer than usual"),
    because=(
        N_("little is missing for your next level, and you have been away longer than usual"),
        N_("the days of your visits, and what you spent where levels go by that"),
    ),
    word=_word,
    known=(known.last_visit,),
    figure="to_go",
    settings={
        "within": SettingWords(
            "within",
            N_("When no more visits are missing than"),
            N_(
                "How many visits may be missing? Type a number from 1 to 5. Where levels go by money it is a fifth."
            ),
        ),
    },
)
