//! Cells of a table that a spreadsheet may open.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a line end for a
//! formula, and what is in a record was partly written by others, perhaps by the attacker. So
//! each such cell gets an apostrophe in front, which spreadsheets take for "this is text". So
//! does one that begins with an apostrophe itself, because then every apostrophe that was put
//! there can be told from those that were written, and reading takes exactly those away again.
//! What stands behind blanks, and the wide forms of the signs, count too: some programs trim,
//! and some fold.

/// Returns a text as a cell.
#[must_use]
pub fn guarded(text: &str) -> String {
    if needs_guard(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// Returns the text of a cell that [`guarded`] made; one of another program stays as it is,
/// unless it is guarded in the same way.
#[must_use]
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if needs_guard(text) => text,
        Some(_) | None => cell,
    }
}

fn needs_guard(text: &str) -> bool {
    let is_sign = |c: char| {
        matches!(
            c,
            '=' | '+' | '-' | '@' | '\'' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}'
        )
    };
    text.starts_with(['\t', '\r', '\n']) || text.trim_start().starts_with(is_sign)
}
