//! The theme by its name: the user's own file, else one that is compiled in.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::session::{Environment, shelf};
use crate::tui::{Depth, Theme, ThemeErrors};

/// Why a theme cannot be used. The text finishes "failed to ...".
#[derive(Debug, Error)]
enum ThemeError {
    /// There is none of that name.
    #[error(
        "find the theme `{name}`: there are {}; your own go to {}/NAME.toml",
        known.join(", "), dir.display()
    )]
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

/// Returns how the screen looks, and what to say where that is not as it was asked for: a slip
/// in a theme must not keep anybody from the screen.
pub(super) fn theme(env: &Environment) -> (Theme, Option<String>) {
    let settings = &env.settings;
    let (theme, problem) = match find(&env.home.config.join("themes"), &settings.theme) {
        Ok(theme) => (theme, None),
        Err(error) => {
            let said = format!("failed to {error}\nthe default theme is used");
            (Theme::default(), Some(said))
        }
    };
    let theme = theme.within(Depth::of(|name| env.variable(name)));
    let theme = if settings.is_ascii {
        theme.in_ascii()
    } else {
        theme
    };
    (theme, problem)
}

/// Returns the theme of a name; a file of the user's goes before one compiled in.
fn find(dir: &Path, name: &str) -> Result<Theme, ThemeError> {
    if let Some(own) = own(dir, name)? {
        return Ok(own);
    }
    Theme::shipped(name).ok_or_else(|| ThemeError::Unknown {
        name: name.to_owned(),
        known: shelf::names(Theme::SHIPPED.map(|(name, _)| name), dir),
        dir: dir.to_owned(),
    })
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
