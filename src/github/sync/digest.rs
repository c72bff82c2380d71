//! Short names for long texts.

use sha2::{Digest, Sha256};

/// How many bytes of the SHA-256 stand for a text.
const BYTES: usize = 16;

/// Returns what a text is known by: the beginning of its SHA-256, in hexadecimal.
pub(super) fn digest(text: &str) -> String {
    let bytes = Sha256::digest(text.as_bytes()).into_iter().take(BYTES);
    bytes.fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}
