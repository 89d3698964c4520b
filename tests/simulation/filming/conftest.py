"""Small films of a procedural painting."""

import pytest

from painttime.simulation.filming.film import FilmedFrame, FilmOptions
from painttime.simulation.filming.filming import Film
from painttime.simulation.filming.procedural import ProceduralCanvases, procedural_canvases

SIZE_PX = (160, 120)
"""Width and height."""
DRIFT = {"shift_share": 0.08, "scale_share": 0.05, "turn_deg": 3.0, "table_share": 0.08}


@pytest.fixture(scope="session")
def canvases() -> ProceduralCanvases:
    return procedural_canvases(SIZE_PX, num_canvases=12, seed=2)


@pytest.fixture(scope="session")
def everything() -> FilmOptions:
    """Everything that may go wrong, but noise and changes of light, which every pixel would show."""
    return FilmOptions(
        hand=True,
        num_static=2,
        static_frames=9,
        num_interface=6,
        interface_frames=3,
        num_cuts=1,
        num_zooms=1,
        num_undone=2,
        **DRIFT,
    )


@pytest.fixture(scope="session")
def film(canvases: ProceduralCanvases, everything: FilmOptions) -> Film:
    return Film(canvases, everything, seed=5)


@pytest.fixture(scope="session")
def filmed(film: Film) -> list[FilmedFrame]:
    return list(film.frames())
