"""Names of parts that come from elsewhere, and what they say about the kind of part."""

from painttime.segmentation.portraits.people_parts import PORTRAIT_KINDS
from painttime.segmentation.scenes.kinds import SCENE_KINDS, UNSURE

MAX_NAME_LENGTH = 200


def one_line(text: str) -> str:
    """Return a name that fits on a line: nothing unprintable, single spaces, MAX_NAME_LENGTH at most."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:MAX_NAME_LENGTH].rstrip()


def kind_of_name(name: str) -> str:
    """Return the kind of part that is called by this name, "hair" for "Hair"; "region" for any other name."""
    kind = name.casefold()
    return kind if kind in SCENE_KINDS or kind in PORTRAIT_KINDS else UNSURE


def listed(names: list[str]) -> str:
    """Return names as part of a sentence, three at most: "sky", "tree", "jug" and 4 more."""
    shown = ", ".join(f'"{name}"' for name in names[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown
