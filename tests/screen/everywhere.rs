//! What holds for every stage of the screen at every size and in every theme.

use std::collections::HashSet;
use std::path::Path;
use std::sync::OnceLock;

use ratatui::buffer::{Buffer, CellWidth};
use ratatui::style::Color;
use sitroom::app::{App, View};
use sitroom::tui::Theme;

use crate::farm::Farm;
use crate::frame::{self, Shot, coloured, keys, mono};
use crate::{SMALL, USUAL, WIDE, snapshot, stages, synced};

/// A screen with room for everything.
const LARGE: (u16, u16) = (200, 60);

/// The columns and rows where something changes, and some between.
const COLUMNS: [u16; 22] = [
    40, 41, 45, 47, 55, 59, 61, 62, 72, 80, 96, 99, 100, 101, 120, 139, 140, 142, 159, 161, 200,
    250,
];
const ROWS: [u16; 17] = [
    12, 13, 14, 15, 16, 17, 19, 20, 21, 24, 29, 30, 31, 40, 48, 60, 80,
];

/// The sizes that every stage is looked at in.
const CORNERS: [(u16, u16); 7] = [(40, 12), SMALL, USUAL, WIDE, (250, 12), (40, 80), LARGE];

/// Returns the sizes that a stage is looked at in: each stage others, all of them each size.
fn sizes(stage: usize) -> impl Iterator<Item = (u16, u16)> {
    let all = COLUMNS.into_iter().flat_map(|w| ROWS.map(|h| (w, h)));
    let some = all.skip(stage * 5 % 19).step_by(19);
    some.chain(CORNERS)
}

fn text_at(app: &App, size: (u16, u16), theme: Theme) -> String {
    let shot = Shot::themed(size, theme).of(app);
    frame::text_of(&shot).to_owned()
}

#[test]
fn from_a_hundred_columns_on_now_shows_its_four_lists() {
    let farm = Farm::busy();
    let app = synced(&farm);
    for (columns, are_four) in [(99, false), (100, true), (101, true)] {
        let text = text_at(&app, (columns, 30), Theme::default());
        assert_eq!(!text.contains(" ←→ "), are_four, "{columns}: {text}");
    }
}

#[test]
fn every_stage_at_four_sizes_in_three_themes() {
    for (name, app) in stages::all() {
        for size in [SMALL, USUAL, WIDE, LARGE] {
            let plain = Shot::new(size).of(&app);
            let without = Shot::themed(size, mono(true)).of(&app);
            assert_eq!(
                frame::text_of(&plain),
                frame::text_of(&without),
                "a theme is only how it looks"
            );
            let ascii = text_at(&app, size, coloured(false));
            assert!(ascii.is_ascii(), "{name}: {ascii}");
            let (_, look) = without.split_once("\n-- styles --\n").expect("a layer");
            let look = look.rsplit_once("\n-- ").expect("a legend").0;
            snapshot!(
                format!("stage-{name}-{}x{}", size.0, size.1),
                format!("{plain}\n-- monochrome --\n{look}\n-- ASCII --\n{ascii}")
            );
        }
    }
}

#[test]
fn status_next_and_the_first_clock_are_seen_at_every_size() {
    for (at, (name, app)) in stages::all().into_iter().enumerate() {
        let shown = app.shown();
        let status = if shown.incident.closed {
            "CLOSED".to_owned()
        } else {
            shown.incident.status.word().to_uppercase()
        };
        let clock = shown.clocks.first();
        let clock = clock.map(|due| due.left(shown.now).countdown());
        for size in sizes(at) {
            let text = text_at(&app, size, coloured(true));
            for word in [Some("NEXT ▸"), Some(status.as_str()), clock.as_deref()] {
                let is_seen = word.is_none_or(|word| text.contains(word));
                assert!(is_seen, "{name} at {size:?} without {word:?}:\n{text}");
            }
        }
    }
}

#[test]
fn the_first_clock_is_seen_wherever_the_list_of_clocks_is_scrolled_to() {
    let farm = crate::farm::Farm::busy();
    let mut app = crate::synced(&farm);
    let first = app.clocks[0].clone();
    for n in 1..40 {
        let mut due = first.clone();
        due.key = format!("clock-{n}");
        due.name = format!("clock {n}");
        due.due_at += chrono::TimeDelta::minutes(n);
        app.clocks.push(due);
    }
    let countdown = first.left(app.now).countdown();
    for pressed in ["1<right>", "1<right>G", "1<right>Gkkkk", "1<right>GZ"] {
        let mut app = app.clone();
        keys(&mut app, pressed);
        for size in sizes(0) {
            let mut shot = Shot::new(size);
            let text = shot.of(&app);
            let text = frame::text_of(&text);
            assert!(text.contains(&countdown), "{pressed} at {size:?}:\n{text}");
            let place = app.place(app.focus()).expect("a clock") + 1;
            let place = format!("{place} of {}", app.clocks.len());
            let is_whole = text.matches(" clock ").count() >= 39;
            let is_told = is_whole || text.contains(&place);
            assert!(is_told, "{pressed} at {size:?}:\n{text}");
        }
    }
}

