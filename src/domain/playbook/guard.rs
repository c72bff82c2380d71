//! Words that a text is asked about: in remediation text those that may destroy evidence (R20,
//! R45, R46), in a text for the public those that may help an attacker (R73).

use serde::{Deserialize, Serialize};

use crate::domain::text::small_words;

/// What makes of an order its contrary, among the two words before it.
const NOT: [&str; 7] = ["not", "never", "don't", "no", "without", "avoid", "nobody"];

/// Words of one kind, and what the process says about them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct GuardWords {
    /// Words and phrases, each in every form it is asked about in; case does not matter, and a
    /// hyphen is a blank.
    pub words: Vec<String>,
    /// Phrases with such a word in them that are harmless.
    #[serde(default)]
    pub harmless: Vec<String>,
    /// Words that show that evidence is thought of: with one of them in the text, or with
    /// anything in the evidence register, nothing is asked. Always asked when empty.
    #[serde(default)]
    pub kept: Vec<String>,
    /// What the guide says.
    pub why: String,
    /// The rules it comes from.
    pub rules: Vec<String>,
}

impl GuardWords {
    /// Returns the first of the words that a text has, in a sense that is asked about.
    #[must_use]
    pub fn said_in<'a>(&'a self, text: &str) -> Option<&'a str> {
        let text = small_words(text);
        let kept: Vec<String> = self
            .kept
            .iter()
            .flat_map(|word| small_words(word))
            .collect();
        if text.iter().any(|word| kept.contains(word)) {
            return None;
        }
        let mut harmless = vec![false; text.len()];
        for phrase in &self.harmless {
            for (from, to) in places(&text, phrase) {
                harmless[from..to].fill(true);
            }
        }
        let destroys = |(from, to): (usize, usize)| {
            let before = &text[from.saturating_sub(2)..from];
            let is_denied = before.iter().any(|word| NOT.contains(&word.as_str()));
            !is_denied && !harmless[from..to].iter().all(|harmless| *harmless)
        };
        let mut words = self.words.iter();
        let said = words.find(|phrase| places(&text, phrase).into_iter().any(destroys));
        said.map(String::as_str)
    }
}

/// Returns where a phrase stands among words, as ranges of them.
fn places(text: &[String], phrase: &str) -> Vec<(usize, usize)> {
    let phrase = small_words(phrase);
    if phrase.is_empty() {
        return Vec::new();
    }
    let windows = text.windows(phrase.len()).enumerate();
    let same = windows.filter(|(_, window)| *window == phrase);
    same.map(|(at, window)| (at, at + window.len())).collect()
}
