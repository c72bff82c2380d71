//! The timeline as CSV, read by another reader than the one that wrote it.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rstest::rstest;
use serde::Deserialize;
use sitroom::domain::export::{Columns, Row, guarded, rows, table, unguarded};
use sitroom::domain::time::Instant;

use crate::examples::story;
use crate::made::{journals, small, texts};

/// Reads CSV as RFC 4180 has it: a reader of a few lines, so that the writer does not judge
/// itself.
fn cells(text: &str) -> Vec<Vec<String>> {
    let (mut table, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut chars, mut is_quoted) = (text.chars().peekable(), false);
    while let Some(c) = chars.next() {
        match c {
            '"' if is_quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !is_quoted => {
                assert_eq!(chars.next(), Some('\n'), "a line ends in CR LF");
                row.push(std::mem::take(&mut cell));
                table.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    assert!(
        !is_quoted && row.is_empty() && cell.is_empty(),
        "the last line ends"
    );
    table
}

/// What the other reader makes of the plain set.
fn plain(row: &Row) -> Vec<String> {
    let in_utc = |at: Instant| at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
    let origin = format!("{:?}", row.origin).to_lowercase();
    vec![
        row.happened.to_string(),
        in_utc(row.recorded),
        row.actor.clone(),
        row.kind.clone(),
        row.text.clone(),
        origin,
        row.device.clone(),
        format!("{:?}", row.visibility).to_lowercase(),
        row.seq.to_string(),
        row.id.to_string(),
        row.read_in.map(in_utc).unwrap_or_default(),
    ]
}

proptest! {
    #[test]
    fn a_guard_can_be_taken_away_again(text in texts()) {
        let cell = guarded(&text);
        prop_assert_eq!(unguarded(&cell), &text);
    }

    #[test]
    fn every_cell_is_read_by_another_reader(entries in journals()) {
        let rows = rows(&entries);
        let read = cells(&table(&rows, Columns::Plain).unwrap());
        prop_assert_eq!(&read[0], Columns::Plain.header());
        let read: Vec<Vec<String>> = read[1..]
            .iter()
            .map(|row| row.iter().map(|cell| unguarded(cell).to_owned()).collect())
            .collect();
        prop_assert_eq!(read, rows.iter().map(plain).collect::<Vec<_>>());
    }

    #[test]
    fn no_cell_is_a_formula(entries in journals()) {
        for columns in Columns::ALL {
            let read = cells(&table(&rows(&entries), columns).unwrap());
            let tz = columns.header().iter().position(|name| *name == "event_tz");
            for row in &read[1..] {
                prop_assert_eq!(row.len(), columns.header().len());
                for (cell, at) in row.iter().zip(0..) {
                    if Some(at) == tz {
                        prop_assert_eq!(cell, "+00:00");
                        continue;
                    }
                    let first = cell.trim_start().chars().next();
                    let is_sign = first.is_some_and(|c| "=+-@＝＋－＠".contains(c));
                    let is_blank = cell.starts_with(['\t', '\r', '\n']);
                    prop_assert!(!is_sign && !is_blank, "{:?}", cell);
                }
            }
        }
    }
}

#[rstest]
#[case::formula("=1+1", "'=1+1")]
#[case::behind_a_blank(" =1+1", "' =1+1")]
#[case::tab("\tx", "'\tx")]
#[case::wide("＝1", "'＝1")]
#[case::apostrophe("'=1+1", "''=1+1")]
#[case::word("fox", "fox")]
#[case::sign_within("a=b", "a=b")]
#[case::nothing("", "")]
fn what_would_be_a_formula_is_guarded(#[case] text: &str, #[case] cell: &str) {
    assert_eq!(guarded(text), cell);
}

#[rstest]
#[case::contraction("'tis", "'tis")]
#[case::formula("'=1", "=1")]
fn what_others_wrote_keeps_its_apostrophe(#[case] cell: &str, #[case] text: &str) {
    assert_eq!(unguarded(cell), text);
}

#[test]
fn dfir_iris_gets_what_it_insists_on() {
    let read = cells(&table(&rows(&small()), Columns::Iris).unwrap());
    for row in &read[1..] {
        let date = chrono::NaiveDateTime::parse_from_str(&row[0], "%Y-%m-%dT%H:%M:%S%.f");
        assert!(date.is_ok(), "{row:?}");
        assert!(
            row[2].chars().count() >= 2,
            "a title has two characters: {row:?}"
        );
        assert_eq!(
            [&row[3], &row[7], &row[8]],
            ["", "", ""],
            "it refuses what it does not know"
        );
    }
    assert_eq!(read[2][2], "Farmer Jane: fox at the gate\\u{202e}");
    assert_eq!(read[3][4], "'=cmd|' /C calc'!A0");
}

#[test]
fn timesketch_gets_times_of_one_form() {
    let read = cells(&table(&rows(&small()), Columns::Timesketch).unwrap());
    for row in &read[1..] {
        assert_eq!(
            row[1].len(),
            "2026-11-22T14:02:01.000000+00:00".len(),
            "{row:?}"
        );
        assert!(
            chrono::DateTime::parse_from_rfc3339(&row[1]).is_ok(),
            "{row:?}"
        );
        assert!(!row[0].is_empty() && !row[2].is_empty(), "{row:?}");
    }
}

/// What another program asks of the first line.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Published {
    source: String,
    required: Vec<String>,
    more: bool,
    example: BTreeMap<String, String>,
}

#[rstest]
#[case::iris("iris", Columns::Iris)]
#[case::timesketch("timesketch", Columns::Timesketch)]
fn columns_are_those_that_the_other_program_publishes(#[case] of: &str, #[case] columns: Columns) {
    let file = include_str!("../data/timeline-columns.toml");
    let mut file: BTreeMap<String, Published> = toml::from_str(file).unwrap();
    let published = file.remove(of).unwrap();
    assert!(!published.source.is_empty());
    let read = cells(&table(&rows(&story()), columns).unwrap());
    let header = &read[0];
    for name in &published.required {
        let named = header.iter().filter(|it| *it == name).count();
        assert_eq!(named, 1, "{name} in {header:?}");
    }
    if !published.more {
        assert_eq!(header, &published.required);
    }
    // Figures aside, a cell looks as that of its example.
    let form = |cell: &str| cell.replace(|c: char| c.is_ascii_digit(), "0");
    for (name, example) in &published.example {
        let at = header.iter().position(|it| it == name).unwrap();
        assert!(read.len() > 1);
        for row in &read[1..] {
            assert_eq!(form(&row[at]), form(example), "{name}");
        }
    }
}
