//! Mail addresses: a closed set of characters, so that none can break out of a header, of an
//! SMTP command or of a `mailto:` link.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::domain::text::{clean_line, shorten};

/// The longest part before the `@` and the longest whole, in bytes (RFC 5321, 4.5.3.1).
const LONGEST_LOCAL: usize = 64;
const LONGEST_ADDRESS: usize = 254;
const LONGEST_LABEL: usize = 63;
/// The longest name beside an address, in characters; ours, so that a header line stays short.
const LONGEST_NAME: usize = 120;

/// A mail address, with the name of whom it reaches where that is known.
///
/// Written `jane@farm.example` or `Farmer Jane <jane@farm.example>`. Narrower than RFC 5322 on
/// purpose: ASCII, no quoted part before the `@`, no address literal, no comments.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MailAddress {
    name: String,
    local: String,
    domain: String,
}

/// Why a text is no mail address that can be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("read `{input}` as a mail address: {fault}")]
pub struct AddressError {
    /// What was given, fit to be shown.
    pub input: String,
    /// What is wrong with it.
    pub fault: AddressFault,
}

/// What is wrong with a mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AddressFault {
    /// There is nothing.
    #[error("it is empty")]
    Empty,
    /// It has a line break or another character that acts on something.
    #[error("it contains a line break or another control character")]
    Control,
    /// It lacks the `@`.
    #[error("it has no @")]
    NoAt,
    /// A bracket or a quote is not closed, or something stands behind it.
    #[error("its brackets or quotes do not match")]
    Unbalanced,
    /// It has characters other than those of ASCII.
    #[error("it has characters outside of ASCII; write the domain in its xn-- form")]
    NotAscii,
    /// The part before the `@` will not do.
    #[error("the part before the @ cannot be used")]
    Local,
    /// The part behind the `@` will not do.
    #[error("the part behind the @ is no domain")]
    Domain,
    /// It or one of its parts is too long.
    #[error("it is too long")]
    TooLong,
}

impl MailAddress {
    /// Returns the name of whom it reaches; empty when only the address is known.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the same address with another name of whom it reaches.
    #[must_use]
    pub fn named(&self, name: &str) -> Self {
        Self {
            name: clean_line(name),
            ..self.clone()
        }
    }

    /// Returns the part before the `@`.
    #[must_use]
    pub fn local(&self) -> &str {
        &self.local
    }

    /// Returns the part behind the `@`, in lower case.
    #[must_use]
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// Returns the address without the name.
    #[must_use]
    pub fn bare(&self) -> String {
        format!("{}@{}", self.local, self.domain)
    }

    /// Reads addresses divided by commas, semicolons or line ends, each once, in order.
    pub fn read_list(text: &str) -> Result<Vec<Self>, AddressError> {
        let mut found: Vec<Self> = Vec::new();
        for part in split(text) {
            if part.trim().is_empty() {
                continue;
            }
            let address: Self = part.parse()?;
            if !found.iter().any(|known| known.bare() == address.bare()) {
                found.push(address);
            }
        }
        Ok(found)
    }
}

/// Cuts a list where it is divided, which inside quotes it is not.
fn split(text: &str) -> Vec<&str> {
    let (mut quoted, mut escaped) = (false, false);
    text.split(|c: char| {
        let divides = !quoted && matches!(c, ',' | ';' | '\n' | '\r');
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        divides
    })
    .collect()
}

impl FromStr for MailAddress {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        read(text.trim()).map_err(|fault| AddressError {
            input: shorten(&clean_line(text), 60),
            fault,
        })
    }
}

fn read(text: &str) -> Result<MailAddress, AddressFault> {
    if text.is_empty() {
        return Err(AddressFault::Empty);
    }
    if text.chars().any(char::is_control) {
        return Err(AddressFault::Control);
    }
    let (name, address) = match text.strip_suffix('>') {
        Some(rest) => rest.rsplit_once('<').ok_or(AddressFault::Unbalanced)?,
        None => ("", text),
    };
    let name = read_name(name.trim())?;
    let (local, domain) = address.rsplit_once('@').ok_or(AddressFault::NoAt)?;
    if !address.is_ascii() {
        return Err(AddressFault::NotAscii);
    }
    if address.len() > LONGEST_ADDRESS || local.len() > LONGEST_LOCAL {
        return Err(AddressFault::TooLong);
    }
    if !is_local(local) {
        return Err(AddressFault::Local);
    }
    if !is_domain(domain) {
        return Err(AddressFault::Domain);
    }
    Ok(MailAddress {
        name,
        local: local.to_owned(),
        domain: domain.to_ascii_lowercase(),
    })
}

/// Takes the quotes off a name, where it has them.
fn read_name(text: &str) -> Result<String, AddressFault> {
    let inside = match text.strip_prefix('"') {
        Some(rest) => unescape(rest.strip_suffix('"').ok_or(AddressFault::Unbalanced)?)?,
        None if text.contains(['"', '<', '>']) => return Err(AddressFault::Unbalanced),
        None => text.to_owned(),
    };
    let name = clean_line(&inside);
    if name.chars().count() > LONGEST_NAME {
        return Err(AddressFault::TooLong);
    }
    Ok(name)
}

fn unescape(text: &str) -> Result<String, AddressFault> {
    let (mut out, mut chars) = (String::new(), text.chars());
    while let Some(c) = chars.next() {
        match c {
            '"' => return Err(AddressFault::Unbalanced),
            '\\' => out.push(chars.next().ok_or(AddressFault::Unbalanced)?),
            c => out.push(c),
        }
    }
    Ok(out)
}

/// Returns whether it is a `dot-atom` of RFC 5322, 3.2.3.
fn is_local(text: &str) -> bool {
    let is_atom = |atom: &str| {
        let sign = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
        !atom.is_empty() && atom.chars().all(sign)
    };
    text.split('.').all(is_atom)
}

fn is_domain(text: &str) -> bool {
    let is_label = |label: &str| {
        let sign = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let ends = label.starts_with('-') || label.ends_with('-');
        (1..=LONGEST_LABEL).contains(&label.len()) && !ends && label.chars().all(sign)
    };
    let is_whole = text.contains('.') || text.eq_ignore_ascii_case("localhost");
    is_whole && text.split('.').all(is_label)
}

impl fmt::Display for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.');
        if self.name.is_empty() {
            f.write_str(&self.bare())
        } else if self.name.chars().all(is_plain) {
            write!(f, "{} <{}>", self.name, self.bare())
        } else {
            let name = self.name.replace('\\', "\\\\").replace('"', "\\\"");
            write!(f, "\"{name}\" <{}>", self.bare())
        }
    }
}

impl From<MailAddress> for String {
    fn from(address: MailAddress) -> Self {
        address.to_string()
    }
}

impl TryFrom<String> for MailAddress {
    type Error = AddressError;

    fn try_from(text: String) -> Result<Self, AddressError> {
        text.parse()
    }
}
