//! The line that is being typed, read as a shell reads it, and what may be put into it.
//!
//! What is offered stems from the record, and in part from an issue that others edit. Whatever it
//! holds, on the line it is one word and nothing that a shell acts on.

use std::ffi::OsString;

use crate::domain::text::is_unshowable;

/// In what a place of the line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Quote {
    #[default]
    None,
    Single,
    Double,
}

/// A line up to the cursor.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Typed {
    /// Its words, of the command that is being typed; the last one is not finished.
    pub(super) words: Vec<String>,
    /// What of the last word stands before the part that the shell replaces.
    pub(super) before: String,
    /// In what that part stands.
    pub(super) quote: Quote,
}

impl Typed {
    /// Reads a line of bash up to the cursor; bash replaces the `part` that it ends with, which
    /// begins behind a `=` or an open quote too. Returns nothing where it is not sure what that
    /// part stands in: anything put there might be run.
    pub(super) fn in_bash(line: &str, part: &str) -> Option<Self> {
        let kept = line.strip_suffix(part)?;
        let mut reader = Reader::default();
        reader.reads(kept)?;
        let there = reader.clone();
        reader.reads(part)?;
        let is_one_word = !there.is_escaped && reader.words.len() == there.words.len();
        let mut words = reader.words;
        words.push(reader.word.unwrap_or_default());
        let set = words.iter().take_while(|word| is_assignment(word)).count();
        words.drain(..set);
        is_one_word.then_some(Self {
            words,
            before: there.word.unwrap_or_default(),
            quote: there.quote,
        })
    }

    /// Returns the end of a value that begins with what was typed, as it is put into the line.
    pub(super) fn put_in(&self, value: &str) -> Option<String> {
        let value = value.strip_prefix(self.before.as_str())?;
        let is_harmless = !value.contains(is_unshowable);
        is_harmless.then(|| quoted(value, self.quote))
    }
}

/// Returns words as they were meant, where a shell hands them over as they were typed: zsh all of
/// them, fish the last.
pub(super) fn meant(shell: &str, mut words: Vec<OsString>) -> Vec<OsString> {
    let from = match shell {
        "zsh" => 0,
        "fish" => words.len().saturating_sub(1),
        _ => words.len(),
    };
    for word in &mut words[from..] {
        let mut reader = Reader {
            escapes_in_single: shell == "fish",
            ..Reader::default()
        };
        let read = word.to_str().and_then(|typed| reader.reads(typed));
        if read.is_some() && reader.words.is_empty() {
            *word = reader.word.unwrap_or_default().into();
        }
    }
    words
}

/// Returns a value as bash reads it back: bare, or within quotes that are open already. bash closes
/// these itself, but where the last character is one already.
pub(super) fn quoted(value: &str, quote: Quote) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match (quote, c) {
            (Quote::None, c) if !is_plain(c) => out.extend(['\\', c]),
            (Quote::Single, '\'') => out.push_str("'\\''"),
            (Quote::Double, '$' | '`' | '"' | '\\') => out.extend(['\\', c]),
            // Within these quotes the backslash would stay, and without it bash looks for a line
            // that was typed before.
            (Quote::Double, '!') => out.push_str("\"\\!\""),
            _ => out.push(c),
        }
    }
    let closes = match quote {
        Quote::None => return out,
        Quote::Single => '\'',
        Quote::Double => '"',
    };
    if out.ends_with(closes) {
        out.push(closes);
    }
    out
}

/// Returns whether a character is nothing but itself to a shell, wherever it stands.
fn is_plain(c: char) -> bool {
    let is_letter = c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphanumeric());
    is_letter || "_./:@%+=,-".contains(c)
}

/// Returns whether a word in front of a command sets a variable for it.
fn is_assignment(word: &str) -> bool {
    let is_name = |name: &str| {
        let mut letters = name.chars();
        let first = letters.next();
        first.is_some_and(|c| c == '_' || c.is_ascii_alphabetic())
            && letters.all(|c| c == '_' || c.is_ascii_alphanumeric())
    };
    word.split_once('=').is_some_and(|(name, _)| is_name(name))
}

#[derive(Debug, Clone, Default)]
struct Reader {
    words: Vec<String>,
    word: Option<String>,
    quote: Quote,
    is_escaped: bool,
    is_after_dollar: bool,
    /// fish has `\'` within single quotes.
    escapes_in_single: bool,
}

impl Reader {
    /// Reads on; nothing where it comes to quotes of a kind that it does not know.
    fn reads(&mut self, text: &str) -> Option<()> {
        for c in text.chars() {
            if self.is_after_dollar && c == '\'' && self.quote == Quote::None {
                return None;
            }
            self.is_after_dollar = c == '$' && !self.is_escaped;
            if self.is_escaped {
                self.is_escaped = false;
                self.escaped(c);
            } else {
                self.bare(c);
            }
        }
        Some(())
    }

