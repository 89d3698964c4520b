"""The program finds what comes with it, in a checkout and in an installed package."""

from pathlib import Path

import pytest

import painttime
from painttime.files.shipped import shipped_folder


def test_a_checkout_has_its_models_and_resources_beside_the_package() -> None:
    assert (shipped_folder("models") / "process" / "weights.safetensors").is_file()
    assert (shipped_folder("resources") / "samples" / "landscape.png").is_file()


def test_an_installed_package_has_them_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "painttime"
    (package / "models").mkdir(parents=True)
    monkeypatch.setattr(painttime, "__file__", str(package / "__init__.py"))
    assert shipped_folder("models") == package / "models"
    assert shipped_folder("resources") == package.parent / "resources"
