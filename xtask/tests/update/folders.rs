//! Updates without git: from a folder into which an archive was unpacked.

use crate::clones::{BASELINE, CHAPTER, Clones, MINE, OTHER, SOURCE, TESTS};

/// The learner's folder as it comes from an archive.
fn without_git() -> Clones {
    let clones = Clones::new();
    std::fs::remove_dir_all(clones.path("mine/.git")).expect("writable");
    clones
}

/// Publishes a version and unpacks it, as archives are packed: with one folder in it.
fn unpacked(clones: &Clones, folder: &str) {
    clones.publish();
    let inner = format!("../{folder}/workbook-main/");
    std::fs::create_dir_all(clones.path(folder)).expect("writable");
    clones.git(
        "workbook",
        &["checkout-index", "--all", &format!("--prefix={inner}")],
    );
}

#[test]
fn an_edited_source_stays_and_all_that_is_replaced_is_kept() {
    let clones = without_git();
    clones.write(CHAPTER, "# My notes\n");
    unpacked(&clones, "new");
    let before = clones.files();
    let done = clones.run(&["update", "../new"]);
    done.exits_with(0).says(&[
        "workbook-main",
        "Starters renewed, none of them edited: count-words",
        "It is not known which version was here",
        ".arena/updates/0001/old",
    ]);
    assert_eq!(clones.read(SOURCE), MINE);
    for file in [BASELINE, OTHER, TESTS, CHAPTER] {
        assert_eq!(clones.read(file), clones.shipped(file), "{file}");
    }
    assert_eq!(
        clones.read(&format!(".arena/updates/0001/old/{CHAPTER}")),
        "# My notes\n"
    );
    clones.run(&["update", "--undo"]).exits_with(0);
    assert_eq!(clones.files(), before);
}

#[test]
fn the_next_update_knows_what_was_edited() {
    let clones = without_git();
    unpacked(&clones, "first");
    clones.run(&["update", "../first"]).exits_with(0);
    clones
        .run(&["update", "../first"])
        .exits_with(0)
        .says(&["up to date"]);
    clones.write(CHAPTER, "# My notes\n");
    unpacked(&clones, "second");
    let done = clones.run(&["update", "../second"]);
    done.exits_with(0)
        .says(&["Edited here and changed in the new version", CHAPTER]);
    assert!(!done.stdout.contains("It is not known"), "{}", done.stdout);
    assert_eq!(clones.read(SOURCE), MINE);
    assert_eq!(clones.read(CHAPTER), clones.shipped(CHAPTER));
}

#[test]
fn a_clone_can_be_updated_from_a_folder_too() {
    let clones = Clones::new();
    clones.write(CHAPTER, "# My notes\n");
    unpacked(&clones, "new");
    let head = clones.git("mine", &["rev-parse", "HEAD"]);
    clones
        .run(&["update", "../new"])
        .exits_with(0)
        .says(&["Edited here and changed in the new version", CHAPTER]);
    assert_eq!(clones.git("mine", &["rev-parse", "HEAD"]), head);
    assert_eq!(clones.read(SOURCE), MINE);
    assert_eq!(clones.read(OTHER), clones.shipped(OTHER));
}