    fn escaped(&mut self, c: char) {
        let is_meant = match self.quote {
            Quote::None => true,
            Quote::Single => matches!(c, '\'' | '\\'),
            Quote::Double => matches!(c, '$' | '`' | '"' | '\\' | '\n'),
        };
        if !is_meant {
            self.push('\\');
        }
        if c != '\n' {
            self.push(c);
        }
    }

    fn bare(&mut self, c: char) {
        match (self.quote, c) {
            (Quote::Single, '\'') | (Quote::Double, '"') => self.quote = Quote::None,
            (Quote::None | Quote::Double, '\\') => self.is_escaped = true,
            (Quote::Single, '\\') if self.escapes_in_single => self.is_escaped = true,
            (Quote::None, '\'') => self.opens(Quote::Single),
            (Quote::None, '"') => self.opens(Quote::Double),
            (Quote::None, ' ' | '\t' | '<' | '>') => self.words.extend(self.word.take()),
            (Quote::None, ';' | '|' | '&' | '(' | ')' | '`' | '\n') => {
                self.words.clear();
                self.word = None;
            }
            _ => self.push(c),
        }
    }

    fn opens(&mut self, quote: Quote) {
        self.quote = quote;
        self.word.get_or_insert_default();
    }

    fn push(&mut self, c: char) {
        self.word.get_or_insert_default().push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(line: &str, part: &str) -> Option<(Vec<String>, String, Quote)> {
        let it = Typed::in_bash(line, part)?;
        Some((it.words, it.before, it.quote))
    }

    fn read(words: &[&str], before: &str, quote: Quote) -> (Vec<String>, String, Quote) {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        (words, before.to_owned(), quote)
    }

    #[test]
    fn a_line_is_read_as_bash_reads_it() {
        let none = Quote::None;
        assert_eq!(typed("s in ", ""), Some(read(&["s", "in", ""], "", none)));
        assert_eq!(
            typed(r"s a\ b\'\$ c", "c"),
            Some(read(&["s", "a b'$", "c"], "", none))
        );
        assert_eq!(
            typed(r#"s "a \"b\n" 'c\' d"#, "d"),
            Some(read(&["s", r#"a "b\n"#, r"c\", "d"], "", none))
        );
        assert_eq!(
            typed("s 'Farmer D", "Farmer D"),
            Some(read(&["s", "Farmer D"], "", Quote::Single))
        );
        assert_eq!(
            typed(r#"s Farmer" D"#, " D"),
            Some(read(&["s", "Farmer D"], "Farmer", Quote::Double))
        );
        assert_eq!(
            typed("s --incident=20", "20"),
            Some(read(&["s", "--incident=20"], "--incident=", none))
        );
        assert_eq!(
            typed("A=1 s 'a;b'; B='x y' s c", "c"),
            Some(read(&["s", "c"], "", none))
        );
    }

    #[test]
    fn a_place_that_is_not_known_is_left_alone() {
        assert_eq!(typed("s ab", "b c"), None);
        assert_eq!(typed("s $'a", "a"), None);
        assert_eq!(typed(r"s \a", "a"), None);
        assert_eq!(typed("s a b", "a b"), None);
    }

    #[test]
    fn what_is_put_in_is_read_back_as_one_word() {
        let names = [
            "O'Neil",
            "$(x)",
            "`x`",
            "a;b&c|d",
            "\"",
            "\\",
            "a!b!",
            "dogs'",
            "*?[~#{}",
            "José 🐶",
        ];
        for name in names {
            for (opened, quote, closed) in [
                ("", Quote::None, ""),
                ("'", Quote::Single, "'"),
                ("\"", Quote::Double, "\""),
            ] {
                let put = quoted(name, quote);
                let closed = if put.ends_with(closed) { "" } else { closed };
                let line = format!("s {opened}{put}{closed} ");
                assert_eq!(
                    typed(&line, ""),
                    Some(read(&["s", name, ""], "", Quote::None))
                );
            }
        }
    }

    #[test]
    fn what_the_line_has_already_is_not_put_in_again_and_what_acts_is_not_put_in() {
        let typed = Typed {
            before: "Farmer".into(),
            ..Typed::default()
        };
        assert_eq!(typed.put_in("Farmer O'Neil").as_deref(), Some(r"\ O\'Neil"));
        assert_eq!(typed.put_in("Spot"), None);
        assert_eq!(typed.put_in("Farmer\nrm"), None);
        assert_eq!(typed.put_in("Farmer \u{1b}[2J"), None);
    }

    #[test]
    fn words_are_handed_over_by_zsh_and_fish_as_they_were_typed() {
        let meant = |shell, words: &[&str]| -> Vec<OsString> {
            meant(shell, words.iter().map(OsString::from).collect())
        };
        assert_eq!(
            meant("zsh", &[r"a\ b", "'c d'", "\"e"]),
            ["a b", "c d", "e"]
        );
        assert_eq!(meant("zsh", &["$'a", ""]), ["$'a", ""]);
        assert_eq!(meant("fish", &[r"a\ b", r"'c\'d \x"]), [r"a\ b", r"c'd \x"]);
        assert_eq!(meant("fish", &[]), Vec::<OsString>::new());
    }
}
