# Says what this machine lacks to compile the workbook's runner, with the command that helps. It needs no Rust: what can
# only be asked once the runner is compiled, `cargo xtask doctor` says. On other systems: xtask/doctor.sh.
#
#     powershell -ExecutionPolicy Bypass -File xtask\doctor.ps1
#
# Exit codes: 0 nothing is missing, 2 something is. It runs in Windows PowerShell 5.1, which every Windows has, and newer.

# A command that writes to standard error is not a failure; its exit code says what it is.
$ErrorActionPreference = 'Continue'
Set-Location -LiteralPath (Split-Path -Parent $PSScriptRoot)

# Free bytes below which a build may fail, and those that are enough for everything.
$MinFree = 1000000000
$EnoughFree = 4000000000

$script:Problems = 0

# The three kinds of finding, as `cargo xtask doctor` prints them: what was examined, what was found, what to do.
function Show-Finding($Mark, $Name, $Found, $Help) {
    Write-Output (' {0}  {1,-13} {2}' -f $Mark, $Name, $Found)
    if ($Help) { Write-Output ((' ' * 22) + '-> ' + $Help) }
}
function Show-Good($Name, $Found) { Show-Finding 'ok  ' $Name $Found $null }
function Show-Note($Name, $Found, $Help) { Show-Finding 'note' $Name $Found $Help }
function Show-Problem($Name, $Found, $Help) {
    Show-Finding 'bad ' $Name $Found $Help
    $script:Problems += 1
}

function Test-Program($Name) {
    [bool](Get-Command $Name -CommandType Application -ErrorAction SilentlyContinue)
}

# What a program wrote, as one text, and whether it succeeded.
function Invoke-Program($Name, $Arguments) {
    # Windows PowerShell wraps each line of standard error in a record; its text is what counts.
    $lines = & $Name @Arguments 2>&1 | ForEach-Object { "$_" }
    [pscustomobject]@{ Succeeded = ($LASTEXITCODE -eq 0); Text = ($lines -join "`n") }
}

# What cargo says, without its own words around it: the last cause that it names, or the error.
function Get-FirstError($Text) {
    $reason = 'it does not say why'
    $isCause = $false
    foreach ($line in $Text -split "`n") {
        if ($isCause -or $line -like 'error: *') { $reason = $line.Trim() -replace '^error: ', '' }
        $isCause = $line -like 'Caused by:*'
    }
    $reason
}

