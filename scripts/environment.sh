# shellcheck shell=bash
# Sourced by scripts/run and scripts/test: the virtual environment in .venv, made once and kept as the sources are, with
# every package as constraints.txt has it; `newest` set, one in .venv-newest, with the newest that pyproject.toml allows.
# Runs in the repository's root. Needs Python 3.11 or newer, found as python3, python3.1x or $PYTHON; apt-get is used
# for what else is missing, where it may be.

environment=.venv
constraints=(--constraint constraints.txt)
if [[ -n ${newest:-} ]]; then
    environment=.venv-newest
    constraints=(--upgrade --upgrade-strategy eager)
fi

# Ends the script; the arguments are the lines of the message.
die() {
    printf '%s\n' "$@" >&2
    exit 1
}

# step TEXT COMMAND…: runs a command with one line of output, or with all it said if it fails.
step() {
    local text=$1 log job code=0 turn=0 started=$SECONDS wheel='-\|/'
    shift
    log=$(mktemp)
    "$@" </dev/null >"$log" 2>&1 &
    job=$!
    trap 'kill "$job" 2>/dev/null; rm -f "$log"; exit 130' INT TERM
    if [[ -t 1 ]]; then
        while kill -0 "$job" 2>/dev/null; do
            printf '\r%s %s (%d s) ' "${wheel:turn++ % 4:1}" "$text" $((SECONDS - started))
            sleep 0.2
        done
    fi
    wait "$job" || code=$?
    trap - INT TERM
    [[ -t 1 ]] && printf '\r\033[K'
    if ((code == 0)); then
        printf '%s: done (%d s)\n' "$text" $((SECONDS - started))
    else
        printf '%s: failed (exit code %d). It said:\n' "$text" "$code" >&2
        cat "$log" >&2
    fi
    rm -f "$log"
    return "$code"
}

# Prints a Python that is new enough.
find_python() {
    local candidate
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            command -v "$candidate"
            return
        fi
    done
    die "Python 3.11 or newer is needed and was not found (python3 is $(python3 --version 2>&1 || true))." \
        "Debian 12 and Ubuntu 24.04 have it: apt install python3 python3-venv python3-pip." \
        "If it has another name or place, say so: PYTHON=/path/to/python3 $0"
}

# as_root COMMAND…: fails at once where that would need a password.
as_root() {
    if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi
}

may_install_packages() {
    command -v apt-get >/dev/null && { ((EUID == 0)) || sudo -n true 2>/dev/null; }
}

# apt_install PACKAGE…
apt_install() {
    as_root apt-get update -q &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
}

# create_environment PYTHON: an environment with pip, also where Debian's python3-venv is not installed.
create_environment() {
    local python=$1
    if "$python" -c 'import ensurepip' 2>/dev/null; then
        "$python" -m venv --clear "$environment"
    elif "$python" -m pip --python "$python" --version >/dev/null 2>&1; then
        "$python" -m venv --clear --without-pip "$environment" &&
            "$python" -m pip --python "$environment/bin/python" install pip
    elif may_install_packages; then
        apt_install python3-venv && "$python" -m venv --clear "$environment"
    else
        printf '%s\n' "$python has neither venv's ensurepip nor pip. Install one of them: apt install python3-venv"
        return 1
    fi
}

# What the environment must agree with to be used as it is: for its packages, and for its copy of the project. The newest
# packages are asked for once a day.
requirements_digest() {
    {
        pwd && "$environment/bin/python" --version && cat pyproject.toml
        if [[ -n ${newest:-} ]]; then date +%F; else cat constraints.txt; fi
    } | sha256sum
}
sources_digest() {
    find pyproject.toml README.md LICENSE quotes datasette -type f -not -path '*/__pycache__/*' -print0 |
        LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum
}

# Hatchling into the environment: later changes to the sources are installed without asking the network.
install_build_tools() {
    local requirements
    requirements=$("$environment/bin/python" - <<'PYTHON'
import tomllib

with open("pyproject.toml", "rb") as file:
    print("\n".join(tomllib.load(file)["build-system"]["requires"]))
PYTHON
    )
    mapfile -t requirements <<<"$requirements"
    "$environment/bin/python" -m pip install "${constraints[@]}" "${requirements[@]}"
}

# install_project [EXTRA]: brings the environment up to date with pyproject.toml and the sources, doing nothing if it is.
install_project() {
    local extra=${1:-} pip=("$environment/bin/python" -m pip) options=() requirements sources python
    # What the tests import is compiled then: a tenth of all, and not by pip alone.
    [[ $extra != test ]] || options=(--no-compile)
    local requirements_stamp=$environment/requirements${extra:+-$extra}.sha256 sources_stamp=$environment/sources.sha256
    if ! "$environment/bin/python" -m pip --version >/dev/null 2>&1; then
        python=$(find_python)
        step "Making a virtual environment in $environment with $("$python" --version)" create_environment "$python"
    fi
    requirements=$(requirements_digest)
    sources=$(sources_digest)
    if [[ $(cat "$requirements_stamp" 2>/dev/null) != "$requirements" ]]; then
        step "Installing what the project builds with" install_build_tools
        step "Installing quotes and what it needs; the first time takes some minutes" \
            "${pip[@]}" install "${constraints[@]}" ${options[@]+"${options[@]}"} --no-build-isolation ".${extra:+[$extra]}"
    elif [[ $(cat "$sources_stamp" 2>/dev/null) != "$sources" ]]; then
        step "Installing the changed quotes" \
            "${pip[@]}" install --no-build-isolation --no-deps --force-reinstall .
    fi
    printf '%s\n' "$requirements" >"$requirements_stamp"
    printf '%s\n' "$sources" >"$sources_stamp"
}
