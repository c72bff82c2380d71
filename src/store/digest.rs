//! Hashes as the journal writes them.

use std::fmt;
use std::io::{self, Read};
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

/// A SHA-256 in lower-case hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest([u8; 64]);

impl Digest {
    /// What stands before the first line: 64 zeros.
    pub const ZERO: Self = Self([b'0'; 64]);

    /// Returns the hash of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self::of_parts(&[bytes])
    }

    /// Returns the hash of some pieces as if they were one.
    pub(super) fn of_parts(parts: &[&[u8]]) -> Self {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update(part);
        }
        Self::hex(hasher)
    }

    fn hex(hasher: Sha256) -> Self {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut hex = [b'0'; 64];
        for (pair, byte) in hex.chunks_exact_mut(2).zip(hasher.finalize()) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        Self(hex)
    }

    /// Returns the hash of all that can be read, and how many bytes that was. It is never in
    /// memory as a whole.
    pub fn of_reader(mut reader: impl Read) -> io::Result<(Self, u64)> {
        let mut hasher = Sha256::new();
        let mut piece = vec![0; 64 * 1024];
        let mut bytes = 0;
        loop {
            match reader.read(&mut piece) {
                Ok(0) => return Ok((Self::hex(hasher), bytes)),
                Ok(length) => {
                    hasher.update(&piece[..length]);
                    bytes += length as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Returns the 64 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("only ASCII digits are ever stored")
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({})", self.as_str())
    }
}

impl FromStr for Digest {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let digits: [u8; 64] = text.as_bytes().try_into().map_err(|_| ())?;
        let good = |c: &u8| matches!(c, b'0'..=b'9' | b'a'..=b'f');
        if digits.iter().all(good) {
            Ok(Self(digits))
        } else {
            Err(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_the_standard() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Digest::of(b"abc").as_str(), abc);
        assert_eq!(Digest::of_parts(&[b"a", b"bc"]), Digest::of(b"abc"));
        assert_eq!(abc.parse(), Ok(Digest::of(b"abc")));
        let long = vec![b'x'; 200_000];
        let read = Digest::of_reader(long.as_slice()).expect("memory can be read");
        assert_eq!(read, (Digest::of(&long), 200_000));
    }

    #[test]
    fn other_spellings_are_refused() {
        assert!("BA".repeat(32).parse::<Digest>().is_err());
        assert!("ba".repeat(31).parse::<Digest>().is_err());
    }
}
