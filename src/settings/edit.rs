//! Writing answers into a settings file: what else stands there stays as it is.

use thiserror::Error;

use super::document::Document;
use super::{DEFAULTS, shipped};

/// A setting and what it is to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Its name, such as `github.repository`.
    pub key: &'static str,
    /// Its value.
    pub value: toml::Value,
}

impl Answer {
    /// Returns a setting that is a text.
    #[must_use]
    pub fn text(key: &'static str, value: &str) -> Self {
        let value = toml::Value::String(value.to_owned());
        Self { key, value }
    }

    /// Returns a setting that is a switch.
    #[must_use]
    pub fn switch(key: &'static str, is_on: bool) -> Self {
        let value = toml::Value::Boolean(is_on);
        Self { key, value }
    }

    fn line(&self) -> String {
        format!("{} = {}", last(self.key), self.value)
    }

    /// Returns whether it says what holds without it.
    fn is_default(&self) -> bool {
        shipped()
            .get(self.key)
            .is_some_and(|leaf| leaf.is == self.value)
    }
}

/// Why a file cannot be edited.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("edit the file as it is written; put these lines in yourself:{0}")]
pub struct EditError(String);

/// Returns a settings file with some answers in it: the file there is, else one in which every
/// setting stands as a comment. What is as shipped is not written down where it does not stand.
///
/// # Errors
///
/// [`EditError`] with the lines to write by hand, where the file has a form in which they find
/// no place, such as a section on one line.
pub fn edited(file: Option<&str>, answers: &[Answer]) -> Result<String, EditError> {
    let before = file.map_or_else(commented, ToOwned::to_owned);
    let mut text = before.clone();
    for answer in answers {
        text = with(&text, answer);
    }
    if is_as_asked(&before, &text, answers) {
        return Ok(text);
    }
    let lines = answers.iter();
    let lines = lines.map(|answer| format!("\n  {} = {}", answer.key, answer.value));
    Err(EditError(lines.collect()))
}

/// How a file begins that nobody wrote by hand.
const HEAD: &str = "\
# Your settings of sitroom. A line that begins with #, right before its name, is a setting with its
# default: take the # away to say otherwise. What stands without one differs from the default.
";

/// How many lines of the shipped file are about that file.
const ABOUT: usize = 2;

/// Returns the shipped file with each of its settings as a comment: what is the default there
/// need not be yours for good.
fn commented() -> String {
    let mut lines: Vec<String> = DEFAULTS.split_inclusive('\n').map(str::to_owned).collect();
    let shipped = shipped();
    for leaf in &shipped.leaves {
        let (first, _) = shipped.line_column(leaf.key.start);
        let (last, _) = shipped.line_column(leaf.value.end);
        for line in &mut lines[first - 1..last] {
            line.insert(0, '#');
        }
    }
    HEAD.to_owned() + &lines[ABOUT..].concat()
}

/// Returns the last part of the name of a setting.
fn last(key: &str) -> &str {
    key.rsplit_once('.').map_or(key, |(_, last)| last)
}

fn with(text: &str, answer: &Answer) -> String {
    let document = Document::read(text);
    if let Some(leaf) = document.get(answer.key) {
        let (before, behind) = (&text[..leaf.value.start], &text[leaf.value.end..]);
        return format!("{before}{}{behind}", answer.value);
    }
    if answer.is_default() {
        return text.to_owned();
    }
    if let Some(text) = in_place_of_comment(text, answer) {
        return text;
    }
    let said = format!("{}{}\n", comment(answer.key), answer.line());
    let Some((section, _)) = answer.key.split_once('.') else {
        return inserted(text, above_sections(&document), &said);
    };
    let mut sections = document.sections.iter();
    match sections.find(|known| known.name == section) {
        None => {
            let blank = if text.is_empty() { "" } else { "\n" };
            let end = if text.is_empty() || text.ends_with('\n') {
                ""
            } else {
                "\n"
            };
            format!("{text}{end}{blank}[{section}]\n{said}")
        }
        // The first line below the header.
        Some(known) => inserted(text, document.line_column(known.at).0, &said),
    }
}

