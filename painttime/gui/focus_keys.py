"""Lets sliders, boxes, lists and switches keep the keys they need, where the window has shortcuts on them."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QMenu,
)

NAVIGATION_KEYS = {
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
}
KEEPERS = (QAbstractSlider, QAbstractSpinBox, QComboBox, QAbstractItemView, QLineEdit, QMenu)


class FocusKeys(QObject):
    """An event filter for the application: arrows, Home and End go to the focused control first.

    Without it a degree slider could not be moved by keyboard: Left and Right step through the canvases.
    """

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        key = Qt.Key(event.key())
        keeps_navigation = key in NAVIGATION_KEYS and (
            isinstance(watched, KEEPERS) or _is_one_of_several(watched)
        )
        # Escape gives up what is being typed before it cancels anything else.
        gives_up_typing = isinstance(watched, QLineEdit) and key == Qt.Key.Key_Escape
        if keeps_navigation or gives_up_typing:
            # Accepting an override turns the key from a shortcut into a plain key press.
            event.accept()
            return True
        return False


def _is_one_of_several(watched: QObject) -> bool:
    """Return whether this is a button of which one of a group is down: arrows choose another."""
    if not isinstance(watched, QAbstractButton):
        return False
    group = watched.group()
    return group is not None and group.exclusive()
