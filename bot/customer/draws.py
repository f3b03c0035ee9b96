"""Draws for customers: what can be won, taking part with a tap, a scratch, and the file by which anybody checks them."""

from actions.cards import draws as actions
from actions.cards.draws import DrawList, DrawSeen, Scratched, SeedSecret
from actions.people.identify import cards_of
from bot.customer.cards import show_no_card
from bot.spreadsheets import spreadsheet
from bot.turn import Choice, Reply, Turn
from loyalty.cards.draws import OF_AGE
from words.cards.draws import draw_lines, no_draw, too_early, word_list


def own_draws(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show the draws of the shops where a customer has a card, that of the card in `arg` first."""
    cards = cards_of(turn.tx, turn.person_id, only_shop=turn.only_shop)
    if not cards:
        return show_no_card(turn)
    ordered = sorted(cards, key=lambda card: str(card.id) != arg)
    found = [one for card in ordered for one in actions.see_draws(turn.tx, card, now=turn.now)]
    if not found:
        return Reply(
            turn.t(
                "No shop of yours draws prizes at the moment. It is shown here once there is something to win."
            )
        )
    return [shown(turn, one) for one in found]


def shown(turn: Turn, seen: DrawSeen) -> Reply:
    """Show a draw with what can be done in it."""
    this = f"{seen.account.id}:{seen.draw.id}"
    buttons: list[Choice] = []
    if seen.draw.runs(now=turn.now) and not seen.plays:
        buttons.append(Choice(turn.t("✋ I am {age} or older", age=OF_AGE), "drawjoin", this))
    if seen.left and seen.prizes_left and seen.draw.runs(now=turn.now):
        buttons.append(Choice(turn.t("🎟 Scratch"), "scratch", this))
    check = turn.t("📄 Check it") if seen.draw.drawn_at else turn.t("🔒 The seed")
    buttons.append(Choice(check, "drawcheck", str(seen.draw.id)))
    lines = draw_lines(seen, turn.words, now=turn.now)
    return Reply("\n".join(lines), tuple((button,) for button in buttons))


def take_part(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take somebody in who says that they are of age."""
    account_id, draw_id = _ids(arg)
    found = actions.take_part(turn.tx, turn.person_id, account_id, draw_id, now=turn.now)
    if isinstance(found, str):
        return Reply(no_draw(found, turn.words))
    return [Reply(turn.t("✔ You take part. Good luck!")), shown(turn, found)]


def scratch(turn: Turn, arg: str) -> Reply:
    """Open the next ticket."""
    account_id, draw_id = _ids(arg)
    done = actions.scratch(turn.tx, turn.person_id, account_id, draw_id, now=turn.now)
    if not isinstance(done, Scratched):
        return Reply(no_draw(done, turn.words))
    seen, again = done.seen, Choice(turn.t("🎟 Scratch"), "scratch", arg)
    more = ((again,),) if seen.left and seen.prizes_left else ()
    about = {"card_id": account_id}
    if done.voucher_id is None:
        text = turn.t("Ticket {ticket}: no prize this time. Thank you for coming!", ticket=done.ticket)
        return Reply(text, more, about=about, promised=True)
    use = Choice(turn.t("Use: {reward}", reward=seen.draw.prize), "show", str(done.voucher_id))
    text = turn.t(
        "🎉 Ticket {ticket} wins: {prize}! It waits on your card.", ticket=done.ticket, prize=seen.draw.prize
    )
    return Reply(text, ((use,), *more), about=about, promised=True)


def _ids(arg: str) -> tuple[int, int]:
    account_id, _, draw_id = arg.partition(":")
    return int(account_id), int(draw_id)


def check(turn: Turn, arg: str) -> Reply:
    """Give whoever asks the seed and the list of tickets; while the draw runs, say why not."""
    match actions.draw_list(turn.tx, turn.person_id, int(arg), only_shop=turn.only_shop):
        case DrawList() as found:
            return _file(turn, found)
        case SeedSecret() as secret:
            return Reply(too_early(secret, turn.words, now=turn.now))
        case None:
            return Reply(no_draw("gone", turn.words))


def _file(turn: Turn, found: DrawList) -> Reply:
    text = word_list(found, turn.words)
    if not found.tickets:
        return Reply(text)
    rows = [("ticket",), *((ticket,) for ticket in found.tickets)]
    # A comma parts cells in the file that the script reads; here each line has one.
    return Reply(text, document=spreadsheet("tickets", rows, between=",", many=False))