/// Puts it where the setting stands as a comment with its default, in its section.
fn in_place_of_comment(text: &str, answer: &Answer) -> Option<String> {
    let leaf = shipped().get(answer.key)?;
    let value = &DEFAULTS[leaf.value.clone()];
    let comment = format!("#{} = {value}", last(answer.key));
    let wanted = answer
        .key
        .split_once('.')
        .map_or("", |(section, _)| section);
    let mut section = "";
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let at = lines.iter().position(|line| {
        if let Some(header) = line.trim_start().strip_prefix('[') {
            section = header.split(']').next().unwrap_or_default().trim();
        }
        section == wanted && line.trim_end() == comment
    })?;
    let line = lines[at].replace(&comment, &answer.line());
    lines[at] = &line;
    Some(lines.concat())
}

/// Returns before which line, from 0, what belongs to no section finds its place: before the
/// first section, with the comment that stands right above it, and the blank lines above that.
fn above_sections(document: &Document<'_>) -> usize {
    let first = document.sections.iter().map(|section| section.at).min();
    let Some(first) = first else {
        return usize::MAX;
    };
    let header = document.line_column(first).0 - 1;
    let above: Vec<&str> = document.text.lines().take(header).collect();
    let is_comment = |line: &&&str| line.trim_start().starts_with('#');
    let is_blank = |line: &&&str| line.trim().is_empty();
    let comments = above.iter().rev().take_while(is_comment).count();
    let blanks = above.iter().rev().skip(comments);
    let at = header - comments;
    at - blanks.take_while(is_blank).count()
}

/// Puts lines before the line of a number, from 0.
fn inserted(text: &str, at: usize, said: &str) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let at = at.min(lines.len());
    let needs_end = at > 0 && !lines[at - 1].ends_with('\n');
    let said = if needs_end {
        format!("\n{said}")
    } else {
        said.to_owned()
    };
    lines.insert(at, &said);
    lines.concat()
}

/// Returns what the shipped file says of a setting.
fn comment(key: &str) -> String {
    let Some(leaf) = shipped().get(key) else {
        return String::new();
    };
    let before: Vec<&str> = DEFAULTS[..leaf.key.start].lines().collect();
    let is_comment = |line: &&&str| line.starts_with('#');
    let count = before.iter().rev().take_while(is_comment).count();
    let lines = before[before.len() - count..].iter();
    lines.flat_map(|line| [*line, "\n"]).collect()
}

