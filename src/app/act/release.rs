//! The one place that every text passes before it leaves this machine.

use crate::app::event::Effect;
use crate::app::model::App;

/// Returns the text as it may leave: to the clipboard, into a file or a link, or into the
/// record from which mail, webhook and mirror take it. None when it may not; then it is said
/// why.
///
/// The gate belongs here and nowhere else. Until it stands, every text passes as it is.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the gate may hold a text back; its callers are ready for that"
)]
pub(in crate::app) fn release(_app: &mut App, text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// Puts a text on the clipboard, if it may leave.
pub(in crate::app) fn copy_out(app: &mut App, text: &str) -> Vec<Effect> {
    let Some(text) = release(app, text) else {
        return Vec::new();
    };
    app.tell("given to the terminal to copy");
    vec![Effect::Copy(text)]
}
