"""Full-size frames: rendered elsewhere, newest first, in bounded memory."""

import threading

import pytest

from painttime.gui.frame_cache import FrameCache

FRAME_BYTES = 512 * 512 * 4


@pytest.fixture
def caches(qtbot):
    made = []

    def make(**options):
        made.append(FrameCache(**options))
        return made[-1]

    yield make
    for cache in made:
        cache.shutdown()


@pytest.fixture
def project(make_project):
    return make_project(num_steps=12, computed_from=0, height_px=512, width_px=512)


def test_a_frame_comes_after_it_was_asked_for(qtbot, caches, workflow, project):
    cache = caches()
    cache.set_pictures(workflow.prepared(project))
    canvas = project.take.canvases[6]
    assert cache.frame(canvas) is None
    with qtbot.waitSignal(cache.frame_ready) as waited:
        cache.request(canvas)
    assert waited.args == [canvas]
    frame = cache.frame(canvas)
    assert frame.shape == (512, 512, 4)
    assert frame[0, 0, 0] == round(canvas.completeness() * 255)


def test_a_frame_that_is_there_is_not_rendered_again(qtbot, caches, workflow, project):
    cache = caches()
    cache.set_pictures(workflow.prepared(project))
    first, second = project.take.canvases[1:3]
    with qtbot.waitSignal(cache.frame_ready):
        cache.request(first)
    with qtbot.waitSignal(cache.frame_ready):
        cache.request(first, [second])
    assert workflow.renderers[0].drawn == [first, second]


def test_the_newest_request_is_rendered_before_older_ones(qtbot, caches, workflow, project):
    cache = caches()
    prepared = workflow.prepared(project)
    renderer = workflow.renderers[0]
    renderer.gate = threading.Semaphore(0)
    cache.set_pictures(prepared)
    canvases = project.take.canvases
    cache.request(canvases[0])
    qtbot.waitUntil(lambda: not cache._renderer._wishes)
    for index in (1, 2, 3):
        cache.request(canvases[index])
    renderer.gate.release(10)
    qtbot.waitUntil(lambda: cache.frame(canvases[3]) is not None)
    assert renderer.drawn == [canvases[0], canvases[3]]


def test_memory_stays_within_the_limit_and_the_oldest_go_first(qtbot, caches, workflow, project):
    cache = caches(max_mb=4)
    cache.set_pictures(workflow.prepared(project))
    canvases = project.take.canvases
    for canvas in canvases[:4]:
        with qtbot.waitSignal(cache.frame_ready):
            cache.request(canvas)
    assert cache.bytes_used == 4 * FRAME_BYTES
    cache.frame(canvases[0])  # shown again: now canvas 1 is the oldest
    with qtbot.waitSignal(cache.frame_ready):
        cache.request(canvases[5])
    assert cache.bytes_used == 4 * FRAME_BYTES
    assert cache.frame(canvases[0]) is not None
    assert cache.frame(canvases[1]) is None


def test_another_prepared_empties_the_cache_and_drops_what_is_on_its_way(qtbot, caches, workflow, project):
    cache = caches()
    former = workflow.prepared(project)
    workflow.renderers[0].gate = threading.Semaphore(0)
    cache.set_pictures(former)
    stale, fresh = project.take.canvases[2:4]
    cache.request(stale)
    qtbot.waitUntil(lambda: not cache._renderer._wishes)
    cache.set_pictures(workflow.prepared(project))
    workflow.renderers[0].gate.release()
    with qtbot.waitSignal(cache.frame_ready) as waited:
        cache.request(fresh)
    assert waited.args == [fresh]
    assert cache.frame(stale) is None


@pytest.mark.logs_expected
def test_a_frame_that_fails_is_told_and_the_next_one_comes(qtbot, caches, workflow, project, monkeypatch):
    cache = caches()
    prepared = workflow.prepared(project)
    cache.set_pictures(prepared)
    renderer = workflow.renderers[0]
    good = renderer.frame

    def fail(_canvas):
        raise ValueError("no")

    monkeypatch.setattr(renderer, "frame", fail)
    with qtbot.waitSignal(cache.failed):
        cache.request(project.take.canvases[0])
    monkeypatch.setattr(renderer, "frame", good)
    with qtbot.waitSignal(cache.frame_ready):
        cache.request(project.take.canvases[1])


def test_shutdown_ends_the_thread(caches):
    cache = caches()
    assert cache.shutdown()
