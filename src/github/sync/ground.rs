//! What a text of the issue is compared with.

use crate::domain::sync_plan::Issue as Side;

/// What a text of the issue is compared with.
#[derive(Debug, Clone)]
pub(super) struct Ground {
    /// What both sides agreed on.
    pub(super) base: Side,
    /// The text before it: what we wrote it over, or the older one that somebody saved again.
    pub(super) over: Option<String>,
    /// Whether it is known that what is compared was made from the text before.
    pub(super) is_gone_back: bool,
    /// What somebody made of the agreed text before another sitroom wrote what is compared. That
    /// one may show other lists: what was ticked or opened in those that it hides is said here
    /// alone.
    pub(super) earlier: Option<String>,
}
