"""Where `stempel` begins: all of its code is read without the garbage collector, which would look through it again and again for nothing."""

import gc

gc.disable()

from app import cli  # noqa: E402 - what is read here is what takes long


def main() -> None:
    """Run a command; what was read so far is never looked through for garbage again."""
    gc.freeze()
    gc.enable()
    cli.main()
