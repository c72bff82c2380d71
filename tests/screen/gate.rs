//! The card of what may not leave.

use rstest::rstest;

use crate::farm::Farm;
use crate::frame::Shot;
use crate::{SMALL, USUAL, WIDE, snapshot, synced};

/// A token that nobody ever had.
fn token() -> String {
    ["ghp", "_", "q7Xn2LwT9vRb4KcY8mZs1HdJ6fPg3AtE5uWi"].concat()
}

/// A note that may not leave.
pub(crate) fn leaking() -> String {
    let token = token();
    let password = "stack9!";
    format!("They pushed with {token} on Monday, and logged in with password=hay{password}.")
}

#[rstest]
#[case::note("note", "n", leaking())]
#[case::lead("lead", "L", format!("Who else has {}?", token()))]
#[case::marking("marking", "n", format!("{}\nThe fox was seen.", ["TOP SEC", "RET//SI//NOFORN"].concat()))]
fn what_may_not_leave_at_three_sizes(#[case] name: &str, #[case] key: &str, #[case] text: String) {
    let farm = Farm::busy();
    for size in [WIDE, USUAL, SMALL] {
        let mut app = synced(&farm);
        let mut shot = Shot::new(size);
        shot.press(&mut app, &farm, key);
        shot.paste(&mut app, &farm, &text);
        shot.press(&mut app, &farm, "<ctrl-s>");
        let (columns, rows) = size;
        let drawn = shot.of(&app);
        assert!(!drawn.contains(&token()), "{drawn}");
        snapshot!(format!("gate-{name}-{columns}x{rows}"), drawn);
    }
}
