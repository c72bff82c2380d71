//! Long work stops no key: it waits at a gate that the test opens when the keys were handled.

use std::fs::{self, OpenOptions};
use std::path::PathBuf;
use std::process::Command;

use sitroom::app::Layer;

use crate::farm::Farm;
use crate::harness::{Opened, Pane};

/// A record whose journal nobody can read before the gate is opened.
struct Gate {
    dir: PathBuf,
}

impl Gate {
    fn closed(farm: &Farm) -> Self {
        let dir = farm.home().incidents().join("2026-11-20-a-slow-disk");
        fs::create_dir_all(&dir).expect("a directory");
        let made = Command::new("mkfifo")
            .arg(dir.join("journal.jsonl"))
            .status();
        assert!(made.expect("mkfifo runs").success());
        Self { dir }
    }

    /// Lets everybody through who waits, and takes the gate away for those who come later.
    fn open(self) {
        let away = self.dir.join("journal.away");
        fs::rename(self.dir.join("journal.jsonl"), &away).expect("it is moved");
        // Opening waits for a reader, of which there is one; closing ends their wait.
        drop(
            OpenOptions::new()
                .write(true)
                .open(&away)
                .expect("somebody reads"),
        );
    }
}

#[test]
fn keys_are_handled_while_all_records_are_read() {
    let farm = Farm::new();
    let gate = Gate::closed(&farm);
    let opened = Opened {
        is_local: true,
        is_among: true,
        ..Opened::default()
    };
    let pane = Pane::open_as(&farm, opened);
    pane.keys("B").wait_screen("reading the records");
    pane.esc();
    pane.note("the gate is closed and the fox waits");
    pane.keys("L").typed("who has the key?").enter();
    pane.wait_incident("a lead", |incident| incident.leads.len() == 1);
    pane.keys("B").wait_screen("reading the records");
    gate.open();
    pane.wait("what the records say", |shown| {
        matches!(shown.app.layers.last(), Some(Layer::Across(_)))
            && !shown.text.contains("reading the records")
    });
    pane.esc();
    pane.quit();
}