#[test]
fn the_selected_row_is_seen_at_every_size() {
    for (at, (name, mut app)) in stages::views().into_iter().enumerate() {
        if name == "report-zoomed" {
            continue;
        }
        for pressed in ["", "G"] {
            keys(&mut app, pressed);
            for size in sizes(at) {
                let text = text_at(&app, size, coloured(true));
                assert_eq!(text.matches('▌').count(), 1, "{name} at {size:?}:\n{text}");
            }
        }
    }
}

/// Every word of the program, of its data, and of the stages: what is none of them was cut, or
/// something was drawn over it.
fn words() -> &'static HashSet<String> {
    static WORDS: OnceLock<HashSet<String>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words = HashSet::new();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for below in ["src", "config", "tests/common", "tests/screen.rs"] {
            learn_files(&root.join(below), &mut words);
        }
        for (_, app) in stages::all() {
            learn(&format!("{app:?}").replace("\\n", " "), &mut words);
        }
        // Of the calendar, which the program does not write itself.
        learn("UTC Mon Tue Wed Thu Fri Sat Sun Nov Dec", &mut words);
        words
    })
}

fn learn_files(path: &Path, words: &mut HashSet<String>) {
    if path.is_dir() {
        for entry in std::fs::read_dir(path).expect("a directory") {
            learn_files(&entry.expect("an entry").path(), words);
        }
    } else if let Ok(text) = std::fs::read_to_string(path) {
        learn(&text.replace("\\n", " "), words);
    }
}

fn learn(text: &str, words: &mut HashSet<String>) {
    for word in text.split(|c: char| !c.is_alphabetic()) {
        words.insert(word.to_owned());
        words.insert(word.to_uppercase());
    }
}

/// Returns the runs of letters of a line, each with the character behind it.
fn runs(line: &str) -> Vec<(String, char)> {
    let mut runs = Vec::new();
    let mut word = String::new();
    for c in line.chars().chain([' ']) {
        if c.is_alphabetic() {
            word.push(c);
        } else if !word.is_empty() {
            runs.push((std::mem::take(&mut word), c));
        }
    }
    runs
}

/// Returns the words of a frame that are none, and are not marked as cut. A word that is longer
/// than a line goes on in the next one, and an address ends where the screen does.
fn broken(text: &str) -> Vec<String> {
    let lines: Vec<Vec<(String, char)>> = text.lines().map(runs).collect();
    let addresses: Vec<bool> = text.lines().map(|line| line.contains("://")).collect();
    let mut broken = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(at, _)| !addresses[*at]) {
        let is_known = |word: &str| words().contains(word);
        let goes_on = |word: &str| {
            let mut next = lines.get(at + 1).into_iter().flatten();
            let mut before = at.checked_sub(1).into_iter().flat_map(|at| &lines[at]);
            next.any(|(rest, _)| is_known(&format!("{word}{rest}")))
                || before.any(|(first, _)| is_known(&format!("{first}{word}")))
        };
        for (word, behind) in line {
            let is_whole = *behind == '…' || word.chars().count() < 2 || is_known(word);
            if !is_whole && !goes_on(word) {
                broken.push(word.clone());
            }
        }
    }
    broken
}

#[test]
fn no_word_is_cut_without_a_sign_and_nothing_is_drawn_over_anything() {
    for (at, (name, app)) in stages::all().into_iter().enumerate() {
        for size in sizes(at) {
            let text = text_at(&app, size, coloured(true));
            let broken = broken(&text);
            assert!(
                broken.is_empty(),
                "{name} at {size:?}: {broken:?} in\n{text}"
            );
        }
    }
}

#[test]
fn a_border_that_moves_keeps_every_pane_whole() {
    for (name, app) in stages::views() {
        for key in ["<ctrl-left>", "<ctrl-right>", "<ctrl-up>", "<ctrl-down>"] {
            let mut app = app.clone();
            let before = text_at(&app, LARGE, coloured(true));
            keys(&mut app, key);
            let after = text_at(&app, LARGE, coloured(true));
            if !name.contains("zoomed") && app.view == View::Now {
                assert_ne!(before, after, "{name} after {key}");
            }
            for _ in 0..8 {
                keys(&mut app, key);
            }
            for size in CORNERS {
                let text = text_at(&app, size, coloured(true));
                let broken = broken(&text);
                assert!(
                    broken.is_empty(),
                    "{name} at {size:?} after {key}: {broken:?}\n{text}"
                );
            }
        }
    }
}

#[test]
fn borders_and_zoom_are_remembered_for_each_view() {
    let mut app = stages::views().swap_remove(0).1;
    let now = text_at(&app, WIDE, coloured(true));
    keys(&mut app, "<ctrl-right><ctrl-up>");
    let moved = text_at(&app, WIDE, coloured(true));
    keys(&mut app, "Z");
    let zoomed = text_at(&app, WIDE, coloured(true));
    assert!(zoomed.contains("zoomed"), "{zoomed}");
    keys(&mut app, "3");
    assert!(!text_at(&app, WIDE, coloured(true)).contains("zoomed"));
    keys(&mut app, "1");
    assert_eq!(text_at(&app, WIDE, coloured(true)), zoomed);
    keys(&mut app, "Z");
    assert_eq!(text_at(&app, WIDE, coloured(true)), moved);
    keys(&mut app, "<alt-left><alt-down>");
    assert_eq!(text_at(&app, WIDE, coloured(true)), now);
}

