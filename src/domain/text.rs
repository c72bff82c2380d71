//! Cleaning of text that people typed or that came from elsewhere, and what of it may be shown.

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

/// Returns `1 note`, `2 notes`; the one place that forms a plural.
#[must_use]
pub fn count(n: usize, one: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{n} {one}s")
    }
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
