"""A card's level in words, for who holds it and for who scans it."""

from collections.abc import Iterator
from datetime import timedelta

from actions.cards.card_state import CardState
from loyalty.cards.parts.levels import HeldLevel, Level, Levels, NextLevel, levels_in
from words.cards.part_texts import PartWording
from words.cards.part_words import of_state
from words.cards.parts import PART_TEXTS
from words.cards.parts.levels import gain, keeps
from words.cards.rewards import offered
from words.language import N_, Words

# What a message speaks of while its owner looks at one and nobody has a level yet.
_EXAMPLE = Level(N_("Gold"), 3)
_EXAMPLE_DAYS = 7


def level_at_till(state: CardState, words: Words) -> Iterator[str]:
    """Name the level that a card has, for the cashier."""
    held = _held(state)
    if held:
        yield f"🏅 {words.known(held.level.name)}"


def level_lines(state: CardState, part: Levels, words: Words) -> list[str]:
    """Say which level a card has, what that brings, what keeps it, what is above, and how it rises and falls."""
    write, texts = of_state(state, words), PART_TEXTS[part.name]
    held = _held(state)
    lines = [
        state.shop.name,
        f"🏅 {texts.on_card(part, state.at, write)}",
        keeps(held, state.at, write) if held and held.since > state.today else "",
        *(_perks(held.level, write) if held else ()),
        texts.rule(part, write),
        *_own_rewards(state, words),
        words.t(
            "A level counts from the visit after the one that reaches it, and goes with that one if it is taken back."
        ),
    ]
    return [line for line in lines if line]


def _perks(level: Level, write: PartWording) -> Iterator[str]:
    words, added = write.words, gain(level, write)
    if added:
        yield words.t("Each visit brings you {gain}.", gain=added)
    if level.longer:
        yield words.tn(
            "A reward that you get waits {n} day longer.",
            "A reward that you get waits {n} days longer.",
            level.longer,
        )


def _own_rewards(state: CardState, words: Words) -> Iterator[str]:
    """Say which rewards are for a level alone."""
    programme, currency = state.standing.version.programme, state.shop.currency
    yield from (f"🎁 {offered(programme, one, currency, words)}" for one in programme.rewards if one.level)


def levels_of(state: CardState) -> Levels | None:
    """Return the levels by which a card goes."""
    return levels_in(state.standing.version.programme.parts, state.current.programme.parts)


def _held(state: CardState) -> HeldLevel | None:
    part = levels_of(state)
    return part.held(state.standing.past or (), state.at) if part else None


def held_of(state: CardState) -> HeldLevel:
    """Return the level that a card has, or one that it could have where an owner looks at an example."""
    until = state.today + timedelta(days=_EXAMPLE_DAYS)
    example = HeldLevel(_EXAMPLE, until, state.today, _EXAMPLE.visits, since=state.today, by=until)
    return _held(state) or example


def next_of(state: CardState) -> NextLevel:
    """Return the level above that of a card, or one that could be where an owner looks at an example."""
    part = levels_of(state)
    ahead = part.ahead(state.standing.past or (), state.at) if part else None
    return ahead or NextLevel(_EXAMPLE, 1)


def to_reach(state: CardState, ahead: NextLevel, words: Words) -> str:
    """Say what is missing for a level: "2 more visits", "€20.00 more"."""
    return _more(state, ahead.level, ahead.to_go, words)


def to_keep(state: CardState, held: HeldLevel, words: Words) -> str:
    """Say what keeps a level: "3 more visits", "3 more visits from 1 January on", "3 more visits by 31 December"."""
    more = _more(state, held.level, held.to_keep, words)
    if held.since > state.today:
        return words.t("{more} from {day} on", more=more, day=words.date(held.since, today=state.today))
    if held.by < held.until:
        return words.t("{more} by {day}", more=more, day=words.date(held.by, today=state.today))
    return more


def _more(state: CardState, level: Level, n: int, words: Words) -> str:
    if level.spent_minor:
        return words.t("{amount} more", amount=words.money(n, state.shop.currency))
    return words.tn("{n} more visit", "{n} more visits", n)
