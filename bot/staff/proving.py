"""Proofs of tasks, for who leads a shop: each is looked at, and a tap gives what was promised, or says why not."""

from actions.access import NotAllowed
from actions.till import proofs
from actions.till.proofs import MOST_REASON, Declined, Given, NotNow, OpenProofs, ShownProof, YesTakenBack
from bot.customer.tasks import own_tasks
from bot.pictures.specs import ProofPicture
from bot.turn import Choice, Filled, Reply, Turn
from loyalty.names import clean_name
from loyalty.roles import Role
from words.language import Words
from words.till.proofs import (
    REASONS,
    word_declined,
    word_given,
    word_not_now,
    word_proof,
    word_taken_back,
)

STEP = "proof_reason"
_MOST_SHOWN = 5


def tasks(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /tasks: what customers showed, to who leads a shop; to anybody else what there is to do."""
    leading = turn.workplaces(Role.MANAGER)
    if arg or not leading:
        return own_tasks(turn, arg)
    asked = [
        proofs.open_proofs(turn.tx, turn.actor, place.shop.id, most=_MOST_SHOWN, now=turn.now)
        for place in leading
    ]
    found = [one for one in asked if isinstance(one, OpenProofs)]
    own = Choice(turn.t("🙌 Tasks for myself"), "mytasks")
    if not any(one.count for one in found):
        text = turn.t(
            "Nothing waits for a yes. What a task is, and what it gives, stands in /programme under ✨ Bonuses."
        )
        return Reply(text, ((own,),))
    count = sum(one.count for one in found)
    head = turn.tn("{n} proof waits for your yes.", "{n} proofs wait for your yes.", count)
    shown = [shown_reply(proof, turn.words) for one in found for proof in one.shown]
    return [Reply(head, ((own,),)), *shown[:_MOST_SHOWN]]


def shown_reply(shown: ShownProof, words: Words) -> Reply:
    """Show a proof with what can be said to it."""
    errand = shown.errand
    this = str(errand.id)
    rows: tuple[tuple[Choice, ...], ...] = ()
    if errand.state == "sent":
        rows = (
            (
                Choice(words.t("✔ Yes, give it"), "proofyes", this),
                Choice(words.t("Not this time"), "proofno", this),
            ),
        )
    elif errand.state == "approved":
        rows = ((Choice(words.t("↩ Take it back"), "proofback", this),),)
    about = {"shop": shown.state.shop.name, "name": shown.state.name, "task": words.known(shown.part.label)}
    picture = ProofPicture(shown.picture) if shown.picture else None
    return Reply(
        word_proof(shown, words), rows, picture=picture, template=Filled("proof", about, {"proof": this})
    )


def show(turn: Turn, arg: str) -> Reply:
    """Show one proof once more."""
    match proofs.see_proof(turn.tx, turn.actor, int(arg), now=turn.now):
        case ShownProof() as shown:
            return shown_reply(shown, turn.words)
        case why:
            return _refused(turn, why)


def say_yes(turn: Turn, arg: str) -> Reply:
    """Give what was promised."""
    match proofs.approve(turn.tx, turn.actor, int(arg), now=turn.now):
        case Given() as done:
            back = Choice(turn.t("↩ Take it back"), "proofback", arg)
            about = {"card_id": done.state.account.id}
            return Reply(word_given(done, turn.words), ((back,),), about=about, promised=True)
        case why:
            return _refused(turn, why)


def ask_why(turn: Turn, arg: str) -> Reply:
    """Ask for the reason, which the customer reads."""
    match proofs.see_proof(turn.tx, turn.actor, int(arg), now=turn.now):
        case ShownProof(errand) as shown if errand.state == "sent":
            turn.wait_for(STEP, errand=errand.id)
            taps = tuple(
                (Choice(turn.t(why), "proofwhy", f"{errand.id}:{n}"),) for n, why in enumerate(REASONS)
            )
            text = turn.t(
                "Why not? Tap one, or type it in a few kind words: {name} reads it.", name=shown.state.name
            )
            return Reply(text, (*taps, (Choice(turn.t("✖ Cancel"), "cancel"),)))
        case ShownProof() as shown:
            return _refused(turn, NotNow("decided", shown))
        case why:
            return _refused(turn, why)


def why_tapped(turn: Turn, arg: str) -> Reply:
    """Give nothing for the reason that was tapped; each reads it in their own language."""
    errand_id, number = (int(part) for part in arg.split(":"))
    return _decline(turn, errand_id, REASONS[number])


def why_typed(turn: Turn, text: str) -> Reply:
    """Give nothing for the reason that was typed."""
    reason = clean_name(text)[:MOST_REASON]
    if not reason:
        return Reply(turn.t("Why not? Type it in a few words."))
    return _decline(turn, int(turn.data["errand"]), reason)


def _decline(turn: Turn, errand_id: int, reason: str) -> Reply:
    turn.stop_waiting()
    match proofs.decline(turn.tx, turn.actor, errand_id, reason, now=turn.now):
        case Declined() as done:
            return Reply(word_declined(done, turn.words))
        case why:
            return _refused(turn, why)


def take_back(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take a yes back, and show the proof once more."""
    match proofs.take_back(turn.tx, turn.actor, int(arg), now=turn.now):
        case YesTakenBack() as done:
            return [Reply(word_taken_back(done, turn.words)), show(turn, arg)]
        case why:
            return _refused(turn, why)


def _refused(turn: Turn, why: NotNow | NotAllowed) -> Reply:
    if isinstance(why, NotAllowed):
        return Reply(turn.t("Only the shop's owner and managers can do that."))
    return Reply(word_not_now(why, turn.words))
