"""What to say when it isn't clear what was meant."""

from actions.scan import booked_before
from bot import sight
from bot.customer import cards, joining, linking
from bot.staff import redeeming, scanning
from bot.turn import Choice, Reply, Turn
from channels.messages import Unblocked
from loyalty.codes import read_code
from loyalty.staff import Role


def show_help(turn: Turn, _arg: str) -> Reply | list[Reply]:
    """Answer /help: to staff first what helps at work, then what every customer can do."""
    lines = [
        *_at_work(turn),
        turn.t("/card shows your card: let the cashier scan it."),
        turn.t("/rewards shows what waits for you."),
        turn.t("/goal reminds you of what you save for, /messages sets how often I write."),
        turn.t("/mydata shows all I know about you, /forget erases it."),
    ]
    if len(turn.links.channels) > 1:
        lines.append(f"/link: {turn.t('One card on two messengers')}.")
    return Reply("\n".join(lines), ((Choice(turn.t("💳 My card"), "card"),),), offers_all=True)


def _at_work(turn: Turn) -> list[str]:
    role = turn.visitor.role
    if role is None:
        return []
    lines = [
        turn.t("At the till: scan a code, send a photo of it, or type its six characters."),
        turn.t("/find finds a name, /today shows what was booked, /undo takes it back."),
    ]
    if role.includes(Role.OWNER):
        lines.append(
            turn.t(
                "Your shop: /stats, /programme, /rewards, /campaigns, /broadcast, /staff, /invite, /poster, /cards, /audit, /export."
            )
        )
    return [*lines, "", turn.t("As a customer:")]


def cancel(turn: Turn, _arg: str) -> Reply:
    """Drop the open question; all stays as it was."""
    turn.stop_waiting()
    return Reply(
        turn.t("All right, nothing was changed."), ((Choice(turn.t("🏠 Menu"), "home"),),), in_place=True
    )


def typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Answer a text that is no command: a short code from staff, a code from the other chat, or a hello."""
    code = read_code(text)
    if code and turn.visitor.workplaces:
        answer = scanning.scan_typed(turn, code) or redeeming.voucher_typed(turn, code)
        return answer or Reply(turn.t("No card has the code {code}. Check it, or use /find.", code=code))
    linked = linking.code_typed(turn, code) if code else None
    return linked or joining.home(turn, "")


def repeated(turn: Turn, key: str) -> Reply | list[Reply]:
    """Answer an update that came again, as its answer may have been lost: say how things stand."""
    booked = [
        cards.already_booked(turn.words, *visit)
        for place in range(sight.MOST)
        if (visit := booked_before(turn.tx, turn.person_id, sight.key_of(key, place), now=turn.now))
    ]
    if booked:
        return booked
    return [] if isinstance(turn.incoming.content, Unblocked) else joining.home(turn, "")
