"""Commands as they are said where there is no menu: “card” rather than “/card”, in the language of the text."""

import re
from dataclasses import replace

from bot import synonyms, table
from bot.turn import Reply
from words.articles import with_articles
from words.language import words

# Neither a path nor an address: "€5/card", "https://stempel.example/s/card".
COMMAND = re.compile(r"(?<![\w/:.])/([a-z]+)\b")


def as_words(reply: Reply, language: str) -> Reply:
    """Name each command in a reply by the word that somebody would type."""
    say = words(language)

    def named(found: re.Match[str]) -> str:
        if found[1] not in table.COMMANDS:
            return found[0]
        return say.t("“{word}”", word=synonyms.word_for(found[1], say.language))

    said = COMMAND.sub(named, reply.text)
    return reply if said == reply.text else replace(reply, text=with_articles(said, say.language))
