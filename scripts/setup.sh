#!/usr/bin/env bash
# Makes the virtual environment $1 and installs painttime into it, with the system libraries Qt needs.
# Run it again at any time: it does only what is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=${1:-.venv}

offscreen_packages=(libegl1 libgl1 libglib2.0-0 libfontconfig1 libdbus-1-3 libxkbcommon0 fontconfig fonts-dejavu-core)
display_packages=(libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 xvfb xauth)

say() { printf '%s\n' "$*" >&2; }

fits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; }

find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3.11 python3.12 python3.13 python3; do
        if command -v "$candidate" >/dev/null && fits "$candidate"; then
            printf '%s' "$candidate"
            return
        fi
    done
    say "painttime needs Python 3.11, 3.12 or 3.13. Install one (Debian and Ubuntu: apt install python3 python3-venv)," \
        "or name it: make setup PYTHON=/path/to/python3.12"
    exit 1
}

is_installed() {  # newer Debian and Ubuntu have some libraries under the name with t64
    local name
    for name in "$1" "$1t64"; do
        [[ $(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null) == installed ]] && return
    done
    return 1
}

missing_packages() {
    local package
    for package in "$@"; do
        is_installed "$package" || printf '%s ' "$package"
    done
}

as_root() {
    if [[ $(id -u) -eq 0 ]]; then "$@"; else sudo -n "$@"; fi
}

# Installs the packages named, or says which are missing where that is not allowed here.
install_packages() {
    if [[ $(id -u) -ne 0 ]] && ! sudo -n true 2>/dev/null; then
        say "These system packages are missing: $*. Install them with: sudo apt-get install $*"
        return 1
    fi
    say "Installing system packages: $*"
    if ! { as_root apt-get update -q && as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends "$@"; } >&2; then
        say "apt-get could not install: $*. Install them yourself, then run make again."
        return 1
    fi
}

install_system_libraries() {
    command -v apt-get >/dev/null && command -v dpkg-query >/dev/null || return 0
    local missing
    read -ra missing <<<"$(missing_packages "${offscreen_packages[@]}" "${display_packages[@]}")"
    [[ ${#missing[@]} -eq 0 ]] || install_packages "${missing[@]}"
}

make_venv() {
    if [[ -x $venv/bin/python ]] && fits "$venv/bin/python"; then
        return
    fi
    local python
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        local version
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        command -v apt-get >/dev/null && install_packages "python$version-venv" || {
            say "$python cannot make virtual environments: its venv module is missing."
            exit 1
        }
    fi
    "$python" -m venv --clear "$venv"
}

check_window() {
    QT_QPA_PLATFORM=offscreen "$venv/bin/python" -c \
        'from PySide6.QtWidgets import QApplication; QApplication([])' >/dev/null || {
        say "Qt cannot start here, so the window will not open: see the line above, and the packages named before it."
        exit 1
    }
}

# The brush's inner loops are machine code made on the spot: made here, nobody's first painting waits for it.
compile_brush() {
    say "Compiling the brush"
    "$venv/bin/python" -m painttime.strokes.warm_up >/dev/null || \
        say "The brush could not be compiled: see the lines above. Everything but painting in strokes works."
    "$venv/bin/python" -m painttime.segmentation.behind.warm_up >/dev/null || \
        say "What fills in behind parts could not be compiled: see the lines above. Parts cannot go out as layers."
}

# Without the right to install, go on: what is missing may lie here under another name; check_window decides.
install_system_libraries || true
make_venv
say "Installing painttime into $venv (the first time takes some minutes)"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[dev,train]'
check_window
compile_brush
