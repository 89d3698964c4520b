"""Keeping unsaved changes beside the user's files, and bringing them back after a crash."""

from dataclasses import replace

from painttime.core.painting import Painting
from painttime.core.project import Project
from painttime.errors import ExportError, ProjectFileError
from painttime.files.atomic import explaining, replacing_file
from painttime.storage.packed_pictures import PackedPictures
from painttime.storage.recovery import Kept, Recovery, RecoveryPlace
from painttime.workflow.job import Job, Progress

THUMBNAIL_LONG_SIDE_PX = 192


class ChangeKeeper:
    """Keeps the unsaved changes of one project after the other, each again and again."""

    def __init__(self) -> None:
        self._pack: PackedPictures | None = None

    def keep(self, project: Project, place: RecoveryPlace, kept: Kept) -> Job[None]:
        """Keep the project in `place`, over what was kept there before.

        Raises ExportError where it cannot be written; what was kept before is untouched then, and also when
        the job is closed before its end.
        """
        from painttime.storage.lossless_arrays import png_bytes, thumbnail_png
        from painttime.storage.project_file import writing_project

        yield Progress(done=0, total=0, message="Keeping changes")
        if self._pack is None:
            self._pack = PackedPictures(png_bytes)
        with explaining(place.folder):
            if not place.claim():
                raise ExportError(f'Another window uses "{place.folder}".')
            if not place.thumbnail_file.exists():
                with replacing_file(place.thumbnail_file) as partial:
                    partial.write_bytes(thumbnail_png(project.painting.pixels, THUMBNAIL_LONG_SIDE_PX))
        place.write_about(kept)
        for done, total in writing_project(project, place.project_file, self._pack):
            yield Progress(done=done, total=total, message="Keeping changes")


def recover(recovery: Recovery) -> Job[Project]:
    """Read kept changes; the painting gets back the path it was read from.

    Raises ProjectFileError with a sentence for the user.
    """
    from painttime.storage.project_file import read_project

    yield Progress(done=0, total=1, message=f"Recovering {recovery.kept.name}")
    try:
        project = read_project(recovery.place.project_file)
    except ProjectFileError as error:
        raise ProjectFileError(
            f'What was kept of "{recovery.kept.name}" is damaged and cannot be opened. '
            "Open the file it belongs to, or the painting, and discard this."
        ) from error
    painting = Painting(pixels=project.painting.pixels, source=recovery.kept.source)
    return replace(project, painting=painting)
