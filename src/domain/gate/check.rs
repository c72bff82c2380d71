//! What a pattern cannot say: check digits, ranges, kinds of addresses, whether a value is a
//! secret or a word about one.

mod address;
mod number;
mod value;

use std::ops::Range;

use super::allowed::Allowed;

/// A place that fits a pattern.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'a> {
    /// The folded text.
    pub(super) bytes: &'a [u8],
    /// Where the pattern begins to fit; what stands between here and the match is context.
    pub(super) begins: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl<'a> Candidate<'a> {
    pub(super) fn found(&self) -> &'a [u8] {
        &self.bytes[self.start..self.end]
    }

    /// Returns the match as text; it is ASCII.
    fn text(&self) -> &'a str {
        std::str::from_utf8(self.found()).unwrap_or_default()
    }

    /// Returns what of the pattern stands before the match.
    fn context(&self) -> &'a [u8] {
        &self.bytes[self.begins..self.start]
    }

    pub(super) fn before(&self) -> Option<u8> {
        self.bytes[..self.start].last().copied()
    }

    pub(super) fn after(&self) -> Option<u8> {
        self.bytes.get(self.end).copied()
    }

    fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// A check that a rule may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Check {
    /// A payment card: issuer, length, grouping and check digit.
    Card,
    /// A US social security number that may have been given out.
    Ssn,
    /// A date that exists, in a year somebody alive may be born in.
    Birth,
    /// A value set for a password.
    Password,
    /// A value set for a secret other than a password.
    Secret,
    /// A password told in a sentence.
    Told,
    /// A run of characters without any word in it.
    Random,
    /// A digest's length of hexadecimal digits.
    Hex,
    /// `user:password` in base64.
    Basic,
    /// An address of a private or link-local network.
    PrivateAddress,
    /// An address kept for documentation.
    DocumentationAddress,
    /// Any other address of a host.
    PublicAddress,
    /// A mail address outside the configured groups.
    Mail,
    /// An account that is not the team's.
    Account,
    /// A host that is not on the list of names.
    Host,
    /// A user that is neither on the list of names nor a service's.
    User,
}

impl Check {
    /// Every check with the name that rules call it by.
    pub(super) const ALL: [(&'static str, Self); 16] = [
        ("card", Self::Card),
        ("ssn", Self::Ssn),
        ("birth", Self::Birth),
        ("password", Self::Password),
        ("secret", Self::Secret),
        ("told", Self::Told),
        ("random", Self::Random),
        ("hex", Self::Hex),
        ("basic", Self::Basic),
        ("private-address", Self::PrivateAddress),
        ("documentation-address", Self::DocumentationAddress),
        ("public-address", Self::PublicAddress),
        ("mail", Self::Mail),
        ("account", Self::Account),
        ("host", Self::Host),
        ("user", Self::User),
    ];

    /// Returns what of a candidate is the thing that is looked for; none when nothing is.
    pub(super) fn pass(self, seen: Candidate<'_>, allowed: &Allowed) -> Option<Range<usize>> {
        let whole = |is_it: bool| is_it.then(|| seen.range());
        match self {
            Self::Card => number::card(seen),
            Self::Ssn => whole(number::is_ssn(seen)),
            Self::Birth => whole(number::is_birth(seen.text())),
            Self::Password => value::password(seen),
            Self::Secret => value::secret(seen),
            Self::Told => value::told(seen),
            Self::Random => whole(value::is_random(seen)),
            Self::Hex => whole(value::is_hex(seen.found())),
            Self::Basic => whole(value::is_basic(seen.found())),
            Self::PrivateAddress => whole(address::kind(seen) == Some(address::Kind::Private)),
            Self::DocumentationAddress => {
                whole(address::kind(seen) == Some(address::Kind::Documentation))
            }
            Self::PublicAddress => whole(address::kind(seen) == Some(address::Kind::Public)),
            Self::Mail => {
                let is_known = allowed.has_address(address::whole_mail(seen).text());
                whole(address::is_mail(seen) && !is_known)
            }
            Self::Account => whole(!allowed.has_account(account(seen.text()))),
            Self::Host => whole(address::is_host(seen) && !allowed.has_name(seen.text())),
            Self::User => whole(address::is_user(seen.text()) && !allowed.has_name(seen.text())),
        }
    }
}

/// Returns the account in an ARN; anything else is the account itself.
fn account(text: &str) -> &str {
    if text.starts_with("arn:") {
        text.split(':').nth(4).unwrap_or_default()
    } else {
        text
    }
}

/// Returns the bits that a character of the text carries on average (Shannon).
#[expect(clippy::cast_precision_loss, reason = "a match is far shorter")]
pub(super) fn entropy(text: &[u8]) -> f64 {
    let mut counts = [0_u32; 128];
    for byte in text {
        counts[usize::from(byte & 0x7f)] += 1;
    }
    let length = text.len() as f64;
    let seen = counts.iter().filter(|count| **count > 0);
    seen.map(|count| {
        let share = f64::from(*count) / length;
        -share * share.log2()
    })
    .sum()
}
