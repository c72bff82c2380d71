//! The way to GitHub: the client, the token it carries and the few fields read from answers.
//!
//! This is an edge of the program. It knows nothing of incidents: it says what GitHub
//! answered, or in which of four ways it did not, and leaves every decision to its caller.

pub mod client;
pub mod look;
pub mod sync;
pub mod token;
pub mod wire;
