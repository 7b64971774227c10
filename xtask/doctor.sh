#!/bin/sh
# Says what this machine lacks to compile the workbook's runner, with the command that helps. It needs no Rust: what
# can only be asked once the runner is compiled, `cargo xtask doctor` says. On Windows: xtask\doctor.ps1.
#
#     sh xtask/doctor.sh
#
# Exit codes: 0 nothing is missing, 2 something is.

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd) || exit 2
cd "$root" || exit 2

# Free kilobytes below which a build may fail, and those that are enough for everything.
MIN_FREE=1000000
ENOUGH_FREE=4000000

n_problems=0

# The three kinds of finding, as `cargo xtask doctor` prints them: what was examined, what was found, what to do.
good() {
    printf ' ok    %-13s %s\n' "$1" "$2"
}
note() {
    printf ' note  %-13s %s\n%22s→ %s\n' "$1" "$2" '' "$3"
}
problem() {
    printf ' bad   %-13s %s\n%22s→ %s\n' "$1" "$2" '' "$3"
    n_problems=$((n_problems + 1))
}

has() {
    command -v "$1" >/dev/null 2>&1
}

finish() {
    if [ "$n_problems" -eq 0 ]; then
        printf '\nThe runner can be compiled here. Go on with `cargo xtask doctor`.\n'
        exit 0
    fi
    printf '\nDo what it says after each arrow, then run this again: sh %s\n' "$0"
    exit 2
}

