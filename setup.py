"""Puts resources/ and models/, which lie beside the package in a checkout, inside it when it is installed."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["painttime*"]), "painttime.resources", "painttime.models"],
    package_dir={"painttime.resources": "resources", "painttime.models": "models"},
    package_data={"painttime.resources": ["**/*"], "painttime.models": ["**/*"], "painttime": ["py.typed"]},
)
