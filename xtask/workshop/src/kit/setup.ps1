# Sets the workbook up from this archive. It needs git, a Rust toolchain with a linker, and no network; it changes nothing
# outside this folder, and compiles nothing but one empty program, to see that programs can be linked.
#
#     powershell -ExecutionPolicy Bypass -File arena-workbook\setup.ps1
#
# Exit codes: 0 ready, 2 something is missing. On other systems: setup.sh. It runs in Windows PowerShell 5.1 and newer.

# A command that writes to standard error is not a failure; its exit code says what it is.
$ErrorActionPreference = 'Continue'
Set-Location -LiteralPath $PSScriptRoot

if (-not (Get-Command git -CommandType Application -ErrorAction SilentlyContinue)) {
    Write-Output 'git is not installed, and the workbook is a git repository.'
    Write-Output 'Install it with `winget install Git.Git`, open a new terminal, then run this again.'
    exit 2
}
# What is there already is kept, with everything that was done in it.
if (-not (Test-Path -LiteralPath 'workbook')) {
    if (Test-Path -LiteralPath 'workbook.new') { Remove-Item -LiteralPath 'workbook.new' -Recurse -Force }
    git -c init.defaultBranch=main clone --quiet --branch main workbook.bundle workbook.new
    if ($LASTEXITCODE -ne 0) {
        if (Test-Path -LiteralPath 'workbook.new') { Remove-Item -LiteralPath 'workbook.new' -Recurse -Force }
        Write-Output "The workbook cannot be unpacked into ${PSScriptRoot}: git says why above."
        Write-Output 'Free some space, or unpack the archive on another disk, then run this again.'
        exit 2
    }
    Rename-Item -LiteralPath 'workbook.new' -NewName 'workbook'
    if (-not (Test-Path -LiteralPath 'workbook')) { exit 2 }
}

# The shell that runs this one, whether it is Windows PowerShell or a newer one.
& (Get-Process -Id $PID).Path -NoProfile -ExecutionPolicy Bypass -File (Join-Path 'workbook' 'xtask\doctor.ps1')
if ($LASTEXITCODE -ne 0) { exit 2 }

Write-Output ''
Write-Output "The workbook is in $PSScriptRoot\workbook. Compile it before the workshop:"
Write-Output ''
Write-Output "    cd '$PSScriptRoot\workbook'"
Write-Output '    cargo xtask doctor --warm'
Write-Output ''
Write-Output "Then ``cargo xtask next`` says what to begin with. The book to read along: $PSScriptRoot\book\index.html"
