//! Where each setting comes from.

use std::path::{Path, PathBuf};

use super::document::Document;
use super::{MONOCHROME, NO_COLOR, Told, carriers, is_no_color, shipped, variable_of};

/// Where a value comes from; what stands lower goes before what stands higher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// It is as shipped.
    Default,
    /// It stands in the user's file.
    File {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// An environment variable says so.
    Environment(&'static str),
    /// The command line says so.
    CommandLine,
}

/// A setting with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// Its name, such as `github.repository`.
    pub key: String,
    /// Its value; none for a secret, which is not shown.
    pub value: Option<toml::Value>,
    /// Where it comes from.
    pub origin: Origin,
}

/// Returns every setting in the order of the shipped file, then the secrets that are set.
///
/// `file` is the user's, with its text where there is one that can be used; `tokens` are the
/// variables that a token for the configured server is looked for in.
pub fn settings(
    file: (&Path, Option<&str>),
    env: &impl Fn(&str) -> Option<String>,
    told: &Told,
    tokens: &[&'static str],
) -> Vec<Setting> {
    let (path, text) = file;
    let shipped = shipped();
    let user = Document::read(text.unwrap_or_default());
    let over = Document::read(told.text());
    let set = |name: &str| env(name).filter(|value| !value.trim().is_empty());
    let mut all: Vec<Setting> = Vec::new();
    let mut names: Vec<String> = shipped
        .leaves
        .iter()
        .map(super::document::Leaf::name)
        .collect();
    let free = user.leaves.iter().chain(&over.leaves);
    names.extend(free.map(super::document::Leaf::name));
    for key in names {
        if all.iter().any(|known| known.key == key) {
            continue;
        }
        let variable = variable_of(&key).and_then(|name| Some((name, set(name)?)));
        let no_color = key == "screen.theme" && is_no_color(env);
        let (value, origin) = if let Some(leaf) = over.get(&key) {
            (leaf.is.clone(), Origin::CommandLine)
        } else if let Some((name, value)) = variable {
            (
                toml::Value::String(value.trim().to_owned()),
                Origin::Environment(name),
            )
        } else if no_color {
            (
                toml::Value::String(MONOCHROME.to_owned()),
                Origin::Environment(NO_COLOR),
            )
        } else if let Some(leaf) = user.get(&key) {
            let line = user.line_column(leaf.key.start).0;
            let path = path.to_owned();
            (leaf.is.clone(), Origin::File { path, line })
        } else if let Some(leaf) = shipped.get(&key) {
            (leaf.is.clone(), Origin::Default)
        } else {
            continue;
        };
        all.push(Setting {
            key,
            value: Some(value),
            origin,
        });
    }
    let secrets = carriers::SECRETS.iter().copied();
    let tokens = tokens.iter().map(|name| ("github.token", *name));
    let secrets = secrets.chain(tokens);
    let secrets = secrets.filter(|(_, name)| set(name).is_some());
    all.extend(secrets.map(|(key, name)| Setting {
        key: key.to_owned(),
        value: None,
        origin: Origin::Environment(name),
    }));
    all
}
