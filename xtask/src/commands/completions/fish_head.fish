# Completes `cargo xtask` in fish. Keep it where fish looks:
#
#     cargo xtask completions fish > ~/.config/fish/conf.d/cargo-xtask.fish
