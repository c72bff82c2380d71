//! Styles by their meaning, and the signs that stand beside them.
//!
//! What each looks like is data: `config/themes/*.toml` are compiled in, and a user's theme is
//! such a file too. The default one uses only the 16 colours of the terminal, and none as a
//! background of its own, so that the screen keeps to the person's own palette, dark or light.

mod depth;
mod file;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use super::glyphs::Glyphs;

pub use depth::Depth;
pub use file::{ThemeCause, ThemeErrors};

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
            /// The names of the styles, as a theme file calls them.
            pub const ROLES: &[&str] = &[$(stringify!($name)),*];

            /// Returns every style by its name, for legends and tests.
            #[must_use]
            pub fn names(&self) -> Vec<(&'static str, Style)> {
                vec![$((stringify!($name), self.$name)),*]
            }

            /// Returns the theme that has a style of its own for each name.
            fn of(mut style: impl FnMut(&'static str) -> Style) -> Self {
                Self {
                    $($name: style(stringify!($name)),)*
                    glyphs: Glyphs::UNICODE,
                }
            }
        }
    };
}

theme! {
    /// What lies below everything; its colours stand wherever a style has none of its own.
    screen;
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

impl Default for Theme {
    fn default() -> Self {
        Self::shipped(Self::DEFAULT).expect("a test reads the shipped themes")
    }
}

impl Theme {
    /// The name of the theme that is used unless another is asked for.
    pub const DEFAULT: &str = "default";

    /// The name of the theme without colours.
    pub const MONOCHROME: &str = "monochrome";

    /// The themes that are compiled in, by name.
    pub const SHIPPED: [(&str, &str); 4] = [
        (
            Self::DEFAULT,
            include_str!("../../config/themes/default.toml"),
        ),
        (
            "high-contrast",
            include_str!("../../config/themes/high-contrast.toml"),
        ),
        ("light", include_str!("../../config/themes/light.toml")),
        (
            Self::MONOCHROME,
            include_str!("../../config/themes/monochrome.toml"),
        ),
    ];

    /// Returns a theme that is compiled in.
    #[must_use]
    pub fn shipped(name: &str) -> Option<Self> {
        let (name, text) = Self::SHIPPED.iter().find(|(known, _)| *known == name)?;
        Self::parse(name, text).ok()
    }

    /// Reads a theme; `file` is only named in errors, which are found all at once.
    pub fn parse(file: &str, text: &str) -> Result<Self, ThemeErrors> {
        file::read(file, text)
    }

    /// Returns the theme with signs that every terminal and font has.
    #[must_use]
    pub fn in_ascii(self) -> Self {
        Self {
            glyphs: Glyphs::ASCII,
            ..self
        }
    }

    /// Returns the theme in colours that a terminal has.
    #[must_use]
    pub fn within(self, depth: Depth) -> Self {
        let styles = self.names();
        let glyphs = self.glyphs;
        let of = |name| {
            let named = styles.iter().find(|(known, _)| *known == name);
            let style = named.map_or(Style::new(), |(_, style)| *style);
            Style {
                fg: style.fg.map(|colour| depth.nearest(colour)),
                bg: style.bg.map(|colour| depth.nearest(colour)),
                ..style
            }
        };
        Self {
            glyphs,
            ..Self::of(of)
        }
    }

    /// Paints what is selected in one style, whatever it held; colours on a band of another
    /// colour cannot be read in every palette.
    #[must_use]
    pub(super) fn band(style: Style) -> Style {
        let others = Modifier::all().difference(style.add_modifier);
        let style = style.remove_modifier(others);
        style
            .fg(style.fg.unwrap_or(Color::Reset))
            .bg(style.bg.unwrap_or(Color::Reset))
    }

    /// Lays a frame on the ground of the theme, if it has one.
    pub(super) fn lay(&self, buf: &mut Buffer) {
        let Style { fg, bg, .. } = self.screen;
        if fg.is_none() && bg.is_none() {
            return;
        }
        for cell in &mut buf.content {
            if cell.fg == Color::Reset {
                cell.fg = fg.unwrap_or(Color::Reset);
            }
            if cell.bg == Color::Reset {
                cell.bg = bg.unwrap_or(Color::Reset);
            }
        }
    }
}
