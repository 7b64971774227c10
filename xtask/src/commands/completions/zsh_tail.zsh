# The same after `cargo`. Cargo's own completion calls a function of this name.
_cargo-xtask() {
    _xtask "$@"
}
# If cargo has no completion of its own, it gets this.
if (( ! $+_comps[cargo] )); then
    _cargo_xtask_alone() {
        if (( CURRENT > 2 )) && [[ $words[2] == xtask ]]; then
            shift words
            (( CURRENT-- ))
            _xtask "$@"
        elif (( CURRENT == 2 )); then
            compadd xtask build check clippy doc fmt run test
        else
            _default
        fi
    }
    compdef _cargo_xtask_alone cargo
fi
