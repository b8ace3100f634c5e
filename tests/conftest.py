"""What all tests share: hypothesis profiles and markers."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from corpora import SHARED

settings.register_profile(
    "default",
    max_examples=60,
    deadline=None,  # the machine may be busy; pytest's own time-out holds
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("long", settings.get_profile("default"), max_examples=2000, derandomize=False)
settings.load_profile(os.environ.get("TIGANG_HYPOTHESIS", "default"))


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "shared: needs the shared corpus (TIGANG_SHARED or ../shared)")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs the shared corpus where it is not there, and say so."""
    if SHARED.is_dir():
        return
    missing = pytest.mark.skip(reason=f"no shared corpus at {SHARED}; set TIGANG_SHARED")
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(missing)
