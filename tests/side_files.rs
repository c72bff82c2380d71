//! The files beside the journal: drafts, held text, the mirror's memory and its outbox.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use common::{TestHome, at, sound};
use sitroom::domain::ids::EntryId;
use sitroom::domain::mirror::{Gathered, Operation, OutboxItem, Posted, SyncState};
use sitroom::store::{Draft, Finding, Record, StoreError, SyncLock};

#[test]
fn drafts_survive_and_damaged_ones_are_set_aside() {
    let home = TestHome::new();
    let record = home.declare();
    let draft = |key: &str, text: &str| Draft {
        key: key.to_owned(),
        saved_at: at(1),
        text: text.to_owned(),
    };
    record.save_draft(&draft("note", "half a sen")).unwrap();
    record
        .save_draft(&draft("note", "half a sentence\r\n\u{0}🐔"))
        .unwrap();
    record.save_draft(&draft("lead:L3/../..", "x")).unwrap();
    record.save_held(&draft("note", "a secret")).unwrap();
    let found = sound(&home).drafts().unwrap();
    assert_eq!(found.findings, []);
    assert_eq!(
        found.value,
        [
            draft("lead:L3/../..", "x"),
            draft("note", "half a sentence\r\n\u{0}🐔")
        ]
    );
    record.remove_draft("lead:L3/../..").unwrap();
    record.remove_draft("never there").unwrap();
    fs::write(home.dir().join("drafts/note.toml"), "format = 1\ntext = ").unwrap();
    let found = record.drafts().unwrap();
    assert!(found.value.is_empty());
    let [Finding::Damaged { at: Some(kept), .. }] = found.findings.as_slice() else {
        panic!("{:?}", found.findings)
    };
    assert!(home.dir().join(kept).is_file());
    assert_eq!(record.held().unwrap().value.len(), 1);
}

fn section(n: u128) -> Gathered {
    Gathered {
        key: EntryId::new(at(1), n).into(),
        body: "- so\n".to_owned(),
    }
}

fn item(n: u128) -> OutboxItem {
    let body = "it's \"said\"\n\n  - so\n".to_owned();
    OutboxItem {
        attempts: 2,
        sections: [n, n + 10].map(section).to_vec(),
        first_sent: Some(at(2)),
        ..OutboxItem::queued(EntryId::new(at(1), n).into(), Operation::Comment, body)
    }
}

#[test]
fn the_outbox_keeps_its_order() {
    let home = TestHome::new();
    let record = home.declare();
    for n in [3, 1, 2] {
        record.put_outbox(&item(n)).unwrap();
    }
    let found = record.outbox().unwrap();
    assert_eq!(found.value, [item(1), item(2), item(3)]);
    record.remove_outbox(item(2).key).unwrap();
    record.remove_outbox(item(2).key).unwrap();
    assert_eq!(record.outbox().unwrap().value, [item(1), item(3)]);
}

#[test]
fn the_outbox_of_a_later_version_is_left_alone() {
    let home = TestHome::new();
    let record = home.declare();
    record.put_outbox(&item(1)).unwrap();
    let path = home.dir().join(format!("outbox/{}.toml", item(1).key));
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("format = 2", "format = 3")).unwrap();
    let error = record.outbox().unwrap_err();
    assert!(
        matches!(
            error,
            StoreError::Newer {
                format: 3,
                known: 2,
                ..
            }
        ),
        "{error}"
    );
    assert!(path.exists());
}

#[test]
fn the_sync_state_survives() {
    let home = TestHome::new();
    let record = home.declare();
    assert_eq!(record.load_sync().unwrap().value, None);
    let mut state = SyncState {
        format: 2,
        base_body: "# x\n\n- [ ] L1 '''\\\n\ttabs \u{b}\n".to_owned(),
        last_pull: Some(at(3)),
        ..SyncState::default()
    };
    let posted = Posted::sent(9_007_199_254_740_993);
    state.posted.insert(EntryId::new(at(1), 1).into(), posted);
    state.others.insert("77".to_owned(), "d1".to_owned());
    record.save_sync(&state).unwrap();
    assert_eq!(record.load_sync().unwrap().value, Some(state));
    fs::write(home.dir().join("sync.toml"), [0; 100]).unwrap();
    let found = record.load_sync().unwrap();
    assert_eq!(found.value, None);
    assert_eq!(found.findings.len(), 1);
    assert!(!home.dir().join("sync.toml").exists());
}

/// Returns every file of an incident, with what is in it.
fn all_files(home: &TestHome) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut dirs = vec![home.dir()];
    while let Some(dir) = dirs.pop() {
        for file in fs::read_dir(dir).unwrap() {
            let path = file.unwrap().path();
            if path.is_dir() {
                dirs.push(path);
            } else {
                all.insert(path.clone(), fs::read(path).unwrap());
            }
        }
    }
    all
}

