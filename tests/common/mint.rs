//! Secrets that nobody ever had, made when a test runs: a scanner that reads this repository
//! finds none.

const LOWER: &[u8] = b"abcdefghijklmnopqrstuvwxyz";
const UPPER: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DIGIT: &[u8] = b"0123456789";

/// Returns `length` letters of an alphabet that look random and are the same every time.
fn mint(alphabets: &[&[u8]], length: usize) -> String {
    let alphabet = alphabets.concat();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64 ^ length as u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).expect("31 bits fit")
    };
    let mut text: Vec<char> = (0..length)
        .map(|_| char::from(alphabet[next() % alphabet.len()]))
        .collect();
    // One of each kind, so that no length happens to have no digit.
    for (at, alphabet) in alphabets.iter().enumerate().take(length / 2) {
        text[2 * at + 1] = char::from(alphabet[next() % alphabet.len()]);
    }
    text.into_iter().collect()
}

/// Letters and digits.
pub(crate) fn alnum(length: usize) -> String {
    mint(&[LOWER, UPPER, DIGIT], length)
}

/// Hexadecimal digits.
pub(crate) fn hex(length: usize) -> String {
    mint(&[b"abcdef", DIGIT], length)
}

/// Capitals and digits.
pub(crate) fn caps(length: usize) -> String {
    mint(&[UPPER, DIGIT], length)
}

/// Capitals and the digits of base32.
pub(crate) fn base32(length: usize) -> String {
    mint(&[UPPER, b"234567"], length)
}

/// Small letters and digits.
pub(crate) fn small(length: usize) -> String {
    mint(&[LOWER, DIGIT], length)
}

/// Letters of either case.
pub(crate) fn letters(length: usize) -> String {
    mint(&[LOWER, UPPER], length)
}

/// Base64.
pub(crate) fn base64(length: usize) -> String {
    mint(&[LOWER, UPPER, DIGIT, b"+/"], length)
}

/// Digits.
pub(crate) fn digits(length: usize) -> String {
    mint(&[DIGIT], length)
}

/// A UUID.
pub(crate) fn uuid() -> String {
    [8, 4, 4, 4, 12].map(hex).join("-")
}

/// Puts parts together that may not stand together in a file.
pub(crate) fn join(parts: &[&str]) -> String {
    parts.concat()
}

/// The first or last line of a key.
pub(crate) fn line(word: &str, kind: &str) -> String {
    let dashes = "-".repeat(5);
    format!("{dashes}{word} {kind}{dashes}")
}

/// A whole key in armour.
pub(crate) fn armoured(kind: &str) -> String {
    let body: Vec<String> = (60..64).map(base64).collect();
    let body = body.join("\n");
    format!("{}\n{body}\n{}", line("BEGIN", kind), line("END", kind))
}
