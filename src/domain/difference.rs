//! Where two texts differ, for a person who has to choose between them.
//!
//! Compared by lines, and lines that stand against each other by words. The work is bounded:
//! what is too long to be compared is shown whole, from both sides.

use diffy::{DiffOptions, Line};

use super::text::{excerpt, shorten};

/// From this many lines on, what differs is not compared line by line.
const MOST_LINES: usize = 400;
/// From this many words on, a line is not compared word by word.
const MOST_WORDS: usize = 200;
/// How many characters one passage holds; a longer line goes on in the next one.
const LONGEST: usize = 160;
/// How many equal lines are shown around what differs.
const AROUND: usize = 2;

/// Whose words a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Both have it.
    Both,
    /// Only the record has it.
    Ours,
    /// Only the issue has it.
    Theirs,
}

/// A line, or a part of a long one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Passage {
    /// Words of one side, or of both.
    Words {
        /// Whose.
        side: Side,
        /// The words, with what differs apart from what does not.
        parts: Vec<Part>,
    },
    /// Equal lines that are left out.
    Alike {
        /// How many.
        lines: usize,
    },
}

/// Words that all differ from the other side, or all do not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The words.
    pub text: String,
    /// Whether the other side has others.
    pub differs: bool,
}

/// Returns where two texts differ, in order; equal lines far from any difference are left out.
#[must_use]
pub fn difference(ours: &str, theirs: &str) -> Vec<Passage> {
    let runs = runs(ours, theirs);
    let mut out = Vec::new();
    for (at, run) in runs.iter().enumerate() {
        match run {
            Run::Alike(lines) => {
                let (first, last) = (at == 0, at + 1 == runs.len());
                push_alike(&mut out, lines, first, last);
            }
            Run::Apart(ours, theirs) => push_apart(&mut out, ours, theirs),
        }
    }
    out
}

/// Returns both texts in one: what they have in common once, and where they stand against each
/// other both, each below its heading and a blank line apart. Nothing of either is left out.
#[must_use]
pub fn joined(ours: &str, theirs: &str, (our_heading, their_heading): (&str, &str)) -> String {
    let mut out: Vec<&str> = Vec::new();
    for run in runs(ours, theirs) {
        match run {
            Run::Alike(lines) => {
                let is_blank = |line: Option<&&str>| line.is_some_and(|line| line.is_empty());
                let twice = is_blank(out.last()) && is_blank(lines.first());
                out.extend(lines.into_iter().skip(usize::from(twice)));
            }
            Run::Apart(only, none) | Run::Apart(none, only) if none.is_empty() => out.extend(only),
            Run::Apart(ours, theirs) => {
                for (heading, lines) in [(our_heading, ours), (their_heading, theirs)] {
                    if out.last().is_some_and(|line| !line.is_empty()) {
                        out.push("");
                    }
                    out.push(heading);
                    out.extend(lines);
                }
                out.push("");
            }
        }
    }
    out.join("\n").trim_end().to_owned()
}

/// Returns the begins of two texts as one line each, from where they begin to differ when they
/// are long.
#[must_use]
pub fn apart(ours: &str, theirs: &str, most: usize) -> (String, String) {
    let (ours, theirs) = (excerpt(ours, most * 8), excerpt(theirs, most * 8));
    let is_long = |text: &str| text.chars().nth(most).is_some();
    let (mut ours, mut theirs) = (ours.as_str(), theirs.as_str());
    let mut sign = "";
    if is_long(ours) || is_long(theirs) {
        while let (Some((a, rest)), Some((b, others))) =
            (ours.split_once(' '), theirs.split_once(' '))
            && a == b
        {
            (ours, theirs, sign) = (rest, others, "…");
        }
    }
    let shown = |text: &str| format!("{sign}{}", shorten(text, most));
    (shown(ours), shown(theirs))
}

/// Lines that follow each other.
enum Run<'a> {
    /// Equal ones.
    Alike(Vec<&'a str>),
    /// Ours, which stand where theirs do.
    Apart(Vec<&'a str>, Vec<&'a str>),
}

fn runs<'a>(ours: &'a str, theirs: &'a str) -> Vec<Run<'a>> {
    let (a, b) = (lines(ours), lines(theirs));
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (rest_a, rest_b) = (&a[head..], &b[head..]);
    let ends = rest_a.iter().rev().zip(rest_b.iter().rev());
    let tail = ends.take_while(|(a, b)| a == b).count();
    let (mid_a, mid_b) = (
        &rest_a[..rest_a.len() - tail],
        &rest_b[..rest_b.len() - tail],
    );
    let mut runs = Vec::new();
    add(&mut runs, Run::Alike(a[..head].to_vec()));
    if mid_a.len().max(mid_b.len()) < MOST_LINES {
        compare(mid_a, mid_b, &mut runs);
    } else {
        add(&mut runs, Run::Apart(mid_a.to_vec(), mid_b.to_vec()));
    }
    add(&mut runs, Run::Alike(a[a.len() - tail..].to_vec()));
    runs
}

fn lines(text: &str) -> Vec<&str> {
    if text.is_empty() {
        Vec::new()
    } else {
        text.split('\n').collect()
    }
}

/// Adds a run behind others, to the last one if that is of the same kind.
fn add<'a>(runs: &mut Vec<Run<'a>>, run: Run<'a>) {
    match (runs.last_mut(), run) {
        (_, Run::Alike(lines)) if lines.is_empty() => {}
        (_, Run::Apart(ours, theirs)) if ours.is_empty() && theirs.is_empty() => {}
        (Some(Run::Alike(known)), Run::Alike(lines)) => known.extend(lines),
        (Some(Run::Apart(known, others)), Run::Apart(ours, theirs)) => {
            known.extend(ours);
            others.extend(theirs);
        }
        (_, run) => runs.push(run),
    }
}

fn compare<'a>(a: &[&'a str], b: &[&'a str], runs: &mut Vec<Run<'a>>) {
    let (mut in_a, mut in_b) = (a.iter(), b.iter());
    for step in steps(a, b) {
        let (line, other) = match step {
            Side::Both => (in_a.next(), in_b.next()),
            Side::Ours => (in_a.next(), None),
            Side::Theirs => (None, in_b.next()),
        };
        let list = |line: Option<&&'a str>| line.map(|line| vec![*line]).unwrap_or_default();
        let run = if step == Side::Both {
            Run::Alike(list(line))
        } else {
            Run::Apart(list(line), list(other))
        };
        add(runs, run);
    }
}

/// Returns, item by item, what both have and what only one has.
fn steps(a: &[&str], b: &[&str]) -> Vec<Side> {
    // The library compares lines, so that each item has to be one.
    let text = |items: &[&str]| {
        let lines = items.iter().map(|item| item.replace('\n', " ") + "\n");
        lines.collect::<String>()
    };
    let (a_text, b_text) = (text(a), text(b));
    if a_text == b_text {
        return vec![Side::Both; a.len()];
    }
    let patch = DiffOptions::new()
        .set_context_len(a.len() + b.len())
        .create_patch(&a_text, &b_text);
    let lines = patch.hunks().iter().flat_map(diffy::Hunk::lines);
    lines
        .map(|line| match line {
            Line::Context(_) => Side::Both,
            Line::Delete(_) => Side::Ours,
            Line::Insert(_) => Side::Theirs,
        })
        .collect()
}

/// Adds equal lines: those near a difference, and how many are left out.
fn push_alike(out: &mut Vec<Passage>, lines: &[&str], first: bool, last: bool) {
    let before = if first { 0 } else { AROUND };
    let after = if last { 0 } else { AROUND };
    let is_short = lines.len() <= before + after + 1;
    let (head, tail) = if is_short {
        (lines, &lines[lines.len()..])
    } else {
        (&lines[..before], &lines[lines.len() - after..])
    };
    let plain = |line: &&str| vec![part(line, false)];
    for line in head {
        push_line(out, Side::Both, plain(line));
    }
    let left_out = lines.len() - head.len() - tail.len();
    if left_out > 0 {
        out.push(Passage::Alike { lines: left_out });
    }
    for line in tail {
        push_line(out, Side::Both, plain(line));
    }
}

fn push_apart(out: &mut Vec<Passage>, ours: &[&str], theirs: &[&str]) {
    let pairs = ours.iter().zip(theirs).map(|(a, b)| words_apart(a, b));
    let (mut in_ours, mut in_theirs): (Vec<_>, Vec<_>) = pairs.unzip();
    let whole = |line: &&str| vec![part(line, true)];
    in_ours.extend(ours[in_ours.len()..].iter().map(whole));
    in_theirs.extend(theirs[in_theirs.len()..].iter().map(whole));
    for (side, lines) in [(Side::Ours, in_ours), (Side::Theirs, in_theirs)] {
        for line in lines {
            push_line(out, side, line);
        }
    }
}

/// Returns two lines that stand against each other, with the words apart that differ.
fn words_apart(a: &str, b: &str) -> (Vec<Part>, Vec<Part>) {
    let words = |line| -> Vec<&str> {
        let words = str::split_inclusive(line, char::is_whitespace);
        words.take(MOST_WORDS).collect()
    };
    let (words_a, words_b) = (words(a), words(b));
    if words_a.len().max(words_b.len()) >= MOST_WORDS {
        return (vec![part(a, true)], vec![part(b, true)]);
    }
    let steps = steps(&trimmed(&words_a), &trimmed(&words_b));
    let (mut of_a, mut of_b) = (Vec::new(), Vec::new());
    let (mut in_a, mut in_b) = (words_a.into_iter(), words_b.into_iter());
    for step in steps {
        let differs = step != Side::Both;
        if step != Side::Theirs {
            push_word(&mut of_a, in_a.next(), differs);
        }
        if step != Side::Ours {
            push_word(&mut of_b, in_b.next(), differs);
        }
    }
    (of_a, of_b)
}

/// Returns the words without the space behind them, which makes no difference.
fn trimmed<'a>(words: &[&'a str]) -> Vec<&'a str> {
    words.iter().map(|word| word.trim_end()).collect()
}

