//! The five fields at the head of the issue, `- **Status**: investigating` and so on.

use crate::domain::incident::{Severity, Status};
use crate::domain::text::{clean_line, split_names};

/// A field of the template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bullet {
    /// Where the incident stands.
    Status,
    /// How severe it is.
    Severity,
    /// Who became aware first.
    Reporter,
    /// The Incident Commander.
    Ic,
    /// Everyone else working on it.
    Responders,
}

impl Bullet {
    /// Every field, in the order of the template.
    pub const ALL: [Self; 5] = [
        Self::Status,
        Self::Severity,
        Self::Reporter,
        Self::Ic,
        Self::Responders,
    ];

    /// Returns the name between the asterisks.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Status => "Status",
            Self::Severity => "Severity",
            Self::Reporter => "Reporter",
            Self::Ic => "IC",
            Self::Responders => "Responders",
        }
    }

    /// Returns the word for conflicts and messages.
    #[must_use]
    pub fn subject(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Severity => "severity",
            Self::Reporter => "reporter",
            Self::Ic => "ic",
            Self::Responders => "responders",
        }
    }

    /// Returns the one spelling of a value, whatever case or form a person wrote it in; what
    /// the template says where nobody wrote anything is empty.
    #[must_use]
    pub fn canonical(self, raw: &str) -> String {
        let line = clean_line(raw);
        let bare = line.trim_matches(|c| matches!(c, '*' | '_' | '`' | '.' | '!'));
        match self {
            Self::Status => bare
                .parse::<Status>()
                .map_or(line.clone(), |status| status.to_string()),
            Self::Severity => bare
                .parse::<Severity>()
                .map_or(line.clone(), |severity| severity.to_string()),
            Self::Reporter if line == "who initially reported the issue" => String::new(),
            Self::Ic if line == "Your Name" => String::new(),
            Self::Responders if line == "Any other responders" => String::new(),
            Self::Responders => split_names(&line).join(", "),
            Self::Reporter | Self::Ic => line,
        }
    }

    /// Returns true for a canonical value that nobody chose yet.
    #[must_use]
    pub fn is_default(self, value: &str) -> bool {
        match self {
            Self::Status => value == Status::default().word() || value.is_empty(),
            Self::Severity => value == Severity::default().word() || value.is_empty(),
            Self::Reporter | Self::Ic | Self::Responders => value.is_empty(),
        }
    }
}

/// Where the name and the value of a field stand in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FieldAt {
    /// Which field.
    pub(super) bullet: Bullet,
    /// Where the name begins, before any zero-width spaces.
    pub(super) name: usize,
    /// Whether zero-width spaces stand before the name, which make it a text of somebody.
    pub(super) guarded: bool,
    /// Where the value begins.
    pub(super) value: usize,
    /// Whether it is a bullet with a bold name, as in the template.
    pub(super) strict: bool,
}

const NAMES: [(&str, Bullet); 6] = [
    ("status", Bullet::Status),
    ("severity", Bullet::Severity),
    ("reporter", Bullet::Reporter),
    ("incident commander", Bullet::Ic),
    ("ic", Bullet::Ic),
    ("responders", Bullet::Responders),
];

/// Finds a field in a line, in any case and with or without bullet and emphasis.
pub(super) fn field_at(line: &str) -> Option<FieldAt> {
    let (bullet_end, has_bullet) = after_bullet(line);
    let rest = &line[bullet_end..];
    let bold = rest.len() - rest.trim_start_matches(['*', '_']).len();
    let name = bullet_end + bold;
    let rest = &line[name..];
    let bare = rest.trim_start_matches(super::escape::ZERO);
    let (word, bullet) = NAMES.into_iter().find(|(word, _)| {
        bare.get(..word.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(word))
    })?;
    let after = bare[word.len()..].trim_start_matches(['*', '_', ' ']);
    let value = after.strip_prefix(':')?.trim_start_matches(['*', '_']);
    Some(FieldAt {
        bullet,
        name,
        guarded: bare.len() != rest.len(),
        value: line.len() - value.len(),
        strict: has_bullet && bold > 0,
    })
}

/// Returns where the text after indentation and a list bullet begins, and whether there was one.
pub(super) fn after_bullet(line: &str) -> (usize, bool) {
    let bare = line.trim_start();
    let indent = line.len() - bare.len();
    let digits = bare.len() - bare.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mark = match bare.as_bytes().get(digits) {
        Some(b'-' | b'*' | b'+') if digits == 0 => 1,
        Some(b'.' | b')') if (1..10).contains(&digits) => digits + 1,
        _ => return (indent, false),
    };
    let after = &bare[mark..];
    let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
    if blanks == 0 {
        (indent, false)
    } else {
        (indent + mark + blanks, true)
    }
}
