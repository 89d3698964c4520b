"""One step of a model that has learnt nothing: what holds whatever its weights are."""

import numpy as np
import pytest
import torch

from painttime.core.canvas import NUM_RENDITIONS, Canvas, Renditions
from painttime.core.change import Direction, changed_pixels
from painttime.core.strokes import StrokeMaps
from painttime.networks.step_model import StepModel
from painttime.prediction.fragments import stroke_fragments
from painttime.prediction.selection import PartOrder
from painttime.prediction.stepper import Scene, Stepper, StepRequest

PART_IDS = (5, 2, 8, 30)


def request(degree: float = 0.3, *, later: float = 3.0, seed: int = 0, **values: object) -> StepRequest:
    order = PartOrder(degree=degree, later=later, arrive=False)
    given = {"direction": Direction.BACKWARD, "orders": dict.fromkeys(PART_IDS, order), "step": 5}
    return StepRequest(**(given | {"seed": seed} | values))


@pytest.fixture(scope="module")
def finished(scene: Scene) -> Canvas:
    return Canvas.uniform(*scene.parts.shape, -1)


@pytest.mark.parametrize("direction", list(Direction))
def test_every_part_changes_by_its_degree(scene: Scene, stepper: Stepper, direction: Direction) -> None:
    canvas = Canvas.uniform(*scene.parts.shape, -1 if direction is Direction.BACKWARD else 0)
    degrees = {5: 0.1, 2: 0.25, 8: 0.0, 30: 0.05}
    orders = {
        part_id: PartOrder(degree=degree, later=2.0, arrive=False) for part_id, degree in degrees.items()
    }
    after = stepper.step(scene, canvas, request(direction=direction, orders=orders)).apply(canvas)
    changed = changed_pixels(canvas.compose(scene.renditions), after.compose(scene.renditions))
    for mask, part_id in zip(scene.masks, PART_IDS, strict=True):
        wanted = round(degrees[part_id] * int(mask.sum()))
        assert int(changed[mask].sum()) == wanted
    untouched = scene.masks[2]
    np.testing.assert_array_equal(after.mix[untouched], canvas.mix[untouched])


def test_parts_without_an_order_do_not_change(scene: Scene, stepper: Stepper, finished: Canvas) -> None:
    orders = {2: PartOrder(degree=0.5, later=0.0, arrive=True)}
    after = stepper.step(scene, finished, request(orders=orders)).apply(finished)
    assert (after.stages()[scene.masks[1]] == 0).all()
    for number in (0, 2, 3):
        assert (after.stages()[scene.masks[number]] == NUM_RENDITIONS - 1).all()


def test_the_same_seed_and_step_give_the_same_change(
    scene: Scene, stepper: Stepper, finished: Canvas
) -> None:
    first, again = (stepper.step(scene, finished, request(seed=3)) for _ in range(2))
    np.testing.assert_array_equal(first.weight, again.weight)
    np.testing.assert_array_equal(first.mix, again.mix)


@pytest.mark.parametrize("other", [{"seed": 4}, {"step": 6}])
def test_other_seeds_and_steps_give_other_changes(
    scene: Scene, stepper: Stepper, finished: Canvas, other: dict[str, int]
) -> None:
    first = stepper.step(scene, finished, request(seed=3))
    second = stepper.step(scene, finished, request(**({"seed": 3} | other)))
    assert (first.weight != second.weight).mean() > 0.02


@pytest.mark.parametrize("direction", list(Direction))
def test_whole_strokes_change(scene: Scene, stepper: Stepper, direction: Direction) -> None:
    backward = direction is Direction.BACKWARD
    canvas = Canvas.uniform(*scene.parts.shape, -1 if backward else 0)
    change = stepper.step(scene, canvas, request(direction=direction, later=50.0))
    ids = scene.strokes.ids[-1 if backward else 0]
    for mask in scene.masks:
        # Slivers go with what lies around them, in part.
        numbers = [number for number in np.unique(ids[mask & (ids >= 0)]) if (ids == number).sum() >= 9]
        broken = [number for number in numbers if 0 < change.weight[ids == number].mean() < 1]
        assert len(broken) <= 1


