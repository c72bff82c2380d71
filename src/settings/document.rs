//! A settings file as it was written: every value with its place.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::domain::problem::line_column;
use crate::domain::problem::slips::{self, Slips};

/// A value of the file.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    /// Its keys from the top, such as `github`, `repository`.
    pub(super) path: Vec<String>,
    /// Where the key stands, as an offset.
    pub(super) key: Range<usize>,
    /// Where the value stands.
    pub(super) value: Range<usize>,
    /// What it is.
    pub(super) is: toml::Value,
}

impl Leaf {
    /// Returns its name, such as `github.repository`.
    pub(super) fn name(&self) -> String {
        self.path.join(".")
    }
}

/// A section of the file.
#[derive(Debug, Clone)]
pub(super) struct Section {
    /// Its name.
    pub(super) name: String,
    /// Where that stands.
    pub(super) at: usize,
}

/// A settings file as it was written.
pub(super) struct Document<'t> {
    pub(super) text: &'t str,
    /// Its values, in the order of the file.
    pub(super) leaves: Vec<Leaf>,
    /// Its sections.
    pub(super) sections: Vec<Section>,
    /// What is no TOML; what stands in such lines is not among the values.
    pub(super) slips: Slips,
}

impl<'t> Document<'t> {
    /// Reads a file, as far as it can be read.
    pub(super) fn read(text: &'t str) -> Self {
        slips::read(text, |root, slips| {
            let mut document = Self {
                text,
                leaves: Vec::new(),
                sections: Vec::new(),
                slips,
            };
            document.enter(root, &mut Vec::new());
            document.leaves.sort_by_key(|leaf| leaf.key.start);
            document
        })
    }

    fn enter(&mut self, table: &DeTable<'_>, path: &mut Vec<String>) {
        for (key, value) in table {
            path.push(key.get_ref().to_string());
            match value.get_ref() {
                // Settings are two deep; what is deeper is a value of the wrong kind.
                DeValue::Table(inner) if path.len() == 1 => {
                    self.sections.push(Section {
                        name: path.join("."),
                        at: key.span().start,
                    });
                    self.enter(inner, path);
                }
                inner => self.leaves.push(Leaf {
                    path: path.clone(),
                    key: key.span(),
                    value: value.span(),
                    is: plain(inner),
                }),
            }
            path.pop();
        }
    }

    /// Returns the value of a name.
    pub(super) fn get(&self, name: &str) -> Option<&Leaf> {
        self.leaves.iter().find(|leaf| leaf.name() == name)
    }

    /// Returns where a setting stands, else its section, else the beginning.
    pub(super) fn place(&self, name: &str) -> usize {
        let section = name.split('.').next().unwrap_or_default();
        let section = || self.sections.iter().find(|known| known.name == section);
        self.get(name)
            .map(|leaf| leaf.key.start)
            .or_else(|| section().map(|known| known.at))
            .unwrap_or_default()
    }

    /// Returns line and column of an offset, both from 1.
    pub(super) fn line_column(&self, offset: usize) -> (usize, usize) {
        line_column(self.text, offset)
    }
}

/// Returns the value without its places.
fn plain(value: &DeValue<'_>) -> toml::Value {
    match value {
        DeValue::String(text) => toml::Value::String(text.to_string()),
        DeValue::Integer(number) => {
            let digits = number.as_str().replace('_', "");
            let read = i64::from_str_radix(&digits, number.radix());
            read.map_or_else(|_| toml::Value::String(digits), toml::Value::Integer)
        }
        DeValue::Float(number) => {
            let read = number.as_str().replace('_', "").parse();
            toml::Value::Float(read.unwrap_or(f64::NAN))
        }
        DeValue::Boolean(is) => toml::Value::Boolean(*is),
        DeValue::Datetime(at) => toml::Value::Datetime(*at),
        DeValue::Array(items) => {
            toml::Value::Array(items.iter().map(|item| plain(item.get_ref())).collect())
        }
        DeValue::Table(table) => {
            let pairs = table.iter();
            let pairs =
                pairs.map(|(key, value)| (key.get_ref().to_string(), plain(value.get_ref())));
            toml::Value::Table(pairs.collect())
        }
    }
}

/// Puts a value under its keys into a table.
pub(super) fn put(table: &mut toml::Table, path: &[String], value: toml::Value) {
    match path {
        [] => {}
        [key] => {
            table.insert(key.clone(), value);
        }
        [section, rest @ ..] => {
            let inner = table
                .entry(section.clone())
                .or_insert_with(|| toml::Value::Table(toml::Table::new()));
            if let toml::Value::Table(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

/// Takes a setting out, or its whole section where it is not there itself.
pub(super) fn take_out(table: &mut toml::Table, name: &str) -> bool {
    let Some((section, key)) = name.split_once('.') else {
        return table.remove(name).is_some();
    };
    let inner = table.get_mut(section).and_then(toml::Value::as_table_mut);
    inner.is_some_and(|inner| inner.remove(key).is_some()) || table.remove(section).is_some()
}
