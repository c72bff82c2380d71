//! The text as the patterns see it: one ASCII byte a character, each with its place.

use std::ops::Range;

use super::fold::fold;

/// What stands for a held piece. Its number is always the same here, so that a text in which
/// something was held reads as it did when that was decided.
const HELD: &[u8] = b"[held: H1]";

/// A text folded to ASCII, without what is not there to the eye.
#[derive(Debug, Clone, Default)]
pub(super) struct Plain {
    bytes: Vec<u8>,
    /// Where the character of each byte begins in the text.
    starts: Vec<usize>,
}

/// A text whose lines were put together where a token may have been broken.
#[derive(Debug, Default)]
pub(super) struct Joined {
    pub(super) plain: Plain,
    /// The bytes before which a break was taken out, in order.
    pub(super) joins: Vec<usize>,
}

impl Plain {
    /// Folds a text.
    pub(super) fn of(text: &str) -> Self {
        let mut plain = Self::default();
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let mark = if c == '[' { mark(&text[at..]) } else { 0 };
            if mark > 0 {
                plain.push_mark(at, mark);
                while chars.next_if(|(next, _)| *next < at + mark).is_some() {}
            } else if let Some(byte) = fold(c, chars.peek().map(|(_, next)| *next)) {
                plain.push(byte, at);
            }
        }
        plain
    }

    fn push_mark(&mut self, start: usize, length: usize) {
        let (last, rest) = HELD.split_last().expect("the mark has a bracket");
        for (at, byte) in rest.iter().enumerate() {
            self.push(*byte, start + at);
        }
        self.push(*last, start + length - 1);
    }

    fn push(&mut self, byte: u8, start: usize) {
        self.bytes.push(byte);
        self.starts.push(start);
    }

    /// Returns the folded bytes; all are ASCII.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns the place of a range in the text it was folded from, on character boundaries.
    pub(super) fn place(&self, text: &str, range: &Range<usize>) -> Range<usize> {
        let start = self.starts[range.start];
        let last = self.starts[range.end - 1];
        let length = text[last..].chars().next().map_or(0, char::len_utf8);
        start..last + length
    }

    /// Returns the text with pieces of the original held back: ranges of the original, in
    /// order and apart.
    pub(super) fn holding(&self, held: &[Range<usize>]) -> Self {
        let mut out = Self::default();
        let mut rest = held.iter().peekable();
        let mut inside = None;
        for (byte, start) in self.bytes.iter().zip(&self.starts) {
            while rest.peek().is_some_and(|range| range.end <= *start) {
                rest.next();
            }
            match rest.peek() {
                Some(range) if range.contains(start) => {
                    if inside != Some(range.start) {
                        inside = Some(range.start);
                        for byte in HELD {
                            out.push(*byte, range.start);
                        }
                    }
                }
                Some(_) | None => out.push(*byte, *start),
            }
        }
        out
    }

    /// Returns the text without the line breaks, indents and quote marks that may have broken
    /// a token in two.
    pub(super) fn joined(&self) -> Joined {
        let mut out = Joined::default();
        let mut at = 0;
        while let Some(byte) = self.bytes.get(at) {
            let end = self.gap(at);
            if end > at {
                out.joins.push(out.plain.bytes.len());
                at = end;
            } else {
                out.plain.push(*byte, self.starts[at]);
                at += 1;
            }
        }
        out
    }

    /// Returns the end of a gap that begins at a byte and stands between two characters of a
    /// token; the byte itself when there is none.
    fn gap(&self, at: usize) -> usize {
        let is_gap = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'>' | b'|' | b'\\');
        let begins = at > 0 && is_token(self.bytes[at - 1]) && is_gap(&self.bytes[at]);
        if !begins {
            return at;
        }
        let length = self.bytes[at..].iter().take_while(|b| is_gap(b)).count();
        let end = at + length;
        let is_break = self.bytes[at..end].contains(&b'\n');
        let goes_on = self.bytes.get(end).copied().is_some_and(is_token);
        if is_break && goes_on { end } else { at }
    }
}

/// Returns the length of the mark that a text begins with; zero when it begins with none.
fn mark(text: &str) -> usize {
    let number = text.strip_prefix("[held: H").unwrap_or_default();
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let is_mark = digits > 0 && number.as_bytes().get(digits) == Some(&b']');
    if is_mark {
        text.len() - number.len() + digits + 1
    } else {
        0
    }
}

/// Returns true for the characters that tokens of any kind are made of.
pub(super) fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'_' | b'-' | b'.' | b'/' | b'+' | b'=' | b'~' | b':' | b'%'
        )
}

/// Returns true for the characters that words are made of.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_text() {
        let text = "é\u{200b}a\r\nｂc";
        let plain = Plain::of(text);
        assert_eq!(plain.bytes(), b"\x1aa\nbc");
        let place = plain.place(text, &(1..4));
        assert_eq!(&text[place], "a\r\nｂ");
    }

    #[test]
    fn broken_tokens_are_put_together() {
        let joined = Plain::of("key ab\n > cd\\\n  ef gh.\n\nIj").joined();
        assert_eq!(joined.plain.bytes(), b"key abcdef gh.Ij");
        assert_eq!(joined.joins, [6, 8, 14]);
    }

    #[test]
    fn marks_are_alike_whatever_their_number() {
        let text = "a [held: H123] b [held: H]";
        let plain = Plain::of(text);
        assert_eq!(plain.bytes(), b"a [held: H1] b [held: H]");
        assert_eq!(&text[plain.place(text, &(2..12))], "[held: H123]");
    }

    #[test]
    fn held_pieces_leave_a_mark_each() {
        let plain = Plain::of("aabbcc dd");
        let held = plain.holding(&[2..4, 7..9]);
        assert_eq!(held.bytes(), b"aa[held: H1]cc [held: H1]");
        assert_eq!(held.place("aabbcc dd", &(0..13)), 0..5);
    }
}
