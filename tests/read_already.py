"""What a forked command need not read any more: the program's code, and the texts in all its languages."""

import app.serve  # noqa: F401
from words.language import LANGUAGES, words

for language in LANGUAGES:  # to read a catalogue takes longer than all else that a server begins with
    words(language)
