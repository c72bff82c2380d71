//! Whether a value is a secret, or a word about one.
//!
//! People write `password: rotated` and `secret: prod-db` about passwords and secrets. A value
//! is taken for one when nobody would write it as a word: by the kinds of its characters, by
//! how it stands behind its key, and never when it says by itself that it is something else.

use std::ops::Range;

use super::{Candidate, entropy};

/// What stands where a secret would, in examples and in records of cleaning up. `test` and the
/// like are not here: such passwords are in use.
const WORDS: [&str; 57] = [
    "a",
    "all",
    "an",
    "and",
    "been",
    "blank",
    "censored",
    "changed",
    "compromised",
    "deleted",
    "disabled",
    "empty",
    "enabled",
    "encrypted",
    "env",
    "example",
    "exposed",
    "expired",
    "false",
    "for",
    "found",
    "from",
    "hashed",
    "hidden",
    "in",
    "invalid",
    "is",
    "leaked",
    "masked",
    "missing",
    "n/a",
    "new",
    "nil",
    "no",
    "none",
    "not",
    "null",
    "old",
    "omitted",
    "pass",
    "password",
    "pending",
    "policy",
    "redacted",
    "removed",
    "required",
    "reset",
    "revoked",
    "rotated",
    "scrubbed",
    "secret",
    "string",
    "the",
    "token",
    "true",
    "unknown",
    "yes",
];

/// Returns the password in a value that is set by `=` or `:`.
pub(super) fn password(seen: Candidate<'_>) -> Option<Range<usize>> {
    let seen = trimmed(seen)?;
    let text = seen.text();
    if text.len() < 6 || stands_for_one(text) || is_date(text) {
        return None;
    }
    let kinds = Kinds::of(text);
    // A phrase is set by `=`; behind a colon, quotes hold a remark as well.
    let is_set = is_attached(seen) && (!text.contains(' ') || seen.context().contains(&b'='));
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let is_one = if is_set {
        !is_code(text)
    } else {
        let is_word = is_name(text) || is_code(text);
        !text.contains(' ') && (kinds.is_mixed() || is_digits) && !is_word
    };
    is_one.then(|| seen.range())
}

/// Returns the secret in a value that is set by `=` or `:`. Ids and names are set in the same
/// way, so it has to look like one by itself.
pub(super) fn secret(seen: Candidate<'_>) -> Option<Range<usize>> {
    let seen = trimmed(seen)?;
    let text = seen.text();
    let kinds = Kinds::of(text);
    let is_long = text.len() >= 12 || (text.len() >= 8 && is_attached(seen));
    let is_one = is_long
        && kinds.digits > 0
        && kinds.letters() > 0
        && entropy(text.as_bytes()) >= 2.8
        && !text.contains(' ')
        && !stands_for_one(text)
        && !is_code(text)
        && !is_date(text)
        && !is_name(text);
    is_one.then(|| seen.range())
}

/// Returns the password that a sentence tells: `the password is ...`.
pub(super) fn told(seen: Candidate<'_>) -> Option<Range<usize>> {
    let seen = trimmed(untagged(seen))?;
    let text = seen.text();
    let kinds = Kinds::of(text);
    let is_one = text.len() >= 6
        && kinds.letters() > 0
        && (kinds.digits > 0 || kinds.marks > 0)
        && !stands_for_one(text)
        && !is_code(text)
        && !is_date(text)
        && !is_name(text);
    is_one.then(|| seen.range())
}

/// Returns true for text that no one types: the kinds of its characters change all the time.
/// A piece of longer base64 is no find of its own.
pub(super) fn is_random(seen: Candidate<'_>) -> bool {
    let text = seen.found();
    let is_piece = [seen.before(), seen.after()]
        .into_iter()
        .flatten()
        .any(|beside| matches!(beside, b'+' | b'/'));
    let kinds = Kinds::of(std::str::from_utf8(text).unwrap_or_default());
    let kind = |byte: &u8| {
        (
            byte.is_ascii_lowercase(),
            byte.is_ascii_uppercase(),
            byte.is_ascii_digit(),
        )
    };
    let changes = text.windows(2).filter(|two| kind(&two[0]) != kind(&two[1]));
    let is_public = ["AAAAB3NzaC1", "AAAAC3NzaC1", "AAAAE2VjZHNh"]
        .iter()
        .any(|head| text.starts_with(head.as_bytes()));
    kinds.upper > 0
        && kinds.lower > 0
        && kinds.digits > 0
        && changes.count() * 100 >= text.len() * 35
        && !is_piece
        && !is_public
}

