"""The language we speak with somebody."""

from actions.people import profile
from bot.turn import Choice, Reply, Turn
from words.language import LANGUAGES, words


def show_languages(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /language with each language's own name; `/language nl` chooses at once."""
    if arg in LANGUAGES:
        return choose_language(turn, arg)
    _leave_open(turn)
    return Reply(turn.t("Which language shall we speak?"), _buttons(turn))


def choose_language(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Speak this language from now on, beginning with the answer."""
    if arg not in LANGUAGES:
        return show_languages(turn, "")
    profile.set_language(turn.tx, turn.person_id, arg)
    turn.words = words(arg)
    turn.menu_changed = True
    _leave_open(turn)
    rows = (*_buttons(turn), (Choice(turn.t("💳 My card"), "card"), Choice(turn.t("How it works"), "help")))
    return Reply(
        turn.t("{language}: that is what we speak from now on.", language=LANGUAGES[arg]), rows, in_place=True
    )


def _leave_open(turn: Turn) -> None:
    """Take the answer to the open question in the other language; a yes to what stands further up is taken no more."""
    turn.keep_waiting()
    if turn.asked():
        turn.stop_waiting()


def _buttons(turn: Turn) -> tuple[tuple[Choice, ...], ...]:
    return tuple(
        (Choice(f"✓ {name}" if code == turn.words.language else name, "speak", code),)
        for code, name in LANGUAGES.items()
    )
