"""What is said of challenges to who takes them on, and to who scans."""

from collections.abc import Iterator, Sequence

from actions.cards.card_state import CardState
from actions.cards.challenges import NoChallenge, OfferedChallenge
from actions.cards.running import Running
from loyalty.cards.endings import last_day
from loyalty.cards.parts.challenge import Challenge
from words.cards.parts.challenge import aim, goal
from words.language import Words


def under_way(state: CardState, words: Words) -> list[str]:
    """Say in a line of a card how far each of its challenges is: "3 visits: 1 so far, until 12 May"."""
    return [_briefly(one, state, words) for one in state.running if not one.over]


def _briefly(one: Running, state: CardState, words: Words) -> str:
    what = goal(one.part, words)
    if one.won:
        return words.t("{goal}: done", goal=what)
    done, day = words.number(one.way.done), _last_day(one, state, words)
    way = words.t("{goal}: {done} so far, until {day}", goal=what, done=done, day=day)
    return f"{way} · {_joker(one, words)}" if one.way.joker_on else way


def stands(one: Running, state: CardState, words: Words) -> str:
    """Say how far one is, what it is for, and whether a week can be missed."""
    facts = {"goal": goal(one.part, words), "gives": _gives(one.part, state, words)}
    if one.won:
        return words.t("{goal}: done, {gives} for you", **facts)
    way = words.t(
        "{goal}: {done} so far, until {day}, for {gives}",
        done=words.number(one.way.done),
        day=_last_day(one, state, words),
        **facts,
    )
    return f"{way} · {_joker(one, words)}" if one.part.aim == "weeks" else way


def _joker(one: Running, words: Words) -> str:
    return words.t("joker used") if one.way.joker_on else words.t("joker left")


def _gives(part: Challenge, state: CardState, words: Words) -> str:
    return words.counted(state.current.programme.unit, part.gives)


def _last_day(one: Running, state: CardState, words: Words) -> str:
    return words.date(last_day(one.row.ends_at, state.shop.zone), today=state.today)


def listed(states: Sequence[CardState], offers: Sequence[OfferedChallenge], words: Words) -> str:
    """List what somebody is at in a shop, and what there is to take on."""
    lines = [words.t("🏁 {shop}: challenges", shop=states[0].shop.name)]
    lines += [_at_it(one, state, words) for state in states for one in state.running]
    lines += ["", *(_offered(offer, words) for offer in offers)]
    return "\n".join(lines).strip()


def _at_it(one: Running, state: CardState, words: Words) -> str:
    if one.over:
        return words.t("Over: {goal}", goal=goal(one.part, words))
    return f"🏁 {stands(one, state, words)}"


def _offered(offer: OfferedChallenge, words: Words) -> str:
    what = f"{aim(offer.part, words)}: {_gives(offer.part, offer.state, words)}"
    return f"· {what}\n  {no_challenge(offer.why, words)}" if offer.why else f"· {what}"


def no_challenge(why: NoChallenge, words: Words) -> str:
    """Say why a challenge can't be taken on."""
    return {
        "changed": words.t("This was changed meanwhile. Here is what there is to take on now:"),
        "staff": words.t("You work here: challenges are for customers."),
        "running": words.t("One of this kind at a time: again after the last day of yours."),
        "known": words.t("There is too little here that would be new to you."),
    }[why]


def begun(one: Running, state: CardState, words: Words) -> str:
    """Tell who took a challenge on what holds from now on."""
    lines = [
        words.t(
            "🏁 Taken on: {aim}, for {gives}. It counts from now on, until {day}, by these rules whatever the shop changes.",
            aim=aim(one.part, words),
            gives=_gives(one.part, state, words),
            day=_last_day(one, state, words),
        )
    ]
    if one.part.aim == "weeks":
        lines.append(
            words.t(
                "A week is from Monday to Sunday. This one counts if you come, and costs nothing if you don't; of the others "
                "you may miss one."
            )
        )
    return "\n".join(lines)


def challenges_won(found: Sequence[Running], words: Words) -> Iterator[str]:
    """Say which challenges a visit won, and what they brought."""
    for one in found:
        yield words.t(
            "🏁 +{n} · challenge done: {goal}", n=words.number(one.part.gives), goal=goal(one.part, words)
        )


def take_it(offer: OfferedChallenge, words: Words) -> str:
    """Label the button that takes a challenge on."""
    return words.t("Take it: {goal}", goal=goal(offer.part, words))
