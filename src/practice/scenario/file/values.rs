//! Reading keys of a scenario, noting all that is wrong with them, with the place of each.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Flaw, ScenarioProblem};
use crate::domain::problem::{Problem, excerpt, is_unsafe, line_column, nearest};
use crate::domain::time::Span;

/// A table with its name, and the place that stands for what it lacks.
pub(super) struct At<'a, 't> {
    pub(super) name: String,
    pub(super) start: usize,
    pub(super) keys: &'a DeTable<'t>,
}

impl<'a, 't> At<'a, 't> {
    pub(super) fn top(keys: &'a DeTable<'t>) -> Self {
        Self {
            name: String::new(),
            start: 0,
            keys,
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'t>>> {
        self.keys.get(key)
    }

    /// Returns where the value of a key stands, else where the table does.
    pub(super) fn place(&self, key: &str) -> usize {
        self.get(key).map_or(self.start, |value| value.span().start)
    }

    pub(super) fn path(&self, key: &str) -> String {
        if self.name.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.name)
        }
    }
}

/// A file that is being read, and what is wrong with it so far.
pub(super) struct Reader<'f> {
    pub(super) file: &'f str,
    pub(super) text: &'f str,
    pub(super) problems: Vec<ScenarioProblem>,
}

impl Reader<'_> {
    pub(super) fn report(&mut self, at: usize, key: &str, says: &str, hint: Option<String>) {
        let (line, column) = line_column(self.text, at);
        self.problems.push(Problem {
            file: self.file.to_owned(),
            line,
            key: key.replace(is_unsafe, "?"),
            cause: Flaw {
                says: says.replace(is_unsafe, "?"),
                column,
                excerpt: excerpt(self.text, line, column),
                hint,
            },
        });
    }

    pub(super) fn report_at(&mut self, table: &At<'_, '_>, key: &str, says: &str) {
        self.report(table.place(key), &table.path(key), says, None);
    }

    /// Reports the keys of a table that mean nothing.
    pub(super) fn only(&mut self, table: &At<'_, '_>, known: &[&str]) {
        for name in table.keys.keys() {
            let key: &str = name.get_ref();
            if !known.contains(&key) {
                let hint = nearest(key, known.iter().copied());
                let says = format!("there is no such key; there are {}", known.join(", "));
                self.report(name.span().start, &table.path(key), &says, hint);
            }
        }
    }

    pub(super) fn table<'a, 't>(&mut self, above: &At<'a, 't>, key: &str) -> Option<At<'a, 't>> {
        let Some(value) = above.get(key) else {
            self.report_at(above, key, "it is missing");
            return None;
        };
        let Some(keys) = value.get_ref().as_table() else {
            self.report_at(above, key, "a table is wanted");
            return None;
        };
        Some(At {
            name: above.path(key),
            start: above.place(key),
            keys,
        })
    }

    pub(super) fn number(&mut self, table: &At<'_, '_>, key: &str) -> Option<i64> {
        let Some(value) = table.get(key) else {
            self.report_at(table, key, "it is missing");
            return None;
        };
        let digits = value.get_ref().as_integer();
        let number = digits.and_then(|digits| digits.as_str().parse().ok());
        if number.is_none() {
            self.report_at(table, key, "a whole number is wanted");
        }
        number
    }

    pub(super) fn span(&mut self, table: &At<'_, '_>, key: &str) -> Option<Span> {
        let text = self.text(table, key)?;
        let span = text.parse();
        if span.is_err() {
            let says = "a length of time is wanted, such as 3m, 1h30m or 45s";
            self.report_at(table, key, says);
        }
        span.ok()
    }

    /// Returns a text of one line that is there and not empty.
    pub(super) fn text(&mut self, table: &At<'_, '_>, key: &str) -> Option<String> {
        let text = self.page(table, key)?;
        if text.contains('\n') {
            self.report_at(table, key, "one line is wanted");
            return None;
        }
        Some(text)
    }

    /// Returns a text that is there and not empty.
    pub(super) fn page(&mut self, table: &At<'_, '_>, key: &str) -> Option<String> {
        let text = self.maybe_empty(table, key)?;
        if text.trim().is_empty() {
            self.report_at(table, key, "it is empty");
            return None;
        }
        Some(text)
    }

    pub(super) fn maybe_empty(&mut self, table: &At<'_, '_>, key: &str) -> Option<String> {
        let Some(value) = table.get(key) else {
            self.report_at(table, key, "it is missing");
            return None;
        };
        let Some(text) = value.get_ref().as_str() else {
            self.report_at(table, key, "a text is wanted");
            return None;
        };
        if text.chars().any(|c| is_unsafe(c) && c != '\n') {
            self.report_at(table, key, "it has a control character");
            return None;
        }
        Some(text.to_owned())
    }

    pub(super) fn texts(&mut self, table: &At<'_, '_>, key: &str) -> Option<Vec<String>> {
        let Some(value) = table.get(key) else {
            self.report_at(table, key, "it is missing; nobody is []");
            return None;
        };
        let items = value.get_ref().as_array();
        let texts = items.and_then(|items| {
            let texts = items.iter().map(|item| item.get_ref().as_str());
            texts
                .map(|text| text.map(str::to_owned))
                .collect::<Option<Vec<_>>>()
        });
        if texts.is_none() {
            self.report_at(table, key, "a list of texts is wanted");
        }
        texts
    }
}
