//! Handing off command: the brief, what of it is read back, who may still command, and the
//! baton that carries a record where no network does (T9, R90-R94, domain sections 4.6 and 10).
//!
//! The outgoing IC offers command with a brief and marks three lines of it. Whoever takes over
//! reads those back. From then on the machine of the one who went reads only: what it still
//! takes, and that somebody commands beside another, is told by [`standing`].

mod baton;
mod brief;
mod carried;
mod marks;
mod next;
mod standing;
mod state;

pub use baton::{BATON_FORMAT, Baton, Ground, Side, baton};
pub use brief::brief;
pub use carried::{Carried, Deed, Heard};
pub use marks::{
    Mismatch, NOTHING_MARKED, TO_MARK, filled, first_mismatch, mark, marked_lines, numbered_line,
    unmarked, without_blanks,
};
pub use next::{handed_over, next_step, next_step_told};
pub use standing::{Displaced, Standing, displaced, offer_to, overlap, standing};
pub(super) use standing::{Kind, kind};
pub use state::{Change, Handoff, How, Offer};
pub(super) use state::{apply_handoff, change_command, describe_handoff, is_same};

/// What somebody wants of a handoff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandoffAsked {
    /// To offer command: to whom, with which brief; its marked lines are to be read back.
    Offer {
        /// To whom.
        to: String,
        /// The brief.
        brief: String,
    },
    /// To take command. With an open offer of theirs nothing stands against it once they read
    /// back what was marked; else it takes a reason, as taking command back does.
    Take {
        /// What they typed, a line each.
        read_back: Vec<String>,
        /// Where the journal stood that the baton was made from.
        head: Option<super::mirror::ChainHead>,
    },
    /// To leave command to whoever commands beside one: to whoever took it apart, or, for the one
    /// who took it, back to whom they took it from.
    Yield,
}
