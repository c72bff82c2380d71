//! Markdown, lightly styled: what stands out stands out, and no mark is taken away that somebody
//! may edit.

use ratatui::style::Style;

use super::text::{Pen, wrap_by};
use super::theme::Theme;

/// What a part of a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A heading, with its mark.
    Heading,
    /// The mark of a line in a list.
    Bullet,
    /// What somebody else said, or an aside.
    Quote,
    /// Strong or emphasised words.
    Strong,
    /// Code, an address, the name of a file.
    Code,
    /// Any other text.
    Plain,
}

/// A part of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part<'t> {
    /// What it is.
    pub(super) kind: Kind,
    /// It as it stands there.
    pub(super) whole: &'t str,
    /// It without its marks.
    pub(super) inner: &'t str,
}

impl Kind {
    pub(super) fn style(self, theme: &Theme) -> Style {
        match self {
            Self::Heading | Self::Strong => theme.strong,
            Self::Bullet | Self::Code => theme.key,
            Self::Quote => theme.muted,
            Self::Plain => theme.text,
        }
    }
}

/// Draws a line lightly styled: without the marks of headings and of strong words. A line that has
/// a style of its own keeps it throughout.
pub(super) fn draw(pen: &mut Pen<'_>, theme: &Theme, line: &str, of_line: Style) {
    for part in parts(line) {
        let style = match part.kind {
            Kind::Plain => of_line,
            kind if of_line == theme.text => kind.style(theme),
            _ => of_line,
        };
        // What is strong over several lines has a mark without its other half.
        for text in part.inner.split("**") {
            pen.text(text, style);
        }
    }
}

/// Returns whether a line is a heading, which a word with a hash in front, such as the name of a
/// channel, is not.
pub(super) fn is_heading(line: &str) -> bool {
    heading(line).is_some()
}

/// Returns what a heading says.
fn heading(line: &str) -> Option<&str> {
    let body = line.trim_start();
    let words = body.trim_start_matches('#');
    let level = body.len() - words.len();
    ((1..=6).contains(&level) && words.starts_with(' ')).then(|| words.trim_start())
}

/// Returns a text in lines to be drawn, as [`wrap`](super::text::wrap) does: what is strong, or
/// code, over the end of a line is so on the next one too.
pub(super) fn wrapped(text: &str, wide: u16, most: usize, ellipsis: &str) -> Vec<String> {
    wrap_by(text, (wide, most, ellipsis), carry_over)
}

/// Ends what goes over the end of a line there, and begins it again on the next one.
fn carry_over(lines: &mut [String]) {
    for at in 1..lines.len() {
        let (before, rest) = lines.split_at_mut(at);
        let Some(mark) = before.last().and_then(|line| left_open(line, rest)) else {
            continue;
        };
        if let (Some(line), Some(next)) = (before.last_mut(), rest.first_mut()) {
            line.push_str(mark);
            next.insert_str(0, mark);
        }
    }
}

/// Returns the mark that a line leaves open and one of the lines after it closes.
fn left_open(line: &str, rest: &[String]) -> Option<&'static str> {
    let last = *parts(line).last().filter(|last| last.kind == Kind::Plain)?;
    let begins = |(at, _): &(usize, char)| {
        let before = last.whole[..*at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric())
    };
    let (_, mark) = last
        .whole
        .char_indices()
        .filter(begins)
        .find_map(|(at, _)| opened(&last.whole[at..]).map(|mark| (at, mark)))?;
    let closes = |line: &String| {
        let mut ends = line.match_indices(mark);
        ends.any(|(at, _)| {
            let (inner, behind) = (&line[..at], &line[at + mark.len()..]);
            let is_tight = inner
                .chars()
                .next_back()
                .is_some_and(|c| !c.is_whitespace());
            let is_whole = behind.chars().next().is_none_or(|c| !c.is_alphanumeric());
            is_tight && is_whole
        })
    };
    rest.iter().any(closes).then_some(mark)
}

/// Returns the mark that a text begins with, if a word follows it.
fn opened(text: &str) -> Option<&'static str> {
    let (mark, _) = AROUND.iter().find(|(mark, _)| text.starts_with(mark))?;
    let next = text[mark.len()..].chars().next()?;
    (!next.is_whitespace() && !mark.contains(next)).then_some(*mark)
}

/// Returns the parts of a line, in order; together they are the line.
pub(super) fn parts(line: &str) -> Vec<Part<'_>> {
    let whole = |kind, inner| {
        vec![Part {
            kind,
            whole: line,
            inner,
        }]
    };
    if let Some(words) = heading(line) {
        return whole(Kind::Heading, words);
    }
    if line.trim_start().starts_with('>') {
        return whole(Kind::Quote, line);
    }
    let mut found = Vec::new();
    let mut rest = line;
    if let Some(end) = bullet(line) {
        let (mark, tail) = line.split_at(end);
        found.push(Part {
            kind: Kind::Bullet,
            whole: mark,
            inner: mark,
        });
        rest = tail;
    }
    inline(rest, &mut found);
    found
}

/// Returns where the mark of a line in a list ends: `- `, `* `, `1. `, with its box if it has one.
fn bullet(line: &str) -> Option<usize> {
    let body = line.trim_start();
    let indent = line.len() - body.len();
    let digits = body.len() - body.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mark = if body.starts_with("- ") || body.starts_with("* ") {
        2
    } else if (1..=3).contains(&digits) && body[digits..].starts_with(". ") {
        digits + 2
    } else {
        return None;
    };
    let boxed = ["[ ] ", "[x] "]
        .iter()
        .any(|it| body[mark..].starts_with(it));
    Some(indent + mark + if boxed { 4 } else { 0 })
}