fn push_word(parts: &mut Vec<Part>, word: Option<&str>, differs: bool) {
    let Some(word) = word else { return };
    match parts.last_mut() {
        Some(last) if last.differs == differs => last.text.push_str(word),
        _ => parts.push(part(word, differs)),
    }
}

fn part(text: &str, differs: bool) -> Part {
    Part {
        text: text.to_owned(),
        differs,
    }
}

/// Adds a line, in several passages if it is long.
fn push_line(out: &mut Vec<Passage>, side: Side, parts: Vec<Part>) {
    let (mut line, mut room) = (Vec::new(), LONGEST);
    for Part { text, differs } in parts {
        let mut rest = text.as_str();
        while !rest.is_empty() {
            if room == 0 {
                let parts = std::mem::take(&mut line);
                out.push(Passage::Words { side, parts });
                room = LONGEST;
            }
            let (taken, tail) = rest.split_at(fitting(rest, room));
            room -= taken.chars().count().min(room);
            line.push(part(taken, differs));
            rest = tail;
            if !rest.is_empty() {
                room = 0;
            }
        }
    }
    out.push(Passage::Words { side, parts: line });
}

/// Returns how much of a text fits: up to the last space where there is one.
fn fitting(text: &str, most: usize) -> usize {
    let Some((end, _)) = text.char_indices().nth(most) else {
        return text.len();
    };
    match text[..end].rfind(' ') {
        Some(space) if space > end / 2 => space + 1,
        _ => end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes a difference in short: the side, then the words, with those in brackets that
    /// the other side has not.
    fn shown(ours: &str, theirs: &str) -> Vec<String> {
        let of = |passage: &Passage| match passage {
            Passage::Alike { lines } => format!("({lines})"),
            Passage::Words { side, parts } => {
                let sign = match side {
                    Side::Both => "=",
                    Side::Ours => "-",
                    Side::Theirs => "+",
                };
                let parts = parts.iter().map(|part| {
                    if part.differs {
                        format!("[{}]", part.text)
                    } else {
                        part.text.clone()
                    }
                });
                sign.to_owned() + &parts.collect::<String>()
            }
        };
        difference(ours, theirs).iter().map(of).collect()
    }

    #[test]
    fn words_that_differ_stand_apart_from_words_that_do_not() {
        assert_eq!(
            shown("the fox went north", "the fox went south today"),
            ["-the fox went [north]", "+the fox went [south today]"]
        );
        assert_eq!(shown("high", "low"), ["-[high]", "+[low]"]);
        assert_eq!(shown("", "low"), ["+[low]"]);
        assert_eq!(shown("same", "same"), ["=same"]);
    }

    #[test]
    fn lines_in_common_are_shown_once_and_left_out_far_from_a_difference() {
        let head = "1\n2\n3\n4\n5\n6";
        let ours = format!("{head}\nhere\n7");
        let theirs = format!("{head}\nthere\nand more\n7");
        let expected = [
            "(4)",
            "=5",
            "=6",
            "-[here]",
            "+[there]",
            "+[and more]",
            "=7",
        ];
        assert_eq!(shown(&ours, &theirs), expected);
    }

    #[test]
    fn a_long_line_goes_on_in_the_next_passage_and_loses_nothing() {
        let ours = "hen ".repeat(1000) + "\u{1f414}".repeat(400).as_str();
        let passages = difference(&ours, "fox");
        let words = passages.iter().map(|passage| match passage {
            Passage::Words { side, parts } if *side == Side::Ours => {
                let text: String = parts.iter().map(|part| part.text.as_str()).collect();
                assert!(text.chars().count() <= LONGEST);
                text
            }
            _ => String::new(),
        });
        assert_eq!(words.collect::<String>(), ours);
    }

    #[test]
    fn what_is_too_long_to_compare_is_shown_whole() {
        let text = |word: &str| {
            let lines = (0..2000).map(|n| format!("{word} {n}"));
            lines.collect::<Vec<String>>().join("\n")
        };
        let passages = difference(&text("hen"), &text("fox"));
        assert_eq!(passages.len(), 4000);
    }

    #[test]
    fn long_texts_in_one_line_begin_where_they_differ() {
        let both = |ours, theirs| apart(ours, theirs, 12);
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(both("high", "low"), pair("high", "low"));
        assert_eq!(
            both("the fox went north", "the fox went\nsouth for good"),
            pair("…north", "…south for g…")
        );
        assert_eq!(
            both("the same words", "the same words"),
            pair("…words", "…words")
        );
    }

    #[test]
    fn both_texts_in_one_have_all_lines_of_both() {
        let headings = ("[here]", "[issue]");
        let ours = "one\n\ntwo\nthree\nfour";
        let theirs = "one\n\nTWO\nthree\nfour\nfive";
        assert_eq!(
            joined(ours, theirs, headings),
            "one\n\n[here]\ntwo\n\n[issue]\nTWO\n\nthree\nfour\nfive"
        );
        assert_eq!(joined("a", "b", headings), "[here]\na\n\n[issue]\nb");
        assert_eq!(joined("", "b", headings), "b");
    }
}