# The findings are printed; `$script:HasToolchain` says whether there is anything to ask further.
function Test-Toolchain {
    $script:HasToolchain = $false
    $line = Select-String -LiteralPath 'Cargo.toml' -Pattern '^rust-version = "([0-9]+\.[0-9]+)' | Select-Object -First 1
    $oldest = $line.Matches[0].Groups[1].Value
    $folder = $env:CARGO_HOME
    if (-not $folder) { $folder = Join-Path $env:USERPROFILE '.cargo' }
    foreach ($program in 'rustc', 'cargo') {
        if (-not (Test-Program $program)) {
            if (Test-Path -LiteralPath (Join-Path $folder "bin\$program.exe")) {
                Show-Problem 'toolchain' "$program is installed, but not on the PATH of this window" 'open a new terminal'
            } else {
                Show-Problem 'toolchain' "$program is not installed; Rust $oldest or newer is needed" `
                    'install it with `winget install Rustlang.Rustup`, or as https://rustup.rs says, then open a new terminal'
            }
            return
        }
        # rustup's stand-ins for programs fail where no toolchain is installed or chosen.
        $version = Invoke-Program $program @('--version')
        if (-not $version.Succeeded) {
            $first = ($version.Text -split "`n")[0]
            Show-Problem 'toolchain' "$program does not start: $first" 'run `rustup default stable`, which also installs it'
            return
        }
        $release = [regex]::Match($version.Text, "(?m)^$program ([0-9]+\.[0-9]+)").Groups[1].Value
        if (-not $release -or [version]$release -lt [version]$oldest) {
            $help = 'install a newer one as https://rustup.rs says'
            if (Test-Program 'rustup') {
                $help = 'run `rustup update stable`, then `rustup default stable`'
                $active = (Invoke-Program 'rustup' @('show', 'active-toolchain')).Text
                if ($active -match 'overr|environment') {
                    $help = "remove what chooses it, then run ``rustup update stable``: $active"
                }
            }
            Show-Problem 'toolchain' "$program $release is too old: Rust $oldest or newer is needed" $help
            return
        }
    }
    Show-Good 'toolchain' (Invoke-Program 'rustc' @('--version')).Text
    $script:HasToolchain = $true
}

# Only a program that was compiled and linked shows that there is a linker, and what it links with.
function Test-Linker {
    $folder = Join-Path ([IO.Path]::GetTempPath()) "doctor-$PID"
    $source = Join-Path $folder 'empty.rs'
    $program = Join-Path $folder 'empty.exe'
    try {
        New-Item -ItemType Directory -Force -Path $folder -ErrorAction Stop | Out-Null
        Set-Content -LiteralPath $source -Value 'fn main() {}' -Encoding Ascii -ErrorAction Stop
    } catch {
        Show-Problem 'linker' "no file can be written in $folder" 'free some space there, or set TEMP to another folder'
        return
    }
    $compiled = Invoke-Program 'rustc' @('--crate-name', 'empty', '-o', $program, $source)
    if (-not $compiled.Succeeded) {
        $help = 'install "Desktop development with C++" of the Visual Studio Build Tools: ' +
            'https://visualstudio.microsoft.com/visual-cpp-build-tools/'
        if ((Invoke-Program 'rustc' @('-vV')).Text -match 'host: .*-gnu') { $help = 'install MinGW-w64: https://www.mingw-w64.org' }
        Show-Problem 'linker' (Get-FirstError $compiled.Text) $help
    } elseif (-not (Invoke-Program $program @()).Succeeded) {
        Show-Problem 'linker' "a program was compiled, but cannot be started from $folder" `
            'see whether a virus scanner holds it back'
    } else {
        Show-Good 'linker' 'a program was compiled, linked and started'
    }
    Remove-Item -Recurse -Force -LiteralPath $folder -ErrorAction SilentlyContinue
}

function Test-Disk {
    $target = $env:CARGO_TARGET_DIR
    if (-not $target) { $target = 'target' }
    $existing = [IO.Path]::GetFullPath([IO.Path]::Combine((Get-Location).ProviderPath, $target))
    while (-not (Test-Path -LiteralPath $existing -PathType Container)) { $existing = Split-Path -Parent $existing }
    $free = (Get-Item -LiteralPath $existing -Force).PSDrive.Free
    if ($null -eq $free) {
        Show-Good 'disk' 'the system does not say how much is free'
        return
    }
    $found = '{0:N0} MB free for {1}' -f ($free / 1000000), $target
    $help = 'free some, or set CARGO_TARGET_DIR to a folder on another disk; {0:N0} MB are enough for everything' -f ($EnoughFree / 1000000)
    if ($free -lt $MinFree) { Show-Problem 'disk' $found $help }
    elseif ($free -lt $EnoughFree) { Show-Note 'disk' $found $help }
    else { Show-Good 'disk' $found }
}

function Test-Dependencies {
    $target = [regex]::Match((Invoke-Program 'rustc' @('-vV')).Text, '(?m)^host: (\S+)').Groups[1].Value
    $metadata = Invoke-Program 'cargo' @('metadata', '--offline', '--locked', '--format-version', '1', '--filter-platform', $target)
    if ($metadata.Succeeded) {
        Show-Good 'dependencies' 'all there: no network is needed'
        return
    }
    if ($metadata.Text -match 'lock file' -and $metadata.Text -match '--locked') {
        Show-Problem 'dependencies' 'Cargo.lock does not match Cargo.toml' 'restore both: `git checkout Cargo.lock Cargo.toml`'
        return
    }
    if ($metadata.Text -match 'failed to (parse manifest|load manifest|read)') {
        Show-Problem 'dependencies' "cargo cannot read the workspace: $(Get-FirstError $metadata.Text)" `
            'see what you changed with `git status`, and restore it with `git checkout`'
        return
    }
    if ($env:CARGO_NET_OFFLINE -eq 'true') {
        Show-Problem 'dependencies' 'not all are there, and CARGO_NET_OFFLINE keeps cargo from the network' `
            'remove that variable, and run `cargo fetch --locked` while there is a network'
        return
    }
    # Cargo itself asks, so that proxies, mirrors and certificates are those that a build will use.
    $retry, $timeout = $env:CARGO_NET_RETRY, $env:CARGO_HTTP_TIMEOUT
    $env:CARGO_NET_RETRY, $env:CARGO_HTTP_TIMEOUT = '0', '15'
    Push-Location -LiteralPath ([IO.Path]::GetTempPath())
    $info = Invoke-Program 'cargo' @('info', '--quiet', 'bumpalo')
    Pop-Location
    $env:CARGO_NET_RETRY, $env:CARGO_HTTP_TIMEOUT = $retry, $timeout
    if ($info.Succeeded) {
        Show-Note 'dependencies' 'not all are there, but the registry can be reached' 'run `cargo fetch --locked` once'
    } else {
        Show-Problem 'dependencies' "not all are there, and the registry cannot be reached: $(Get-FirstError $info.Text)" `
            'run `cargo fetch --locked` while there is a network, or set a proxy in HTTPS_PROXY'
    }
}

Test-Toolchain
if ($script:HasToolchain) { Test-Linker }
Test-Disk
if ($script:HasToolchain) { Test-Dependencies }
Write-Output ''
if ($script:Problems -eq 0) {
    Write-Output 'The runner can be compiled here. Go on with `cargo xtask doctor`.'
    exit 0
}
Write-Output 'Do what it says after each arrow, then run this again: powershell -ExecutionPolicy Bypass -File xtask\doctor.ps1'
exit 2
