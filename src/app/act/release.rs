//! The one place that every text passes before it leaves this machine by a hand.

use crate::app::event::Effect;
use crate::app::model::App;
use crate::domain::gate::{self, Released};

/// Returns the text as it may leave, to the clipboard or into a file or a link, with what may
/// not leave covered: nobody sees where it is pasted. None when nothing may; then it is said
/// why.
pub(in crate::app) fn release(app: &mut App, text: &str) -> Option<Released> {
    match gate::release_covered(text, &app.gate, &app.incident) {
        Ok((released, found)) => {
            if let Some(first) = found.first() {
                app.warn(format!("copied with [held back] in it: {first}"));
            }
            Some(released)
        }
        Err(why) => {
            app.warn(format!("not copied: {why}"));
            None
        }
    }
}

/// Puts a text on the clipboard, as far as it may leave.
pub(in crate::app) fn copy_out(app: &mut App, text: &str) -> Vec<Effect> {
    app.tell("given to the terminal to copy");
    release(app, text).map(Effect::Copy).into_iter().collect()
}