/// The marks around words, the longer ones first.
const AROUND: [(&str, Kind); 5] = [
    ("**", Kind::Strong),
    ("__", Kind::Strong),
    ("`", Kind::Code),
    ("*", Kind::Strong),
    ("_", Kind::Strong),
];

fn inline<'t>(text: &'t str, found: &mut Vec<Part<'t>>) {
    let (mut rest, mut plain_to) = (text, 0);
    while plain_to < rest.len() {
        let at_word = rest[..plain_to]
            .chars()
            .next_back()
            .is_none_or(|c| !c.is_alphanumeric());
        if let Some((kind, end, mark)) = marked(&rest[plain_to..]).filter(|_| at_word) {
            plain(&rest[..plain_to], found);
            let whole = &rest[plain_to..plain_to + end];
            found.push(Part {
                kind,
                whole,
                inner: &whole[mark..whole.len() - mark],
            });
            rest = &rest[plain_to + end..];
            plain_to = 0;
            continue;
        }
        plain_to += rest[plain_to..].chars().next().map_or(1, char::len_utf8);
    }
    plain(rest, found);
}

fn plain<'t>(text: &'t str, found: &mut Vec<Part<'t>>) {
    if !text.is_empty() {
        found.push(Part {
            kind: Kind::Plain,
            whole: text,
            inner: text,
        });
    }
}

/// Returns what a text begins with, where it ends, and how long its marks are: words without a
/// space at their edges, and no letter right behind them.
fn marked(text: &str) -> Option<(Kind, usize, usize)> {
    let (mark, kind) = AROUND.iter().find(|(mark, _)| text.starts_with(mark))?;
    let inner = &text[mark.len()..];
    let close = inner.find(mark).filter(|at| *at > 0)?;
    let words = &inner[..close];
    let end = close + 2 * mark.len();
    let is_tight = words.trim() == words;
    let is_whole = text[end..]
        .chars()
        .next()
        .is_none_or(|c| !c.is_alphanumeric());
    (is_tight && is_whole).then_some((*kind, end, mark.len()))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::emphasis("_Edited by Farmer Jane, 2026-11-22 14:02_", 16, &["_Edited by_", "_Farmer Jane,_", "_2026-11-22_", "_14:02_"])]
    #[case::strong("a **red fox went** north", 10, &["a **red**", "**fox went**", "north"])]
    #[case::item("- the `ls -l` of", 9, &["- the `ls`", "`-l` of"])]
    #[case::never_closed("a _red fox went", 8, &["a _red", "fox went"])]
    #[case::names("a_b and _c d e_f g", 9, &["a_b and", "_c d e_f", "g"])]
    #[case::of_two_paragraphs("_a b\nc d_", 9, &["_a b", "c d_"])]
    fn what_stands_out_over_two_lines_stands_out_on_both(
        #[case] text: &str,
        #[case] wide: u16,
        #[case] expected: &[&str],
    ) {
        assert_eq!(wrapped(text, wide, 9, "…"), expected);
    }

    #[rstest]
    #[case::heading("## Who did it", true)]
    #[case::channel("#incident-response: on it", false)]
    #[case::number("#12 is not one", false)]
    #[case::nothing("", false)]
    fn a_word_with_a_hash_in_front_is_no_heading(#[case] line: &str, #[case] is_one: bool) {
        assert_eq!(is_heading(line), is_one);
    }

    #[rstest]
    #[case::heading("## Who did it", &[(Kind::Heading, "Who did it")])]
    #[case::no_heading("#12 is not one", &[(Kind::Plain, "#12 is not one")])]
    #[case::strong("a **red** fox", &[(Kind::Plain, "a "), (Kind::Strong, "red"), (Kind::Plain, " fox")])]
    #[case::emphasis("_now_", &[(Kind::Strong, "now")])]
    #[case::code("run `ls -l`.", &[(Kind::Plain, "run "), (Kind::Code, "ls -l"), (Kind::Plain, ".")])]
    #[case::names_with_lines("a_b_c and 2 * 3 * 4", &[(Kind::Plain, "a_b_c and 2 * 3 * 4")])]
    #[case::not_closed("**open", &[(Kind::Plain, "**open")])]
    #[case::list("  - the gate", &[(Kind::Bullet, "  - "), (Kind::Plain, "the gate")])]
    #[case::task("- [x] done", &[(Kind::Bullet, "- [x] "), (Kind::Plain, "done")])]
    #[case::numbered("12. last", &[(Kind::Bullet, "12. "), (Kind::Plain, "last")])]
    #[case::quote("> they said", &[(Kind::Quote, "> they said")])]
    #[case::wide("鶏 **🐔** 鶏", &[(Kind::Plain, "鶏 "), (Kind::Strong, "🐔"), (Kind::Plain, " 鶏")])]
    #[case::empty("", &[])]
    fn a_line_has_parts(#[case] line: &str, #[case] expected: &[(Kind, &str)]) {
        let parts = parts(line);
        let told: Vec<(Kind, &str)> = parts.iter().map(|it| (it.kind, it.inner)).collect();
        assert_eq!(told, expected);
        let whole: String = parts.iter().map(|it| it.whole).collect();
        assert_eq!(whole, line);
    }
}