@pytest.mark.parametrize("direction", list(Direction))
def test_whole_strokes_change_on_a_canvas_of_many_stages(
    scene: Scene, stepper: Stepper, direction: Direction
) -> None:
    first = stepper.step(scene, Canvas.uniform(*scene.parts.shape, -1), request(0.6, later=50.0))
    canvas = first.apply(Canvas.uniform(*scene.parts.shape, -1))
    canvas = stepper.step(scene, canvas, request(0.4, later=1.0)).apply(canvas)
    assert len(np.unique(canvas.stages())) >= 3
    sign = -1 if direction is Direction.BACKWARD else 1
    fragments = stroke_fragments(canvas.stages(), scene.strokes.ids, sign)
    change = stepper.step(scene, canvas, request(0.2, direction=direction, later=50.0, coarse_first=2.5))
    broken = moved = 0
    for number in np.unique(fragments)[1:]:
        own = fragments == number
        share = change.weight[own].mean()
        if own.sum() >= 9 and share > 0:
            moved += 1
            broken += share < 1
    assert moved > 20
    assert broken <= len(PART_IDS)


def test_coarse_first_takes_the_finest_strokes_away_first(scene: Scene, stepper: Stepper) -> None:
    stages = np.full(scene.parts.shape, 1, dtype=np.uint8)
    stages[:, ::2] = 3
    canvas = Canvas.from_stages(stages)
    change = stepper.step(scene, canvas, request(0.2, later=50.0, coarse_first=1000.0))
    gone = stages[change.weight > 0]
    assert (gone == 3).mean() > 0.97


def test_parts_know_no_order_in_the_map_they_come_in(small: object, stepper: Stepper) -> None:
    scene = stepper.encode(small.renditions, small.strokes, small.labels, (30, 8, 5, 2))
    for mask, part_id in zip(scene.masks, scene.part_ids, strict=True):
        np.testing.assert_array_equal(mask, small.labels == part_id)
    np.testing.assert_array_equal(np.array(scene.part_ids)[scene.parts], small.labels)


@pytest.mark.parametrize(("height_px", "width_px"), [(1, 1), (1, 50), (33, 31), (32, 64), (65, 7)])
def test_any_size_can_be_stepped(stepper: Stepper, height_px: int, width_px: int) -> None:
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (NUM_RENDITIONS, height_px, width_px, 3), dtype=np.uint8)
    ids = rng.integers(-1, 4, (4, height_px, width_px)).astype(np.int32)
    strokes = StrokeMaps(ids=ids, along=np.zeros(ids.shape, dtype=np.uint8))
    labels = np.full((height_px, width_px), 7, dtype=np.uint8)
    scene = stepper.encode(Renditions(images=images), strokes, labels, (7,))
    canvas = Canvas.uniform(height_px, width_px, -1)
    orders = {7: PartOrder(degree=0.5, later=1.0, arrive=False)}
    change = stepper.step(scene, canvas, request(orders=orders))
    assert change.weight.shape == (height_px, width_px)
    assert change.weight.any()


def test_the_largest_seed_is_a_seed_too(scene: Scene, stepper: Stepper, finished: Canvas) -> None:
    assert stepper.step(scene, finished, request(seed=2**63 - 1)).weight.any()


def test_the_weights_decide_which_strokes_go(
    scene: Scene, small: object, stepper: Stepper, finished: Canvas
) -> None:
    torch.manual_seed(99)
    other = Stepper(StepModel(), torch.device("cpu"))
    encoded = other.encode(small.renditions, small.strokes, small.labels, PART_IDS)
    first = stepper.step(scene, finished, request())
    assert (other.step(encoded, finished, request()).weight != first.weight).mean() > 0.01


def test_a_painting_is_encoded_once(small: object, stepper: Stepper) -> None:
    given = (small.renditions, small.strokes, small.labels, PART_IDS)
    kept = stepper.encode(*given)
    assert stepper.encode(*given) is kept
    copies = (
        Renditions(images=small.renditions.images),
        StrokeMaps(ids=small.strokes.ids, along=small.strokes.along),
        small.labels.copy(),
        (30, 8, 2, 5),
    )
    for number, other in enumerate(copies):
        stepper.encode(*given)
        assert stepper.encode(*given[:number], other, *given[number + 1 :]) is not kept


def test_the_device_is_named(stepper: Stepper) -> None:
    assert stepper.device_name == "cpu"
