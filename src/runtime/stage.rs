//! Where the screen is shown: a terminal, or a test's buffer.

use std::io;

use crate::app::{App, KeyPress};

/// A place that shows the screen and holds the cursor of the open editor.
pub trait Stage {
    /// Shows the screen. Nothing is written where nothing changed.
    fn draw(&mut self, app: &App) -> io::Result<()>;

    /// Gives a key to the open editor and returns its text if that changed; none when the key
    /// means nothing to an editor, and the screen itself gets it.
    fn edit(&mut self, app: &App, press: KeyPress) -> Option<String>;

    /// Puts pasted text into the open editor and returns its text.
    fn paste(&mut self, app: &App, text: &str) -> Option<String>;

    /// Puts text on the clipboard.
    fn copy(&mut self, text: &str) -> io::Result<()>;

    /// Gives the terminal back. Doing it twice is harmless, and so is a terminal that is gone.
    fn restore(&mut self);
}
