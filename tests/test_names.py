"""A class has a name that no other class has, so that who reads one knows which is meant."""

import re
from collections import defaultdict
from pathlib import Path

HOUSE = Path(__file__).parent.parent
ROOMS = ("loyalty", "storage", "actions", "channels", "words", "bot", "scheduler", "web", "app")
_CLASS = re.compile(r"^class ([A-Za-z]\w*)", re.MULTILINE)
# The same thing said by several: what each asks of a database or a platform, and refusals that mean the same of what was asked.
MEAN_THE_SAME = {"Storage", "Setup", "AlreadyUndone", "CodeExpired", "Refused", "TooLate", "UnknownCode"}


def test_no_two_classes_share_a_name_without_sharing_a_meaning() -> None:
    places = defaultdict(list)
    for room in ROOMS:
        for file in sorted((HOUSE / room).rglob("*.py")):
            for name in _CLASS.findall(file.read_text(encoding="utf-8")):
                places[name].append(str(file.relative_to(HOUSE)))
    shared = {name: files for name, files in places.items() if len(files) > 1}
    assert shared.keys() == MEAN_THE_SAME, shared
