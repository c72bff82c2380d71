//! Cleaning of text that people typed or that came from elsewhere, and what of it may be shown.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar;

/// Returns one line without control characters: what a title, a name or a board line may be.
/// What shows nothing, or turns the reading direction around, is left out.
#[must_use]
pub fn clean_line(text: &str) -> String {
    let text = harmless(text, char::is_whitespace);
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// Returns text with unix line ends and without control characters, trimmed at the end. What
/// shows nothing, or turns the reading direction around, is left out.
#[must_use]
pub fn clean_text(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let text = text.replace(
        ['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'],
        "\n",
    );
    let text = harmless(&text, |c| matches!(c, '\n' | '\t'));
    text.trim_end().to_owned()
}

/// Leaves out the characters that act on a terminal, turn the reading direction around or show
/// nothing, but for those that are `wanted`. What joins letters stays between letters that have
/// a use for it, as in Persian and in some emoji.
pub(super) fn harmless(text: &str, wanted: impl Fn(char) -> bool) -> String {
    let mut before = None;
    let mut chars = text.chars().peekable();
    let mut kept = String::with_capacity(text.len());
    while let Some(c) = chars.next() {
        let stays = match c {
            '\u{200c}' | '\u{200d}' => {
                let joins = |c: Option<char>| c.is_some_and(|c| !c.is_ascii() && !is_blank(c));
                joins(before) && joins(chars.peek().copied())
            }
            c => wanted(c) || !(c.is_control() || is_blank(c)),
        };
        if stays {
            kept.push(c);
            before = Some(c);
        }
    }
    kept
}

/// Returns true for characters that show nothing, or turn the reading direction around.
fn is_blank(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Returns the words of a text in small letters, without what stands around or between them.
#[must_use]
pub fn small_words(text: &str) -> Vec<String> {
    let is_word = |c: char| c.is_alphanumeric() || c == '\'';
    text.split(|c: char| !is_word(c))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Returns whether a character acts on a terminal, turns the reading direction around, or
/// shows nothing where it stands. Text that others wrote may hold any of them; what reaches a
/// terminal only says that one was there.
#[must_use]
pub fn is_unshowable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0001}')
}

/// How many marks are shown on one letter; no script piles more.
pub const MOST_MARKS: usize = 4;

/// Returns whether a character is drawn onto the one before it; what joins or colours emoji
/// is none.
#[must_use]
pub fn is_mark(c: char) -> bool {
    c.width() == Some(0)
        && !matches!(c, '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0020}'..='\u{e007f}')
}

/// Returns the text as it may be printed: what cannot be shown, and marks that pile up on one
/// letter, in their escaped form; a tab as the spaces it stands for.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut marks = 0;
    for c in text.chars() {
        marks = if is_mark(c) { marks + 1 } else { 0 };
        match c {
            '\n' => out.push(c),
            '\t' => out.push_str("    "),
            c if is_unshowable(c) || marks > MOST_MARKS => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

/// Returns JSON as it may be printed: what cannot be shown, and marks that pile up on one
/// letter, in their escaped form, which says the same.
#[must_use]
pub fn visible_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + 1);
    let mut marks = 0;
    for c in json.chars() {
        marks = if is_mark(c) { marks + 1 } else { 0 };
        if c == '\n' || !(is_unshowable(c) || marks > MOST_MARKS) {
            out.push(c);
            continue;
        }
        // Only ever within a string: serde_json writes no such character elsewhere.
        for unit in c.encode_utf16(&mut [0; 2]) {
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    out
}

/// Undoes [`visible_json`]: returns JSON as `serde_json` writes it, with every character as
/// itself that needs no escaping.
#[must_use]
pub fn plain_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (piece, c) = escaped(rest);
        match c {
            Some(c) if c >= ' ' && !matches!(c, '"' | '\\') => out.push(c),
            Some(_) | None => out.push_str(piece),
        }
        rest = &rest[piece.len()..];
    }
    out.push_str(rest);
    out
}

/// Returns the escape that a text begins with, and the character when it is one by number.
fn escaped(text: &str) -> (&str, Option<char>) {
    let unit = |at: usize| -> Option<u16> {
        let digits = text.get(at..)?.strip_prefix("\\u")?.get(..4)?;
        u16::from_str_radix(digits, 16).ok()
    };
    let Some(first) = unit(0) else {
        let length = text.char_indices().nth(2).map_or(text.len(), |(at, _)| at);
        return (&text[..length], None);
    };
    let pair: Vec<u16> = std::iter::once(first).chain(unit(6)).collect();
    match char::decode_utf16(pair).next() {
        Some(Ok(c)) => (&text[..6 * c.len_utf16()], Some(c)),
        Some(Err(_)) | None => (&text[..6], None),
    }
}

/// Returns the names of a list separated by commas, each once, in order.
#[must_use]
pub fn split_names(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in text.split([',', ';', '\n']).map(clean_line) {
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Returns a number as people read it: `2,400`.
#[must_use]
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Returns `1 note`, `2 notes`; the one place that forms a plural.
#[must_use]
pub fn count(n: usize, one: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{n} {one}s")
    }
}

/// Returns the first few of several, and how many more there are: `L1, L2, 3 more`.
#[must_use]
pub fn first_of(all: &[String], most: usize, between: &str) -> String {
    let mut named: Vec<String> = all.iter().take(most).cloned().collect();
    if let more @ 1.. = all.len().saturating_sub(most) {
        named.push(format!("{more} more"));
    }
    named.join(between)
}

/// Returns the text cut to a number of characters, with an ellipsis where it was cut. What is
/// cut off is not looked at.
#[must_use]
pub fn shorten(text: &str, most: usize) -> String {
    if text.chars().nth(most).is_none() {
        return text.to_owned();
    }
    let mut out: String = text.chars().take(most.saturating_sub(1)).collect();
    out.push('…');
    out
}

/// Returns the begin of a text as one line of at most so many characters, with an ellipsis
/// where more follows. Text that others wrote may be long, or mostly space: only as much is
/// looked at as may be shown.
#[must_use]
pub fn excerpt(text: &str, most: usize) -> String {
    let (looked_at, rest) = match text.char_indices().nth(most * 4) {
        Some((end, _)) => text.split_at(end),
        None => (text, ""),
    };
    let words: Vec<&str> = looked_at.split_whitespace().collect();
    let mut line = words.join(" ");
    if !rest.is_empty() {
        line.push('…');
    }
    shorten(&line, most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_escaped_to_be_shown_is_read_back() {
        let text = "a\u{1b}\u{9b}\u{7f}\u{feff}\u{e0001}\n\t\"\\ ä👩\u{200d}🌾 \\u202e \u{202e}";
        let plain = serde_json::to_string(text).expect("a text is JSON");
        let shown = visible_json(&plain);
        assert!(!shown.contains(is_unshowable), "{shown}");
        assert_eq!(plain_json(&shown), plain);
        assert_eq!(plain_json(r#""\ud800 \u00e9""#), r#""\ud800 é""#);
        assert_eq!(plain_json("\\"), "\\");
    }
}
