//! Styles by their meaning, and the signs that stand beside them.
//!
//! Only the 16 colours of the terminal are used, and none as a background of its own, so that
//! the screen keeps to the person's own palette, dark or light.

use ratatui::style::{Color, Modifier, Style};

use super::glyphs::Glyphs;

macro_rules! theme {
    ($($(#[doc = $doc:literal])+ $name:ident;)*) => {
        /// How things look, by what they mean.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Theme {
            $($(#[doc = $doc])+ pub $name: Style,)*
            /// The signs.
            pub glyphs: Glyphs,
        }

        impl Theme {
            /// Returns every style by its name, for legends and tests.
            #[must_use]
            pub fn names(&self) -> Vec<(&'static str, Style)> {
                vec![$((stringify!($name), self.$name)),*]
            }
        }
    };
}

theme! {
    /// What is simply read.
    text;
    /// What is read first.
    strong;
    /// What is read only when looked for; rules too.
    muted;
    /// The title of the list the keys act on, and of the view on screen.
    focus;
    /// A key to press.
    key;
    /// The selected row.
    selected;
    /// The next step while there is time.
    next;
    /// Due soon, or a warning.
    soon;
    /// Past due, and the highest severity.
    overdue;
    /// What needs the IC now; at most one thing of it is on the screen, and an unsaved record.
    urgent;
    /// Settled for good.
    good;
    /// Said to be done and not checked.
    verify;
    /// The badge of a drill.
    exercise;
}

impl Theme {
    /// Returns the theme: without colours where none are wanted, in ASCII where signs fail.
    #[must_use]
    pub fn new(colour: bool, unicode: bool) -> Self {
        let glyphs = if unicode {
            Glyphs::UNICODE
        } else {
            Glyphs::ASCII
        };
        if colour {
            Self::colour(&glyphs)
        } else {
            Self::mono(&glyphs)
        }
    }

    fn colour(glyphs: &Glyphs) -> Self {
        let plain = Style::new();
        let bold = |colour| Style::new().fg(colour).add_modifier(Modifier::BOLD);
        Self {
            key: plain.fg(Color::Cyan),
            focus: bold(Color::Cyan),
            next: bold(Color::Cyan),
            soon: bold(Color::Yellow),
            overdue: bold(Color::Red),
            urgent: bold(Color::Red).add_modifier(Modifier::REVERSED),
            good: plain.fg(Color::Green),
            verify: bold(Color::Magenta),
            exercise: bold(Color::Yellow).add_modifier(Modifier::REVERSED),
            ..Self::mono(glyphs)
        }
    }

    fn mono(glyphs: &Glyphs) -> Self {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        let underlined = bold.add_modifier(Modifier::UNDERLINED);
        Self {
            text: plain,
            strong: bold,
            muted: plain.add_modifier(Modifier::DIM),
            focus: underlined,
            key: bold,
            selected: plain.add_modifier(Modifier::REVERSED),
            next: bold,
            soon: bold,
            overdue: underlined,
            urgent: bold.add_modifier(Modifier::REVERSED),
            good: plain,
            verify: underlined,
            exercise: bold.add_modifier(Modifier::REVERSED),
            glyphs: *glyphs,
        }
    }

    /// Paints what is selected in one style, whatever it held; colours on a band of another
    /// colour cannot be read in every palette.
    #[must_use]
    pub(super) fn band(style: Style) -> Style {
        let others = Modifier::all().difference(style.add_modifier);
        let style = style.remove_modifier(others);
        let style = style.bg(Color::Reset);
        if style.fg.is_none() {
            style.fg(Color::Reset)
        } else {
            style
        }
    }
}
