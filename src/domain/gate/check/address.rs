//! Addresses of hosts and people.

use super::Candidate;

/// What an address is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Inside a network only: RFC 1918, 3927, 4193, 6598 and link-local.
    Private,
    /// Never anybody's: RFC 3849, 5737, 9637.
    Documentation,
    /// Reachable.
    Public,
}

/// Returns the kind of an address of either version; none for what only looks like one, and
/// for those that mean this host, any host or many.
pub(super) fn kind(seen: Candidate<'_>) -> Option<Kind> {
    let text = seen.text().split('/').next().unwrap_or_default();
    if text.matches(':').count() > 1 {
        let goes_on =
            |joint: Option<u8>| joint.is_some_and(|b| b == b':' || b.is_ascii_alphanumeric());
        let is_apart = !goes_on(seen.before()) && !goes_on(seen.after());
        return version6(text).filter(|_| is_apart);
    }
    // Addresses of attackers are often written `203[.]0[.]113[.]9`.
    version4(&text.replace(['[', ']', '(', ')'], "")).filter(|_| is_apart(seen))
}

/// Returns false when four numbers are a part of a version or of a file's name.
fn is_apart(seen: Candidate<'_>) -> bool {
    let goes_on = |joint: Option<u8>, next: Option<u8>| match joint {
        Some(b'.') => next.is_some_and(|byte| byte.is_ascii_digit()),
        Some(b'-') => next.is_some_and(|byte| byte.is_ascii_alphabetic()),
        Some(byte) => byte.is_ascii_alphanumeric() || byte == b'_',
        None => false,
    };
    let before = &seen.bytes[..seen.start];
    let mut before = before.iter().rev().copied();
    let mut after = seen.bytes[seen.end..].iter().copied();
    !goes_on(before.next(), before.next()) && !goes_on(after.next(), after.next())
}

fn version4(text: &str) -> Option<Kind> {
    let parts: Option<Vec<u8>> = text.split('.').map(|part| part.parse().ok()).collect();
    let [a, b, c, d] = parts?[..] else {
        return None;
    };
    Some(match (a, b, c) {
        (0 | 127 | 224..=255, _, _) => return None,
        (10, _, _) | (172, 16..=31, _) | (192, 168, _) | (169, 254, _) | (100, 64..=127, _) => {
            Kind::Private
        }
        (192, 0, 2) | (198, 51, 100) | (203, 0, 113) => Kind::Documentation,
        // Four small numbers are a version more often than an address.
        (1..=9, 0..=30, 0..=30) if d < 30 && !is_well_known(a, b, c, d) => return None,
        _ => Kind::Public,
    })
}

/// Returns true for the resolvers that everybody uses and whose numbers are small.
fn is_well_known(a: u8, b: u8, c: u8, d: u8) -> bool {
    a == b && b == c && (c == d || d == 0)
}

fn version6(text: &str) -> Option<Kind> {
    let (head, tail) = text.split_once("::").unwrap_or((text, ""));
    let is_short = text.contains("::");
    let groups = |part: &str| -> Option<Vec<u16>> {
        let parts = part.split(':').filter(|_| !part.is_empty());
        parts
            .map(|group| u16::from_str_radix(group, 16).ok())
            .collect()
    };
    let is_long = text.split(':').any(|group| group.len() > 4);
    let (head, tail) = (groups(head)?, groups(tail)?);
    let count = head.len() + tail.len();
    let is_whole = if is_short { count < 8 } else { count == 8 };
    let (first, second) = (*head.first()?, head.get(1).copied().unwrap_or(0));
    if is_long || !is_whole {
        return None;
    }
    Some(match first {
        0xfe80..=0xfebf | 0xfc00..=0xfdff => Kind::Private,
        0x2001 if second == 0x0db8 => Kind::Documentation,
        0x3fff if second < 0x1000 => Kind::Documentation,
        // What is given out begins with 2 or 3; `a::b` is a name in a program.
        0x2000..=0x3fff => Kind::Public,
        _ => return None,
    })
}

/// Returns true for an address of a mailbox; the user of a remote repository is none.
pub(super) fn is_mail(seen: Candidate<'_>) -> bool {
    let Some((local, domain)) = seen.text().rsplit_once('@') else {
        return false;
    };
    let top = domain.rsplit('.').next().unwrap_or_default();
    let is_remote = local == "git" && seen.after() == Some(b':');
    let address = &seen.bytes[seen.start.saturating_sub(200)..seen.start];
    let address = address.rsplit(u8::is_ascii_whitespace).next();
    // What stands before the host of an address is a password.
    let is_url = address.is_some_and(|text| text.windows(3).any(|three| three == b"://"));
    let is_local = !local.starts_with('.') && !local.ends_with('.');
    is_local
        && !is_remote
        && !is_url
        && top.len() >= 2
        && top.bytes().all(|b| b.is_ascii_alphabetic())
}

/// Returns the whole of an address: a search that was turned away from `gsa-ir@gsa.gov` goes on
/// behind its hyphen.
pub(super) fn whole_mail(seen: Candidate<'_>) -> Candidate<'_> {
    let is_local = |b: &u8| b.is_ascii_alphanumeric() || b"._%+-".contains(b);
    let before = seen.bytes[..seen.start].iter().rev();
    let more = before.take_while(|byte| is_local(byte)).count();
    Candidate {
        start: seen.start - more,
        ..seen
    }
}

/// Returns true for a host's name that is no part of a longer one, nor of a file's.
pub(super) fn is_host(seen: Candidate<'_>) -> bool {
    let mut after = seen.bytes[seen.end..].iter().copied();
    let goes_on = match after.next() {
        Some(b'.') => after.next().is_some_and(|b| b.is_ascii_alphanumeric()),
        Some(byte) => byte == b'-' || byte == b'(',
        None => false,
    };
    let is_inside = seen
        .before()
        .is_some_and(|byte| matches!(byte, b'.' | b'-' | b'_' | b'@' | b'$'));
    !goes_on && !is_inside
}

/// Returns false for the accounts of systems and for placeholders.
pub(super) fn is_user(name: &str) -> bool {
    const NOBODY: [&str; 38] = [
        "admin",
        "administrator",
        "all",
        "app",
        "application",
        "build",
        "builder",
        "centos",
        "circleci",
        "debian",
        "default",
        "deploy",
        "docker",
        "ec2-user",
        "example",
        "git",
        "gitlab-runner",
        "guest",
        "jenkins",
        "me",
        "name",
        "node",
        "nobody",
        "postgres",
        "public",
        "root",
        "runner",
        "runneradmin",
        "shared",
        "someone",
        "travis",
        "ubuntu",
        "user",
        "username",
        "vagrant",
        "vcap",
        "www-data",
        "you",
    ];
    let name = name.to_ascii_lowercase();
    name.bytes().any(|byte| byte.is_ascii_alphabetic()) && !NOBODY.contains(&name.as_str())
}
