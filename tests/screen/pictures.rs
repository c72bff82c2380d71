//! The pictures of the README: the views as this version draws them. One command makes them all,
//!
//! `SITROOM_WRITE_PICTURES=1 cargo test --test screen pictures`
//!
//! and without the variable the same test says which of them are stale.

mod cast;
mod svg;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use sitroom::app::App;
use sitroom::tui::Theme;

use crate::farm::Farm;
use crate::frame::Shot;
use crate::{USUAL, WIDE, evidence, people, report, synced};
use svg::{DARK, LIGHT, Palette, svg};

const WRITE: &str = "SITROOM_WRITE_PICTURES";

/// A picture: its name, what is on it, and how one comes there.
struct Scene {
    name: &'static str,
    says: &'static str,
    pressed: &'static str,
    typed: &'static str,
}

const fn scene(name: &'static str, says: &'static str, pressed: &'static str) -> Scene {
    Scene {
        name,
        says,
        pressed,
        typed: "",
    }
}

const SCENES: [Scene; 12] = [
    scene(
        "now",
        "Now: the next step, the checklist, the clocks, the boards",
        "1",
    ),
    scene(
        "checklist",
        "Checklist: the lines of the phase and why each is there",
        "2jjj",
    ),
    scene("leads", "Leads: what there is to find out", "3jj"),
    scene(
        "remediation",
        "Remediation: what there is to mend, and who verified it",
        "4j",
    ),
    scene(
        "timeline",
        "Timeline: everything that was written down",
        "5jj",
    ),
    scene(
        "people",
        "People: who is on shift and for how much longer",
        "6j",
    ),
    scene("comms", "Comms: who was told what, and when", "7"),
    scene(
        "evidence",
        "Evidence: what may be evidence, and who holds it",
        "8",
    ),
    scene(
        "report",
        "Report: written from the record, each part editable",
        "9jj",
    ),
    scene(
        "sitrep",
        "A sitrep, filled in as far as the record knows it",
        "s",
    ),
    scene("palette", "The palette finds every command", ":"),
    scene("help", "The keys, as they are bound", "?"),
];

fn app_of(scene: &Scene) -> App {
    match scene.name {
        "people" => synced(&people::crowded()),
        "report" => report::worked(),
        "evidence" => evidence::register(),
        _ => synced(&Farm::busy()),
    }
}

fn picture(scene: &Scene, size: (u16, u16), theme: Theme, palette: &Palette) -> String {
    let (farm, mut app) = (Farm::busy(), app_of(scene));
    let mut shot = Shot::themed(size, theme);
    shot.press(&mut app, &farm, scene.pressed);
    shot.paste(&mut app, &farm, scene.typed);
    let (buf, _) = shot.draw(&app);
    svg(&buf, palette, scene.says)
}

/// Every file with what has to stand in it.
fn pictures() -> BTreeMap<String, String> {
    let looks = [("dark", &DARK), ("light", &LIGHT)];
    let mut files = BTreeMap::new();
    for (look, palette) in looks {
        for scene in &SCENES {
            let name = format!("{}-{look}.svg", scene.name);
            files.insert(name, picture(scene, WIDE, Theme::default(), palette));
        }
        let small = format!("now-80x24-{look}.svg");
        files.insert(small, picture(&SCENES[0], USUAL, Theme::default(), palette));
    }
    files.insert("demo.cast".to_owned(), cast::cast());
    files
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/pictures")
}

#[test]
fn pictures_show_what_this_version_draws() {
    let folder = folder();
    let wanted = pictures();
    if std::env::var_os(WRITE).is_some() {
        fs::create_dir_all(&folder).expect("a folder");
        for old in fs::read_dir(&folder).expect("the folder") {
            fs::remove_file(old.expect("an entry").path()).expect("an old picture");
        }
        for (name, content) in &wanted {
            fs::write(folder.join(name), content).expect("a picture is written");
        }
    }
    let there = fs::read_dir(&folder).expect("assets/pictures");
    let there = there.map(|entry| {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        (name, fs::read_to_string(&path).expect("a picture"))
    });
    let there: BTreeMap<String, String> = there.collect();
    let names = wanted.keys().chain(there.keys());
    let stale: Vec<&String> = names
        .filter(|name| wanted.get(*name) != there.get(*name))
        .collect();
    assert!(
        stale.is_empty(),
        "stale: {stale:?}; `{WRITE}=1 cargo test --test screen pictures` makes them anew"
    );
}

#[test]
fn every_picture_of_the_readme_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).expect("the README");
    let named: Vec<&str> = readme
        .split(['(', ')', '"', ' ', '\n'])
        .filter(|word| word.starts_with("assets/"))
        .map(|word| word.trim_end_matches(['.', ',', ';', '`']))
        .collect();
    let lost: Vec<&&str> = named
        .iter()
        .filter(|name| !root.join(name).exists())
        .collect();
    assert!(lost.is_empty(), "{lost:?}");
    for name in pictures().keys() {
        let path = format!("assets/pictures/{name}");
        assert!(readme.contains(&path), "the README does not show {path}");
    }
}
