"""What can't be read: a fitting sentence for each kind of message, and what can be sent instead."""

from collections.abc import Mapping

from bot.turn import Choice, Reply, Turn
from words.language import N_

_SPOKEN = N_("I can't listen to voice messages. Please write it in a few words.")
_FILMED = N_("I can't watch videos. If a code is to be seen, please send a photo of it.")
_PLACE = N_("Thank you, but I don't need to know where you are, and keep no places.")
_SOMEBODY = N_(
    "I keep no contacts of others, so I did not look at it. They can scan the shop's poster themselves."
)
_PLAYFUL = N_("Nice! But I can read only words, and photos of codes.")

# Names as Telegram or WhatsApp has them.
_SAYS: Mapping[str, str] = {
    **dict.fromkeys(("voice", "audio"), _SPOKEN),
    **dict.fromkeys(("video", "video_note", "animation", "story", "paid_media"), _FILMED),
    **dict.fromkeys(("location", "venue"), _PLACE),
    **dict.fromkeys(("contact", "contacts"), _SOMEBODY),
    **dict.fromkeys(("sticker", "dice", "game"), _PLAYFUL),
    "reaction": N_("Thank you! But I can't tell what it means: please tap a button, or write a word."),
    "order": N_("I can't pass orders on, and nothing was ordered. Please order at the counter."),
    "nfm_reply": N_("I can't use forms, and nothing was passed on. Please write it in a few words."),
    "call_permission_reply": N_("I never call anybody, and answer in writing only."),
    "document": N_("I can't open this file. A code can be sent as a photo."),
}
_UNKNOWN = N_("I can't read messages of this kind. Please write it in a few words.")


def unread(turn: Turn, kind: str) -> Reply | list[Reply]:
    """Say kindly that a message can't be read, and what helps."""
    helps = (
        turn.t("At the till: scan a code, send a photo of it, or type its six characters.")
        if turn.visitor.workplaces
        else turn.t("/card shows your card: let the cashier scan it.")
    )
    rows = ((Choice(turn.t("💳 My card"), "card"), Choice(turn.t("How it works"), "help")),)
    return Reply(f"{turn.t(_SAYS.get(kind, _UNKNOWN))}\n{helps}", rows)
