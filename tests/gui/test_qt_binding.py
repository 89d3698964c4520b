"""Pitfalls of PySide6 versions that would otherwise show up hours later."""

import sys

from PySide6.QtWidgets import QWidget


def test_void_calls_keep_the_references_of_none(qtbot):
    # PySide6 6.12.0 drops one a call on Python < 3.12 and aborts after some thousand calls.
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for _ in range(1000):
        widget.setEnabled(True)
    assert abs(sys.getrefcount(None) - before) < 50
