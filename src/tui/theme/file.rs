//! Reading a theme from TOML, noting all that is wrong with it.

use ratatui::style::{Color, Modifier, Style};
use std::collections::BTreeMap;
use thiserror::Error;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Theme;
use crate::domain::problem::slips;
use crate::domain::problem::{Problem, Problems, excerpt, hinted, is_unsafe, line_column, nearest};

/// Everything that is wrong with a theme; at least one problem.
pub type ThemeErrors = Problems<ThemeCause>;

/// What is wrong at a key, and the line it stands in.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{what}\n{line}")]
pub struct ThemeCause {
    /// What is wrong.
    what: String,
    /// The line of the file with a caret below the place.
    line: String,
}

/// The names of colours that the terminal has itself.
const COLOURS: [(&str, Color); 17] = [
    ("terminal", Color::Reset),
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("white", Color::Gray),
    ("bright-black", Color::DarkGray),
    ("bright-red", Color::LightRed),
    ("bright-green", Color::LightGreen),
    ("bright-yellow", Color::LightYellow),
    ("bright-blue", Color::LightBlue),
    ("bright-magenta", Color::LightMagenta),
    ("bright-cyan", Color::LightCyan),
    ("bright-white", Color::White),
];

const MODIFIERS: [(&str, Modifier); 5] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underlined", Modifier::UNDERLINED),
    ("reversed", Modifier::REVERSED),
];

/// The key that names the theme another one is made from.
const BASE: &str = "base";

/// The keys of a style.
const KEYS: [&str; 3] = ["fg", "bg", "modifiers"];

type Value<'t> = Spanned<DeValue<'t>>;

/// Reads a theme.
pub(super) fn read(file: &str, text: &str) -> Result<Theme, ThemeErrors> {
    let mut reader = Reader {
        file,
        text,
        problems: Vec::new(),
    };
    let theme = slips::read(text, |root, slips| {
        for error in &slips.errors {
            let at = error.span().map_or(0, |span| span.start);
            reader.report(at, "file", &error.message().replace('\n', "; "));
        }
        reader.theme(root)
    });
    if reader.problems.is_empty() {
        Ok(theme)
    } else {
        Err(ThemeErrors::new(reader.problems))
    }
}

struct Reader<'t> {
    file: &'t str,
    text: &'t str,
    problems: Vec<Problem<ThemeCause>>,
}

