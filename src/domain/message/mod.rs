//! Messages: their text, what changed since the last one, what they claim, and whom they are
//! for.

mod audience;
mod claims;
mod draft;
mod journal;
mod noticed;
mod outdated;
mod since;
mod told;
mod values;

pub use audience::{
    Audience, Carriers, Need, audience, has_notice, recipients, route, without_address,
};
pub use claims::{claims, claims_of_form};
pub use draft::{Draft, compose, fill_in, left_blank, sitrep_kind, subject_and_body, unfilled};
pub use journal::{from_journal, thanked};
pub(super) use noticed::believe_it;
pub use outdated::outdated;
pub use since::{changes, since_last};
pub(super) use told::{
    Addressee, addressee, audience_told, daily_update_sent, got, is_known_as, stands_for_any,
};
pub use told::{gathered, last_reached};
