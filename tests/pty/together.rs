//! More than one program on one incident.

use crate::home::Home;

#[test]
fn a_note_from_the_command_line_shows_on_the_running_screen() {
    let home = Home::declared();
    let mut terminal = home.screen();
    home.says(&["note", "feathers at the gate"]);
    terminal.logs("feathers at the gate");
    home.is_sound();
}

#[test]
fn two_screens_show_what_either_records() {
    let home = Home::declared();
    let (mut first, mut second) = (home.screen(), home.screen());
    for round in 0..5 {
        let (one, two) = (format!("hen {round}"), format!("fox {round}"));
        first.types(&format!("n{one}\r"));
        second.types(&format!("n{two}\r"));
        for screen in [&mut first, &mut second] {
            screen.hides("─ Note ─");
            screen.logs(&one);
            screen.logs(&two);
        }
    }
    first.types("q");
    assert_eq!(first.ends(), 0);
    second.types("q");
    assert_eq!(second.ends(), 0);
    home.is_sound();
    let journal = home.journal();
    for round in 0..5 {
        assert_eq!(journal.matches(&format!("hen {round}")).count(), 1);
        assert_eq!(journal.matches(&format!("fox {round}")).count(), 1);
    }
}