#[test]
fn a_theme_with_a_ground_of_its_own_leaves_no_cell_to_the_terminal() {
    for name in ["light", "high-contrast"] {
        let theme = Theme::shipped(name).expect("it is there");
        for (stage, app) in stages::all() {
            let (buf, _) = Shot::themed(USUAL, theme.clone()).draw(&app);
            let is_bare = |buf: &Buffer| {
                let mut cells = buf.content.iter();
                cells.any(|cell| cell.bg == Color::Reset || cell.fg == Color::Reset)
            };
            assert!(!is_bare(&buf), "{name}: {stage}");
        }
    }
}

/// What stands for each wide cluster of [`WIDE_TEXT`], and takes as many cells.
const PAIRS: [(&str, &str); 5] = [
    ("鶏", "xx"),
    ("👩‍🌾", "yy"),
    ("🐔", "ww"),
    ("e\u{301}", "e"),
    ("👍🏽", "zz"),
];

const WIDE_TEXT: &str = "鶏 👩‍🌾e\u{301} 🐔👍🏽";
const PLAIN_TEXT: &str = "xx yye wwzz";

/// Returns the rows of a frame, with every wide cluster as what stands for it.
fn plain_rows(buf: &Buffer) -> Vec<String> {
    let wide = usize::from(buf.area.width);
    let rows = buf.content.chunks(wide).map(|row| {
        let mut text = String::new();
        let mut cells = row.iter();
        while let Some(cell) = cells.next() {
            let symbol = cell.symbol();
            let pair = PAIRS.iter().find(|(cluster, _)| *cluster == symbol);
            text.push_str(pair.map_or(symbol, |(_, plain)| plain));
            for _ in 1..cell.cell_width() {
                assert_eq!(
                    cells.next().map(ratatui::buffer::Cell::symbol),
                    Some(" "),
                    "{text}"
                );
            }
        }
        text
    });
    rows.collect()
}

#[test]
fn wide_characters_emoji_and_marks_take_their_cells_in_every_list() {
    let mut farm = crate::farm::Farm::busy();
    farm.lead("which gate?", "");
    let with = |text| crate::hostile::infested(&farm, text);
    let screens = [
        "1", "1<right>", "2G", "2", "3", "3G", "4", "4G", "5gg", "5ggjjjj", "6", "6G", "7", "7G",
        "8", "9", "9G", "C", "Cn", "w", "n", "S", "O", "W", "F",
    ];
    let mut seen = 0;
    for size in [SMALL, USUAL, WIDE, LARGE] {
        for pressed in screens {
            let draw = |text| {
                let mut app = with(text);
                let mut shot = Shot::new(size);
                shot.press(&mut app, &farm, pressed);
                plain_rows(&shot.draw(&app).0)
            };
            for (wide, plain) in draw(WIDE_TEXT).iter().zip(draw(PLAIN_TEXT)) {
                // Where a text is cut, half a character may be left over.
                if wide.contains('…') || plain.contains('…') {
                    continue;
                }
                seen += usize::from(plain.contains("yye"));
                assert_eq!(*wide, plain, "{pressed} at {size:?}");
            }
        }
    }
    assert!(seen > 500, "only {seen} rows had such a text");
}

#[test]
fn what_is_not_ascii_is_the_users_own_where_only_ascii_is_safe() {
    let mut farm = crate::farm::Farm::busy();
    farm.lead("which gate?", "");
    let app = crate::hostile::infested(&farm, WIDE_TEXT);
    for pressed in [
        "1", "2", "3", "4", "5gg", "6", "7", "8", "9", "C", "w", "n", "?", ":", "W", "F",
    ] {
        for size in [SMALL, USUAL, LARGE] {
            let mut app = app.clone();
            let mut shot = Shot::themed(size, coloured(false));
            shot.press(&mut app, &farm, pressed);
            for cell in &shot.draw(&app).0.content {
                let symbol = cell.symbol();
                let is_own = PAIRS.iter().any(|(own, _)| *own == symbol);
                assert!(symbol.is_ascii() || is_own, "{symbol:?} after {pressed}");
            }
        }
    }
}

#[test]
fn the_clocks_stand_once_above_what_lies_over_a_view() {
    let mut app = synced(&Farm::busy());
    keys(&mut app, "2n");
    let clock = app.clocks.first().expect("one runs").name.clone();
    for size in [SMALL, USUAL, WIDE, LARGE] {
        let text = text_at(&app, size, coloured(true));
        let is_clock = |row: &&str| row.contains(&clock) && !row.contains("NEXT");
        let with = text.lines().filter(is_clock).count();
        assert_eq!(with, 1, "{clock} at {size:?}: {text}");
    }
}