# The number that two versions are compared by: 1.89.0 is 1089.
number() {
    major=${1%%.*}
    minor=${1#*.}
    minor=${minor%%[!0-9]*}
    echo $((major * 1000 + minor))
}

toolchain() {
    oldest=$(sed -n 's/^rust-version = "\([0-9]*\.[0-9]*\).*"$/\1/p' Cargo.toml | head -n 1)
    for program in rustc cargo; do
        if ! has "$program"; then
            if [ -x "${CARGO_HOME:-$HOME/.cargo}/bin/$program" ]; then
                problem toolchain "$program is installed, but not on the PATH of this shell" \
                    "run \`. \"${CARGO_HOME:-$HOME/.cargo}/env\"\`, or open a new terminal"
            else
                problem toolchain "$program is not installed; Rust $oldest or newer is needed" \
                    "install it as https://rustup.rs says, then open a new terminal"
            fi
            return 1
        fi
        # rustup's stand-ins for programs fail where no toolchain is installed or chosen.
        if ! version=$("$program" --version 2>&1); then
            problem toolchain "$program does not start: $(printf '%s\n' "$version" | head -n 1)" \
                "run \`rustup default stable\`, which also installs it"
            return 1
        fi
        release=$(printf '%s\n' "$version" | sed -n "s/^$program \([0-9][0-9.]*\).*/\1/p" | head -n 1)
        if [ "$(number "${release:-0.0}")" -lt "$(number "$oldest")" ]; then
            active=$(rustup show active-toolchain 2>/dev/null)
            if [ "${active#*overr}" != "$active" ] || [ "${active#*environment}" != "$active" ]; then
                update="remove what chooses it, then run \`rustup update stable\`: $active"
            elif has rustup; then
                update="run \`rustup update stable\`, then \`rustup default stable\`"
            else
                update="install a newer one as https://rustup.rs says; the system's packages are older"
            fi
            problem toolchain "$program ${release:-of an unknown version} is too old: Rust $oldest or newer is needed" \
                "$update"
            return 1
        fi
    done
    good toolchain "$(rustc --version)"
}

# Only a program that was compiled and linked shows that there is a linker, and what it links with.
linker() {
    folder=$(mktemp -d 2>/dev/null) || {
        problem linker "no file can be made in ${TMPDIR:-/tmp}" "free some space there, or set TMPDIR to another folder"
        return
    }
    if ! echo 'fn main() {}' >"$folder/empty.rs" 2>/dev/null || ! [ -s "$folder/empty.rs" ]; then
        problem linker "no file can be written in $folder" "free some space there, or set TMPDIR to another folder"
    elif output=$(rustc --crate-name empty -o "$folder/empty" "$folder/empty.rs" 2>&1); then
        if "$folder/empty" >/dev/null 2>&1; then
            good linker "a program was compiled, linked and started"
        else
            problem linker "a program was compiled, but cannot be started from $folder" \
                "set TMPDIR to a folder from which programs may be started"
        fi
    else
        reason=$(printf '%s\n' "$output" | sed -n 's/^error[^:]*: //p' | head -n 1)
        problem linker "${reason:-nothing can be linked}" "$(install_linker)"
    fi
    rm -rf "$folder"
}

install_linker() {
    if [ "$(uname -s)" = Darwin ]; then
        echo "run \`xcode-select --install\`"
    elif has apt-get; then
        echo "run \`sudo apt-get install build-essential\`"
    elif has dnf; then
        echo "run \`sudo dnf install gcc\`"
    elif has pacman; then
        echo "run \`sudo pacman -S base-devel\`"
    elif has apk; then
        echo "run \`sudo apk add build-base\`"
    elif has zypper; then
        echo "run \`sudo zypper install gcc\`"
    else
        echo "install a C compiler: Rust links with it (\`cc\`, \`gcc\` or \`clang\`)"
    fi
}

disk() {
    target=${CARGO_TARGET_DIR:-target}
    existing=$target
    while [ ! -d "$existing" ]; do
        existing=$(dirname -- "$existing")
    done
    if [ ! -w "$existing" ]; then
        problem disk "the folder $existing cannot be written, and builds go to $target" \
            "change its owner, or set CARGO_TARGET_DIR to a folder of yours"
        return
    fi
    # The fourth column; the first may contain blanks, so it is counted from the percentage after it.
    free=$(df -Pk "$existing" 2>/dev/null | sed -n '2s/.* \([0-9][0-9]*\)  *[0-9][0-9]*% .*/\1/p')
    found="$((${free:-0} / 1000)) MB free for $target"
    help="free some, or set CARGO_TARGET_DIR to a folder on another disk; $((ENOUGH_FREE / 1000)) MB are enough for everything"
    if [ -z "$free" ]; then
        good disk "the system does not say how much is free"
    elif [ "$free" -lt "$MIN_FREE" ]; then
        problem disk "$found" "$help"
    elif [ "$free" -lt "$ENOUGH_FREE" ]; then
        note disk "$found" "$help"
    else
        good disk "$found"
    fi
}

dependencies() {
    host=$(rustc -vV | sed -n 's/^host: //p')
    set -- --locked --format-version 1 --filter-platform "$host"
    if output=$(cargo metadata --offline "$@" 2>&1 >/dev/null); then
        good dependencies "all there: no network is needed"
        return
    fi
    case $output in
    *"lock file"*"--locked"*)
        problem dependencies "Cargo.lock does not match Cargo.toml" "restore both: \`git checkout Cargo.lock Cargo.toml\`"
        return
        ;;
    *"failed to parse manifest"* | *"failed to load manifest"* | *"failed to read"*)
        problem dependencies "cargo cannot read the workspace: $(first_error "$output")" \
            "see what you changed with \`git status\`, and restore it with \`git checkout\`"
        return
        ;;
    esac
    if [ "${CARGO_NET_OFFLINE:-}" = true ]; then
        problem dependencies "not all are there, and CARGO_NET_OFFLINE keeps cargo from the network" \
            "run \`CARGO_NET_OFFLINE=false cargo fetch --locked\` while there is a network"
        return
    fi
    # Cargo itself asks, so that proxies, mirrors and certificates are those that a build will use.
    if output=$(cd / && CARGO_NET_RETRY=0 CARGO_HTTP_TIMEOUT=15 cargo info --quiet bumpalo 2>&1 >/dev/null); then
        note dependencies "not all are there, but the registry can be reached" "run \`cargo fetch --locked\` once"
    else
        problem dependencies "not all are there, and the registry cannot be reached: $(first_error "$output")" \
            "run \`cargo fetch --locked\` while there is a network, or set a proxy in HTTPS_PROXY"
    fi
}

# What cargo says, without its own words around it: the last cause that it names, or the error.
first_error() {
    printf '%s\n' "$1" | sed -n 's/^error: //p; /^Caused by:/{n; s/^ *//p;}' | tail -n 1
}

if toolchain; then
    linker
    disk
    dependencies
else
    disk
fi
finish
