//! The clocks of the process (domain section 5): what runs, when it is due, and why.
//!
//! Which clocks there are, what starts, restarts and settles each, and how long it runs is
//! data of the playbook ([`Clock`]). The code knows kinds of [`Signal`] and of [`Pace`], and
//! holds to four rules:
//!
//! - What runs is worked out from the record each time, never counted down. A laptop that
//!   slept, a program that was started again and a corrected time need no care of their own.
//! - A round begins with the first start that nothing settled since; it counts from its last
//!   restart.
//! - No clock gives more time than the process does, but for a shift that somebody made longer.
//!   A start in the future, such as after the machine's clock was put back, counts as now;
//!   between a time in the future and what was written down later, the order of writing down
//!   decides.
//! - A time known to the minute or coarser starts a clock at the earliest it can have been,
//!   and settles one if it can have been since the start.
//!
//! [`Clock`]: super::playbook::Clock
//! [`Signal`]: super::playbook::Signal
//! [`Pace`]: super::playbook::Pace

mod ask;
mod away;
mod due;
mod facts;
mod follow_up;
mod incoming;
mod mark;
mod pace;
mod round;
mod run;
mod shift;
mod snooze;
mod words;

pub use due::{Due, Urgency, due};
pub(super) use due::{of_pace, of_people, of_process};
pub(super) use facts::sane;
pub use round::long_remediation_at;
pub use run::waits_for;
pub use shift::{is_unseen, shift_clock, shift_due};
pub use snooze::{last_asked, put_off};
