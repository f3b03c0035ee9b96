"""A shop's logo in chat: a picture is sent, and a card with it comes back."""

from collections.abc import Mapping

from actions.access import NotAllowed
from actions.shop import logos
from actions.shop.logos import LogoChanged, Unfit
from actions.shop.shop_details import see_shop
from bot.owner import appearance
from bot.owner.places import not_allowed
from bot.turn import Choice, Reply, Turn
from words.language import N_

_WHY_NOT: Mapping[str, str] = {
    "too_big": N_("This picture is too large for a logo. Send it as a photo: then it is made smaller on its way."),
    "no_image": N_("I can't open this as a picture. Send a photo, or a JPEG or PNG file."),
    "moves": N_("A logo stands still: send a photo of it, or a picture that does not move."),
    "code": N_(
        "There is a QR code on this picture. At the till it would be scanned in place of the customer's: "
        "send a logo without one."
    ),
}  # fmt: skip


def ask(turn: Turn, arg: str) -> Reply:
    """Ask for a picture of the logo."""
    one = see_shop(turn.tx, turn.actor, int(arg))
    if isinstance(one, NotAllowed):
        return not_allowed(turn)
    turn.wait_for("logo", shop=one.id)
    text = turn.t(
        "Send me your logo as a photo or a picture file. I make it square and small, and keep nothing else of the "
        "file. It stands beside your name on cards and posters, never near the code."
    )
    gone = (Choice(turn.t("✖ No logo"), "logogone", str(one.id)),) if one.logo else ()
    return Reply(text, (gone, (Choice(turn.t("✖ Cancel"), "shop", str(one.id)),)))


def sent(turn: Turn, png: bytes, why: str) -> Reply:
    """Take the picture that was sent, or say why it is no logo; then another one may be sent."""
    shop_id = int(turn.data["shop"])
    if why:
        return Reply(turn.t(_WHY_NOT[why]), ((Choice(turn.t("✖ Cancel"), "shop", str(shop_id)),),))
    match logos.put_logo(turn.tx, turn.actor, shop_id, png, now=turn.now):
        case NotAllowed():
            return not_allowed(turn)
        case Unfit():
            return Reply(turn.t(_WHY_NOT["too_big"]))
        case LogoChanged() as done:
            turn.stop_waiting()
            return _shown(turn, done, turn.t("✔ Done. Cards and new posters have your logo now."))


def typed(turn: Turn, _text: str) -> Reply:
    """Answer words where a picture is waited for."""
    return ask(turn, str(turn.data["shop"]))


def take_away(turn: Turn, arg: str) -> Reply:
    """Take the logo away."""
    done = logos.take_logo(turn.tx, turn.actor, int(arg), now=turn.now)
    if isinstance(done, NotAllowed):
        return not_allowed(turn)
    return _shown(turn, done, turn.t("✔ Done. Nothing of the logo is kept; a poster that hangs works on."))


def _shown(turn: Turn, done: LogoChanged, text: str) -> Reply:
    """Show a card as it looks now."""
    back = (Choice(turn.t("🏪 The shop"), "shop", str(done.shop.id)),)
    return Reply(text, (back,), picture=appearance.preview(turn, done.shop, done.programmes[0].programme))
