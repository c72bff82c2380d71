//! What became of a handoff of command (T9, R90-R92).

use serde::{Deserialize, Serialize};

use crate::domain::mirror::ChainHead;
use crate::domain::text::{clean_line, clean_text};

/// Something became of a handoff of command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct HandoffMoved {
    /// Who commanded.
    pub from: String,
    /// Who is to command.
    pub to: String,
    /// What became of it.
    pub step: HandoffStep,
}

/// What becomes of a handoff of command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum HandoffStep {
    /// The outgoing IC briefed the incoming one (R90).
    Offered {
        /// The brief, in plain Markdown.
        brief: String,
        /// The lines of it that the incoming IC is to read back.
        marked: Vec<String>,
    },
    /// The incoming IC took command (R91); that they command is an entry of its own.
    Taken {
        /// What they read back; empty when nobody briefed them.
        read_back: Vec<String>,
        /// Where the journal stood that they were briefed from, when it was another one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        head: Option<ChainHead>,
    },
    /// Somebody who commanded too, apart, leaves command to the other.
    Yielded,
}

impl HandoffMoved {
    /// Returns the brief of an offer.
    #[must_use]
    pub fn brief(&self) -> Option<&str> {
        match &self.step {
            HandoffStep::Offered { brief, .. } => Some(brief),
            HandoffStep::Taken { .. } | HandoffStep::Yielded => None,
        }
    }

    /// Returns it with another brief, if it is an offer.
    #[must_use]
    pub fn with_brief(mut self, text: String) -> Self {
        if let HandoffStep::Offered { brief, .. } = &mut self.step {
            *brief = text;
        }
        self
    }

    /// Returns it without the brief, which stands elsewhere.
    #[must_use]
    pub fn without_brief(&self) -> Self {
        self.clone().with_brief(String::new())
    }

    /// Returns it with every text in the form that is recorded.
    #[must_use]
    pub fn cleaned(&self) -> Self {
        let mut moved = self.clone();
        for (_, text) in moved.texts() {
            *text = clean_line(text);
        }
        match self.brief() {
            Some(brief) => moved.with_brief(clean_text(brief)),
            None => moved,
        }
    }

    /// Returns what people wrote, each with the name of its place.
    pub(in crate::domain) fn texts(&mut self) -> Vec<(&'static str, &mut String)> {
        let mut texts = vec![("the name", &mut self.from), ("the name", &mut self.to)];
        match &mut self.step {
            HandoffStep::Offered { brief, marked } => {
                texts.push(("the brief", brief));
                texts.extend(marked.iter_mut().map(|line| ("the brief", line)));
            }
            HandoffStep::Taken { read_back, .. } => {
                texts.extend(read_back.iter_mut().map(|line| ("the read-back", line)));
            }
            HandoffStep::Yielded => {}
        }
        texts
    }
}
