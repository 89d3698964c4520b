"""Undo as a list of values and a pointer into it."""

from dataclasses import dataclass

from painttime.core.project import Project

MAX_ENTRIES = 200
MAX_BYTES = 512 * 1024 * 1024
"""What canvases and part labels of all states may hold together; the oldest states are forgotten first."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One state of the project and the edit that led to it; edits with the same merge key become one."""

    project: Project
    name: str
    merge_key: str | None = None


class History:
    """Every state the user can go back to; values share what they did not change, so entries are small."""

    def __init__(self, project: Project, *, is_saved: bool = True) -> None:
        self._entries = [Entry(project, "")]
        self._position = 0
        self._saved: Project | None = project if is_saved else None

    @property
    def project(self) -> Project:
        return self._entries[self._position].project

    @property
    def is_dirty(self) -> bool:
        return self.project is not self._saved

    @property
    def undo_name(self) -> str | None:
        """The edit undo takes back, None where there is none."""
        return self._entries[self._position].name if self._position > 0 else None

    @property
    def redo_name(self) -> str | None:
        """The edit redo brings back, None where there is none."""
        following = self._position + 1
        return self._entries[following].name if following < len(self._entries) else None

    def before(self, merge_key: str | None) -> Project:
        """Return the state that an edit with this merge key starts from: that before the gesture it joins."""
        current = self._entries[self._position]
        joins = merge_key is not None and merge_key == current.merge_key and self._position > 0
        return self._entries[self._position - 1].project if joins else current.project

    def push(self, project: Project, name: str, merge_key: str | None = None) -> None:
        """Add an edit; it replaces the last one where both carry the same merge key (a slider drag)."""
        del self._entries[self._position + 1 :]
        current = self._entries[self._position]
        if merge_key is not None and merge_key == current.merge_key:
            self._entries[self._position] = Entry(project, name, merge_key)
            return
        self._entries.append(Entry(project, name, merge_key))
        self._forget_oldest()
        self._position = len(self._entries) - 1

    def end_merge(self) -> None:
        """Let the next edit be an undo step of its own, whatever its key (the slider was let go)."""
        current = self._entries[self._position]
        self._entries[self._position] = Entry(current.project, current.name)

    def undo(self) -> None:
        self._position = max(0, self._position - 1)

    def redo(self) -> None:
        self._position = min(len(self._entries) - 1, self._position + 1)

    def mark_saved(self, project: Project) -> None:
        """Note the state that lies in the file; the user may have gone on since."""
        self._saved = project

    def _forget_oldest(self) -> None:
        if len(self._entries) > MAX_ENTRIES:
            del self._entries[0]
        while len(self._entries) > 2 and self._num_bytes() > MAX_BYTES:
            del self._entries[0]

    def _num_bytes(self) -> int:
        """Return what the states hold; what several of them share counts once."""
        sizes: dict[int, int] = {}
        for entry in self._entries:
            labels, take = entry.project.parts.labels, entry.project.take
            sizes[id(labels)] = labels.nbytes
            for canvas in take.canvases if take is not None else ():
                if canvas is not None:
                    sizes[id(canvas)] = canvas.num_bytes
        return sum(sizes.values())
