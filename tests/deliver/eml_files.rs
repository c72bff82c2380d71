//! Mail as files: whole, for their owner alone, under names that lead nowhere else.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use rstest::rstest;
use sitroom::deliver::files::{FileError, write_eml};
use sitroom::domain::outgoing::{Channel, Outgoing, mail_file};
use tempfile::TempDir;

use crate::support::{let_out, sitrep};

#[test]
fn file_is_named_by_time_and_message_and_is_for_its_owner() {
    let dir = TempDir::new().unwrap();
    let folder = dir.path().join("outgoing");
    let outgoing = sitrep(Channel::EmlFile);
    let path = write_eml(&folder, &let_out(&outgoing)).unwrap();
    assert_eq!(path, folder.join("20261122T140203Z-initial-sitrep.eml"));
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        mail_file(&outgoing).unwrap()
    );
    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&folder), mode(&path)), (0o700, 0o600));
    assert_eq!(
        fs::read_dir(&folder).unwrap().count(),
        1,
        "nothing else is left"
    );
}

#[test]
fn the_same_message_is_the_same_file_and_another_is_another() {
    let dir = TempDir::new().unwrap();
    let outgoing = sitrep(Channel::EmlFile);
    let first = write_eml(dir.path(), &let_out(&outgoing)).unwrap();
    assert_eq!(write_eml(dir.path(), &let_out(&outgoing)).unwrap(), first);
    let other = Outgoing {
        body: "The fox is out too.".into(),
        ..outgoing.clone()
    };
    let second = write_eml(dir.path(), &let_out(&other)).unwrap();
    assert_eq!(
        second,
        dir.path().join("20261122T140203Z-initial-sitrep-2.eml")
    );
    assert_eq!(
        fs::read_to_string(first).unwrap(),
        mail_file(&outgoing).unwrap()
    );
}

#[rstest]
#[case::climbing("../../etc/passwd", "etc-passwd")]
#[case::absolute("/etc/passwd", "etc-passwd")]
#[case::nul("a\u{0}b", "a-b")]
#[case::accents("é", "message")]
#[case::empty("", "message")]
#[case::long(&"x".repeat(500), &"x".repeat(60))]
fn no_message_leads_out_of_the_folder(#[case] message: &str, #[case] name: &str) {
    let dir = TempDir::new().unwrap();
    let outgoing = Outgoing {
        message: message.into(),
        ..sitrep(Channel::EmlFile)
    };
    let path = write_eml(dir.path(), &let_out(&outgoing)).unwrap();
    assert_eq!(
        path,
        dir.path().join(format!("20261122T140203Z-{name}.eml"))
    );
}

#[test]
fn a_disk_that_does_not_take_it_is_named() {
    let dir = TempDir::new().unwrap();
    let folder = dir.path().join("outgoing");
    fs::write(&folder, "a file where the folder should be").unwrap();
    let error = write_eml(&folder, &let_out(&sitrep(Channel::EmlFile))).unwrap_err();
    assert!(matches!(error, FileError::NotSaved { .. }), "{error}");
    assert!(error.to_string().contains("outgoing"), "{error}");
}
