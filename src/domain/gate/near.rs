//! The words around a match.

use super::check::Candidate;
use super::rules::Near;

/// Returns whether a match stands near what it has to stand near, and not nearer to what it
/// must not: `the token's digest 9f86...` is a digest.
pub(super) fn fits(near: &Near, seen: Candidate<'_>) -> bool {
    let from = seen.start.saturating_sub(near.within);
    let before = &seen.bytes[from..seen.start];
    let to = (seen.end + near.behind).min(seen.bytes.len());
    let behind = &seen.bytes[seen.end..to];
    let wanted = last(before, &near.words);
    let is_near = near.words.is_empty() || wanted.is_some() || last(behind, &near.words).is_some();
    // Words behind a match say less than those before it.
    is_near && last(before, &near.not).is_none_or(|at| wanted.is_some_and(|wanted| wanted > at))
}

/// Returns where the last of some words ends: `public key` is no nearer than its `key`.
fn last(text: &[u8], words: &[String]) -> Option<usize> {
    words
        .iter()
        .filter_map(|word| last_of(text, word.as_bytes()))
        .max()
}

fn last_of(text: &[u8], word: &[u8]) -> Option<usize> {
    let windows = text.windows(word.len()).enumerate().rev();
    let mut found = windows.filter(|(_, window)| window.eq_ignore_ascii_case(word));
    found
        .find(|(at, window)| is_apart(text, *at, window))
        .map(|(at, window)| at + window.len())
}

/// Returns true for a word that is not inside another: `key` is in `apiKey` and in `keys`, and
/// not in `monkey`.
fn is_apart(text: &[u8], at: usize, window: &[u8]) -> bool {
    let letter = |at: Option<usize>| {
        let byte = at.and_then(|at| text.get(at)).copied();
        byte.filter(u8::is_ascii_alphabetic)
    };
    let before = letter(at.checked_sub(1));
    let is_hump = before.is_some_and(|b| b.is_ascii_lowercase()) && window[0].is_ascii_uppercase();
    let begins = !window[0].is_ascii_alphabetic() || before.is_none() || is_hump;
    let end = at + window.len();
    let ends = match letter(Some(end)) {
        Some(b's' | b'S') => letter(Some(end + 1)).is_none(),
        Some(after) => {
            after.is_ascii_uppercase() || !window[window.len() - 1].is_ascii_alphabetic()
        }
        None => true,
    };
    begins && ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_count_when_they_are_words() {
        let has = |text: &str, word: &str| last_of(text.as_bytes(), word.as_bytes()).is_some();
        for text in ["the key: ", "API_KEY=", "apiKey=", "keys ", "Key"] {
            assert!(has(text, "key"), "{text}");
        }
        for text in ["monkey ", "keyboard ", "ke y"] {
            assert!(!has(text, "key"), "{text}");
        }
    }
}
