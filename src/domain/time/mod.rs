//! Instants, coarse times, spans and zones.
//!
//! Instants are kept in UTC together with the offset they were given in; a time that is
//! only known to the hour, day, month or year stays that coarse, and an unknown time stays
//! unknown. Nothing here reads a clock: `now` is always an argument.

mod error;
mod read;
mod rules;
mod span;
mod when;
mod zone;

pub use error::TimeError;
pub use rules::{LocalOffset, ZoneRules};
pub use span::Span;
pub use when::{Instant, Precision, When};
pub use zone::Zone;
