"""painttime doctor."""

import json

import pytest

from painttime.cli import doctor as doctor_command
from painttime.cli.main import run
from painttime.workflow.doctor import Finding, Verdict

GOOD = Finding(group="packages", name="numpy", value="2.1")
NOTE = Finding(group="window", name="display", value="none", verdict=Verdict.NOTE, advice="Set [DISPLAY].")
FAULT = Finding(
    group="models", name="process", value="damaged", verdict=Verdict.FAULT, advice="Get it again."
)


@pytest.mark.parametrize(("findings", "code"), [([GOOD, NOTE], 0), ([GOOD, FAULT], 1)])
def test_only_a_fault_is_code_1(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    findings: list[Finding],
    code: int,
) -> None:
    monkeypatch.setattr(doctor_command, "examine", lambda: findings)
    assert run(["doctor"]) == code
    shown = capsys.readouterr().out
    for finding in findings:
        assert finding.value in shown
        # Square brackets are text, not rich's markup.
        assert finding.advice in shown


def test_json_holds_every_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor_command, "examine", lambda: [GOOD, FAULT])
    assert run(["doctor", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [(finding["name"], finding["verdict"]) for finding in found] == [
        ("numpy", "good"),
        ("process", "fault"),
    ]
