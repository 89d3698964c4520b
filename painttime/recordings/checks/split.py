"""Which recordings are trained on and which are kept to validate: by painting, never by frame."""

import hashlib
import unicodedata

TRAIN, VAL = SPLITS = ("train", "val")
VAL_SHARE = 0.1


def split_of(painting_id: str, val_share: float = VAL_SHARE) -> str:
    """Return TRAIN or VAL for all recordings of a painting.

    Drawn by a hash of the id alone: it stays the same whatever else is in the set, and raising `val_share`
    only moves paintings to VAL. Ids that differ in case or Unicode form only count as one. Raises ValueError
    where the share is not in 0..1.
    """
    if not 0 <= val_share <= 1:
        raise ValueError("the share of validation lies in 0..1")
    name = unicodedata.normalize("NFKC", painting_id).strip().casefold()
    drawn = int.from_bytes(hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()[:8], "big")
    return VAL if drawn < val_share * 2.0**64 else TRAIN
