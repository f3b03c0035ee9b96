"""Letters to a shop, as its owner reads them: a line in a list, and one whole."""

from collections.abc import Sequence
from datetime import date

from actions.people.disputes import AskedLine
from actions.people.inbox import AskedAbout, Inbox, ListedLetter, Post
from loyalty.records import Shop
from words.campaigns.line_sources import line_source
from words.cards.history import history_line
from words.language import Words

_MOST_OF_ONE = 100  # letters, in a list


def shortened(text: str, most: int = 120) -> str:
    """Return the beginning of what somebody wrote, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def inbox_lines(found: Inbox, words: Words, *, today: date) -> list[str]:
    """Say what waits for an owner's word."""
    if not found.waiting:
        return [words.t("📥 {shop}: no letter waits for you.", shop=found.shop.name)]
    head = words.tn(
        "📥 {shop}: {n} letter waits for a word of yours.",
        "📥 {shop}: {n} letters wait for a word of yours.",
        found.waiting,
        shop=found.shop.name,
    )
    return [head, *listed(found.letters, found.shop, words, today=today)]


def settled_lines(found: Inbox, words: Words, *, today: date) -> list[str]:
    """Say what was answered or done with."""
    if not found.letters:
        return [words.t("{shop}: no letter was answered yet.", shop=found.shop.name)]
    head = words.t("{shop}: answered, or done with:", shop=found.shop.name)
    return [head, *listed(found.letters, found.shop, words, today=today)]


def listed(found: Sequence[ListedLetter], shop: Shop, words: Words, *, today: date) -> list[str]:
    """Say in a line each who wrote when, and how it begins."""
    return [
        f"· {words.first_name(one.name)}, {words.date(one.at, shop.zone, today=today)}: “{shortened(one.text, _MOST_OF_ONE)}”"
        for one in found
    ]


def line_said(about: AskedAbout, words: Words) -> str:
    """Say the line of a card that a letter asks about."""
    return history_line(about.line, about.states, words, line_source)


def asked_lines(asked: Sequence[AskedLine], shop: Shop, words: Words) -> list[str]:
    """Say beneath a line what its customer asked about it, and what the shop answered."""
    lines = []
    for one in asked:
        lines.append(words.t("   ❓ You: “{text}”", text=shortened(one.text)))
        lines += [words.t("   💬 {shop}: “{text}”", shop=shop.name, text=said) for said in one.answers]
        if not one.answers:
            lines.append(words.t("   … no answer yet"))
    return lines


def letter_label(one: ListedLetter, words: Words) -> str:
    """Say on a button who wrote, and how it begins."""
    return f"{words.first_name(one.name)}: {shortened(one.text, 30)}"


def letter_lines(post: Post, words: Words, *, today: date) -> list[str]:
    """Show an owner a letter with all that was answered."""
    letter, zone = post.letter, post.shop.zone
    when = words.date(letter.at, zone, today=today)
    lines = [
        words.t(
            "💬 {name} wrote to {shop}, {day}:",
            name=words.name(post.writer.name),
            shop=post.shop.name,
            day=when,
        ),
        *([words.t("About: {line}", line=line_said(post.line, words))] if post.line else []),
        f"“{letter.text}”",
    ]
    lines += [
        words.t("↩ Answered, {day}: “{text}”", day=words.date(one.at, zone, today=today), text=one.text)
        for one in post.answers
    ]
    if letter.improvement_id:
        lines.append(words.t("🛠 You told them what came of it."))
    if not post.heard:
        lines.append(words.t("🔕 No letters of theirs reach you."))
    return lines
