//! How lists and times are written for people.

use unicode_width::UnicodeWidthStr;

use super::output::line;
use crate::domain::time::{Instant, When, Zone};

/// Returns an instant in a zone: `2026-11-22 09:02 EST`.
pub(super) fn instant(at: Instant, zone: Zone) -> String {
    zone.stamp(at)
}

/// Returns a time in a zone, no more exact than it is known.
pub(super) fn when(when: When, zone: Zone) -> String {
    zone.words(when)
}

/// Returns rows as columns that stand under each other; the last column is as long as it is.
pub(super) fn columns(rows: &[Vec<String>]) -> String {
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.iter().map(|cell| line(cell)).collect())
        .collect();
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..count)
        .map(|n| {
            let cells = rows.iter().filter_map(|row| row.get(n));
            cells.map(|cell| cell.width()).max().unwrap_or(0)
        })
        .collect();
    let mut out = String::new();
    for row in &rows {
        let mut text = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            text.push_str(cell);
            let gap = width.saturating_sub(cell.width()) + 2;
            text.extend(std::iter::repeat_n(' ', gap));
        }
        out.push_str(text.trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other() {
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let text = columns(&[row(["a", "b\n\u{1b}c"]), row(["äöü", ""]), row(["鶏", "d"])]);
        assert_eq!(text, "a    b \\u{1b}c\näöü\n鶏   d\n");
        assert_eq!(columns(&[]), "");
    }

    #[test]
    fn times_are_as_exact_as_they_are_known() {
        let zone: Zone = "America/New_York".parse().unwrap();
        let words = |text: &str| when(text.parse().unwrap(), zone);
        assert_eq!(words("2026-11-22T14:02:05Z"), "2026-11-22 09:02:05 EST");
        assert_eq!(words("2026-11-22T14:02Z"), "2026-11-22 09:02 EST");
        assert_eq!(words("2026-11-22T14Z"), "2026-11-22 09h EST");
        assert_eq!(words("2026-11-22+00:00"), "2026-11-22");
        assert_eq!(words("2026-11"), "2026-11");
        assert_eq!(words("2026"), "2026");
        assert_eq!(words("unknown"), "unknown");
    }
}
