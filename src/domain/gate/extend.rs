//! How far a match goes on behind what its pattern asks for.

use super::check::Candidate;
use super::plain::is_token;
use super::rules::Extend;

/// The shortest body of a key, in characters: below this it is a header that somebody quotes.
const BODY: usize = 32;

/// Returns the end of a match; none when what has to follow does not.
pub(super) fn end(way: Extend, seen: Candidate<'_>) -> Option<usize> {
    let rest = &seen.bytes[seen.end..];
    match way {
        Extend::Token => Some(seen.end + count(rest, is_token)),
        Extend::Line => Some(seen.end + count(rest, |byte| byte != b'\n')),
        Extend::Armour => armour(rest).map(|length| seen.end + length),
    }
}

fn count(bytes: &[u8], is: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| is(**byte)).count()
}

/// Returns the length of what stands behind the first line of an armoured block: up to and
/// with its last line, or as far as lines look like its body when there is none.
fn armour(rest: &[u8]) -> Option<usize> {
    let whole = find(rest, b"-----BEGIN").map_or(rest, |next| &rest[..next]);
    let end = find(whole, b"-----END").or_else(|| find(whole, b"---- END"));
    let body = end.unwrap_or_else(|| lines(whole));
    let letters = whole[..body]
        .iter()
        .filter(|byte| byte.is_ascii_alphanumeric());
    if letters.count() < BODY {
        return None;
    }
    Some(end.map_or(body, |end| end + last_line(&whole[end..])))
}

/// Returns the length of a last line: to the hyphens that close it.
fn last_line(rest: &[u8]) -> usize {
    let line = count(rest, |byte| byte != b'\n');
    let words = count(&rest[..line], |byte| byte == b'-');
    let close = find(&rest[words..line], b"----").map(|at| words + at);
    close.map_or(line, |at| at + count(&rest[at..line], |byte| byte == b'-'))
}

/// Returns the length of the lines, from the start, that could be those of a key: headers and
/// an empty line, then base64, quoted or not.
fn lines(rest: &[u8]) -> usize {
    let is_letter = |b: &u8| b.is_ascii_alphanumeric() || b"+/=\\\"'>|, ".contains(b);
    let is_quoted = |line: &[u8]| line.starts_with(b">");
    let (mut length, mut is_head) = (0, true);
    for whole in rest.split_inclusive(|byte| *byte == b'\n') {
        let line = whole.trim_ascii();
        let has_words = line.contains(&b' ') && !is_quoted(line);
        let is_body = !line.is_empty() && !has_words && line.iter().all(is_letter);
        let is_header = line.is_empty() || (line.contains(&b':') && line.len() < 80);
        let is_more = is_body || (is_head && is_header);
        if !is_more {
            break;
        }
        is_head &= !is_body;
        length += whole.len();
    }
    rest[..length].trim_ascii_end().len()
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}