/// Returns true for as many hexadecimal digits as keys have, with letters and digits both.
pub(super) fn is_hex(text: &[u8]) -> bool {
    let digits = text.iter().filter(|byte| byte.is_ascii_digit()).count();
    text.len().is_multiple_of(8) && digits > 0 && digits < text.len() && entropy(text) >= 2.8
}

/// Returns true for base64 of printable text with a colon in it.
pub(super) fn is_basic(text: &[u8]) -> bool {
    let digit = |byte: &u8| match byte {
        b'A'..=b'Z' => Some(u32::from(byte - b'A')),
        b'a'..=b'z' => Some(u32::from(byte - b'a') + 26),
        b'0'..=b'9' => Some(u32::from(byte - b'0') + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    };
    let digits: Vec<u32> = text.iter().filter_map(digit).collect();
    let decoded = digits.chunks(4).flat_map(|chunk| {
        let bits = chunk.iter().fold(0, |bits, digit| bits << 6 | digit);
        let bits = bits << (6 * (4 - chunk.len()));
        bits.to_be_bytes().into_iter().skip(1).take(chunk.len() - 1)
    });
    let decoded: Vec<u8> = decoded.collect();
    let is_printable = decoded.iter().all(|byte| matches!(byte, b' '..=b'~'));
    is_printable && decoded.iter().skip(1).any(|byte| *byte == b':')
}

/// Returns the candidate without the tag of HTML that ends behind it: `reset.</p>`.
fn untagged(seen: Candidate<'_>) -> Candidate<'_> {
    let end = seen
        .text()
        .find("</")
        .map_or(seen.end, |at| seen.start + at);
    Candidate { end, ..seen }
}

/// Returns the candidate without the quotes around it and the punctuation of the sentence.
fn trimmed(seen: Candidate<'_>) -> Option<Candidate<'_>> {
    let text = seen.text();
    let head = text.len() - text.trim_start_matches(['"', '\'', '`', '(']).len();
    let kept = text[head..].trim_end_matches(['"', '\'', '`', '.', ',', ';', ':', ')', '\\']);
    let start = seen.start + head;
    let end = start + kept.len();
    (end > start).then_some(Candidate { start, end, ..seen })
}

/// Returns true when the value stands right behind `=` or `:`, or in quotes: as nobody writes
/// prose.
fn is_attached(seen: Candidate<'_>) -> bool {
    matches!(seen.before(), Some(b'=' | b':' | b'"' | b'\'' | b'`'))
}

/// How many characters of each kind a value has.
struct Kinds {
    lower: usize,
    upper: usize,
    digits: usize,
    marks: usize,
}

impl Kinds {
    fn of(text: &str) -> Self {
        let count = |is: fn(&u8) -> bool| text.bytes().filter(is).count();
        Self {
            lower: count(u8::is_ascii_lowercase),
            upper: count(u8::is_ascii_uppercase),
            digits: count(u8::is_ascii_digit),
            // Hyphens and the like also join words.
            marks: count(|byte| !byte.is_ascii_alphanumeric() && !b"-_./'".contains(byte)),
        }
    }

    fn letters(&self) -> usize {
        self.lower + self.upper
    }

    fn is_mixed(&self) -> bool {
        let has = [self.letters(), self.digits, self.marks];
        has.iter().filter(|count| **count > 0).count() > 1
    }
}

/// Returns true for what stands where a secret would: `<password>`, `$TOKEN`, `***`, `none`.
fn stands_for_one(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let bare = bare.to_ascii_lowercase();
    let mut letters = bare.bytes();
    let first = letters.next();
    let is_one_letter = letters.all(|byte| Some(byte) == first);
    let is_yours = [
        "your",
        "my-",
        "my_",
        "some-",
        "some_",
        "example",
        "placeholder",
    ]
    .iter()
    .any(|head| bare.starts_with(head));
    is_variable(text)
        || is_one_letter
        || is_yours
        || is_remark(&bare)
        || text.contains("...")
        || WORDS.contains(&bare.as_str())
}

/// Returns true for words about a password: `'Password used to generate the key'`.
fn is_remark(text: &str) -> bool {
    let is_letters = |word: &str| word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let mut words = text.split(' ');
    text.split(' ').count() > 2
        && text.split(' ').all(is_letters)
        && words.any(|word| matches!(word, "password" | "passphrase"))
}

/// Returns true for `$NAME`, `${NAME}`, `$(name`, `%NAME%`, `{{ name`, `{name}`, `<name>`, `[name]`.
fn is_variable(text: &str) -> bool {
    let is_named = |name: &str| {
        let name = name.trim_matches(|c| matches!(c, '{' | '}' | '(' | ')' | '$' | '%'));
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"_.:-".contains(&byte);
        !name.starts_with(|c: char| c.is_ascii_digit()) && name.bytes().all(is_part)
    };
    match text.as_bytes() {
        [b'<' | b'[', ..] | [b'{', b'{', ..] | [b'$', b'(', ..] => true,
        [b'$', ..] => is_named(&text[1..]),
        [b'%', .., b'%'] | [b'{', .., b'}'] => is_named(text),
        _ => false,
    }
}

/// Returns true for code and places that lead to a secret: calls, variables, paths, links.
fn is_code(text: &str) -> bool {
    let is_call = text.split_once('(').is_some_and(|(name, _)| {
        let is_plain = |byte: u8| byte.is_ascii_alphabetic() || b"_.:".contains(&byte);
        // `google.oauth2.Credentials(`
        let is_member = name.split('.').count() > 2
            && name.split('.').all(|part| {
                part.starts_with(|c: char| c.is_ascii_alphabetic())
                    && part
                        .bytes()
                        .all(|it| it.is_ascii_alphanumeric() || it == b'_')
            });
        name.len() > 2 && (name.bytes().all(is_plain) || is_member)
    });
    let is_link = text.contains("://") || text.starts_with("arn:") || text.starts_with("//");
    // `passwd::pw_dir`: the first colon was taken for one that sets.
    let is_module = text.strip_prefix(':').is_some_and(|name| {
        let is_part = |byte: u8| byte.is_ascii_alphabetic() || b"_:".contains(&byte);
        name.bytes().all(is_part)
    });
    let is_path = text.starts_with(['/', '~']) && text[1..].contains('/') || text.starts_with("./");
    let heads = [
        "os.", "env.", "process.", "secrets.", "vars.", "var.", "data.", "self.", "config.",
    ];
    let is_member = heads.iter().any(|head| text.starts_with(head));
    is_call || is_link || is_module || is_path || is_member
}

/// Returns true for times and versions, which are set to keys like `token` too.
fn is_date(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_digit() || b"-:./TZ+v".contains(&byte);
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let has_joint = text.bytes().any(|byte| b"-:./".contains(&byte));
    text.bytes().all(is_part) && has_joint && digits > 0
}

/// Returns true for words that are joined, such as the name of a secret: `prod-db-2`. In the
/// parts letters come before digits.
fn is_name(text: &str) -> bool {
    let is_joint = |c: char| matches!(c, '-' | '_' | '.' | '/' | ':');
    let is_word = |part: &str| {
        let digits = part.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let is_cased = part.bytes().skip(1).all(|byte| !byte.is_ascii_uppercase())
            || part.bytes().all(|byte| !byte.is_ascii_lowercase());
        digits.len() <= 4 && digits.bytes().all(|byte| byte.is_ascii_digit()) && is_cased
    };
    text.contains(is_joint) && text.split(is_joint).all(is_word)
}
