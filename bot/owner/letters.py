"""What customers write to the shop: brought to its owners alone, and answered from the same chat."""

from actions.access import NotAllowed
from actions.people import letters as actions
from actions.people.letters import Answered, BadText, Post
from bot.owner.places import not_allowed
from bot.turn import Choice, Filled, Reply, Turn
from words.language import Words

STEP = "letter_answer"


def word_letter(say: Words, post: Post) -> Reply:
    """Show an owner what a customer wrote."""
    about = {"shop": post.shop.name, "name": say.name(post.writer.name), "text": post.letter.text}
    head = say.t("💬 {shop}: {name} writes to you:", shop=post.shop.name, name=about["name"])
    return Reply(
        f"{head}\n“{post.letter.text}”",
        ((Choice(say.t("↩ Answer"), "answer", str(post.letter.id)),),),
        template=Filled("letter", about, {"answer": str(post.letter.id)}),
    )


def ask_answer(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take what is typed next for the answer to a letter."""
    post = actions.post(turn.tx, turn.actor, int(arg))
    if post is None:
        return Reply(turn.t("That is not there any more."))
    if post.letter.answer is not None:
        return Reply(turn.t("It was answered: “{text}”", text=post.letter.answer))
    turn.wait_for(STEP, letter=post.letter.id)
    name = turn.words.name(post.writer.name)  # a template may have cut the letter: here it is whole
    return Reply(turn.t("{name} wrote: “{text}”\nType your answer.", name=name, text=post.letter.text))


def answer_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Send the answer that was typed."""
    letter_id = int(turn.data["letter"])
    match actions.answer_letter(turn.tx, turn.actor, letter_id, text, now=turn.now):
        case NotAllowed():
            turn.stop_waiting()
            return not_allowed(turn)
        case BadText(most):
            return Reply(
                turn.tn("At most {n} letter.", "At most {n} letters.", most) + " " + turn.t("Type it again.")
            )
        case Answered(letter, before=True):
            turn.stop_waiting()
            return Reply(turn.t("It was answered: “{text}”", text=letter.answer or ""))
        case Answered():
            turn.stop_waiting()
            return Reply(turn.t("✔ Your answer is on its way."))
