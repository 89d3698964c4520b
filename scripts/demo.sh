#!/usr/bin/env bash
# The main job on a sample painting: parts, a process of $3 steps as video, layers and project, the window.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=$1
painting=$2
steps=$3
painttime="$venv/bin/painttime"
mkdir -p out

# The samples come with their true parts beside them; --count has the program find parts, as for any painting.
"$painttime" parts "$painting" --count 8 --out out/demo-parts.png --out out/demo-parts.psd
"$painttime" predict "$painting" --count 8 --steps "$steps" --seed 1 \
    --out out/demo.mp4 --out out/demo.psd --out out/demo.painttime
"$painttime" strokes "$painting" --strokes 3000 --seed 1 --out out/demo-strokes.mp4 --out out/demo-strokes.svg

has_display() { [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} || $(uname) == Darwin ]]; }
if has_display; then
    "$venv/bin/python" scripts/screenshot.py out/demo.painttime out/demo.png
    "$painttime" open out/demo.painttime
else
    # The offscreen platform warns about every window hint it has no use for.
    QT_QPA_PLATFORM=offscreen QT_LOGGING_RULES=default.warning=false \
        "$venv/bin/python" scripts/screenshot.py out/demo.painttime out/demo.png
    echo "There is no display here: out/demo.png shows what the window would look like."
fi
