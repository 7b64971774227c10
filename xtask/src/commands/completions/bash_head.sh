# Completes `cargo xtask` in bash. Keep it in a file and read that from ~/.bashrc:
#
#     cargo xtask completions bash > ~/.cargo-xtask.bash
#     echo 'source ~/.cargo-xtask.bash' >> ~/.bashrc
