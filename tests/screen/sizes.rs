//! Frames at the three sizes that every view is looked at in.

use sitroom::app::App;

use crate::frame::Shot;
use crate::{SMALL, USUAL, WIDE, snapshot};

/// Compares what is on the screen with the snapshot of each size.
pub(crate) fn shows(name: &str, app: &App) {
    for size in [WIDE, USUAL, SMALL] {
        let name = format!("{name}-{}x{}", size.0, size.1);
        snapshot!(name, Shot::new(size).of(app));
    }
}
