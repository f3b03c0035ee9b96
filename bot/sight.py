"""Several codes on one picture: which of them is meant, or a question with a button for each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from actions.people import wrong_codes
from actions.till import codes_on_a_photo
from actions.till.codes_on_a_photo import Sighted
from actions.till.seen import note_seen
from bot.customer import friends, joining
from bot.staff import codes, scanning
from bot.turn import Choice, Handler, Reply, Turn
from loyalty.codes import code_end
from loyalty.tokens import Forged, read_card_token, read_printed_token
from words.cards.card import at_till

MOST = 8  # codes that one picture is asked about

# What goes before what; a link of another kind stands under its letter. At the till a customer's card comes before
# everything, and a poster behind the counter last. A customer who sees both means the poster.
_AT_THE_TILL = (
    "ready",
    "run_out",
    "done",
    "i",
    "t",
    "own",
    "elsewhere",
    "claimable",
    "j",
    "f",
    "l",
    "unknown",
)
_ELSEWHERE = ("i", "claimable", "ready", "j", "f", "l", "own", "t", "run_out", "done", "elsewhere", "unknown")
_ASKED = frozenset({"ready", "claimable", "j", "f"})  # of these only one may be meant
_EACH = frozenset({"run_out", "done"})  # each of these gets its answer


@dataclass(frozen=True, slots=True)
class _Code:
    payload: str
    kind: str
    subject: str
    sighted: Sighted | None = None
    label: str = ""


def choose(turn: Turn, payloads: Sequence[str]) -> tuple[str, ...] | Reply:
    """Say which codes of a picture to follow, one after the other, or ask."""
    if len(payloads) == 1:
        return _own_poster(turn, payloads[0]) or (payloads[0],)
    order = _AT_THE_TILL if turn.visitor.workplaces else _ELSEWHERE
    seen = sorted((_look(turn, one) for one in payloads), key=lambda code: order.index(code.kind))
    codes = list({code.subject: code for code in reversed(seen)}.values())[::-1]  # the best of each subject
    best = [code for code in codes if code.kind == codes[0].kind][:MOST]
    if len(best) > 1 and best[0].kind in _ASKED:
        return _ask(turn, best)
    others = [code for code in codes if code.kind == "run_out"] if best[0].kind == "ready" else []
    followed = best if best[0].kind in _EACH else best[:1]
    if poster := _own_poster(turn, followed[0].payload):
        return poster
    return tuple(code.payload for code in (*followed, *others))


def _own_poster(turn: Turn, payload: str) -> Reply | None:
    """Ask staff who photographed the poster at their own till: they most likely meant a card, and would become customers."""
    shop = codes_on_a_photo.see_poster(turn.tx, payload[1:]) if payload[0] == "j" else None
    if shop is None or shop.id not in {place.shop.id for place in turn.visitor.workplaces}:
        return None
    text = turn.t(
        "Nothing was booked: that is the poster of {shop}. Scan the code on the customer's card.",
        shop=shop.name,
    )
    return Reply(text, ((Choice(turn.t("💳 A card for myself"), "pick", payload),),))


def pick(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Follow the code that was picked of several, or all of them."""
    if arg != "all":
        return _FOLLOW[arg[0]](turn, arg[1:])
    codes = str(turn.data.get("codes", ""))
    if not codes:
        return Reply(turn.t("That button is out of date: nothing was booked."))
    turn.wait_for("codes", codes=codes)
    return follow(turn, codes.split(), lambda one: _FOLLOW[one[0]](turn, one[1:]))


def follow(turn: Turn, payloads: Sequence[str], opened: Callable[[str], Reply | list[Reply]]) -> list[Reply]:
    """Open one link after the other; each books under a key of its own, as one update may book several visits."""
    incoming, replies = turn.incoming, list[Reply]()
    for place, payload in enumerate(payloads):
        turn.incoming = replace(incoming, key=key_of(incoming.key, place))
        answer = opened(payload)
        replies += answer if isinstance(answer, list) else [answer]
    turn.incoming = incoming
    return replies


def key_of(key: str, place: int) -> str:
    """Return the key of an update's first booking, its second, and so on."""
    return f"{key}:{place}" if place else key


def _look(turn: Turn, payload: str) -> _Code:
    letter, rest = payload[0], payload[1:]
    if letter == "j":
        shop = codes_on_a_photo.see_poster(turn.tx, rest)
        return _Code(payload, "j", f"shop:{rest}", label=shop.name) if shop else _unknown(payload)
    if letter not in "cpv":
        return _Code(payload, letter, payload) if letter in "itlf" else _unknown(payload)
    sighted = _sighted(turn, letter, rest)
    if sighted is None:
        return _unknown(payload)
    return _Code(payload, sighted.worth, sighted.subject, sighted, _label(turn, sighted))


def _unknown(payload: str) -> _Code:
    return _Code(payload, "unknown", payload)


def _sighted(turn: Turn, letter: str, rest: str) -> Sighted | None:
    tx, me, secret = turn.tx, turn.actor, turn.links.secret
    if letter == "v":
        return _voucher(turn, rest)
    if letter == "p":
        public_id = read_printed_token(secret, rest)
        return (
            None
            if isinstance(public_id, Forged)
            else codes_on_a_photo.see_card(tx, me, public_id, None, now=turn.now)
        )
    shown = read_card_token(secret, rest)
    if isinstance(shown, Forged):
        return None
    return codes_on_a_photo.see_card(tx, me, shown.public_id, shown.shown_at, now=turn.now)


def _voucher(turn: Turn, code: str) -> Sighted | None:
    """Look at a reward's code; many that lead nowhere are guesses, on pictures too."""
    if wrong_codes.waits_until(turn.tx, turn.actor, now=turn.now):
        return None
    sighted = codes_on_a_photo.see_voucher(turn.tx, turn.actor, code, now=turn.now)
    if turn.visitor.workplaces and sighted.worth in {"unknown", "elsewhere"}:
        wrong_codes.note_wrong(turn.tx, turn.actor, now=turn.now)
    return sighted


def _label(turn: Turn, sighted: Sighted) -> str:
    if sighted.state is None:
        return turn.t("A printed card")
    card = sighted.state.account
    name = sighted.state.name or turn.t("Card {code}", code=card.code)
    if sighted.voucher:
        return "🎁 " + turn.t("{reward} for {name}", reward=sighted.voucher.reward, name=name)
    return f"{at_till(sighted.state, turn.words)} · {code_end(card.code)}"


def _ask(turn: Turn, codes: Sequence[_Code]) -> Reply:
    for state in (code.sighted.state for code in codes if code.sighted):
        if state:
            note_seen(turn.tx, turn.actor, state, now=turn.now)
    rows = [(Choice(code.label, "pick", code.payload),) for code in codes]
    if all(_done_in_one_go(code) for code in codes):
        turn.wait_for("codes", codes=" ".join(code.payload for code in codes))
        both = turn.t("Both") if len(codes) == 2 else turn.t("All of them")
        rows.append((Choice(both, "pick", "all"),))
    return Reply(
        turn.tn(
            "I see {n} code. Which one do you mean?", "I see {n} codes. Which one do you mean?", len(codes)
        ),
        tuple(rows),
    )


def _done_in_one_go(code: _Code) -> bool:
    """Say whether a code needs no further answer, as an amount would be."""
    return code.sighted is not None and code.sighted.state is not None and not code.sighted.to_be_said


_FOLLOW: Mapping[str, Handler] = {
    "c": scanning.scan_shown,
    "p": joining.printed,
    "v": codes.voucher_shown,
    "j": joining.join,
    "f": friends.follow,
}
