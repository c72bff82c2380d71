//! Merging changes that stand side by side: what one side put in next to what the other changed.

use std::cmp::Ordering;

/// What one side has in place of some lines of the text that both began with.
#[derive(Debug, PartialEq, Eq)]
struct Change<'t> {
    /// The first of those lines; for what was put in, the line that it stands before.
    from: usize,
    /// The line behind the last of them; `from` for what was put in.
    to: usize,
    /// The lines in their place.
    lines: Vec<&'t str>,
}

/// Returns both sides' changes in one text of whole lines, or nothing where they changed the same
/// lines, or lines next to each other. Lines that one side put in are kept beside such that the
/// other changed. Where both put lines in at one place, those that a blank line sets apart stand
/// on that side of the others; else nobody knows the order. The sides may be given either way
/// round.
pub(super) fn merge_apart(base: &str, one: &str, other: &str) -> Option<String> {
    let mut options = diffy::DiffOptions::new();
    options.set_context_len(base.len().max(1));
    let patches = [one, other].map(|side| options.create_patch(base, side));
    let [ones, others] = patches.each_ref().map(changes);
    let others: Vec<_> = others
        .into_iter()
        .filter(|change| !ones.contains(change))
        .collect();
    let (mut ones, mut others) = (ones.iter().peekable(), others.iter().peekable());
    let base: Vec<&str> = base.split_inclusive('\n').collect();
    let (mut out, mut at) = (String::new(), 0);
    while let Some(change) = match (ones.peek(), others.peek()) {
        (Some(one), Some(other)) if order(one, other)? == Ordering::Greater => others.next(),
        (Some(_), _) => ones.next(),
        (None, _) => others.next(),
    } {
        out.extend(base.get(at..change.from)?.iter().copied());
        out.extend(change.lines.iter().copied());
        at = change.to;
    }
    out.extend(base.get(at..)?.iter().copied());
    Some(out)
}

fn changes<'t>(patch: &'t diffy::Patch<'t, str>) -> Vec<Change<'t>> {
    let mut found: Vec<Change<'t>> = Vec::new();
    let mut open: Option<Change<'t>> = None;
    let mut at = 0;
    for line in patch.hunks().iter().flat_map(diffy::Hunk::lines) {
        let change = |open: Option<Change<'t>>| {
            open.unwrap_or(Change {
                from: at,
                to: at,
                lines: Vec::new(),
            })
        };
        open = match line {
            diffy::Line::Context(_) => {
                found.extend(open.take());
                at += 1;
                None
            }
            diffy::Line::Delete(_) => {
                let change = change(open.take());
                at += 1;
                Some(Change { to: at, ..change })
            }
            diffy::Line::Insert(line) => {
                let mut change = change(open.take());
                change.lines.push(line);
                Some(change)
            }
        };
    }
    found.extend(open);
    found
}

/// Returns which of two changes stands first; nothing where they meet.
fn order(one: &Change<'_>, other: &Change<'_>) -> Option<Ordering> {
    match (one.is_put_in(), other.is_put_in()) {
        _ if one.to < other.from => Some(Ordering::Less),
        _ if other.to < one.from => Some(Ordering::Greater),
        (true, true) => Some(one.set_apart().cmp(&other.set_apart())).filter(|it| it.is_ne()),
        (true, false) if one.from == other.from => Some(Ordering::Less),
        (true, false) if one.from == other.to => Some(Ordering::Greater),
        (false, true) => order(other, one).map(Ordering::reverse),
        _ => None,
    }
}

impl Change<'_> {
    fn is_put_in(&self) -> bool {
        self.from == self.to
    }

    /// Returns on which side of others it is: behind them where a blank line begins it, before
    /// them where one ends it.
    fn set_apart(&self) -> i8 {
        let blank = |line: Option<&&str>| line.is_some_and(|line| line.trim().is_empty());
        i8::from(blank(self.lines.first())) - i8::from(blank(self.lines.last()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Merges both ways round.
    fn merged(base: &str, one: &str, other: &str) -> Option<String> {
        let text = merge_apart(base, one, other);
        assert_eq!(text, merge_apart(base, other, one));
        text
    }

    #[test]
    fn what_was_put_in_beside_a_changed_line_is_kept_on_its_side() {
        let behind = merged("a\nb\n", "a\nb\n\nfox\n", "a\nB\n");
        assert_eq!(behind.as_deref(), Some("a\nB\n\nfox\n"));
        let before = merged("a\nb\n", "fox\n\na\nb\n", "A\nb\n");
        assert_eq!(before.as_deref(), Some("fox\n\nA\nb\n"));
        let gone = merged("a\nb\nc\n", "a\nb\nfox\nc\n", "a\nc\n");
        assert_eq!(gone.as_deref(), Some("a\nfox\nc\n"));
    }

    #[test]
    fn of_what_both_put_in_at_a_place_a_paragraph_stands_on_its_side() {
        let behind = merged("a\n", "a\n\nfox\n", "a\nb\n");
        assert_eq!(behind.as_deref(), Some("a\nb\n\nfox\n"));
        let before = merged("b\n", "fox\n\nb\n", "a\nb\n");
        assert_eq!(before.as_deref(), Some("fox\n\na\nb\n"));
        assert_eq!(merged("a\n", "a\nfox\n", "a\nhen\n"), None);
        assert_eq!(merged("a\n", "a\n\nfox\n", "a\n\nhen\n"), None);
    }

    #[test]
    fn what_both_did_is_there_once() {
        let both = merged("a\nb\nc\n", "A\nb\nc\nfox\n", "A\nb\nC\n");
        assert_eq!(both.as_deref(), Some("A\nb\nC\nfox\n"));
    }

    #[test]
    fn lines_that_both_changed_and_lines_next_to_each_other_are_for_a_person() {
        assert_eq!(merged("a\n", "fox\n", "hen\n"), None);
        assert_eq!(merged("a\nb\n", "fox\nb\n", "a\nhen\n"), None);
        assert_eq!(merged("a\nb\nc\n", "a\nfox\nb\nc\n", "hen\nc\n"), None);
    }
}
