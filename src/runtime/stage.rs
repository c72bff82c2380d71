//! Where the screen is shown: a terminal, or a test's buffer.

use std::io;

use crate::app::{Alert, App, Event};
use crate::domain::gate::Released;
use crate::tui::Screen;

/// A place that shows the screen and holds the cursor of the open editor.
pub trait Stage {
    /// Shows the screen. Nothing is written where nothing changed; an error means that the
    /// place is gone.
    fn draw(&mut self, app: &App) -> io::Result<()>;

    /// Returns the columns and rows.
    fn size(&self) -> (u16, u16);

    /// From the next picture on also names the window it is in, if that has a name: what the
    /// name is looked through with is ready.
    fn name_window(&mut self) {}

    /// Lets the open editor have an event first, and returns what is left for the app.
    fn route(&mut self, app: &App, event: Event) -> Option<Event>;

    /// Puts text on the clipboard.
    fn copy(&mut self, text: &Released) -> io::Result<()>;

    /// Calls somebody back to the screen.
    fn call(&mut self, alert: &Alert) -> io::Result<()>;

    /// Takes the place again after [`Self::restore`]; the next frame is painted whole.
    fn resume(&mut self) -> io::Result<()>;

    /// Gives the terminal back. Doing it twice is harmless, and so is a terminal that is gone.
    fn restore(&mut self);
}

impl Stage for Screen {
    fn draw(&mut self, app: &App) -> io::Result<()> {
        Self::draw(self, app)
    }

    fn size(&self) -> (u16, u16) {
        Self::size(self)
    }

    fn name_window(&mut self) {
        Self::name_window(self);
    }

    fn route(&mut self, app: &App, event: Event) -> Option<Event> {
        Self::route(self, app, event)
    }

    fn copy(&mut self, text: &Released) -> io::Result<()> {
        Self::copy(self, text)
    }

    fn call(&mut self, alert: &Alert) -> io::Result<()> {
        Self::call(self, alert)
    }

    fn resume(&mut self) -> io::Result<()> {
        Self::resume(self)
    }

    fn restore(&mut self) {
        self.suspend();
    }
}
