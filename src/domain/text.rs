//! Cleaning of text that people typed or that came from elsewhere.

/// Returns one line without control characters: what a title, a name or a board line may be.
#[must_use]
pub fn clean_line(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|c| c.is_whitespace() || is_harmless(*c))
        .collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// Returns text with unix line ends and without control characters, trimmed at the end.
#[must_use]
pub fn clean_text(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text: String = text
        .chars()
        .filter(|c| matches!(c, '\n' | '\t') || is_harmless(*c))
        .collect();
    text.trim_end().to_owned()
}

/// Returns false for characters that act on a terminal or turn the reading direction around.
fn is_harmless(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
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

/// Returns the text cut to a number of characters, with an ellipsis where it was cut.
#[must_use]
pub fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut out: String = text.chars().take(most.saturating_sub(1)).collect();
    out.push('…');
    out
}
