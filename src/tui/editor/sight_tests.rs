use ratatui::buffer::Cell;

use super::*;
use crate::app::Purpose;
use crate::tui::editor::tests::{open, typed};
use crate::tui::text::cells;

#[test]
fn a_page_shows_its_markdown_and_takes_no_mark_away() {
    let theme = Theme::default();
    let text = "# Now\n- a **red** fox\nrun `ls`";
    let mut page = open(Purpose::Note, EditorKind::Page, text);
    let area = Rect::new(0, 0, 20, 6);
    let mut buf = Buffer::empty(area);
    page.render(area, &mut buf, &theme);
    let style = |x, y| {
        buf.cell((x, y))
            .map(|cell| (cell.symbol().to_owned(), cell.style()))
    };
    let shows = |x, y, symbol: &str, style_of: Style| {
        let mut wanted = Cell::EMPTY;
        wanted.set_style(style_of);
        assert_eq!(style(x, y), Some((symbol.to_owned(), wanted.style())));
    };
    shows(0, 0, "#", theme.strong);
    shows(0, 1, "-", theme.key);
    shows(2, 1, "a", theme.text);
    shows(4, 1, "*", theme.strong);
    shows(6, 1, "r", theme.strong);
    shows(4, 2, "`", theme.key);
    shows(0, 5, " ", Style::new());
}

#[test]
fn the_cursor_follows_a_long_line_onto_the_next_row() {
    let mut line = open(Purpose::AddLead, EditorKind::Line, "the fox went north");
    let area = Rect::new(2, 1, 10, 3);
    let mut buf = Buffer::empty(Rect::new(0, 0, 20, 6));
    let cursor = line.render(area, &mut buf, &Theme::default());
    assert_eq!(cursor, Some(Position { x: 7, y: 3 }));
}

/// Returns what is drawn of a text in so many columns and rows, and where the cursor stands.
fn seen(editor: &mut TextEditor, wide: u16, high: u16) -> (Vec<String>, Option<Position>) {
    let area = Rect::new(0, 0, wide, high);
    let mut buf = Buffer::empty(area);
    let cursor = editor.render(area, &mut buf, &Theme::default());
    let rows = (0..high).map(|y| {
        let signs = (0..wide).filter_map(|x| buf.cell((x, y))).map(Cell::symbol);
        signs.collect::<String>().trim_end().to_owned()
    });
    (rows.collect(), cursor)
}

#[rstest::rstest]
#[case::with_words("one\ntwo\nthree\nfour\nfive is the last", 16)]
#[case::up_to_the_last_column("one\ntwo\nthree\nfour\nof nineteen letters", 19)]
#[case::empty_at_the_end("one\ntwo\nthree\nfour\n", 0)]
fn a_window_that_was_small_shows_all_that_fits_once_it_is_large(
    #[case] text: &str,
    #[case] column: u16,
    #[values((1, 1), (2, 1), (20, 1), (5, 3), (20, 0))] small: (u16, u16),
    #[values("ctrl-end", "up")] key: &str,
) {
    let mut page = open(Purpose::Note, EditorKind::Page, text);
    typed(&mut page, &["ctrl-end", key]);
    let (large, cursor) = seen(&mut page, 20, 6);
    if key == "ctrl-end" {
        assert_eq!(cursor, Some(Position { x: column, y: 4 }));
    }
    seen(&mut page, small.0, small.1);
    assert_eq!(seen(&mut page, 20, 6), (large, cursor));
}

#[test]
fn the_blank_at_which_a_line_breaks_begins_no_row_and_no_sign_is_lost() {
    let text = "the fox went north, and  the chickens (all 12) went with it; `ls -l` showed no-one";
    for wide in 4..60 {
        let mut page = open(Purpose::Note, EditorKind::Page, text);
        let (rows, _) = seen(&mut page, wide, 60);
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(bare(&rows.concat()), bare(text), "{wide}");
        let begun = rows.iter().find(|row| row.starts_with(' '));
        assert_eq!(begun, None, "{wide}: {rows:#?}");
    }
}

#[test]
fn a_comma_stands_with_the_word_before_it() {
    let text =
        "Thank you, Farmer Dave, Farmer Jane, Bob, Alicia, Alice. [lines 14, 15, 16] are out";
    let mut page = open(Purpose::Note, EditorKind::Page, "seven, 7, north");
    assert_eq!(seen(&mut page, 6, 3).0, ["seven,", "7,", "north"]);
    for wide in 9..60 {
        let mut page = open(Purpose::Note, EditorKind::Page, text);
        let (rows, _) = seen(&mut page, wide, 60);
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(bare(&rows.concat()), bare(text), "{wide}");
        let begun = rows.iter().find(|row| row.starts_with([',', '.', ' ']));
        assert_eq!(begun, None, "{wide}: {rows:#?}");
    }
}

