"""One of a shop's tags, and what hangs on it, to its owner."""

from collections.abc import Iterator

from actions.shop.tags import ShopTag, TagInUse
from words.campaigns.kind_names import kind_name
from words.language import Words
from words.shop.items import tag_line


def one_tag_lines(seen: ShopTag, words: Words) -> Iterator[str]:
    """Say what a tag tells, and what hangs on it."""
    yield tag_line(seen.tag, words)
    if seen.items:
        yield words.t(
            "It is on: {items}", items=words.listing(one.called(words.language) for one in seen.items)
        )
    if seen.offers:
        yield words.tn("{n} offer is about it.", "{n} offers are about it.", seen.offers)
    if seen.said:
        yield words.tn(
            "{n} customer said whether they like it.", "{n} customers said whether they like it.", seen.said
        )


def ask_tag_name(seen: ShopTag, words: Words) -> str:
    """Ask what a tag is called from now on."""
    return words.t(
        "What is “{tag}” called from now on? What customers said of it stays, so only another word for the same will do. For "
        "something else take it away, and make a new one.",
        tag=seen.tag.name,
    )


def ask_drop_lines(seen: ShopTag, words: Words) -> Iterator[str]:
    """Say what becomes of all that hangs on a tag, and ask for a yes."""
    yield words.t("Take “{tag}” away?", tag=seen.tag.name)
    if seen.items:
        yield "· " + words.t(
            "It comes off: {items}", items=words.listing(one.called(words.language) for one in seen.items)
        )
    if seen.said:
        yield "· " + words.tn(
            "What {n} customer said of it is forgotten.",
            "What {n} customers said of it is forgotten.",
            seen.said,
        )
    if seen.offers:
        yield "· " + words.tn(
            "{n} offer about it goes to those too who don't like that.",
            "{n} offers about it go to those too who don't like that.",
            seen.offers,
        )
    if seen.filters:
        names = words.listing(f"“{one.name}”" for one in seen.filters)
        yield "· " + words.t("These filters go with it: {names}", names=names)
    yield "· " + words.t("What was bought stays bought, and nothing is learned from it by this tag any more.")


def tag_in_use(used: TagInUse, words: Words) -> str:
    """Say which messages go by a filter that asks for a tag."""
    return words.t(
        "{names}: goes by {filters}. Choose there whom it is for, and then take the tag away.",
        names=words.listing(f"“{kind_name(words, kind)}”" for kind in used.kinds),
        filters=words.listing(f"“{one}”" for one in used.filters),
    )
