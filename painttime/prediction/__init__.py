"""From a painting, its parts and a plan to canvases: planner, stepper and full-resolution renderer."""
