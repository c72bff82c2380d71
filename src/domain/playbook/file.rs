//! Reading a playbook from its file, and finding things in it.
//!
//! Two playbooks are compiled in. A user's own has the same form and is read by the same code,
//! so everything that may be wrong with one is found here, all of it at once, and named by
//! file, line and key. Where files lie on the disk is no concern of this module.

mod check;
mod errors;
mod fill;
mod lookup;
mod position;
mod toml_error;
mod words;

pub use errors::{Cause, Kind, PlaybookErrors, Problem};
pub use fill::Filled;
pub use words::{CLOCK_PLACEHOLDERS, COMMANDS, PLACEHOLDERS};

use std::borrow::Cow;

use self::position::Source;
use crate::domain::playbook::Playbook;

/// The form of playbook files that this program reads.
pub const FORMAT: u32 = 1;

/// The id of the playbook an incident runs on unless another is chosen.
pub const DEFAULT_PLAYBOOK: &str = SHIPPED[0].id;

/// A playbook that is compiled in.
#[derive(Debug, Clone, Copy)]
pub struct Shipped {
    /// Its id.
    pub id: &'static str,
    /// What people write and read.
    pub toml: &'static str,
    /// The same as `config/build.rs` makes it, which is read several times faster.
    json: &'static str,
}

/// The playbooks that are compiled in, the default first.
pub const SHIPPED: [Shipped; 2] = {
    macro_rules! shipped {
        ($id:literal) => {
            Shipped {
                id: $id,
                toml: include_str!(concat!("../../../config/playbooks/", $id, ".toml")),
                json: include_str!(concat!(env!("OUT_DIR"), "/playbooks/", $id, ".json")),
            }
        };
    }
    [shipped!("cloud-gov-2023"), shipped!("cloud-gov-2016")]
};

impl Playbook {
    /// Reads a playbook and checks that it is whole.
    ///
    /// Errors of the TOML itself end the reading; everything a readable file gets wrong is
    /// reported together.
    pub fn parse(file_name: &str, text: &str) -> Result<Self, PlaybookErrors> {
        let text = unix_lines(text);
        let source = Source::read(file_name, &text)?;
        check::format(&source)?;
        let playbook: Self = toml::from_str(&text)
            .map_err(|error| PlaybookErrors::new(vec![toml_error::problem(&source, &error)]))?;
        let problems = check::problems(&source, &playbook);
        if problems.is_empty() {
            Ok(playbook)
        } else {
            Err(PlaybookErrors::new(problems))
        }
    }

    /// Returns a playbook that is compiled in.
    #[must_use]
    pub fn shipped(id: &str) -> Option<Self> {
        let shipped = SHIPPED.iter().find(|shipped| shipped.id == id)?;
        // A test reads each both ways, so this cannot fail in a program that was tested.
        serde_json::from_str(shipped.json).ok()
    }
}

/// Returns the text with plain line ends, so that a file saved on Windows gives the same
/// templates. Lines and columns stay what they were.
fn unix_lines(text: &str) -> Cow<'_, str> {
    if text.contains("\r\n") {
        Cow::Owned(text.replace("\r\n", "\n"))
    } else {
        Cow::Borrowed(text)
    }
}
