"""What can go wrong before a camera, one thing at a time and all at once."""

from painttime.simulation.filming.film import FilmOptions

PLAIN = FilmOptions(frames_per_canvas=3, noise=1.5, table_share=0.05)
DRIFT = {"shift_share": 0.08, "scale_share": 0.05, "turn_deg": 3.0}
"""The largest drift bringing in is made for."""


def _with(**changes: float | bool) -> FilmOptions:
    values = {name: getattr(PLAIN, name) for name in PLAIN.__slots__}
    return FilmOptions(**{**values, **changes})


_FILMED = {
    **DRIFT,
    "table_share": 0.1,
    "frames_per_canvas": 5,
    "hand": True,
    "flicker": 0.06,
    "exposure_drift": 0.08,
    "num_static": 3,
    "num_interface": 4,
}

TROUBLES: dict[str, FilmOptions] = {
    "plain": PLAIN,
    "hand": _with(hand=True, frames_per_canvas=5),
    "drift": _with(**DRIFT, table_share=0.1),
    "half seen": _with(**DRIFT, table_share=0.0),
    "light": _with(flicker=0.06, exposure_drift=0.08),
    "static": _with(num_static=4),
    "interface": _with(num_interface=6),
    "cuts": _with(num_cuts=2),
    "zooms": _with(num_zooms=2),
    "undone": _with(num_undone=3),
    "all": _with(**_FILMED),
    "slow": _with(**{**_FILMED, "frames_per_canvas": 15}),
    "everything": _with(**_FILMED, num_cuts=1, num_zooms=2, num_undone=2),
}
"""By name. "half seen": drift that takes some of the canvas out of view. "all" is what the aims are for;
"slow" the same with more frames of each canvas, "everything" with cuts, zooms and what is taken back."""
