//! The theme by its name: the user's own file, else one that is compiled in.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::domain::problem::nearest;
use crate::session::{Environment, shelf};
use crate::settings::{text_of, unusable};
use crate::tui::{Depth, Theme, ThemeErrors};

/// Why a theme cannot be used. The text finishes "failed to ...".
#[derive(Debug, Error)]
enum ThemeError {
    /// There is none of that name.
    #[error("find the theme `{name}`: {}", choices(known, dir))]
    Unknown {
        /// The name that was asked for.
        name: String,
        /// The names there are.
        known: Vec<String>,
        /// Where the user's own lie.
        dir: PathBuf,
    },
    /// The file cannot be read.
    #[error("read the theme {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file has mistakes; each is named by file, line and key.
    #[error("use a theme that has mistakes\n{0}")]
    Invalid(ThemeErrors),
}

fn choices(known: &[String], dir: &Path) -> String {
    let known = known.join(", ");
    format!(
        "there are {known}; your own go to {}/NAME.toml",
        dir.display()
    )
}

/// Returns how the screen looks, and what to say where that is not as it was asked for: a slip
/// in a theme must not keep anybody from the screen.
pub(super) fn theme(env: &Environment) -> (Theme, Option<String>) {
    let settings = &env.settings;
    let (theme, problem) = match find(&dir(env), &settings.theme) {
        Ok(theme) => (theme, None),
        Err(error) => (Theme::default(), Some(said(env, &error))),
    };
    let theme = theme.within(Depth::of(|name| env.variable(name)));
    let theme = if settings.is_ascii {
        theme.in_ascii()
    } else {
        theme
    };
    (theme, problem)
}

/// Returns what to say where the theme of the settings cannot be used. One that is compiled in
/// is not read for that: every command asks.
pub(super) fn problem(env: &Environment) -> Option<String> {
    let (dir, name) = (dir(env), asked(env));
    let error = match own(&dir, &name) {
        Ok(None) if !is_shipped(&name) => unknown(&dir, &name),
        Ok(_) => return None,
        Err(error) => error,
    };
    Some(said(env, &error))
}

/// Returns the theme that was asked for: that of the file too, where the file is not used because
/// of something else in it. All that is wrong with it is told together.
fn asked(env: &Environment) -> String {
    let of_file = || {
        let text = std::fs::read_to_string(env.home.settings_file()).ok()?;
        text_of(&text, "screen.theme")
    };
    let is_told = env.settings.theme != Theme::DEFAULT;
    let of_file = (!env.is_file_in_force && !is_told).then(of_file).flatten();
    of_file.unwrap_or_else(|| env.settings.theme.clone())
}

fn dir(env: &Environment) -> PathBuf {
    env.home.config.join("themes")
}

/// Says why, and where the name stands that there is no theme of.
fn said(env: &Environment, error: &ThemeError) -> String {
    let place = match error {
        ThemeError::Unknown { name, known, dir } => {
            let near = nearest(name, known.iter().map(String::as_str));
            let message = format!("there is no such theme: {}", choices(known, dir));
            let path = env.home.settings_file();
            let text = std::fs::read_to_string(&path).ok();
            let text = text.unwrap_or_default();
            unusable((&path, &text), &env.told, ("screen.theme", &message, near))
        }
        ThemeError::Unreadable { .. } | ThemeError::Invalid(_) => None,
    };
    let why = place.map_or_else(|| error.to_string(), |place| place.to_string());
    format!("failed to {why}\nthe default theme is used")
}

/// Returns the theme of a name; a file of the user's goes before one compiled in.
fn find(dir: &Path, name: &str) -> Result<Theme, ThemeError> {
    if let Some(own) = own(dir, name)? {
        return Ok(own);
    }
    Theme::shipped(name).ok_or_else(|| unknown(dir, name))
}

fn is_shipped(name: &str) -> bool {
    Theme::SHIPPED.iter().any(|(known, _)| *known == name)
}

fn unknown(dir: &Path, name: &str) -> ThemeError {
    ThemeError::Unknown {
        name: name.to_owned(),
        known: shelf::names(Theme::SHIPPED.map(|(name, _)| name), dir),
        dir: dir.to_owned(),
    }
}

fn own(dir: &Path, name: &str) -> Result<Option<Theme>, ThemeError> {
    let file =
        shelf::read(dir, name).map_err(|(path, source)| ThemeError::Unreadable { path, source })?;
    let Some((path, text)) = file else {
        return Ok(None);
    };
    let theme = Theme::parse(&path.display().to_string(), &text).map_err(ThemeError::Invalid)?;
    Ok(Some(theme))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: &str, text: &str) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(name), text).unwrap();
        dir
    }

    #[test]
    fn a_theme_of_the_user_goes_before_one_that_is_compiled_in() {
        let dir = with("mine.toml", "base = \"light\"\n");
        assert_eq!(
            find(dir.path(), "mine").unwrap(),
            Theme::shipped("light").unwrap()
        );
        assert_eq!(find(dir.path(), "default").unwrap(), Theme::default());
    }

    #[test]
    fn an_unknown_theme_is_told_the_names_there_are() {
        let dir = with("mine.toml", "");
        for name in ["mone", "../mine", ""] {
            let error = find(dir.path(), name).unwrap_err().to_string();
            let names = "there are default, high-contrast, light, monochrome, mine; your own";
            assert!(error.contains(names), "{error}");
        }
    }

    #[test]
    fn mistakes_are_told_with_file_and_line() {
        let dir = with("mine.toml", "\nsoon = 3\n");
        let error = find(dir.path(), "mine").unwrap_err().to_string();
        assert!(error.contains("mine.toml:2: soon: "), "{error}");
    }
}
