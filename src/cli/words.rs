//! How lists are written for people.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::output::line;

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

/// Puts lines that stand in columns on a page of a width: what goes on stands under its column.
pub(super) fn folded(text: &str, width: u16) -> String {
    let mut out = String::new();
    for line in text.lines() {
        fold_line(&mut out, line, usize::from(width));
    }
    out
}

/// Puts a line on the page, under whose last column what follows stands. Where the columns take
/// most of the width, those behind the half stand below each other.
pub(super) fn fold_line(out: &mut String, line: &str, width: usize) {
    let (head, text) = divided(line, width);
    let indent = head.width().max(2);
    if head.width() + text.width() <= width {
        return fold(out, head, text, indent, width);
    }
    let columns = text.split("  ").map(str::trim);
    let mut columns = columns.filter(|column| !column.is_empty());
    fold(out, head, columns.next().unwrap_or_default(), indent, width);
    for column in columns {
        fold(out, &" ".repeat(indent), column, indent, width);
    }
}

/// Divides a line at its last column that leaves room for what stands under it.
fn divided(line: &str, width: usize) -> (&str, &str) {
    let gaps = line.trim_end().rmatch_indices("  ").map(|(at, _)| at + 2);
    let mut begins = gaps.filter(|at| !line[*at..].starts_with(' '));
    let blanks = line.len() - line.trim_start().len();
    let at = begins.find(|at| line[..*at].width() <= width / 2);
    line.split_at(at.unwrap_or(blanks))
}

/// Puts a text on the page, broken between words; further lines begin a little to the right.
pub(super) fn fold(out: &mut String, head: &str, text: &str, indent: usize, width: usize) {
    let mut line = head.to_owned();
    let mut is_empty = true;
    // What is set apart by blanks on one line stays so.
    let fits = head.width() + text.width() <= width;
    if fits {
        line.push_str(text);
        out.push_str(line.trim_end());
        out.push('\n');
        return;
    }
    for word in text.split_whitespace() {
        let gap = usize::from(!is_empty);
        if !is_empty && line.width() + gap + word.width() > width {
            out.push_str(line.trim_end());
            out.push('\n');
            line = " ".repeat(indent);
        } else if gap == 1 {
            line.push(' ');
        }
        is_empty = false;
        for letter in word.chars() {
            if line.width() + letter.width().unwrap_or(0) > width {
                out.push_str(line.trim_end());
                out.push('\n');
                line = " ".repeat(indent);
            }
            line.push(letter);
        }
    }
    out.push_str(line.trim_end());
    out.push('\n');
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

    fn text_folded(head: &str, text: &str, indent: usize, width: usize) -> String {
        let mut out = String::new();
        fold(&mut out, head, text, indent, width);
        out
    }

    #[test]
    fn nothing_is_wider_than_the_page() {
        let text = "the fox was tracked to the north field 鶏鶏鶏鶏鶏鶏鶏鶏鶏鶏鶏鶏 and back";
        for width in [12, 20, 40] {
            let page = text_folded("L1  ", text, 4, width);
            assert!(page.lines().all(|line| line.width() <= width), "{page}");
        }
        assert_eq!(text_folded("L1  ", "a b", 4, 20), "L1  a b\n");
        assert_eq!(
            text_folded("", "aaaa bbbb cccc", 2, 9),
            "aaaa bbbb\n  cccc\n"
        );
        assert_eq!(divided("Next  send it", 80), ("Next  ", "send it"));
        assert_eq!(divided("      why", 80), ("      ", "why"));
        assert_eq!(divided(" a wide column  b", 10), (" ", "a wide column  b"));
    }

    #[test]
    fn columns_that_take_most_of_the_width_go_on_below_the_last_that_leaves_room() {
        let rows = [
            ["*", "1:12:44", "IC shift: Jane", "rotate at 3 hours"],
            ["", "12:44", "the sitrep to all of the team", "each hour"],
        ];
        let rows = rows.map(|row| row.map(str::to_owned).to_vec());
        let expected = "*  1:12:44  IC shift: Jane
            rotate at 3 hours
   12:44    the sitrep to all of
            the team
            each hour
";
        assert_eq!(folded(&columns(&rows), 34), expected);
        let wide = folded(&columns(&rows), 80);
        assert_eq!(wide, columns(&rows), "what fits stays as it is");
    }
}
