"""A customer's words to a shop: passed on with one tap, and answered in the same chat."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypedDict

from actions.access import NotAllowed
from actions.allowances import TooOften
from actions.people import letters as actions
from actions.people.inbox import LetterAnswer, Post
from actions.people.letters import (
    BadText,
    LetterSent,
    NobodyThere,
    NotHeard,
    SendOutcome,
    TooManyLetters,
)
from bot.turn import Choice, Filled, Reply, Turn
from loyalty.allowances import LETTERS
from loyalty.records import Shop
from words.language import Words
from words.people.letters import shortened
from words.waiting import once_more

STEP = "letter"
_MOST_SHOPS = 5
WORDS_LIVE = timedelta(hours=12)  # so long a button passes on what was typed before it
_NAMED_BY = 8  # letters of the update that brought it: enough to tell a person's last few apart


class TypedLetter(TypedDict):
    """What somebody typed, and the shops that have it already."""

    text: str
    had_by: list[int]


def for_a_person(turn: Turn, text: str, known: str) -> Reply | None:
    """Offer words that a person should read to the shops where somebody does; None to who is no customer anywhere.

    What is `known` of what they ask, as a shop told it of itself, is said first.
    """
    offer = _offer(turn, text)
    return replace(offer, text=f"{known}\n\n{offer.text}") if offer and known else offer


def _offer(turn: Turn, text: str) -> Reply | None:
    shops = actions.addressees(turn.tx, turn.person_id, only_shop=turn.only_shop)
    if shops:
        return offer_to_pass_on(turn, text, shops)
    unread = actions.frequented(turn.tx, turn.person_id, only_shop=turn.only_shop)
    if not unread:
        return None
    return _not_heard(turn, unread) or _nobody_reads(turn, unread)


def _not_heard(turn: Turn, shops: Sequence[Shop]) -> Reply | None:
    """Say kindly that a shop takes no letters of this person; None where that is not why nobody reads them."""
    deaf = next((one for one in shops if not actions.is_heard(turn.tx, turn.person_id, one.id)), None)
    return Reply(_counter_listens(turn, deaf), _help(turn)) if deaf else None


def _counter_listens(turn: Turn, shop: Shop) -> str:
    return turn.t(
        "{shop} takes no messages from you in this chat for now. At the counter you are welcome to say it. "
        "Your card and your rewards are as they were.",
        shop=shop.name,
    )


def _help(turn: Turn) -> tuple[tuple[Choice, ...], ...]:
    return ((Choice(turn.t("💳 My card"), "card"), Choice(turn.t("How it works"), "help")),)


def _nobody_reads(turn: Turn, shops: Sequence[Shop]) -> Reply:
    """Say honestly that words would reach nobody, and what does."""
    turn.stop_waiting()
    named = turn.words.listing(shop.name for shop in shops[:_MOST_SHOPS])
    text = turn.t(
        "I am the bot that keeps your card, and nobody at {shops} reads along here: please say it at the counter. "
        "Your card, your rewards and what I write to you I can help with.",
        shops=named,
    )
    return Reply(text, _help(turn))


def offer_to_pass_on(turn: Turn, text: str, shops: Sequence[Shop]) -> Reply:
    """Ask with one tap whether words shall go to a shop; what is typed next belongs to them."""
    waiting, this = turn.waiting(), turn.incoming.key[:_NAMED_BY]
    if waiting and waiting[0] == STEP:
        this, text = str(waiting[1].get("letter", this)), f"{waiting[1]['text']}\n{text}"
    _keep(turn, this, {"text": text, "had_by": []})
    said = tuple(
        Choice(turn.t("✉ Tell {shop}", shop=shop.name), "passon", f"{shop.id}:{this}")
        for shop in shops[:_MOST_SHOPS]
    )
    turn.wait_for(STEP, letter=this, text=text, yes=said[0] if len(said) == 1 else None)
    no = (Choice(turn.t("No, thanks"), "cancel"), Choice(turn.t("How it works"), "help"))
    asking = turn.t("I am the bot that keeps your card. Shall I pass this on? The shop can answer you here.")
    if any(actions.is_unknown(turn.tx, turn.person_id, shop.id) for shop in shops[:_MOST_SHOPS]):
        asking += " " + turn.t("They read your name with it.")
    return Reply(asking, (*((one,) for one in said), no))


def pass_on(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Give what was typed above a button to its shop, once, whatever was tapped in between."""
    shop, _, this = arg.partition(":")
    draft: TypedLetter | None = turn.kept(f"{STEP}:{this}")
    if draft is None:
        return Reply(turn.t("I don't have those words any more. Please type them again."))
    if int(shop) in draft["had_by"]:
        return had_already(turn)
    sent = actions.send_letter(turn.tx, turn.person_id, int(shop), draft["text"], now=turn.now)
    if isinstance(sent, LetterSent):
        _keep(turn, this, {"text": draft["text"], "had_by": [*draft["had_by"], sent.shop.id]})
    return told(turn, sent)


def had_already(turn: Turn) -> Reply:
    """Say that a shop has what a button passes on, so that nobody types it again."""
    said = turn.t("✔ They have that already: there is nothing more to do. They can answer you in this chat.")
    return Reply(said, _card(turn))


def _keep(turn: Turn, this: str, draft: TypedLetter) -> None:
    turn.keep(f"{STEP}:{this}", draft, lives=WORDS_LIVE)


def _card(turn: Turn) -> tuple[tuple[Choice, ...], ...]:
    return ((Choice(turn.t("💳 My card"), "card"),),)


def told(turn: Turn, sent: SendOutcome) -> Reply:
    """Say what became of words to a shop."""
    match sent:
        case LetterSent(shop):
            said = turn.t("✔ Passed on to {shop}. They can answer you in this chat.", shop=shop.name)
            return Reply(said, _card(turn), in_place=True)
        case TooManyLetters(shop):
            return Reply(turn.tn(
                "{shop} gets {n} message a day from you, and has it. Please wait for the answer, or ask at the counter.",
                "{shop} gets {n} messages a day from you, and has them. Please wait for the answer, or ask at the counter.",
                LETTERS.most, shop=shop.name,
            ))  # fmt: skip
        case NotHeard(shop):
            return Reply(_counter_listens(turn, shop), _help(turn))
        case TooOften(until):
            return Reply(once_more(until, turn.words, now=turn.now))
        case NobodyThere(shop):
            return Reply(
                turn.t("Nobody at {shop} reads this chat now. Please say it at the counter.", shop=shop.name)
            )
        case BadText(most):
            return Reply(
                turn.tn("At most {n} letter.", "At most {n} letters.", most) + " " + turn.t("Type it again.")
            )
        case NotAllowed():
            return Reply(turn.t("You have no card there any more."))


def word_answer(say: Words, post: Post, answer: LetterAnswer) -> Reply:
    """Bring a shop's answer to who wrote to it."""
    about = {"shop": post.shop.name, "answer": answer.text}
    lines = [say.t("💬 {shop} answers you:", shop=post.shop.name), f"“{answer.text}”"]
    lines.append(say.t("You wrote: “{text}”", text=shortened(post.letter.text)))
    return Reply("\n".join(lines), template=Filled("letter_answer", about))
