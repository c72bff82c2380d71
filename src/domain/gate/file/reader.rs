//! Reading keys of TOML, noting all that is wrong with them.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::errors::{Cause, Problem};
use crate::domain::problem::{is_unsafe, line_column, nearest};

/// A value with its place.
pub(super) type Value<'t> = Spanned<DeValue<'t>>;

/// A file that is being read, and what is wrong with it so far.
pub(super) struct Reader<'t> {
    file: &'t str,
    text: &'t str,
    pub(super) problems: Vec<Problem>,
}

/// A table with the name and the place it goes by.
#[derive(Clone, Copy)]
pub(super) struct Table<'a, 't> {
    pub(super) name: &'a str,
    pub(super) start: usize,
    pub(super) keys: &'a DeTable<'t>,
}

impl<'t> Reader<'t> {
    /// Reads the TOML of a file; every error of it is a problem.
    pub(super) fn open(file: &'t str, text: &'t str) -> (Self, Spanned<DeTable<'t>>) {
        let (root, errors) = DeTable::parse_recoverable(text);
        let mut reader = Self {
            file,
            text,
            problems: Vec::new(),
        };
        for error in errors {
            let at = error.span().map_or(0, |span| span.start);
            let message = visible(error.message());
            reader.report(at, "file", Cause::Toml { message });
        }
        (reader, root)
    }

    pub(super) fn report(&mut self, at: usize, key: &str, cause: Cause) {
        self.problems.push(Problem {
            file: self.file.to_owned(),
            line: line_column(self.text, at).0,
            key: visible(key),
            cause,
        });
    }

    /// Reports a problem with the value of a key.
    pub(super) fn report_in(&mut self, table: Table<'_, 't>, key: &str, cause: Cause) {
        let at = table
            .keys
            .get_key_value(key)
            .map_or(table.start, |(key, _)| key.span().start);
        let name = if table.name.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", table.name)
        };
        self.report(at, &name, cause);
    }

    /// Reports the keys of a table that mean nothing.
    pub(super) fn only(&mut self, table: Table<'_, 't>, known: &[&str]) {
        for key in table.keys.keys() {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let hint = nearest(name, known.iter().copied());
                self.report_in(table, name, Cause::UnknownKey { hint });
            }
        }
    }

    /// Returns the text of a key that has to be there.
    pub(super) fn needed(&mut self, table: Table<'_, 't>, key: &str) -> String {
        if !table.keys.contains_key(key) {
            self.report_in(table, key, Cause::Missing);
        }
        self.text(table, key).unwrap_or_default()
    }

    /// Returns the text of a key, when there is one.
    pub(super) fn text(&mut self, table: Table<'_, 't>, key: &str) -> Option<String> {
        let value = table.keys.get(key)?.get_ref();
        let Some(text) = value.as_str() else {
            self.report_in(table, key, Cause::Type { wanted: "a text" });
            return None;
        };
        if let Some(cause) = fault(text) {
            self.report_in(table, key, cause);
            return None;
        }
        Some(text.to_owned())
    }

    /// Returns the texts of a list; none when the key is not there.
    pub(super) fn texts(&mut self, table: Table<'_, 't>, key: &str) -> Vec<String> {
        let Some(value) = table.keys.get(key) else {
            return Vec::new();
        };
        let items = value.get_ref().as_array();
        let texts = items.and_then(|items| {
            let texts = items.iter().map(|item| item.get_ref().as_str());
            texts.collect::<Option<Vec<&str>>>()
        });
        let Some(texts) = texts else {
            self.report_in(
                table,
                key,
                Cause::Type {
                    wanted: "a list of texts",
                },
            );
            return Vec::new();
        };
        for cause in texts.iter().filter_map(|text| fault(text)) {
            self.report_in(table, key, cause);
        }
        texts.into_iter().map(str::to_owned).collect()
    }

    /// Returns a number within bounds.
    pub(super) fn number(
        &mut self,
        table: Table<'_, 't>,
        key: &str,
        bounds: Range<u32>,
    ) -> Option<f64> {
        let value = table.keys.get(key)?.get_ref();
        let digits = value
            .as_integer()
            .map(toml::de::DeInteger::as_str)
            .or_else(|| value.as_float().map(toml::de::DeFloat::as_str));
        let Some(number) = digits.and_then(|digits| digits.parse::<f64>().ok()) else {
            self.report_in(table, key, Cause::Type { wanted: "a number" });
            return None;
        };
        let (from, to) = (bounds.start, bounds.end);
        if number < f64::from(from) || number > f64::from(to) {
            self.report_in(table, key, Cause::Range { from, to });
            return None;
        }
        Some(number)
    }

    /// Returns whether a key is set to true.
    pub(super) fn flag(&mut self, table: Table<'_, 't>, key: &str) -> bool {
        let Some(value) = table.keys.get(key) else {
            return false;
        };
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.report_in(
                table,
                key,
                Cause::Type {
                    wanted: "true or false",
                },
            );
        }
        flag.unwrap_or(false)
    }

    /// Returns what a name of a closed list stands for.
    pub(super) fn named<T: Copy>(
        &mut self,
        table: Table<'_, 't>,
        key: &str,
        all: &[(&'static str, T)],
    ) -> Option<T> {
        let name = self.text(table, key)?;
        let found = all.iter().find(|(known, _)| *known == name);
        if found.is_none() {
            let hint = nearest(&name, all.iter().map(|(known, _)| *known));
            let what = "such thing as";
            self.report_in(table, key, Cause::Unknown { what, name, hint });
        }
        found.map(|(_, value)| *value)
    }

    /// Returns the tables of a list of tables.
    pub(super) fn tables<'a>(
        &mut self,
        table: Table<'a, 't>,
        key: &str,
    ) -> Vec<(usize, &'a DeTable<'t>)> {
        let Some(value) = table.keys.get(key) else {
            return Vec::new();
        };
        let items: Option<Vec<(usize, &DeTable<'t>)>> =
            value.get_ref().as_array().and_then(|items| {
                let place =
                    |item: &'a Value<'t>| Some((item.span().start, item.get_ref().as_table()?));
                items.iter().map(place).collect()
            });
        if items.is_none() {
            self.report_in(
                table,
                key,
                Cause::Type {
                    wanted: "a list of tables",
                },
            );
        }
        items.unwrap_or_default()
    }
}

/// Returns what makes a text unfit to be shown.
fn fault(text: &str) -> Option<Cause> {
    if text.trim().is_empty() {
        Some(Cause::Empty)
    } else if text.chars().any(is_unsafe) {
        Some(Cause::Control)
    } else {
        None
    }
}

/// Returns text from a file fit for a terminal.
fn visible(text: &str) -> String {
    text.replace('\n', "; ").replace(is_unsafe, "?")
}
