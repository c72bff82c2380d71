//! The palette: every command, found by a few letters of its name.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher};

use super::action::Action;
use super::keymap::Keymap;
use super::mode::Mode;

/// One line of the palette.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaletteEntry {
    /// What it does.
    pub action: Action,
}

/// What moves around or closes things, or only has a meaning on a card; the palette is for
/// commands.
const NOT_LISTED: [Action; 29] = [
    Action::Down,
    Action::Up,
    Action::First,
    Action::Last,
    Action::PageDown,
    Action::PageUp,
    Action::NextPane,
    Action::PreviousPane,
    Action::NextView,
    Action::PreviousView,
    Action::Palette,
    Action::Back,
    Action::KeepMine,
    Action::TakeTheirs,
    Action::EditBoth,
    Action::Accept,
    Action::Decline,
    Action::NextCard,
    Action::PreviousCard,
    Action::Send,
    Action::Choose,
    Action::SentByHand,
    Action::SentAt,
    Action::Acknowledge,
    Action::TryAgain,
    Action::NotThisWay,
    Action::CopyText,
    Action::SaveMail,
    Action::MailLink,
];

/// Returns what matches the query, best first; everything for an empty one.
pub(super) fn find(query: &str, keymap: &Keymap) -> Vec<PaletteEntry> {
    let listed = Action::ALL
        .iter()
        .filter(|action| !NOT_LISTED.contains(action) && action.mode() != Mode::Planner);
    if query.trim().is_empty() {
        return listed
            .map(|action| PaletteEntry { action: *action })
            .collect();
    }
    let exact = listed
        .clone()
        .filter(|action| keymap.key(**action) == query);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(query, CaseMatching::Ignore, Normalization::Smart);
    // A name that fits goes before a sentence that happens to contain the words.
    let by_name = listed.clone().map(|action| Line {
        action: *action,
        text: action.word().replace('-', " "),
    });
    let by_sentence = listed.clone().map(|action| Line {
        action: *action,
        text: format!("{} {}", action.word(), action.about()),
    });
    let mut found: Vec<PaletteEntry> = exact.map(|a| PaletteEntry { action: *a }).collect();
    let by_name = pattern.match_list(by_name, &mut matcher);
    let by_sentence = pattern.match_list(by_sentence, &mut matcher);
    for (line, _) in by_name.into_iter().chain(by_sentence) {
        let entry = PaletteEntry {
            action: line.action,
        };
        if !found.contains(&entry) {
            found.push(entry);
        }
    }
    found
}

struct Line {
    action: Action,
    text: String,
}

impl AsRef<str> for Line {
    fn as_ref(&self) -> &str {
        &self.text
    }
}
