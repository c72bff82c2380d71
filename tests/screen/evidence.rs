//! The register of evidence on the screen.

use sitroom::app::App;
use sitroom::domain::command::Command;
use sitroom::domain::evidence::{EvidenceAsked, FileMark};
use sitroom::domain::ids::EvidenceId;

use crate::farm::{Farm, JANE, at};
use crate::frame::keys;
use crate::synced;

fn asks(farm: &mut Farm, asked: EvidenceAsked) {
    farm.says(JANE, Command::HandleEvidence(Box::new(asked)));
}

/// A file that was handed over twice, and a disk.
pub(crate) fn register() -> App {
    let mut farm = Farm::busy();
    farm.now = at("13:45");
    let path = "/home/jane/evidence/capture-of-the-gate.pcap".to_owned();
    let file = FileMark {
        path: path.clone(),
        sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".into(),
        bytes: 48_211_903,
    };
    let asked = EvidenceAsked::Collect {
        what: "traffic at the gate from 12:50 to 13:20".into(),
        place: "the laptop of Farmer Jane".into(),
        holder: String::new(),
        path,
        file: None,
    };
    asks(&mut farm, asked.with_file(file));
    for (to, place) in [("Spot the Dog", "the kennel"), ("Farmer Dave", "GSA's lab")] {
        let (to, place) = (to.to_owned(), place.to_owned());
        let id = EvidenceId(1);
        asks(&mut farm, EvidenceAsked::HandOver { id, to, place });
    }
    asks(
        &mut farm,
        EvidenceAsked::Collect {
            what: "disk of the web server, serial 42".into(),
            place: "the safe".into(),
            holder: "Farmer Dave".into(),
            path: String::new(),
            file: None,
        },
    );
    let mut app = synced(&farm);
    keys(&mut app, "8");
    app
}
