"""What came of measuring, as files."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from painttime.evaluation.evaluation import Evaluation
from painttime.files.atomic import replacing_file
from painttime.workflow.job import Job, Progress


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Evaluated:
    """A process measured. against: the name of the recording it was measured against; None alone."""

    evaluation: Evaluation
    against: str | None

    def to_json(self) -> dict[str, Any]:
        """Return what can be written as JSON: the evaluation's own values, with the recording's name."""
        values = self.evaluation.to_json()
        return {"name": values.pop("name"), "against": self.against, **values}


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Measured:
    """What came of measuring one process or many.

    failures: a sentence for each that could not be measured; the others are not touched by it.
    """

    evaluated: tuple[Evaluated, ...]
    failures: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return what can be written as JSON: every evaluation, and what they come to together."""
        from painttime.evaluation.statistics import summarise

        return {
            "evaluations": [one.to_json() for one in self.evaluated],
            "summary": summarise([one.evaluation for one in self.evaluated]).to_json(),
            "failures": list(self.failures),
        }


def write_text(text: str, out: Path) -> Job[Path]:
    """Write a text file, whole or not at all; returns where it lies. Raises ExportError."""
    yield Progress(done=0, total=1, message=f"Writing {out.name}")
    with replacing_file(out) as partial:
        partial.write_text(text, encoding="utf-8")
    return out


def write_page(measured: Measured, out: Path) -> Job[Path]:
    """Write the page with plots, as .html or .png by its name; returns where it lies. Raises ExportError."""
    yield Progress(done=0, total=1, message=f"Drawing {out.name}")
    # Drawing is slow to import.
    from painttime.evaluation.page.page import writing_page

    titled = [(one.evaluation, one.against) for one in measured.evaluated]
    for done, total in writing_page(titled, out, failures=measured.failures):
        yield Progress(done=done, total=total, message=f"Drawing {out.name}")
    return out
