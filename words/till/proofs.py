"""What is said of proofs to who looks at them."""

from actions.till.proofs import Declined, Given, NotNow, ShownProof, YesTakenBack
from words.cards.card import balance, on_which
from words.language import N_, Words

REASONS = (
    N_("I can't see it there"),
    N_("I can't open the link"),
    N_("It seems to be somebody else's"),
)


def word_proof(shown: ShownProof, words: Words) -> str:
    """Show what a customer did, and what it would give."""
    errand, state = shown.errand, shown.state
    given = words.counted(state.current.programme.unit, shown.part.gives)
    lines = [
        words.t("🙌 {shop}: {name} did “{task}” for {given}.", shop=state.shop.name, name=on_which(state, words),
                task=words.known(shown.part.label), given=given),
        words.known(shown.part.what),
    ]  # fmt: skip
    if errand.link:
        lines.append(words.t("{link}\nOpen it only where you know the site.", link=errand.link))
    elif not shown.picture:
        lines.append(words.t("The picture is not kept any more."))
    if shown.alike:
        lines.append(words.t("⚠ It looks like another picture that was shown here."))
    if errand.state != "sent":
        lines.append(_decided(shown, words))
    return "\n".join(lines)


def _decided(shown: ShownProof, words: Words) -> str:
    errand = shown.errand
    when = words.day_and_time(
        errand.decided_at or shown.state.at, shown.state.shop.zone, today=shown.state.today
    )
    by = words.name(shown.by)
    if errand.state == "approved":
        return words.t("✔ {name} said yes: {when}.", name=by, when=when)
    return words.t("{name} said no: {when}.", name=by, when=when)


def word_given(outcome: Given, words: Words) -> str:
    """Say that it is given."""
    given = words.counted(outcome.state.standing.version.programme.unit, outcome.part.gives)
    lines = [
        words.t("🙌 {name}: {given} for “{task}” ✔ now {balance}", name=on_which(outcome.state, words), given=given,
                task=words.known(outcome.part.label), balance=balance(outcome.state, words)),
        *(words.t("🎉 Earned: {reward}", reward=new.reward.text) for new in outcome.vouchers),
    ]  # fmt: skip
    return "\n".join(lines)


def word_declined(outcome: Declined, words: Words) -> str:
    """Say that the customer is told why not."""
    return words.t(
        "Nothing was given for “{task}”: {name} reads why, and may show something else.",
        name=on_which(outcome.state, words),
        task=words.known(outcome.task),
    )


def word_taken_back(outcome: YesTakenBack, words: Words) -> str:
    """Say that a yes was taken back."""
    taken = words.counted(outcome.state.standing.version.programme.unit, outcome.amount)
    return words.t(
        "↩ Taken back: {taken}. {name} has {balance} now, and the proof waits again.",
        taken=taken,
        name=on_which(outcome.state, words),
        balance=balance(outcome.state, words),
    )


def word_not_now(outcome: NotNow, words: Words) -> str:
    """Say why nothing was changed."""
    match outcome.why:
        case "decided":
            decided = (
                _decided(outcome.shown, words) if outcome.shown and outcome.shown.errand.decided_at else ""
            )
            return "\n".join(filter(None, (words.t("Nothing was changed: it is decided on."), decided)))
        case "gone":
            return words.t("Nothing was changed: the customer dropped it, or is not here any more.")
        case "own":
            return words.t("Nothing was changed: that is your own. Somebody else has to look at it.")
        case "spent":
            return words.t("Nothing was taken back: what it gave is used already, or more was booked on it.")
