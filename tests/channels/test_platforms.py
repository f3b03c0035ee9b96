"""The platforms' folders: whole, and each for itself."""

import pytest
from grimp import build_graph

import channels
from channels.platforms import PLATFORMS
from channels.setup import PlatformSetup


def folder(module: str) -> str:
    """Return the folder of `channels/` that a module lies in."""
    return module.split(".")[1]


def test_no_platform_knows_another() -> None:
    graph = build_graph(channels.__name__)
    inside = [module for module in graph.modules if module.count(".") == 2]
    strangers = [
        (module, found)
        for module in inside
        for found in graph.find_modules_directly_imported_by(module)
        if found in inside and folder(found) != folder(module)
    ]
    assert len({folder(module) for module in inside}) >= 3
    assert not strangers


@pytest.mark.parametrize("setup", PLATFORMS, ids=lambda setup: setup.name)
def test_a_platform_is_called_as_its_folder_is(setup: type[PlatformSetup]) -> None:
    assert setup.name == folder(setup.__module__)
    assert setup.how
