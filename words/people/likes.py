"""What somebody likes in a shop: what they said, what was read from their visits, and what comes of it."""

from collections.abc import Iterator

from actions.people.likes import OwnLikes, Tastes
from loyalty.people.likes import Answer, Tag
from words.language import Words


def answer_name(answer: Answer, words: Words) -> str:
    """Name an answer, as its button does."""
    return {
        Answer.YES: words.t("Yes, I like it"),
        Answer.NO: words.t("No, never"),
        Answer.EITHER: words.t("I don't mind"),
    }[answer]


def like_lines(own: OwnLikes, words: Words) -> Iterator[str]:
    """List what is known of somebody's likes in a shop, each with where that is from."""
    yield words.t("{shop}: what do you like? What you say no to, you are never offered.", shop=own.shop.name)
    for tag in own.tags:
        yield f"· {tag.name}: {_known(own, tag, words)}"
    if own.likes.shared:
        yield words.t("👥 Several people use this card: I read nothing from what is bought on it.")


def _known(own: OwnLikes, tag: Tag, words: Words) -> str:
    if tag.id in own.likes.said:
        return {
            Answer.YES: words.t("yes, you said"),
            Answer.NO: words.t("no, you said"),
            Answer.EITHER: words.t("you don't mind"),
        }[own.likes.said[tag.id]]
    found = own.likes.inferred.get(tag.id)
    if found is None:
        return words.t("nothing known")
    how_often = {"n": words.number(found.bought), "of": words.number(found.of)}
    if found.answer is Answer.NO:
        return words.t("no, I think: you bought none at {of} visits", **how_often)
    return words.t("yes, I think: you bought it at {n} of {of} visits", **how_often)


def ask_like(own: OwnLikes, tag: Tag, words: Words) -> str:
    """Ask about one tag."""
    return words.t("{tag} at {shop}: do you like it?", tag=tag.name.capitalize(), shop=own.shop.name)


def inferred_lines(own: OwnLikes, words: Words) -> Iterator[str]:
    """Say what was read from somebody's visits, and not said by them."""
    for tag in own.tags:
        if tag.id in own.likes.inferred and tag.id not in own.likes.said:
            yield f"· {own.shop.name}, {tag.name}: {_known(own, tag, words)}"


def taste_lines(tastes: Tastes | None, words: Words) -> Iterator[str]:
    """Say to a shop what a customer usually has and likes, what they refuse, and whether they said so."""
    if tastes is None:
        return
    if tastes.usual:
        yield words.t("☕ The usual: {item}", item=tastes.usual.called(words.language))
    for tag in tastes.own.tags:
        answer, said = tastes.own.likes.answer(tag.id), tag.id in tastes.own.likes.said
        if answer is Answer.NO:
            text = words.t("🚫 Takes no {tag}, they said", tag=tag.name)
            yield text if said else words.t("🚫 Takes no {tag}, by what they bought", tag=tag.name)
        elif answer is Answer.YES:
            text = words.t("👍 Likes {tag}, they said", tag=tag.name)
            yield text if said else words.t("👍 Likes {tag}, by what they bought", tag=tag.name)
