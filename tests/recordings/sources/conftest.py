"""Small recordings of every kind, made once; the frames that went into them are known."""

import zipfile
from fractions import Fraction

import av
import numpy as np
import pytest
from PIL import Image

WIDTH, HEIGHT, NUM_FRAMES = 64, 48, 12


def picture(index, width=WIDTH, height=HEIGHT):
    """Smooth colours, every frame others, with a corner marked so that turning shows."""
    y, x = np.mgrid[0:height, 0:width]
    pixels = np.stack([3 * x + index, 4 * y, 5 * index + x + y], axis=2).astype(np.uint8)
    pixels[:8, :8] = (255, 0, 0)
    return pixels


def encode(path, pictures, *, codec="ffv1", pix_fmt="bgr0", rate=10, **options):
    """Write a video with PyAV; pictures (h, w, 3) uint8."""
    with av.open(str(path), "w", options=options.pop("container_options", {})) as container:
        stream = container.add_stream(codec, rate=Fraction(rate))
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = pix_fmt
        stream.options = options
        for pixels in pictures:
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
            container.mux(stream.encode(frame.reformat(format=pix_fmt)))
        container.mux(stream.encode())
    return path


@pytest.fixture(scope="session")
def pictures():
    return [picture(index) for index in range(NUM_FRAMES)]


@pytest.fixture(scope="session")
def film_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("films")


@pytest.fixture(scope="session")
def lossless(film_folder, pictures):
    return encode(film_folder / "lossless.mkv", pictures)


@pytest.fixture(scope="session")
def mp4(film_folder, pictures):
    return encode(
        film_folder / "film.mp4",
        pictures,
        codec="libx264",
        pix_fmt="yuv420p",
        crf="12",
        g="4",
        container_options={"movflags": "faststart"},
    )


@pytest.fixture
def make_video(tmp_path):
    """Write a video of some pictures and return its path."""

    def make(name, pictures, **how):
        return encode(tmp_path / name, pictures, **how)

    return make


@pytest.fixture
def make_pictures():
    """Pictures of another size, or another number of them."""

    def make(num_frames, width=WIDTH, height=HEIGHT):
        return [picture(index, width, height) for index in range(num_frames)]

    return make


@pytest.fixture
def make_zip(tmp_path):
    """Write a zip of {name: bytes} and return its path."""

    def make(name, members, compression=zipfile.ZIP_STORED):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", compression) as archive:
            for member, data in members.items():
                archive.writestr(member, data)
        return path

    return make


@pytest.fixture
def make_folder(tmp_path):
    """Write pictures under the names given and return the folder."""

    def make(folder_name, named_pictures):
        folder = tmp_path / folder_name
        folder.mkdir(parents=True, exist_ok=True)
        for name, pixels in named_pictures.items():
            Image.fromarray(pixels).save(folder / name)
        return folder

    return make
