# The same after `cargo`: `cargo xtask` is completed as `xtask` is.
function __fish_cargo_xtask
    set -l words (commandline -opc)
    complete -C "xtask "(string join ' ' -- $words[3..] (commandline -ct))
end
function __fish_cargo_is_xtask
    set -l words (commandline -opc)
    test (count $words) -ge 2; and test $words[2] = xtask
end
complete -c cargo -n __fish_cargo_is_xtask -f -a '(__fish_cargo_xtask)'
complete -c cargo -n __fish_use_subcommand -f -a xtask -d 'The runner of the Arena Workbook'
