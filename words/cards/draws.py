"""What is said of draws to customers: what can be won and how, their tickets, and by what anybody checks it."""

from collections.abc import Sequence
from datetime import datetime

from actions.cards.draws import DrawList, DrawSeen, NoDraw, SeedSecret
from loyalty.cards.draws import OF_AGE, Draw, DrawForm, list_hash, listing
from loyalty.cards.endings import last_day
from loyalty.records import Shop
from words.language import Words

_SHOWN = 8  # tickets that are named in a message


def draw_lines(seen: DrawSeen, words: Words, *, now: datetime) -> list[str]:
    """Say what a draw is, how a customer stands in it, and by what it can be checked."""
    if seen.draw.drawn_at:
        return _over(seen, words)
    lines = [*promise(seen.shop, seen.draw, words, now=now), *_odds(seen, words)]
    if not seen.draw.runs(now=now):
        return [*lines, words.t("It has ended: in a moment the seed says who won.")]
    return [*lines, *_stands(seen, words, now=now), "", _proof(seen.draw, words)]


def promise(shop: Shop, draw: Draw, words: Words, *, now: datetime) -> list[str]:
    """Say what can be won, until when, how chance is asked, and who may take part: nothing of it changes."""
    lines = [f"🎟 {shop.name}: {_prizes(draw, words)}"]
    day = _day(shop, draw, words, now=now)
    if draw.form is DrawForm.TICKETS:
        lines.append(
            words.t("Each visit until the end of {day} is a ticket; then the winners are drawn. All tickets have the same chance.", day=day)
        )  # fmt: skip
    else:
        lines.append(
            words.t("After each visit until the end of {day} you scratch a ticket: one in {n} wins, as long as there are prizes.",
                    day=day, n=words.number(draw.one_in or 1))
        )  # fmt: skip
    if draw.free:
        lines.append(words.t("One ticket is free for everybody: no purchase is needed."))
    lines.append(
        words.t("Only for who is {age} or older; who works here takes no part. If a visit is taken back before the end, its ticket goes too.",
                age=OF_AGE)
    )  # fmt: skip
    if draw.form is DrawForm.SCRATCH:
        lines.append(
            words.t("A prize that was scratched goes with its visit too, as long as it was not handed out.")
        )
    return lines


def _day(shop: Shop, draw: Draw, words: Words, *, now: datetime) -> str:
    return words.date(last_day(draw.ends_at, shop.zone), today=now.astimezone(shop.zone).date())


def _prizes(draw: Draw, words: Words) -> str:
    return f"{words.number(draw.prizes)} × {draw.prize}" if draw.prizes > 1 else draw.prize


def _odds(seen: DrawSeen, words: Words) -> list[str]:
    if seen.draw.form is DrawForm.SCRATCH:
        return [words.tn("{n} prize is left.", "{n} prizes are left.", seen.prizes_left)]
    if seen.all_tickets is None:
        return []
    if not seen.all_tickets:
        return [words.t("There is no ticket yet.")]
    return [
        words.tn(
            "So far {n} ticket takes part, and {prizes} will win.",
            "So far {n} tickets take part, and {prizes} will win.",
            seen.all_tickets,
            prizes=words.number(min(seen.draw.prizes, seen.all_tickets)),
        )
    ]


def _stands(seen: DrawSeen, words: Words, *, now: datetime) -> list[str]:
    if not seen.plays:
        return ["", words.t("You take no part yet: tap to say that you are {age} or older.", age=OF_AGE)]
    if seen.draw.form is DrawForm.TICKETS:
        return ["", *own_tickets(seen.tickets, words)]
    won = [_won(seen, words)] if seen.won else []
    if not seen.prizes_left:
        return ["", *won, words.t("All prizes are won: there is nothing to scratch any more.")]
    if seen.left:
        return [
            "",
            *won,
            words.tn("You have {n} ticket to scratch.", "You have {n} tickets to scratch.", seen.left),
            words.t("What is not scratched by the end of {day} is lost.", day=_day(seen.shop, seen.draw, words, now=now)),
        ]  # fmt: skip
    if not seen.tickets:
        return ["", *own_tickets((), words)]
    return ["", *won, words.t("You scratched all your tickets. The next visit brings one more.")]


def _won(seen: DrawSeen, words: Words) -> str:
    if seen.waits:
        return words.t("🎉 You won: {prize}. It waits on your card: /rewards", prize=seen.draw.prize)
    return words.t("🎉 You won: {prize}.", prize=seen.draw.prize)


