//! The terminal changes its size: often, to next to nothing, and to nothing at all.

use crate::home::Home;
use crate::terminal::Terminal;

/// Sizes as a tiling window manager goes through them, the absurd ones included.
const STORM: [(u16, u16); 12] = [
    (1, 1),
    (250, 80),
    (2, 50),
    (200, 2),
    (1, 1),
    (80, 24),
    (40, 12),
    (3, 3),
    (500, 200),
    (1, 80),
    (250, 1),
    (120, 40),
];

/// Waits for a frame after what was done.
fn redraws(terminal: &mut Terminal, act: impl FnOnce(&mut Terminal)) {
    let before = terminal.frames();
    act(terminal);
    terminal.until_frame(before);
}

fn is_at_work(terminal: &mut Terminal, home: &Home) {
    terminal.shows("NEXT");
    terminal.shows("The chickens have escaped");
    terminal.types("nfeathers at the gate\r");
    terminal.logs("feathers at the gate");
    terminal.types("q");
    assert_eq!(terminal.ends(), 0);
    terminal.is_given_back();
    home.is_sound();
}

#[test]
fn a_storm_of_sizes_ends_in_a_whole_picture() {
    let home = Home::declared();
    let mut terminal = home.screen();
    for _ in 0..20 {
        for (cols, rows) in STORM {
            terminal.resizes(cols, rows);
        }
    }
    redraws(&mut terminal, |terminal| terminal.resizes(120, 40));
    is_at_work(&mut terminal, &home);
}

#[test]
fn each_size_is_drawn_for_and_keys_count_at_all_of_them() {
    let home = Home::declared();
    let mut terminal = home.screen();
    for (cols, rows) in STORM {
        // The size last, for the one before it may have been the same.
        redraws(&mut terminal, |terminal| terminal.resizes(cols + 1, rows));
        redraws(&mut terminal, |terminal| terminal.resizes(cols, rows));
    }
    redraws(&mut terminal, |terminal| terminal.resizes(1, 1));
    terminal.types("5");
    redraws(&mut terminal, |terminal| terminal.resizes(120, 40));
    terminal.until("the timeline, chosen unseen", |screen| {
        let text = screen.contents();
        text.contains("NEXT") && !text.contains("Clocks")
    });
    is_at_work(&mut terminal, &home);
}

#[test]
fn a_terminal_that_does_not_know_its_size_is_drawn_for_as_80_by_24() {
    let home = Home::declared();
    let mut terminal = home.screen();
    redraws(&mut terminal, Terminal::loses_its_size);
    terminal.until("24 rows", |screen| {
        let rows: Vec<String> = screen.rows(0, 120).collect();
        rows[24..].iter().all(|row| row.trim().is_empty())
    });
    redraws(&mut terminal, |terminal| terminal.resizes(120, 40));
    is_at_work(&mut terminal, &home);
}
