"""What is said of a name that names nothing."""

from words.language import Words


def no_name(words: Words) -> str:
    """Ask for a name once more, where what was typed has nothing in it that people can read."""
    return words.t("I see no letter, figure or picture in that.") + " " + words.t("Type it again.")
