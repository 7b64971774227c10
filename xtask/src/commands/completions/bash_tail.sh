# The same after `cargo`. Anything but `xtask` is left to whatever completed cargo before.
if ! complete -p cargo >/dev/null 2>&1; then
    # bash-completion loads cargo's completion when it is first needed.
    if declare -F _comp_load >/dev/null; then
        _comp_load cargo
    elif declare -F _completion_loader >/dev/null; then
        _completion_loader cargo
    fi
fi
_cargo_xtask_known=$(complete -p cargo 2>/dev/null | sed -n 's/.*-F \([^ ]*\).*/\1/p')
case $_cargo_xtask_known in
    # This file was read before: keep what it found then.
    _cargo_xtask) ;;
    # Nothing else completes cargo.
    *_minimal) _cargo_xtask_before= ;;
    *) _cargo_xtask_before=$_cargo_xtask_known ;;
esac
unset _cargo_xtask_known

_cargo_xtask() {
    if [[ $COMP_CWORD -ge 2 && ${COMP_WORDS[1]} == xtask ]]; then
        COMP_WORDS=("${COMP_WORDS[@]:1}")
        COMP_CWORD=$((COMP_CWORD - 1))
        _xtask xtask "$2" "${COMP_WORDS[COMP_CWORD - 1]}"
    elif [[ -n ${_cargo_xtask_before:-} ]]; then
        "$_cargo_xtask_before" "$@"
    elif [[ $COMP_CWORD -eq 1 ]]; then
        COMPREPLY=($(compgen -W "xtask build check clippy doc fmt run test" -- "$2"))
    fi
}
complete -F _cargo_xtask -o bashdefault -o default cargo
