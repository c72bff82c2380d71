//! Header fields of mail: folded, and encoded where they are more than plain words (RFC 2047).

use std::fmt::{self, Write};

use email_encoding::headers::writer::EmailWriter;
use email_encoding::headers::{quoted_string, rfc2047};

use super::address::MailAddress;

/// The longest word that is left as it is. A line cannot be folded inside of a word.
const LONGEST_WORD: usize = 60;

/// Returns a field of free text, such as the subject. The value is one clean line.
pub(super) fn text(name: &str, value: &str) -> String {
    field(name, |writer| {
        if is_plain(value) {
            writer.folding().write_str(value)
        } else {
            rfc2047::encode(value, writer)
        }
    })
}

/// Returns a field of addresses.
pub(super) fn addresses<'a>(
    name: &str,
    addresses: impl IntoIterator<Item = &'a MailAddress>,
) -> String {
    field(name, |writer| {
        let mut addresses = addresses.into_iter().peekable();
        while let Some(address) = addresses.next() {
            if !address.name().is_empty() {
                write_name(address.name(), writer)?;
                writer.space();
            }
            let end = if addresses.peek().is_some() { "," } else { "" };
            let text = format!("<{}>{end}", address.bare());
            writer.folding().write_str(&text)?;
            writer.space();
        }
        Ok(())
    })
}

/// Writes a name: bare or in quotes where that is enough.
fn write_name(name: &str, writer: &mut EmailWriter<'_>) -> fmt::Result {
    if is_plain(name) {
        quoted_string::encode(name, writer)
    } else {
        rfc2047::encode(name, writer)
    }
}

/// Returns whether a value can stand as it is: what looks like an encoded word would be
/// decoded by whoever reads it.
fn is_plain(value: &str) -> bool {
    let printable = |byte: u8| byte == b' ' || byte.is_ascii_graphic();
    value.bytes().all(printable)
        && !value.contains("=?")
        && value.split(' ').all(|word| word.len() <= LONGEST_WORD)
}

fn field(name: &str, write: impl FnOnce(&mut EmailWriter<'_>) -> fmt::Result) -> String {
    let mut line = format!("{name}:");
    let mut value = String::new();
    let mut writer = EmailWriter::new(&mut value, line.len(), 1, false);
    write(&mut writer).expect("a String takes everything");
    drop(writer);
    line.push_str(value.trim_end());
    line
}
