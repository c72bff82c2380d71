//! The terminal: taking it and giving it back, reading keys, and drawing the screen.
//!
//! Nothing here decides anything. `app` says what is on the screen; this module says how it
//! looks, and draws `&App` without changing it. What the keys do is not known here either.

mod attention;
mod clipboard;
mod editor;
mod flow;
mod glyphs;
pub mod input;
mod markdown;
mod paint;
mod screen;
mod terminal;
mod text;
mod theme;
mod view;

pub use attention::Notifier;
pub use clipboard::bytes as clipboard_bytes;
pub use editor::{EditorReply, TextEditor};
pub use glyphs::Glyphs;
pub use screen::{Look, Screen, route};
pub use terminal::{Terminal, install_panic_hook};
pub use theme::{Depth, Theme, ThemeCause, ThemeErrors};
pub use view::{ViewState, render};
