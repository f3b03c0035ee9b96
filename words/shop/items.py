"""What a shop sells by name, and its tags, to its owner."""

from collections.abc import Iterator

from actions.shop.items import ShopItems, SoldItem
from loyalty.people.items import BadItem
from loyalty.people.likes import INFERRED_FROM, Tag
from words.language import LANGUAGES, Words


def item_lines(seen: ShopItems, words: Words) -> Iterator[str]:
    """List what a shop sells by name, or say what that is good for."""
    if not seen.items:
        yield words.t(
            "{shop}: name what you sell, up to 24 things. After a scan the cashier taps what it was, so that you know who "
            "likes what, and nobody is offered what they don't eat.",
            shop=seen.shop.name,
        )
        return
    yield words.t("{shop} sells by name:", shop=seen.shop.name)
    for item in seen.items:
        yield f"· {one_item(seen, item, words)}"


def one_item(seen: ShopItems, item: SoldItem, words: Words) -> str:
    """Name an item with its tags."""
    return ": ".join(filter(None, (item.called(words.language), ", ".join(seen.tags_of(item)))))


def other_names(item: SoldItem, words: Words) -> Iterator[str]:
    """Say how an item is called in other languages, beside what was typed first."""
    if item.others:
        yield words.t("✏ As you typed it: {item}", item=item.label)
    yield from (f"🌍 {LANGUAGES[code]}: {name}" for code, name in item.others if code in LANGUAGES)


def ask_name(item: SoldItem, language: str, words: Words) -> str:
    """Ask how an item is called in a language."""
    return words.t(
        "How is {item} called in {language}? Type it: who reads {language}, at the till or on a card, sees it so.",
        item=item.label,
        language=LANGUAGES[language],
    )


def ask_item(words: Words) -> str:
    """Ask what is sold, with its tags."""
    return words.t(
        "What is it? Type its name, and its tags behind a colon: “Ham sandwich: meat, bread”. By tags customers say what "
        "they like, and what they never take."
    )


def ask_tags(item: SoldItem, words: Words) -> str:
    """Ask for more tags of an item."""
    return words.t("Which tags has {item}? Type them with commas between.", item=item.called(words.language))


def tag_line(tag: Tag, words: Words) -> str:
    """Say what a tag tells of those who never buy it."""
    if tag.avoided:
        return words.tn(
            "🏷 {tag}: some people never take it. Whose last visits show none of it, of {n} at least, is offered none.",
            "🏷 {tag}: some people never take it. Whose last visits show none of it, of {n} at least, is offered none.",
            INFERRED_FROM,
            tag=tag.name,
        )
    return words.t("🏷 {tag}: who never bought it may want some.", tag=tag.name)


def bad_item(bad: BadItem, words: Words) -> str:
    """Say why an item or a tag can't be like that."""
    most = words.number(bad.most)
    return {
        "empty": words.t("There is no name in that. Type one."),
        "long": words.t("Name it in up to {most} letters: they stand on the cashier's button.", most=most),
        "tag_long": words.t("A tag has up to {most} letters, and commas stand between tags.", most=most),
        "items": words.t("{most} things are the most: take one away first.", most=most),
        "tags": words.t("A shop has up to {most} tags: use those that there are.", most=most),
        "tags_of_one": words.t("One thing has up to {most} tags.", most=most),
        "there": words.t("That is there already. Type another name."),
    }[bad.why]
