"""The comparison that says whether a data set is the same after kills."""

from resume_check import differences


def test_every_kind_of_difference_is_found(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        (folder / "frames").mkdir(parents=True)
        (folder / "same.json").write_text("{}", encoding="utf-8")
        (folder / "frames" / "0.png").write_bytes(b"picture")
    assert differences(one, other) == []
    (other / "frames" / "0.png").write_bytes(b"pixture")
    (one / "gone.json").touch()
    (other / "more.json").touch()
    assert differences(one, other) == ["frames/0.png", "gone.json", "more.json"]
