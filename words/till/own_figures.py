"""What somebody at the till did, in words for them alone."""

from collections.abc import Iterator

from actions.till.own_figures import OwnFigures, OwnSpan
from words.language import Words


def own_lines(figures: OwnFigures, words: Words) -> Iterator[str]:
    """Say what was booked and handed out today and this month, and who came again."""
    yield words.t("{shop}, what you did yourself:", shop=figures.shop.name)
    yield f"📅 {words.t('Today')}: {_span(figures.today, words)}"
    yield f"📆 {words.month(figures.day.month)}: {_span(figures.month, words)}"
    again = figures.month.again
    yield "🌱 " + words.tn(
        "{n} customer came a second time this month, after a first visit that you booked.",
        "{n} customers came a second time this month, after a first visit that you booked.",
        again,
    )
    if not again:
        yield words.t("A name remembered is what brings somebody back.")


def _span(span: OwnSpan, words: Words) -> str:
    booked = span.booked
    parts = [
        words.tn("{n} visit", "{n} visits", booked.visits),
        words.tn("{n} customer", "{n} customers", booked.cards),
    ]
    if booked.first:
        parts.append(words.tn("{n} for the first time", "{n} for the first time", booked.first))
    parts.append(words.tn("{n} reward handed out", "{n} rewards handed out", span.rewards))
    if booked.taken_back:
        parts.append(words.tn("{n} taken back", "{n} taken back", booked.taken_back))
    return " · ".join(parts)
