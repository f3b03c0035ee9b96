"""`stempel bot`: bots and numbers that belong to one shop, beside the shared ones."""

import sys
from typing import Annotated, Any

import typer

from app.bot_office import ask_about_bots, platform_named, rotate_keys
from app.side_door import BadOptionError
from app.terminal import AsJson, exit_with, read_settings, run, show
from channels.setup import PlatformSetup

commands = typer.Typer(no_args_is_help=True, help="Look after bots and numbers of shops' own.")

_Shop = Annotated[int, typer.Option("--shop", help="The shop's number, see `stempel shop list`.")]
_Channel = Annotated[str, typer.Option("--channel", help="telegram or whatsapp.")]
_STANDINGS = {
    "ok": "✔",
    "refused": "✘ its platform refuses it: `stempel bot add` with a new token starts it again",
    "locked": "✘ none of the keys that are set opens its token: see STEMPEL_TOKEN_KEYS in the README",
}


@commands.command("add")
def bot_add(shop_id: _Shop, channel: _Channel = "telegram", *, as_json: AsJson = False) -> None:
    """Give a shop a bot of its own, or the one it has another token; the token is asked for, or read from standard input."""
    settings = read_settings()
    try:
        opens = _read_opens(platform_named(settings, channel))
    except BadOptionError as error:
        raise exit_with(error) from None
    made = run(ask_about_bots(settings, "bot add", shop_id=shop_id, channel=channel, opens=opens))
    show(made, as_json=as_json, lines=_added(made))


def _read_opens(platform: PlatformSetup) -> dict[str, str]:
    """Read what opens a bot: never from the command itself, which the shell remembers and other users see."""
    if sys.stdin.isatty():
        return {name: str(typer.prompt(name, hide_input=True)).strip() for name in platform.opens}
    lines = [line.strip() for line in sys.stdin if line.strip()]
    if len(platform.opens) == 1 and len(lines) == 1:
        return {platform.opens[0]: lines[0]}
    found = {name.strip(): value.strip() for name, _, value in (line.partition("=") for line in lines)}
    missing = [name for name in platform.opens if not found.get(name)]
    if missing:
        wanted = "\n".join(f"  {name}=…" for name in platform.opens)
        raise BadOptionError(f"Standard input lacks {', '.join(missing)}. Write a line for each:\n{wanted}")
    return {name: found[name] for name in platform.opens}


def _added(made: dict[str, Any]) -> list[str]:
    said = "has another token now" if made["anew"] else f"is the own bot of shop {made['shop']} now"
    lines = [f"{made['name']} {said}: {made['link']}"]
    if "callback_url" in made:
        lines += [
            "Tell its app at Meta (WhatsApp → Configuration → Webhook):",
            f"  Callback URL  {made['callback_url']}",
            f"  Verify token  {made['verify_token']}",
        ]
    return lines


@commands.command("list")
def bot_list(*, as_json: AsJson = False) -> None:
    """List the bots of shops' own, and how they stand."""
    found = run(ask_about_bots(read_settings(), "bot list"))
    lines = [
        f"{one['shop']}  {one['channel']}: {one['name']}  {one['link']}  {_STANDINGS[one['standing']]}"
        for one in found
    ]
    show(
        found, as_json=as_json, lines=lines or ["No shop has a bot of its own. `stempel bot add` gives one."]
    )


@commands.command("remove")
def bot_remove(shop_id: _Shop, channel: _Channel = "telegram", *, as_json: AsJson = False) -> None:
    """Take a shop's own bot from it; cards and customers stay, and its token is forgotten."""
    gone = run(ask_about_bots(read_settings(), "bot remove", shop_id=shop_id, channel=channel))
    show(gone, as_json=as_json, lines=[f"{gone['name']} is not the bot of shop {shop_id} any more."])


@commands.command("check")
def bot_check(*, as_json: AsJson = False) -> None:
    """Ask each platform whether it knows each bot."""
    rows = run(ask_about_bots(read_settings(), "bot check"))
    lines = [
        f"{'✔' if row['ok'] else '✘'} shop {row['shop']}, {row['channel']}: {row['says']}" for row in rows
    ]
    show(rows, as_json=as_json, lines=lines or ["No shop has a bot of its own."])
    if not all(row["ok"] for row in rows):
        raise typer.Exit(1)


@commands.command("rotate-keys")
def bot_rotate_keys(*, as_json: AsJson = False) -> None:
    """Seal every token with the first of STEMPEL_TOKEN_KEYS: the others may go afterwards."""
    done = run(rotate_keys(read_settings()))
    lines = [f"Sealed with the newest key: {done['sealed']}"]
    lines += [f"✘ {name}: no key that is set opens it, so it stays as it was" for name in done["locked"]]
    show(done, as_json=as_json, lines=lines)
    if done["locked"]:
        raise typer.Exit(1)
