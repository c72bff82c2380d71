//! One entry as one line, and what ties the lines together: each names the SHA-256 of the line
//! before, the first one 64 zeros. Who keeps the hash of the last line can tell later whether
//! any of them was changed, removed or put in.
//!
//! The journal is such a chain, and so are the entries of an export.

mod digest;
mod line;

pub use digest::{Digest, Hasher};
pub use line::{LineError, decode_line, encode_exported, encode_line};