#[test]
fn a_time_an_address_and_a_path_are_not_broken_where_a_row_has_room_for_them() {
    let words = [
        "2026-11-22",
        "02:10:",
        "https://fox.example/a-b?c=d",
        "/var/log/gate.log",
        "U.S.",
        "1,000",
    ];
    let text = words.join(" ");
    let longest = words.map(cells).into_iter().max().unwrap_or_default();
    for wide in longest..80 {
        let mut page = open(Purpose::Note, EditorKind::Page, &text);
        let (rows, _) = seen(&mut page, wide + 1, 9);
        let shown: Vec<&str> = rows.iter().flat_map(|row| row.split_whitespace()).collect();
        assert_eq!(shown, words, "{wide}");
    }
}

#[test]
fn a_word_that_takes_more_than_a_row_is_broken_where_the_row_ends() {
    let mut page = open(
        Purpose::Note,
        EditorKind::Page,
        "to deadbeefcafe 鶏鶏鶏 end",
    );
    let (rows, cursor) = seen(&mut page, 6, 7);
    assert_eq!(rows, ["to", "deadb", "eefca", "fe", "鶏 鶏", "鶏", "end"]);
    assert_eq!(cursor, Some(Position { x: 0, y: 0 }));
}

#[test]
fn up_and_down_go_by_rows_and_come_back_to_the_cell_they_came_from() {
    let mut page = open(
        Purpose::Note,
        EditorKind::Page,
        "one fox two\n鶏\nthree hens",
    );
    typed(&mut page, &["end"]);
    let mut goes = |key: &str| {
        typed(&mut page, &[key]);
        let (_, cursor) = seen(&mut page, 9, 5);
        cursor.map(|at| (at.x, at.y))
    };
    for (key, place) in [
        ("left", (2, 1)),
        ("right", (3, 1)),
        ("up", (3, 0)),
        ("up", (3, 0)),
        ("down", (3, 1)),
        ("down", (2, 2)),
        ("down", (3, 3)),
        ("end", (4, 4)),
        ("ctrl-p", (4, 3)),
        ("ctrl-home", (0, 0)),
        ("pagedown", (0, 4)),
        ("pageup", (0, 0)),
    ] {
        assert_eq!(goes(key), Some(place), "{key}");
    }
}

#[test]
fn a_page_goes_on_by_as_many_rows_as_are_in_sight() {
    let lines: Vec<String> = (0..20).map(|line| line.to_string()).collect();
    let mut page = open(Purpose::Note, EditorKind::Page, &lines.join("\n"));
    typed(&mut page, &["ctrl-home"]);
    seen(&mut page, 9, 5);
    typed(&mut page, &["pagedown"]);
    assert_eq!(seen(&mut page, 9, 5).0, ["1", "2", "3", "4", "5"]);
    typed(&mut page, &["ctrl-v"]);
    assert_eq!(seen(&mut page, 9, 5).0, ["6", "7", "8", "9", "10"]);
    typed(&mut page, &["alt-v"]);
    assert_eq!(seen(&mut page, 9, 5).0, ["5", "6", "7", "8", "9"]);
}

#[test]
fn what_is_marked_for_replacement_looks_like_what_is_selected() {
    let theme = Theme::default();
    let mut line = open(
        Purpose::Milestone("retro".into()),
        EditorKind::Line,
        "2026-12-03 20:09",
    );
    let area = Rect::new(0, 0, 12, 3);
    let mut buf = Buffer::empty(area);
    line.render(area, &mut buf, &theme);
    let mut selected = Cell::EMPTY;
    selected.set_style(Theme::band(theme.selected));
    for place in [(0, 0), (9, 0), (0, 1), (4, 1)] {
        let style = buf.cell(place).map(Cell::style);
        assert_eq!(style, Some(selected.style()), "{place:?}");
    }
    assert_eq!(buf.cell((5, 1)).map(Cell::style), Some(Cell::EMPTY.style()));
}

#[test]
fn the_cursor_before_and_behind_a_blank_that_hangs_stands_where_it_is() {
    let mut line = open(Purpose::AddLead, EditorKind::Line, "seven 7 north");
    typed(&mut line, &["home", "alt-f", "alt-f", "left"]);
    let (rows, cursor) = seen(&mut line, 8, 3);
    assert_eq!(rows[..2], ["seven 7", "north"]);
    assert_eq!(cursor, Some(Position { x: 7, y: 0 }));
    typed(&mut line, &["right"]);
    assert_eq!(seen(&mut line, 8, 3).1, Some(Position { x: 0, y: 1 }));
}