impl Reader<'_> {
    fn theme(&mut self, root: &DeTable<'_>) -> Theme {
        let mut styles = BTreeMap::new();
        let mut base = None;
        for (key, value) in root {
            let name: &str = key.get_ref();
            if name == BASE {
                base = self.base(value);
            } else if let Some(role) = Theme::ROLES.iter().find(|role| **role == name) {
                styles.insert(*role, self.style(name, value));
            } else {
                let known = Theme::ROLES.iter().copied().chain([BASE]);
                let meant = nearest(name, known);
                let hint = hinted(meant.as_deref());
                let what = format!("there is no such style{hint}");
                self.report(key.span().start, name, &what);
                self.as_meant(name, meant.as_deref(), value);
            }
        }
        let is_whole = styles.len() == Theme::ROLES.len();
        let base = base.or_else(|| (!is_whole).then(Theme::default));
        let base = base.map(|base| base.names()).unwrap_or_default();
        Theme::of(|role| {
            let below = || base.iter().find(|(name, _)| *name == role);
            let own = styles.get(role).copied();
            own.or_else(|| below().map(|(_, style)| *style))
                .unwrap_or_default()
        })
    }

    /// Looks through what stands at a misspelt name, so that it need not be mended first. What a
    /// name without a like stands for nobody knows, unless it is written as a style.
    fn as_meant(&mut self, name: &str, meant: Option<&str>, value: &Value<'_>) {
        match meant {
            Some(BASE) => {
                self.base(value);
            }
            None if value.get_ref().as_table().is_none() => {}
            Some(_) | None => {
                self.style(name, value);
            }
        }
    }

    fn base(&mut self, value: &Value<'_>) -> Option<Theme> {
        let at = value.span().start;
        let Some(name) = value.get_ref().as_str() else {
            self.report(at, BASE, "the value has to be a text");
            return None;
        };
        let theme = Theme::shipped(name);
        if theme.is_none() {
            let names = Theme::SHIPPED.map(|(name, _)| name);
            let hint = hinted(nearest(name, names).as_deref());
            let what = format!(
                "a theme is made from one of {}, not from `{name}`{hint}",
                names.join(", ")
            );
            self.report(at, BASE, &what);
        }
        theme
    }

    fn style(&mut self, role: &str, value: &Value<'_>) -> Style {
        let Some(table) = value.get_ref().as_table() else {
            let what = "the value has to be a table, such as { fg = \"red\" }";
            self.report(value.span().start, role, what);
            return Style::new();
        };
        let mut style = Style::new();
        for (key, value) in table {
            let name: &str = key.get_ref();
            let path = format!("{role}.{name}");
            match name {
                "fg" => style.fg = self.colour(&path, value),
                "bg" => style.bg = self.colour(&path, value),
                "modifiers" => style.add_modifier = self.modifiers(&path, value),
                _ => {
                    let hint = hinted(nearest(name, KEYS).as_deref());
                    let what = format!("there is no such key{hint}");
                    self.report(key.span().start, &path, &what);
                }
            }
        }
        style
    }

    fn colour(&mut self, path: &str, value: &Value<'_>) -> Option<Color> {
        let (colour, said) = match value.get_ref() {
            DeValue::String(name) => (named_colour(name), name.to_string()),
            DeValue::Integer(digits) => {
                let index = digits.as_str().parse().ok();
                (index.map(Color::Indexed), digits.as_str().to_owned())
            }
            _ => (None, String::new()),
        };
        if colour.is_none() {
            let hint = nearest(&said, COLOURS.map(|(name, _)| name));
            let what = format!(
                "a colour is a name, a number from 0 to 255, or \"#rrggbb\"{}",
                hinted(hint.as_deref())
            );
            self.report(value.span().start, path, &what);
        }
        colour
    }

    fn modifiers(&mut self, path: &str, value: &Value<'_>) -> Modifier {
        let names = MODIFIERS.map(|(name, _)| name);
        let Some(list) = value.get_ref().as_array() else {
            let what = format!("the value has to be a list of {}", names.join(", "));
            self.report(value.span().start, path, &what);
            return Modifier::empty();
        };
        let mut all = Modifier::empty();
        for item in list {
            let word = item.get_ref().as_str().unwrap_or_default();
            if let Some((_, modifier)) = MODIFIERS.iter().find(|(name, _)| *name == word) {
                all.insert(*modifier);
            } else {
                let hint = hinted(nearest(word, names).as_deref());
                let what = format!("a modifier is one of {}{hint}", names.join(", "));
                self.report(item.span().start, path, &what);
            }
        }
        all
    }

    fn report(&mut self, at: usize, key: &str, what: &str) {
        let (line, column) = line_column(self.text, at);
        let excerpt = excerpt(self.text, line, column);
        let fit = |text: &str| text.replace(|c: char| is_unsafe(c) && c != '\n', "?");
        self.problems.push(Problem {
            file: self.file.to_owned(),
            line,
            key: fit(&key.replace('\n', "?")),
            cause: ThemeCause {
                what: fit(what),
                line: excerpt,
            },
        });
    }
}

fn named_colour(name: &str) -> Option<Color> {
    if let Some(digits) = name.strip_prefix('#') {
        let is_hex = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u32::from_str_radix(digits, 16).ok().filter(|_| is_hex)?;
        let [_, r, g, b] = number.to_be_bytes();
        return Some(Color::Rgb(r, g, b));
    }
    let found = COLOURS.iter().find(|(known, _)| *known == name);
    found.map(|(_, colour)| *colour)
}
