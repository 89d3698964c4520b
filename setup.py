"""Puts resources/ and models/, which lie beside the package in a checkout, inside it when it is installed."""

from pathlib import Path

from setuptools import find_packages, setup

ROOT = Path(__file__).parent
BESIDE = ("resources", "models")


def data_packages() -> list[str]:
    """Return every folder below resources/ and models/ as a package, as setuptools wants data to be named."""
    folders = [
        folder for name in BESIDE for folder in (ROOT / name, *(ROOT / name).rglob("*")) if folder.is_dir()
    ]
    return [".".join(("painttime", *folder.relative_to(ROOT).parts)) for folder in folders]


setup(
    packages=[*find_packages(include=["painttime*"]), *data_packages()],
    package_dir={f"painttime.{name}": name for name in BESIDE},
    package_data={"": ["*"], "painttime": ["py.typed"]},
)
