"""What happened on a card, a page at a time."""

from actions.cards.history import card_history
from actions.cards.own_cards import NoCard, own_cards
from actions.people import identify
from actions.people.disputes import asked_about
from bot.beside import Beside, reading
from bot.customer import linking
from bot.customer.cards import show_no_card
from bot.customer.disputes import LINES
from bot.turn import Choice, Reply, Turn
from words.campaigns.line_sources import line_source
from words.cards.card import balances
from words.cards.history import history_line
from words.direction import set_apart
from words.people.letters import asked_lines


def show_history(turn: Turn, arg: str) -> Beside[Reply | list[Reply]]:
    """Answer /history: the card used last, with buttons for what is older and for the other cards."""
    own_cards(
        turn.tx, turn.person_id, only_shop=turn.only_shop, now=turn.now
    )  # first: what ran out has run out before it is told
    return reading(lambda turn: _page(turn, arg))


def _page(turn: Turn, arg: str) -> Reply | list[Reply]:
    own = identify.cards_of(turn.tx, turn.person_id, only_shop=turn.only_shop)
    if not own:
        return linking.story_alone(turn) or show_no_card(turn)
    asked, _, before = arg.partition(":") if turn.shown_at else ("", "", "")
    card_id = int(asked) if asked else own[0].id
    page = card_history(
        turn.tx, turn.person_id, card_id, before=int(before) if before else None, most=LINES, now=turn.now
    )
    if isinstance(page, NoCard):
        return Reply(turn.t("This card is not yours any more. /card shows those you have."))
    shop = page.states[0].shop
    head = f"{set_apart(shop.name)} · {balances(page.states, turn.words)}"
    questions = asked_about(turn.tx, turn.person_id, shop.id)
    lines = [
        said
        for line in page.lines
        for said in (
            history_line(line, page.states, turn.words, line_source),
            *asked_lines(questions.get(line.id, ()), shop, turn.words),
        )
    ]
    rows: list[tuple[Choice, ...]] = []
    if lines and shop.id not in {place.shop.id for place in turn.visitor.workplaces}:
        rows.append((Choice(turn.t("❓ Ask about a line"), "askwhich", f"{card_id}:{before}"),))
    if page.older:
        rows.append((Choice(turn.t("Older"), "history", f"{card_id}:{page.older}"),))
    joined, undo = linking.story(turn, shop.zone) if not before else ([], ())
    rows += [*_others(turn, card_id), *undo]
    lines = lines or [turn.t("Nothing happened yet.")]
    return Reply("\n".join([head, *joined, *lines]), tuple(rows), in_place=bool(arg))


def _others(turn: Turn, card_id: int) -> list[tuple[Choice, ...]]:
    return [
        (Choice(state.shop.name, "history", str(state.account.id)),)
        for state in own_cards(turn.tx, turn.person_id, only_shop=turn.only_shop, now=turn.now)
        if state.account.id != card_id
    ]
