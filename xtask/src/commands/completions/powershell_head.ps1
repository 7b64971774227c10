# Completes `cargo xtask` in PowerShell. Keep it in a file and read that from your profile:
#
#     cargo xtask completions powershell > $HOME/cargo-xtask.ps1
#     Add-Content $PROFILE '. $HOME/cargo-xtask.ps1'
