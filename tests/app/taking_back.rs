//! What was recorded as sent is taken back by who recorded it, whoever sent it; and what is typed
//! of when that was is a time or a known name, and nothing else.

use sitroom::domain::command::Command;
use sitroom::domain::incident::RouteState;
use sitroom::domain::timeline::describe_titled;

use crate::screen::Screen;

#[test]
fn the_move_of_a_message_goes_by_its_title_when_it_is_taken_back() {
    let mut screen = Screen::open();
    screen.press("N ctrl-s enter m u");
    let said = screen.toast();
    assert!(
        said.starts_with("undone: One-hour notice to GSA sent by hand"),
        "{said}"
    );
    let of = screen.incident.unsent[0].entry;
    screen.record(Command::MoveRoutes {
        of,
        routes: vec![0],
        to: RouteState::Sent,
        by: "Farmer Jane".into(),
        words: String::new(),
        more: Vec::new(),
        attempts: 0,
    });
    let last = screen.entries.last().expect("an entry");
    let said = describe_titled(&last.event, screen.incident.zone, &screen.app.playbook);
    assert!(
        said.starts_with("One-hour notice to GSA sent by hand"),
        "{said}"
    );
}
