# Completes `cargo xtask` in zsh. Keep it in a file and read that from ~/.zshrc, after `compinit`:
#
#     cargo xtask completions zsh > ~/.cargo-xtask.zsh
#     echo 'source ~/.cargo-xtask.zsh' >> ~/.zshrc
