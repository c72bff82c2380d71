//! Words that stand nowhere else, so that every edit can be followed wherever it goes.

use std::collections::BTreeSet;
use std::fmt;

/// The mark of one edit, `q00017q`: nothing in Markdown, in our lines or in their escaping
/// touches it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Token(pub(crate) u32);

const LETTER: char = 'q';
const DIGITS: usize = 5;

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{LETTER}{:05}{LETTER}", self.0)
    }
}

/// Returns every token in a text.
pub(crate) fn tokens(text: &str) -> BTreeSet<Token> {
    let token = |(at, _)| {
        let rest = &text[at + 1..];
        let digits = rest.get(..DIGITS)?;
        let closed = rest[DIGITS..].starts_with(LETTER);
        let number = digits.bytes().all(|b| b.is_ascii_digit()) && closed;
        digits.parse().ok().filter(|_| number).map(Token)
    };
    text.match_indices(LETTER).filter_map(token).collect()
}

const WORDS: [&str; 24] = [
    "fence", "fox", "coop", "gate", "feather", "barn", "tractor", "goose", "hay", "ladder",
    "bucket", "meadow", "lantern", "rooster", "paw", "trail", "shed", "orchard", "wire", "nest",
    "hound", "mud", "creek", "padlock",
];

/// What people type that could be mistaken for something else.
const ODD: [&str; 12] = [
    "ask @spot about it",
    "as in #12",
    "(done)",
    "(open)",
    "— Farmer Dave",
    "<!-- nothing -->",
    "🦊 ate 3",
    "`code`",
    "a|b",
    "https://x.example/issues/7",
    "L1 R2",
    "**bold**",
];

/// Returns a line of a few words with the token among them; some lines hold odd things.
pub(crate) fn phrase(rng: &mut fastrand::Rng, token: Token) -> String {
    let mut words: Vec<String> = (0..rng.usize(2..5))
        .map(|_| WORDS[rng.usize(..WORDS.len())].to_owned())
        .collect();
    words.insert(rng.usize(..=words.len()), token.to_string());
    if rng.usize(..6) == 0 {
        let odd = ODD[rng.usize(..ODD.len())].to_owned();
        words.insert(rng.usize(1..=words.len()), odd);
    }
    words.join(" ")
}

#[test]
fn tokens_are_found_whole_and_nothing_else_is() {
    let text = "see q00017q, q0001q and q00002qq00003q <!-- x q99999q -->";
    let found: Vec<u32> = tokens(text).iter().map(|token| token.0).collect();
    assert_eq!(found, [2, 3, 17, 99999]);
}
