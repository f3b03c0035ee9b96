"""Tasks for customers: what there is to do, taken on with a tap, and shown by a picture or a link."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from actions.allowances import TooOften
from actions.cards import tasks as actions
from actions.cards.tasks import Offered, ProofSent
from actions.people.identify import cards_of
from bot.customer.cards import show_no_card
from bot.proofs import likeness
from bot.turn import Choice, Reply, Turn
from loyalty.cards.proofs import Proof, key_of_link, link_in
from words.cards.tasks import how_to_show, listed, no_proof, no_task, sent
from words.language import N_
from words.waiting import once_more

STEP = "proof"
_UNFIT: Mapping[str, str] = {
    "too_big": N_(
        "This picture is too large for me. Send it as a photo: then it is made smaller on its way."
    ),
    "no_image": N_("I can't open this as a picture. Send a photo, a JPEG or PNG file, or a link."),
    "moves": N_("A picture that stands still, or a link, please: a screenshot does as well."),
}


def own_tasks(turn: Turn, arg: str) -> Reply | list[Reply]:
    """List what a customer can do for the shops where they have a card, the one in `arg` first."""
    cards = cards_of(turn.tx, turn.person_id, only_shop=turn.only_shop)
    if not cards:
        return show_no_card(turn)
    every = [actions.offered(turn.tx, turn.person_id, card, now=turn.now) for card in cards]
    found = sorted((one for one in every if one), key=lambda one: str(one[0].state.account.id) != arg)
    if not found:
        return Reply(
            turn.t("No shop of yours has tasks at the moment. They are shown here once there are any.")
        )
    return [_list(turn, one) for one in found]


def _list(turn: Turn, every: Sequence[Offered]) -> Reply:
    rows = tuple((button,) for one in every if (button := _button(turn, one)))
    return Reply(listed(every[0].state.shop.name, every, turn.words), rows)


def _button(turn: Turn, one: Offered) -> Choice | None:
    label = turn.words.known(one.part.label)
    if one.errand:
        return Choice(f"📷 {label}", "taskshow", str(one.errand.id)) if one.until else None
    if one.why:
        return None
    return Choice(f"🙌 {label}", "task", f"{one.state.account.id}:{one.state.current.id}:{one.place}")


def take(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take a task on, and ask for what shows that it is done."""
    account_id, version_id, place = (int(part) for part in arg.split(":"))
    found = actions.take_on(turn.tx, turn.person_id, account_id, version_id, place, now=turn.now)
    if isinstance(found, Offered):
        return _ask(turn, found)
    shown = own_tasks(turn, "")
    return [Reply(no_task(found, turn.words)), *(shown if isinstance(shown, list) else [shown])]


def ask_proof(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask once more for what shows that a task is done."""
    found = actions.under_way(turn.tx, turn.person_id, int(arg), now=turn.now)
    return _ask(turn, found) if found else Reply(no_proof("gone", turn.words))


def _ask(turn: Turn, one: Offered) -> Reply:
    errand = one.errand
    if errand is None or errand.state == "sent":
        return Reply(no_proof("sent", turn.words), _drops(turn, errand.id) if errand else ())
    turn.wait_for(STEP, errand=errand.id)
    return Reply(how_to_show(one, turn.words), _drops(turn, errand.id))


def _drops(turn: Turn, errand_id: int) -> tuple[tuple[Choice, ...], ...]:
    return ((Choice(turn.t("✖ Drop it"), "taskdrop", str(errand_id)),),)


def proof_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Take a link for the proof, or say what would be one."""
    link = link_in(text)
    if link is None:
        turn.wait_for(STEP, errand=int(turn.data["errand"]))
        return Reply(
            turn.t("I wait for a picture or a link that shows it. You can send it later too: /tasks"),
            _drops(turn, int(turn.data["errand"])),
        )
    return _send(turn, Proof(key_of_link(link), link=link))


def proof_sent(turn: Turn, jpeg: bytes, why: str) -> Reply:
    """Take a picture for the proof, or say why it can't be opened; then another one may be sent."""
    if why:
        return Reply(turn.t(_UNFIT[why]), _drops(turn, int(turn.data["errand"])))
    return _send(turn, Proof(f"picture:{sha256(jpeg).hexdigest()}", jpeg=jpeg, likeness=likeness(jpeg)))


def _send(turn: Turn, proof: Proof) -> Reply:
    errand_id = int(turn.data["errand"])
    match actions.send_proof(turn.tx, turn.person_id, errand_id, proof, now=turn.now):
        case ProofSent(state, task):
            turn.stop_waiting()
            text = sent(state.shop.name, task, turn.words)
            return Reply(text, _drops(turn, errand_id), about={"card_id": state.account.id}, promised=True)
        case TooOften(until):
            turn.stop_waiting()
            return Reply(once_more(until, turn.words, now=turn.now))
        case "again" | "others" as why:
            return Reply(no_proof(why, turn.words), _drops(turn, errand_id))
        case why:
            turn.stop_waiting()
            return Reply(no_proof(why, turn.words))


def drop(turn: Turn, arg: str) -> Reply:
    """Drop a task, and what was shown for it."""
    if actions.drop(turn.tx, turn.person_id, int(arg)):
        return Reply(turn.t("Dropped, and nothing of it is kept. /tasks shows what there is to do."))
    return Reply(no_proof("gone", turn.words))
