"""The end of a turn: its answer as the platform allows, and what the chat remembers of it."""

from collections.abc import Iterable
from dataclasses import replace

from actions.cards.own_cards import parts_around
from actions.people import identify
from actions.people.identify import Caller
from bot import chosen, lookup, table
from bot.platform import Links, Platform
from bot.spoken import COMMAND, as_words
from bot.turn import Choice, Reply, Turn
from channels.messages import Incoming
from loyalty.roles import Role
from words.language import N_, words

_BESIDE_A_PICTURE = 3  # more buttons than these take a message of their own there, which costs money
_MOST_MEANT = 2
_WAYS_OUT = frozenset({"cancel", "home", "nobill"})
CHOOSE = N_("Choose")  # on the button that opens a list: 20 letters at most in every language


def fitted(turn: Turn, platform: Platform, replies: list[Reply]) -> list[Reply]:
    """Fit an answer to the platform, and remember its choices: numbers are choices, what it has no room for is said."""
    replies = _with_a_way_out(turn, platform, replies)
    replies = [_with_besides(turn, platform, reply) if reply.besides else reply for reply in replies]
    replies = [_with_what_was_meant(turn, reply) if reply.puzzled_by else reply for reply in replies]
    replies = [_with_whose_it_is(turn, reply) for reply in replies]
    replies += table.UNASKED(turn) if platform.window else []
    if platform.most_buttons:
        replies = [replace(reply, more=turn.t(CHOOSE)) for reply in replies]
    if platform.has_menu:
        replies = [_listing_all(turn, reply) if reply.offers_all else reply for reply in replies]
    else:
        replies = [_offering_all(turn, reply) if reply.offers_all else reply for reply in replies]
        replies = [as_words(reply, turn.words.language) for reply in replies]
    if replies:
        turn.remember(chosen.written(replies, now=turn.now))
    return (
        _with_menu(turn, platform, replies)
        if replies and (turn.visitor.new or turn.menu_changed)
        else replies
    )


def menu_for(role: Role | None, language: str, links: Links) -> tuple[tuple[str, str], ...]:
    """Return the commands that somebody with this role sees, described in their language."""
    say, several = words(language), bool(links.others)
    return tuple((word, say.t(about)) for word, about in lookup.menu(role, several=several))


def caller_of(incoming: Incoming, language: str, platform: Platform) -> Caller:
    """Say who writes, as the messenger tells it."""
    where = incoming.sender
    return Caller(
        where.channel,
        where.account,
        where.external_id,
        incoming.name,
        language,
        keeps_name=incoming.may_pass_on,
        only_shop=platform.only_shop,
        shared=platform.shared,
    )


def _with_a_way_out(turn: Turn, platform: Platform, replies: list[Reply]) -> list[Reply]:
    """Offer to drop a question that waits for words, where nothing beneath it leads back already."""
    if turn.step not in table.STEPS or not replies:
        return replies
    last = replies[-1]
    shown = [choice for row in last.choices for choice in row]
    cancels = {turn.t("✖ Cancel"), turn.t("Cancel")}
    leads_back = any(
        one.verb in _WAYS_OUT or one.label in cancels or one.label.startswith("←") for one in shown
    )
    if leads_back or (platform.most_buttons and len(shown) >= platform.most_buttons):
        return replies
    cancel = (Choice(turn.t("✖ Cancel"), "cancel"),)
    return [*replies[:-1], replace(last, choices=(*last.choices, cancel))]


def _with_besides(turn: Turn, platform: Platform, reply: Reply) -> Reply:
    """Hang on what else can be done; where a message has few buttons, one leads to the whole menu."""
    if platform.most_buttons is None:
        return replace(reply, choices=(*reply.choices, *reply.besides))
    few = sum(len(row) for row in reply.choices) < _BESIDE_A_PICTURE
    more = ((Choice(turn.t("☰ More"), "help"),),) if few else ()
    return replace(reply, choices=(*reply.choices, *more))


def _with_what_was_meant(turn: Turn, reply: Reply) -> Reply:
    """Offer first what a sentence speaks of that nobody understood: "hoe maak ik een poster?"."""
    role, shown = turn.visitor.role, {one.verb for row in reply.choices for one in row}
    spoken_of = lookup.spoken_of(reply.puzzled_by, role) if role else []
    left_out = shown | _of_no_use(turn)
    meant = [Choice(turn.t(about), word) for word, about in spoken_of if word not in left_out]
    return replace(reply, choices=(*((one,) for one in meant[:_MOST_MEANT]), *reply.choices))


def _with_whose_it_is(turn: Turn, reply: Reply) -> Reply:
    """Send staff to the owner for the commands in a text that are not theirs, before they type them and are refused."""
    beyond = lookup.beyond(COMMAND.findall(reply.text), turn.visitor.role) if turn.visitor.role else []
    if not beyond:
        return reply
    commands = turn.words.listing([f"/{word}" for word in beyond])
    line = "🔑 " + turn.t("Ask the owner for that: {commands}", commands=commands)
    return replace(reply, text=f"{reply.text}\n{line}")


def _offering_all(turn: Turn, reply: Reply) -> Reply:
    """Make each command that this person has use for a choice."""
    menu = menu_for(turn.visitor.role, turn.words.language, turn.links)
    left_out = {"help"} | _of_no_use(turn)
    return replace(
        reply, choices=tuple((Choice(about, word),) for word, about in menu if word not in left_out)
    )


def _listing_all(turn: Turn, reply: Reply) -> Reply:
    """Name each command that this person has use for, what is for work first: the menu's own words."""
    role, several, left_out = turn.visitor.role, bool(turn.links.others), _of_no_use(turn)
    work = [
        line
        for heading, rows in lookup.commands_at_work(role)
        for line in (
            *(["", turn.words.t(heading)] if heading else []),
            *_listed(turn, [row for row in rows if row[0] not in left_out]),
        )
    ]
    left_out |= {word for _, rows in lookup.commands_at_work(role) for word, _ in rows}
    as_customer = ["", turn.t("As a customer:")] if work else []
    customers = [row for row in lookup.menu(None, several=several) if row[0] not in left_out]
    lines = [reply.text, *work, *as_customer, *_listed(turn, customers)]
    return replace(reply, text="\n".join(lines))


def _of_no_use(turn: Turn) -> set[str]:
    """Name the commands about parts that no shop has where this person has a card, or works."""
    works = [one.shop for one in turn.visitor.workplaces]
    parts = parts_around(turn.tx, turn.person_id, works, only_shop=turn.only_shop, now=turn.now)
    return lookup.about_parts_beside(parts, turn.visitor.role)


def _listed(turn: Turn, rows: Iterable[tuple[str, str]]) -> list[str]:
    return [f"/{word} · {turn.words.t(about)}" for word, about in rows if word != "help"]


def _with_menu(turn: Turn, platform: Platform, replies: list[Reply]) -> list[Reply]:
    """Hang today's menu on the last reply: the person's role or language is new."""
    caller = caller_of(turn.incoming, turn.words.language, platform)
    now_known = identify.recognise(turn.tx, caller, now=turn.now)
    menu = menu_for(now_known.role, now_known.person.language, turn.links)
    return [*replies[:-1], replace(replies[-1], menu=menu)]
