"""What customers write to the shop: brought to its owners, listed, read, answered, done with; nobody else sees it."""

from dataclasses import replace

from actions.access import NotAllowed
from actions.people import inbox as actions
from actions.people.inbox import Answered, Inbox, Post
from actions.people.letters import BadText
from bot.beside import beside
from bot.owner.places import not_allowed, place_for, split
from bot.turn import Choice, Filled, Reply, Turn
from bot.whence import passed
from loyalty.dates import day_of
from loyalty.roles import Role
from words.language import Words
from words.people.letters import inbox_lines, letter_label, letter_lines, line_said, settled_lines

STEP = "letter_answer"


def word_letter(say: Words, post: Post) -> Reply:
    """Show an owner what a customer has just written."""
    line = [say.t("About: {line}", line=line_said(post.line, say))] if post.line else []
    about = {
        "shop": post.shop.name,
        "name": say.name(post.writer.name),
        "text": " · ".join([*line, post.letter.text]),
    }
    head = say.t("💬 {shop}: {name} writes to you:", shop=post.shop.name, name=about["name"])
    this = str(post.letter.id)
    return Reply(
        "\n".join([head, *line, f"“{post.letter.text}”"]),
        ((Choice(say.t("↩ Answer"), "answer", this), Choice(say.t("📥 Open"), "letter", this)),),
        template=Filled("letter", about, {"answer": this}),
    )


@beside
def inbox(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /inbox: what waits for a word, each a tap away."""
    place = place_for(turn, Role.OWNER, "inbox", arg)
    if isinstance(place, Reply):
        return place
    after = split(arg)[1] if turn.shown_at else ""
    found = actions.inbox(turn.tx, turn.actor, place.shop.id, after=int(after or 0))
    if isinstance(found, NotAllowed):
        return not_allowed(turn)
    shop, today = found.shop, day_of(turn.now, place.shop.zone)
    rows = _rows(turn, found, "inbox")
    rows.append((Choice(turn.t("✔ Answered ones"), "letters", str(shop.id)),))
    rows.append((Choice(turn.t("🛠 You said, we did"), "improve", str(shop.id)),))
    return Reply("\n".join(inbox_lines(found, turn.words, today=today)), tuple(rows))


@beside
def settled(turn: Turn, arg: str) -> Reply | list[Reply]:
    """List what was answered or done with."""
    shop_id, before = split(arg)
    found = actions.settled_letters(turn.tx, turn.actor, shop_id, before=int(before) if before else None)
    if isinstance(found, NotAllowed):
        return not_allowed(turn)
    rows = [*_rows(turn, found, "letters"), (_back(turn, shop_id),)]
    today = day_of(turn.now, found.shop.zone)
    return Reply("\n".join(settled_lines(found, turn.words, today=today)), tuple(rows))


def _rows(turn: Turn, found: Inbox, verb: str) -> list[tuple[Choice, ...]]:
    rows: list[tuple[Choice, ...]] = [
        (Choice(letter_label(one, turn.words), "letter", str(one.id)),) for one in found.letters
    ]
    if found.more:
        rows.append((Choice(turn.t("More"), verb, f"{found.shop.id}:{found.more}"),))
    return rows


def _back(turn: Turn, shop_id: int) -> Choice:
    return Choice(turn.t("← Inbox"), "inbox", str(shop_id))


def letter(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show a letter with all that was answered, and what can be done."""
    post = actions.post(turn.tx, turn.actor, int(arg), now=turn.now)
    return _whole(turn, post) if post else _gone(turn)


def _whole(turn: Turn, post: Post) -> Reply:
    this, name = str(post.letter.id), turn.words.first_name(post.writer.name)
    rows: list[tuple[Choice, ...]] = [(Choice(turn.t("↩ Answer"), "answer", this),)]
    if post.letter.state == "open":
        rows[0] += (Choice(turn.t("✔ Done"), "letterdone", this),)
    passed(turn, post.shop.id, "letter", this)
    if post.account_id:
        rows.append((Choice(turn.t("👤 Who is {name}?", name=name), "customer", str(post.account_id)),))
    if post.heard:
        rows.append((Choice(turn.t("🔕 No more letters of {name}", name=name), "mute", f"{this}:1"),))
    else:
        rows.append((Choice(turn.t("🔔 Letters of {name} again", name=name), "mute", f"{this}:0"),))
    rows.append((_back(turn, post.shop.id),))
    today = day_of(turn.now, post.shop.zone)
    return Reply("\n".join(letter_lines(post, turn.words, today=today)), tuple(rows))


def _gone(turn: Turn) -> Reply:
    return Reply(turn.t("That is not there any more."))


def ask_answer(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take what is typed next for an answer to a letter."""
    post = actions.post(turn.tx, turn.actor, int(arg), now=turn.now)
    if post is None:
        return _gone(turn)
    turn.wait_for(STEP, letter=post.letter.id)
    # A template may have cut the letter: here it is whole.
    lines = letter_lines(post, turn.words, today=day_of(turn.now, post.shop.zone))
    return Reply("\n".join([*lines, turn.t("Type your answer.")]))


def answer_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Send the answer that was typed."""
    match actions.answer_letter(turn.tx, turn.actor, int(turn.data["letter"]), text, now=turn.now):
        case NotAllowed():
            turn.stop_waiting()
            return not_allowed(turn)
        case BadText(most):
            return too_long(turn, most)
        case Answered(letter):
            turn.stop_waiting()
            return Reply(turn.t("✔ Your answer is on its way."), ((_back(turn, letter.shop_id),),))


def too_long(turn: Turn, most: int) -> Reply:
    """Ask once more for what was empty or too long."""
    return Reply(
        turn.tn("At most {n} letter.", "At most {n} letters.", most) + " " + turn.t("Type it again.")
    )


def done(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Be done with a letter, without a word to who wrote it."""
    found = actions.finish_letter(turn.tx, turn.actor, int(arg))
    if isinstance(found, NotAllowed):
        return not_allowed(turn)
    return Reply(turn.t("✔ Done with it."), ((_back(turn, found.shop_id),),), in_place=True)


def mute(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take no more letters of somebody, or take them again."""
    this, _, muted = arg.partition(":")
    found = actions.mute_writer(turn.tx, turn.actor, int(this), muted=muted == "1", now=turn.now)
    if isinstance(found, NotAllowed):
        return not_allowed(turn)
    post = actions.post(turn.tx, turn.actor, found.id, now=turn.now)
    return replace(_whole(turn, post), in_place=True) if post else _gone(turn)
