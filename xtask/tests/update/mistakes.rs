//! Mistakes: each is named with the next command, and changes nothing.

use crate::clones::{CHAPTER, Clones, MINE, SOURCE};

#[track_caller]
fn is_refused(clones: &Clones, arguments: &[&str], parts: &[&str]) {
    let before = clones.files();
    let head = clones.git("mine", &["rev-parse", "HEAD"]);
    clones.run(arguments).exits_with(2).complains(parts);
    assert_eq!(clones.files(), before);
    assert_eq!(clones.git("mine", &["rev-parse", "HEAD"]), head);
}

#[test]
fn a_clone_without_a_way_to_the_new_version() {
    let clones = Clones::new();
    clones.publish();
    is_refused(
        &clones,
        &["update", "nowhere"],
        &[
            "nowhere",
            "neither a folder nor a git remote",
            "git remote -v",
        ],
    );
    std::fs::rename(clones.path("workbook"), clones.path("elsewhere")).expect("writable");
    is_refused(
        &clones,
        &["update"],
        &[
            "origin: the new version cannot be fetched",
            "cargo xtask update FOLDER",
        ],
    );
    is_refused(
        &clones,
        &["update", "--dry-run"],
        &["origin: the new version cannot be fetched"],
    );
    for name in ["one", "two"] {
        clones.git("mine", &["remote", "add", name, "../elsewhere"]);
    }
    clones.git("mine", &["remote", "remove", "origin"]);
    is_refused(
        &clones,
        &["update"],
        &["several remotes: one, two", "cargo xtask update one"],
    );
    clones.run(&["update", "two"]).exits_with(0);
    for name in ["one", "two"] {
        clones.git("mine", &["remote", "remove", name]);
    }
    is_refused(
        &clones,
        &["update"],
        &["no remote to update from", "cargo xtask update https://"],
    );
}

#[test]
fn a_clone_in_the_middle_of_something() {
    let clones = Clones::new();
    clones.publish();
    for (file, what, help) in [
        ("MERGE_HEAD", "a merge is in progress", "git merge --abort"),
        (
            "CHERRY_PICK_HEAD",
            "a cherry-pick",
            "git cherry-pick --abort",
        ),
        ("rebase-merge/head-name", "a rebase", "git rebase --abort"),
        ("index.lock", "another git command", ".git/index.lock"),
    ] {
        let file = clones.path("mine/.git").join(file);
        crate::clones::write(&file, "");
        is_refused(&clones, &["update"], &[what, help]);
        match file.ends_with("head-name") {
            true => std::fs::remove_dir_all(clones.path("mine/.git/rebase-merge")),
            false => std::fs::remove_file(&file),
        }
        .expect("writable");
    }
    // What is staged is nowhere else once the file was edited again.
    clones.git("mine", &["add", SOURCE]);
    clones.write(SOURCE, &format!("{MINE}// More.\n"));
    is_refused(
        &clones,
        &["update"],
        &[SOURCE, "was staged", "git restore --staged"],
    );
    clones.git("mine", &["restore", "--staged", SOURCE]);
    clones.run(&["update"]).exits_with(0);
    clones.git("mine", &["checkout", "--quiet", "-b", "other"]);
    is_refused(
        &clones,
        &["update", "--undo"],
        &["the update was of `main`", "git switch main"],
    );
}

#[test]
fn something_else_than_a_version_of_the_workbook() {
    let clones = Clones::new();
    crate::clones::write(&clones.path("new.zip"), "PK");
    crate::clones::write(&clones.path("other/notes.md"), "Mine.\n");
    is_refused(
        &clones,
        &["update", "../new.zip"],
        &["is an archive that is still packed", "tar -xf ../new.zip"],
    );
    is_refused(
        &clones,
        &["update", "../other"],
        &["holds no version of the workbook", "name a folder"],
    );
    is_refused(
        &clones,
        &["update", CHAPTER],
        &["is a file", "name a folder"],
    );
    clones.git("mine", &["init", "--quiet", "../strange"]);
    crate::clones::write(&clones.path("strange/a.md"), "");
    clones.commit("strange");
    is_refused(
        &clones,
        &["update", "../strange"],
        &["nothing in common", "unpack an archive"],
    );
    is_refused(
        &clones,
        &["update", "--undo", "--dry-run"],
        &["cannot be used with"],
    );
    std::fs::remove_dir_all(clones.path("mine/.git")).expect("writable");
    clones
        .run(&["update"])
        .exits_with(2)
        .complains(&["is no clone of its own", "cargo xtask update FOLDER"]);
    clones
        .run(&["update", "."])
        .exits_with(2)
        .complains(&["is this workbook itself"]);
}

/// What cannot be written ends the update before the first change, or is brought back.
#[test]
fn what_cannot_be_written() {
    let clones = Clones::new();
    clones.publish();
    clones.write(".arena/updates", "A file.\n");
    is_refused(
        &clones,
        &["update"],
        &[
            "cannot be copied into .arena/updates",
            "nothing was changed",
        ],
    );
    std::fs::remove_file(clones.path("mine/.arena/updates")).expect("writable");
    // Somebody's own folder is where a file of the new version belongs.
    clones.ship("book/src/zoo.md", "# Zoo\n");
    clones.commit("workbook");
    clones.write("book/src/zoo.md/mine.txt", "Mine.\n");
    is_refused(
        &clones,
        &["update"],
        &["book/src/zoo.md: cannot be written, so nothing was changed"],
    );
    std::fs::remove_dir_all(clones.path("mine/book/src/zoo.md")).expect("writable");
    clones.run(&["update"]).exits_with(0);
    assert_eq!(clones.read(SOURCE), MINE);
}