/// Returns whether the new text says what was asked for, and else what the old one said.
fn is_as_asked(before: &str, text: &str, answers: &[Answer]) -> bool {
    let (old, new) = (Document::read(before), Document::read(text));
    let is_there = |answer: &Answer| {
        let leaf = new.get(answer.key);
        leaf.map_or_else(|| answer.is_default(), |leaf| leaf.is == answer.value)
    };
    let is_kept = |leaf: &super::document::Leaf| {
        let name = leaf.name();
        let is_asked = answers.iter().any(|answer| answer.key == name);
        is_asked || new.get(&name).is_some_and(|now| now.is == leaf.is)
    };
    new.slips.errors.is_empty() && answers.iter().all(is_there) && old.leaves.iter().all(is_kept)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::document::Leaf;
    use super::*;

    fn asked() -> Vec<Answer> {
        vec![
            Answer::text("name", "Farmer Jane"),
            Answer::text("github.repository", "18F/farm"),
            Answer::switch("attention.bell", false),
        ]
    }

    #[test]
    fn without_a_file_the_shipped_one_has_the_answers_and_all_else_as_a_comment() {
        let mut asked = asked();
        asked.push(Answer::text("playbook", "cloud-gov-2023"));
        let text = edited(None, &asked).unwrap();
        for line in [
            "name = \"Farmer Jane\"",
            "#playbook = \"cloud-gov-2023\"",
            "# The private repository that mirrors incidents, as owner/name. Empty: no mirror, and",
            "#poll = \"30s\"",
            "bell = false",
        ] {
            assert!(text.lines().any(|known| known == line), "{line}: {text}");
        }
        let document = Document::read(&text);
        let names: Vec<String> = document.leaves.iter().map(Leaf::name).collect();
        assert_eq!(names, ["name", "github.repository", "attention.bell"]);
        assert_eq!(text.lines().count(), DEFAULTS.lines().count());
        let (_, rest) = text.split_once("differs from the default.\n").unwrap();
        assert!(rest.starts_with("# The command line goes before"), "{rest}");
        // Without their signs the comments are the shipped settings again.
        let mut bare = commented();
        for leaf in &shipped().leaves {
            let line = format!("{} = {}", last(&leaf.name()), &DEFAULTS[leaf.value.clone()]);
            bare = bare.replace(&format!("\n#{line}\n"), &format!("\n{line}\n"));
        }
        let all = Document::read(&bare);
        assert!(all.slips.errors.is_empty());
        let count = shipped().leaves.len();
        assert_eq!(all.leaves.len(), count);
        let same = |leaf: &Leaf| all.get(&leaf.name()).unwrap().is == leaf.is;
        assert!(shipped().leaves.iter().all(same));
    }

    #[test]
    fn what_stands_as_a_comment_is_answered_in_its_place() {
        let once = edited(None, &[Answer::text("name", "Farmer Jane")]).unwrap();
        let twice = edited(Some(&once), &asked()).unwrap();
        assert_eq!(twice, edited(None, &asked()).unwrap());
        // The timeout of mail is none of Slack.
        let slack = [Answer::text("slack.timeout", "20s")];
        let text = edited(Some(&once), &slack).unwrap();
        let (mail, slack) = text.split_once("\n[slack]\n").unwrap();
        assert!(mail.contains("\n#timeout = \"60s\"\n"), "{text}");
        assert!(slack.contains("\ntimeout = \"20s\"\n"), "{text}");
    }

    #[test]
    fn what_is_as_shipped_is_written_only_where_something_else_stands() {
        let shipped = [Answer::switch("attention.bell", true)];
        assert_eq!(edited(Some("# mine\n"), &shipped).unwrap(), "# mine\n");
        let file = "[attention]\nbell = false\n";
        let text = edited(Some(file), &shipped).unwrap();
        assert_eq!(text, "[attention]\nbell = true\n");
    }

    #[test]
    fn a_file_keeps_what_else_it_says_and_its_comments() {
        let file = "# mine\n[github] # here\npoll = \"10s\" # slow\n\n[mail]\nhost = \"h\"";
        let text = edited(Some(file), &asked()).unwrap();
        for kept in [
            "# mine\n",
            "[github] # here\n",
            "poll = \"10s\" # slow",
            "host = \"h\"",
        ] {
            assert!(text.contains(kept), "{text}");
        }
        assert!(
            text.contains("# The bell of the terminal.\nbell = false"),
            "{text}"
        );
        assert!(
            text.find("name =").unwrap() < text.find("[github]").unwrap(),
            "{text}"
        );
    }

    #[rstest]
    #[case::blanks_in_the_header("[ github ] # here\npoll = \"10s\"\n")]
    #[case::quotes_in_the_header("[\"github\"]\npoll = \"10s\"\n")]
    #[case::indented("  [github]\n  poll = \"10s\"\n")]
    fn a_section_is_found_however_its_header_is_written(#[case] file: &str) {
        let text = edited(Some(file), &[Answer::text("github.repository", "18F/farm")]).unwrap();
        assert_eq!(text.matches("github").count(), 1, "{text}");
        assert!(text.contains("repository = \"18F/farm\"\n"), "{text}");
    }

    #[test]
    fn a_section_keeps_the_comment_above_it() {
        let file = "# mine\n\nzone = \"UTC\"\n\n# The mirror.\n# Ours alone.\n[github]\n";
        let text = edited(Some(file), &[Answer::text("name", "Farmer Jane")]).unwrap();
        let (top, rest) = text.split_once("name = \"Farmer Jane\"\n").unwrap();
        assert!(
            top.starts_with("# mine\n\nzone = \"UTC\"\n# Who you are"),
            "{text}"
        );
        assert_eq!(rest, "\n# The mirror.\n# Ours alone.\n[github]\n");
    }

    #[test]
    fn the_same_answers_change_nothing() {
        let once = edited(Some("name = 'x'"), &asked()).unwrap();
        assert_eq!(edited(Some(&once), &asked()).unwrap(), once);
    }

    #[test]
    fn a_form_without_room_is_left_alone_and_said() {
        let error = edited(Some("github = { poll = \"10s\" }\n"), &asked()).unwrap_err();
        let text = error.to_string();
        assert!(text.contains("github.repository = \"18F/farm\""), "{text}");
    }
}