/// A home in which a file of each kind is damaged, beside good ones.
fn damaged() -> (TestHome, [String; 4]) {
    let home = TestHome::new();
    let record = home.declare();
    record.put_outbox(&item(1)).unwrap();
    record.put_outbox(&item(2)).unwrap();
    record.save_sync(&SyncState::default()).unwrap();
    let text = Draft {
        key: "note".to_owned(),
        saved_at: at(1),
        text: "half a sen".to_owned(),
    };
    record.save_draft(&text).unwrap();
    record.save_held(&text).unwrap();
    let names = [
        "sync.toml".to_owned(),
        format!("outbox/{}.toml", item(1).key),
        "drafts/note.toml".to_owned(),
        "held/note.toml".to_owned(),
    ];
    for name in &names {
        fs::write(home.dir().join(name), "format = 1\ntext = ").unwrap();
    }
    (home, names)
}

fn named(findings: &[Finding]) -> Vec<&str> {
    let names = findings.iter().map(|finding| match finding {
        Finding::Damaged { name, at: None, .. } => name.as_str(),
        other => panic!("{other:?}"),
    });
    names.collect()
}

#[test]
fn who_looks_at_the_mirror_of_others_moves_no_file() {
    let (home, names) = damaged();
    let before = all_files(&home);
    let found = sound(&home).look_at_mirror().unwrap();
    assert_eq!(found.value.state, None);
    assert_eq!(found.value.outbox, [item(2)]);
    assert_eq!(named(&found.findings), [&names[0], &names[1]]);
    let told = found.findings[0].to_string();
    assert!(told.ends_with("; the file still stands there"), "{told}");
    assert_eq!(all_files(&home), before);
}

#[test]
fn who_watches_a_record_moves_no_file() {
    let (home, names) = damaged();
    let before = all_files(&home);
    let (record, _) = Record::watch(&home.dir(), "barn", |_| None).unwrap();
    let findings = [
        record.load_sync().unwrap().findings,
        record.outbox().unwrap().findings,
        record.drafts().unwrap().findings,
        record.held().unwrap().findings,
    ];
    assert_eq!(named(&findings.concat()), names);
    assert_eq!(all_files(&home), before);
}

#[test]
fn one_program_syncs_at_a_time() {
    let home = TestHome::new();
    let dir = home.declare().dir().to_owned();
    assert_eq!(SyncLock::holder(&dir), None);
    let lock = SyncLock::try_acquire(&dir).unwrap();
    assert!(lock.is_some());
    assert!(SyncLock::try_acquire(&dir).unwrap().is_none());
    assert_eq!(SyncLock::holder(&dir), Some(std::process::id()));
    drop(lock);
    assert_eq!(SyncLock::holder(&dir), None);
    assert!(SyncLock::try_acquire(&dir).unwrap().is_some());
}

#[test]
fn covered_texts_are_for_their_owner_alone_and_never_replaced() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = TestHome::new();
    let record = home.declare();
    record.keep_lost("a.md", "what Dave wrote").unwrap();
    record.keep_lost("a.md", "something else").unwrap();
    let path = home.dir().join("lost/a.md");
    assert_eq!(fs::read_to_string(&path).unwrap(), "what Dave wrote");
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(&home.dir().join("lost")), 0o700);
}

#[test]
fn what_was_agreed_with_the_wrong_issue_is_set_aside() {
    let home = TestHome::new();
    let record = home.declare();
    record.set_sync_aside().unwrap();
    assert!(!home.dir().join("aside").exists(), "there was nothing");
    for _ in 0..2 {
        record.save_sync(&SyncState::default()).unwrap();
        record.put_outbox(&item(1)).unwrap();
        record.set_sync_aside().unwrap();
        assert_eq!(record.load_sync().unwrap().value, None);
        assert_eq!(record.outbox().unwrap().value, []);
    }
    let kept: Vec<_> = fs::read_dir(home.dir().join("aside")).unwrap().collect();
    assert_eq!(kept.len(), 2);
    for folder in kept {
        let folder = folder.unwrap().path();
        assert!(folder.join("sync.toml").is_file());
        assert!(
            folder
                .join(format!("outbox/{}.toml", item(1).key))
                .is_file()
        );
    }
}

#[test]
fn files_of_the_first_form_are_read() {
    let home = TestHome::new();
    let record = home.declare();
    let key = EntryId::new(at(1), 1);
    let sync =
        format!("format = 1\nbase-title = \"x\"\nqueued-up-to = 3\n\n[posted]\n{key} = 77\n");
    fs::write(home.dir().join("sync.toml"), sync).unwrap();
    let state = record.load_sync().unwrap().value.unwrap();
    assert_eq!(state.posted, [(key.into(), Posted::sent(77))].into());
    let waiting = format!(
        "format = 1\nkey = \"{key}\"\noperation = \"comment\"\nbody = \"b\"\nstate = \"sending\"\n\
         attempts = 1\nfirst-sent = \"2026-11-22T14:02:00Z\"\n"
    );
    fs::create_dir(home.dir().join("outbox")).unwrap();
    fs::write(home.dir().join(format!("outbox/{key}.toml")), waiting).unwrap();
    let found = record.outbox().unwrap();
    assert_eq!(found.findings, []);
    assert_eq!(found.value[0].first_sent, Some(at(0)));
}
