#!/bin/sh
# Sets the workbook up from this archive. It needs git, a Rust toolchain with a linker, and no network; it changes nothing
# outside this folder, and compiles nothing but one empty program, to see that programs can be linked.
#
#     sh arena-workbook/setup.sh
#
# Exit codes: 0 ready, 2 something is missing. On Windows: setup.ps1.

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 2
cd "$here" || exit 2

if ! command -v git >/dev/null 2>&1; then
    echo 'git is not installed, and the workbook is a git repository.'
    echo 'Install it as https://git-scm.com says, open a new terminal, then run this again.'
    exit 2
fi
# What is there already is kept, with everything that was done in it.
if [ ! -e workbook ]; then
    rm -rf workbook.new
    if ! git -c init.defaultBranch=main clone --quiet --branch main workbook.bundle workbook.new; then
        rm -rf workbook.new
        echo "The workbook cannot be unpacked into $here: git says why above."
        echo 'Free some space, or unpack the archive on another disk, then run this again.'
        exit 2
    fi
    mv workbook.new workbook || exit 2
fi

sh workbook/xtask/doctor.sh || exit 2

cat <<END

The workbook is in $here/workbook. Compile it before the workshop:

    cd '$here/workbook'
    cargo xtask doctor --warm

Then \`cargo xtask next\` says what to begin with. The book to read along: $here/book/index.html
END
