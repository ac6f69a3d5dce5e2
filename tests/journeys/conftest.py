"""Whole tasks start from the demo."""

from __future__ import annotations

from tests.demo.conftest import built, demo

__all__ = ["built", "demo"]
