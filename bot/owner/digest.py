"""The digest: what an owner hears about a week or a month that is over."""

from collections.abc import Iterable

from actions.shop.digest import Digest, UnsaidFigures
from bot.turn import Choice, Reply
from loyalty.campaigns.frequency_cap import DIGEST
from words.campaigns.kind_names import kind_name
from words.language import Words
from words.shop.digest import asked_for_sums, digest_lines


def word_digest(
    say: Words, digest: Digest, troubles: Iterable[str] = (), *, unsaid: UnsaidFigures | None = None
) -> Reply:
    """Word a period's figures and what troubles the shop's messages, with what an owner may do about it."""
    shop = digest.shop
    again = tuple(
        (Choice(say.t("{name}: turn on again", name=kind_name(say, kind)), "switch", f"{shop.id}:{kind}:1"),)
        for kind in digest.paused
    )
    look = ((Choice(say.t("🔎 Worth a look"), "checks", str(shop.id)),),) if digest.worth_a_look else ()
    alert = digest.alert
    who = ((Choice(say.name(alert.name), "customer", str(alert.account_id)),),) if alert else ()
    sums = ((Choice(say.t("🧮 The sums"), "calculator", str(shop.id)),),) if unsaid else ()
    rows = (
        *again,
        *look,
        *who,
        *sums,
        (Choice(say.t("📊 How is business?"), "stats", str(shop.id)),),
        (Choice(say.t("✉ Messages to customers"), "campaigns", str(shop.id)),),
        (Choice(say.t("No more of these"), "nokind", DIGEST),),
    )
    return Reply(
        "\n".join(
            [
                *digest_lines(digest, say),
                *troubles,
                *([f"🧮 {asked_for_sums(unsaid, say)}"] if unsaid else ()),
            ]
        ),
        rows,
    )