def own_tickets(tickets: Sequence[str], words: Words) -> list[str]:
    """List somebody's tickets, the first few by their letters."""
    if not tickets:
        return [words.t("You have no ticket yet: your next visit is one.")]
    shown = ", ".join(tickets[:_SHOWN])
    more = len(tickets) - _SHOWN
    rest = f" {words.tn('and {n} more', 'and {n} more', more)}" if more > 0 else ""
    return [f"{words.tn('You have {n} ticket:', 'You have {n} tickets:', len(tickets))} {shown}{rest}"]


def _proof(draw: Draw, words: Words) -> str:
    return words.t(
        "🔒 Fair, and you can check it: what decides was chosen by chance before anybody took part, and stays secret until the "
        "end. Its fingerprint (SHA-256) is: {commitment}. Keep this message.",
        commitment=draw.commitment,
    )


def _over(seen: DrawSeen, words: Words) -> list[str]:
    lines = [
        f"🎟 {seen.shop.name}: {_prizes(seen.draw, words)}",
        words.tn("The draw is over. {n} ticket took part.", "The draw is over. {n} tickets took part.", seen.draw.listed),
    ]  # fmt: skip
    if seen.won:
        count = words.tn("{n} ticket of yours won", "{n} tickets of yours won", len(seen.won))
        about = {"count": count, "prize": seen.draw.prize}
        lines.append(
            words.t("🎉 {count}: {prize}. /rewards shows what waits.", **about)
            if seen.waits
            else words.t("🎉 {count}: {prize}.", **about)
        )
    elif seen.plays and seen.draw.form is DrawForm.SCRATCH and not seen.results:
        lines.append(words.t("You scratched no ticket by its end."))
    elif seen.plays:
        lines.append(words.t("None of your tickets won this time. Thank you for coming!"))
    if seen.tickets and seen.draw.form is DrawForm.TICKETS:
        lines += own_tickets(seen.tickets, words)
    return [*lines, "", *revealed(seen.draw, words)]


def revealed(draw: Draw, words: Words) -> list[str]:
    """Tell the seed, now that nobody can use it any more, and how to check what it decided."""
    return [
        words.t("🔓 The seed was: {seed}", seed=draw.seed),
        words.t("Its fingerprint, shown from the beginning: {commitment}", commitment=draw.commitment),
    ]


def word_list(found: DrawList, words: Words) -> str:
    """Say how somebody checks a draw by the file of its tickets."""
    draw = found.draw
    how = f"--prizes {draw.prizes}" if draw.form is DrawForm.TICKETS else f"--one-in {draw.one_in}"
    return "\n".join(
        [
            words.tn("The list of the {n} ticket that took part, without anybody's name.",
                     "The list of the {n} tickets that took part, without anybody's name.", len(found.tickets)),
            words.t("SHA-256 of the list: {hash}", hash=list_hash(listing(found.tickets))),
            *revealed(draw, words),
            words.t("Whoever has Python checks it with a small file of Stempel's documents, docs/check_draw.py:"),
            f"python3 check_draw.py tickets.csv --seed {draw.seed} --commitment {draw.commitment} {how}",
        ]
    )  # fmt: skip


def too_early(secret: SeedSecret, words: Words, *, now: datetime) -> str:
    """Refuse the seed while it could still be used, and say what can be kept instead."""
    today = now.astimezone(secret.shop.zone).date()
    day = words.date(last_day(secret.draw.ends_at, secret.shop.zone), today=today)
    return words.t(
        "The seed stays secret until the draw, after {day}: whoever knew it now would know who wins. Keep its fingerprint, it "
        "proves afterwards that nothing was changed: {commitment}",
        day=day,
        commitment=secret.draw.commitment,
    )


def no_draw(why: NoDraw, words: Words) -> str:
    """Say why somebody can't take part, or scratch."""
    return {
        "gone": words.t("This draw is not there any more."),
        "over": words.t("This draw has ended. /draw shows what became of it."),
        "staff": words.t("You work here: the draw is for customers."),
        "age": words.t("Say first that you are {age} or older: /draw", age=OF_AGE),
        "none": words.t("You have no ticket to scratch. The next visit brings one."),
        "out": words.t("All prizes are won: there is nothing to scratch any more."),
    }[why]


def at_visit(seen: DrawSeen, words: Words) -> str:
    """Say beside a visit what it is in the draw."""
    if not seen.plays:
        return words.t("🎟 A draw runs here: /draw")
    if seen.draw.form is DrawForm.TICKETS:
        return words.tn(
            "🎟 {n} ticket in the draw: /draw", "🎟 {n} tickets in the draw: /draw", len(seen.tickets)
        )
    if seen.left and seen.prizes_left:
        return words.tn("🎟 {n} ticket to scratch: /draw", "🎟 {n} tickets to scratch: /draw", seen.left)
    return ""
