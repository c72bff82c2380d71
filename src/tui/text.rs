//! Putting text into the buffer: nothing that acts on a terminal gets there, and nothing is
//! cut without a sign that it was.

mod wrap;

pub(super) use wrap::{wrap, wrap_by};

use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use super::glyphs::Glyphs;
use super::theme::Theme;
use crate::domain::text::{MOST_MARKS, is_mark, is_unshowable};

/// How many bytes are looked at for one cluster; a real emoji has at most 35.
const LONGEST_CLUSTER: usize = 128;

/// The longest cluster that is drawn whole, in bytes.
const LONGEST_DRAWN: usize = 48;

/// Stands for what cannot be shown until the theme says what is drawn for it.
const SUBSTITUTE: &str = "\u{fffd}";

/// Stands where `domain` cut a text.
const ELLIPSIS: &str = "…";

/// Stands where `domain` covered a secret.
const COVER: &str = "•";

/// Wider than any terminal, in cells: no text is measured any further.
const WIDEST: u16 = 1024;

/// Writes along one line, from left to right, and stops at its end.
pub(super) struct Pen<'b> {
    buf: &'b mut Buffer,
    x: u16,
    y: u16,
    end: u16,
    glyphs: &'b Glyphs,
}

impl<'b> Pen<'b> {
    /// Begins at the left of the first line of an area.
    pub(super) fn new(buf: &'b mut Buffer, area: Rect, theme: &'b Theme) -> Self {
        let area = if area.height == 0 {
            Rect::ZERO
        } else {
            area.intersection(buf.area)
        };
        Self {
            buf,
            x: area.x,
            y: area.y,
            end: area.right(),
            glyphs: &theme.glyphs,
        }
    }

    /// Returns how many cells are left.
    pub(super) fn left(&self) -> u16 {
        self.end.saturating_sub(self.x)
    }

    /// Returns the column of the next cell.
    pub(super) fn column(&self) -> u16 {
        self.x
    }

    /// Writes a text; what does not fit ends in an ellipsis.
    pub(super) fn text(&mut self, text: &str, style: Style) -> &mut Self {
        let most = self.left();
        self.x += put(self.buf, self.x, self.y, most, text, style, self.glyphs);
        self
    }

    /// Writes a text into a column and moves to its end.
    pub(super) fn column_of(&mut self, wide: u16, text: &str, style: Style) -> &mut Self {
        let most = self.left().min(wide);
        put(self.buf, self.x, self.y, most, text, style, self.glyphs);
        self.x += most;
        self
    }

    /// Writes a text at the right of a column and moves to its end.
    pub(super) fn right_of(&mut self, wide: u16, text: &str, style: Style) -> &mut Self {
        let most = self.left().min(wide);
        let pad = most.saturating_sub(cells(text));
        self.gap(pad).column_of(most - pad, text, style)
    }

    /// Leaves cells free.
    pub(super) fn gap(&mut self, cells: u16) -> &mut Self {
        self.x += self.left().min(cells);
        self
    }

    /// Writes a text at the right end, if it fits with a cell to spare, and ends before it.
    pub(super) fn at_end(&mut self, text: &str, style: Style) -> bool {
        let wide = cells(text);
        if wide == 0 || wide >= self.left() {
            return wide == 0;
        }
        let x = self.end - wide;
        put(self.buf, x, self.y, wide, text, style, self.glyphs);
        self.end = x - 1;
        true
    }

    /// Repeats a sign of one cell up to the end.
    pub(super) fn fill(&mut self, sign: &str, style: Style) {
        for x in self.x..self.end {
            if let Some(cell) = self.buf.cell_mut((x, self.y)) {
                draw(cell, sign, style);
            }
        }
        self.x = self.end;
    }
}

/// Returns how many cells a text takes when drawn; of one that is wider than any terminal,
/// only that it is.
pub(super) fn cells(text: &str) -> u16 {
    let head = &text.as_bytes()[..text.len().min(usize::from(WIDEST))];
    if head.iter().all(|byte| (b' '..=b'~').contains(byte)) {
        return u16::try_from(head.len()).unwrap_or(WIDEST);
    }
    let mut all = 0_u16;
    for (_, wide) in clusters(text) {
        all = all.saturating_add(wide);
        if all >= WIDEST {
            break;
        }
    }
    all
}

/// Returns a text in pieces of at most so many cells, with their widths.
pub(super) fn pieces(text: &str, most: u16) -> impl Iterator<Item = (&str, u16)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (mut end, mut wide) = (0, 0);
        while let Some(len) = first_cluster(&rest[end..]) {
            let (_, more) = drawn(&rest[end..end + len]);
            if end > 0 && wide + more > most {
                break;
            }
            end += len;
            wide += more;
        }
        let (piece, tail) = rest.split_at(end);
        rest = tail;
        (!piece.is_empty()).then_some((piece, wide))
    })
}

/// Writes a text into at most `most` cells and returns how many it took. What does not fit is
/// not looked at.
fn put(
    buf: &mut Buffer,
    x: u16,
    y: u16,
    most: u16,
    text: &str,
    style: Style,
    glyphs: &Glyphs,
) -> u16 {
    if most == 0 || text.is_empty() {
        return 0;
    }
    let start = buf.index_of(x, y);
    let Some(line) = buf.content.get_mut(start..start + usize::from(most)) else {
        return 0;
    };
    let mark = usize::from(cells(glyphs.ellipsis));
    let (mut at, mut last_cut) = (0, 0);
    for (cluster, wide) in clusters(text) {
        let wide = usize::from(wide);
        if at + wide > line.len() {
            cut(&mut line[last_cut..], glyphs.ellipsis, style);
            return most;
        }
        let symbol = match cluster {
            SUBSTITUTE => glyphs.substitute,
            // What `domain` put into a text by itself.
            ELLIPSIS => glyphs.ellipsis,
            COVER => glyphs.cover,
            whole => whole,
        };
        draw(&mut line[at], symbol, style);
        for trailing in &mut line[at + 1..at + wide] {
            draw(trailing, " ", style);
        }
        at += wide;
        if at + mark <= usize::from(most) {
            last_cut = at;
        }
    }
    u16::try_from(at).unwrap_or(most)
}

/// Empties cells but for the sign that the text was cut there.
fn cut(cells: &mut [Cell], ellipsis: &str, style: Style) {
    for cell in &mut *cells {
        draw(cell, " ", style);
    }
    if let Some(cell) = cells.first_mut() {
        cell.set_symbol(ellipsis);
    }
}

/// Draws over whatever the cell held; setting a style alone would add to what is there.
fn draw(cell: &mut Cell, symbol: &str, style: Style) {
    cell.set_symbol(symbol);
    cell.fg = style.fg.unwrap_or_default();
    cell.bg = style.bg.unwrap_or_default();
    cell.modifier = style.add_modifier;
}

/// Returns the clusters that are drawn, with their widths. Line ends and tabs become a space;
/// a sign stands for whatever else acts on a terminal, turns the reading direction around or
/// shows nothing. Each takes a cell at least, so that a line is full after so many of them,
/// whatever the text is.
fn clusters(text: &str) -> impl Iterator<Item = (&str, u16)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (cluster, tail) = rest.split_at(first_cluster(rest)?);
        rest = tail;
        Some(drawn(cluster))
    })
}

/// Returns the length of the first cluster. Between two characters of ASCII there is always
/// an end, and most texts are ASCII: the tables of Unicode cost twenty times as much. Marks
/// may follow a letter without end; only some are looked at.
fn first_cluster(text: &str) -> Option<usize> {
    match text.as_bytes() {
        [] => None,
        [b' '..=b'~'] => Some(1),
        [b' '..=b'~', next, ..] if next.is_ascii() => Some(1),
        _ => begin(text, LONGEST_CLUSTER)
            .graphemes(true)
            .next()
            .map(str::len),
    }
}

/// Returns at most so many bytes of a text, up to the end of a character.
fn begin(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    let end = (0..=most).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or(0)]
}

/// Returns what is drawn for a cluster, and in how many cells.
fn drawn(cluster: &str) -> (&str, u16) {
    if let [b' '..=b'~'] = cluster.as_bytes() {
        return (cluster, 1);
    }
    if cluster.contains(['\n', '\t', '\r']) {
        return (" ", 1);
    }
    if cluster.contains(is_unshowable) {
        return (SUBSTITUTE, 1);
    }
    let cluster = tame(cluster);
    match cluster.cell_width() {
        0 => (SUBSTITUTE, 1),
        wide => (cluster, wide),
    }
}

/// Returns as much of a cluster as is drawn: one letter with so many marks, or one emoji.
fn tame(cluster: &str) -> &str {
    let marks = cluster.char_indices().filter(|(_, c)| is_mark(*c));
    let end = marks.map(|(at, _)| at).nth(MOST_MARKS);
    let cluster = &cluster[..end.unwrap_or(cluster.len())];
    if cluster.len() > LONGEST_DRAWN {
        &cluster[..cluster.chars().next().map_or(0, char::len_utf8)]
    } else {
        cluster
    }
}

/// Returns what a cell may send to a terminal: the symbol itself, but for what acts on it.
pub(super) fn shown(symbol: &str) -> &str {
    match symbol.as_bytes() {
        [b' '..=b'~'] => symbol,
        _ if symbol.contains(is_unshowable) => SUBSTITUTE,
        _ => tame(begin(symbol, LONGEST_CLUSTER)),
    }
}

/// Empties an area. A wide character that reaches into it from the left goes with it, or the
/// terminal would draw it over the first column.
pub(super) fn clear(buf: &mut Buffer, area: Rect) {
    let area = area.intersection(buf.area);
    for y in area.top()..area.bottom() {
        if let Some(x) = area.x.checked_sub(1)
            && let Some(cell) = buf.cell_mut((x, y))
            && cell.cell_width() > 1
        {
            cell.set_symbol(" ");
        }
        for x in area.left()..area.right() {
            if let Some(cell) = buf.cell_mut((x, y)) {
                cell.reset();
            }
        }
    }
}

/// Takes lines off the top of an area.
pub(super) fn take_top(area: &mut Rect, lines: u16) -> Rect {
    let lines = lines.min(area.height);
    let taken = Rect {
        height: lines,
        ..*area
    };
    area.y += lines;
    area.height -= lines;
    taken
}

/// Takes lines off the bottom of an area.
pub(super) fn take_bottom(area: &mut Rect, lines: u16) -> Rect {
    let lines = lines.min(area.height);
    area.height -= lines;
    Rect {
        y: area.bottom(),
        height: lines,
        ..*area
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str, wide: u16) -> String {
        let area = Rect::new(0, 0, wide, 1);
        let mut buf = Buffer::empty(area);
        Pen::new(&mut buf, area, &Theme::default()).text(text, Style::new());
        buf.content
            .iter()
            .map(ratatui::buffer::Cell::symbol)
            .collect()
    }

    #[test]
    fn a_text_that_is_cut_ends_in_an_ellipsis() {
        assert_eq!(drawn("chickens", 8), "chickens");
        assert_eq!(drawn("chickens", 7), "chicke…");
        assert_eq!(drawn("chickens", 1), "…");
    }

    #[test]
    fn a_wide_character_is_never_halved() {
        assert_eq!(drawn("鶏鶏鶏", 6), "鶏 鶏 鶏 ");
        assert_eq!(drawn("鶏鶏鶏", 5), "鶏 鶏 …");
        assert_eq!(drawn("鶏鶏鶏", 4), "鶏 … ");
        assert_eq!(drawn("🐔", 1), "…");
    }

    #[test]
    fn nothing_that_acts_on_a_terminal_is_drawn() {
        assert_eq!(drawn("a\u{1b}[31mb\u{7}\u{9b}c", 10), "a�[31mb��c");
        assert_eq!(drawn("a\u{202e}b\nc\td", 10), "a�b c d   ");
    }

    /// Texts that are made to be slow, or to act.
    fn hostile() -> Vec<String> {
        vec![
            "a".repeat(65_536),
            " ".repeat(65_536),
            "\n".repeat(65_536),
            "\u{301}".repeat(65_536),
            format!("Z{}", "\u{337}".repeat(65_536)),
            "Z\u{351}\u{36b}\u{343}\u{36a}\u{302}\u{36b}".repeat(9_000),
            "\u{200b}".repeat(65_536),
            "\u{202e}\u{2066}".repeat(9_000),
            "\u{1b}[31m".repeat(9_000),
            "👩\u{200d}".repeat(9_000),
            "\u{1100}".repeat(9_000),
            "鶏".repeat(65_536),
        ]
    }

    #[test]
    fn every_cluster_takes_a_cell_and_little_is_looked_at_for_it() {
        for text in hostile() {
            for (cluster, wide) in clusters(&text).take(500) {
                assert!(wide >= 1 && cluster.len() <= LONGEST_DRAWN, "{cluster:?}");
                assert!(!cluster.contains(is_unshowable), "{cluster:?}");
            }
            let mut rest = text.as_str();
            while let Some(len) = first_cluster(rest).filter(|_| rest.len() + 9_999 > text.len()) {
                assert!(0 < len && len <= LONGEST_CLUSTER);
                rest = &rest[len..];
            }
        }
    }

    #[test]
    fn no_text_is_measured_or_wrapped_beyond_what_may_be_seen() {
        for text in hostile() {
            let wide = cells(&text);
            assert!((1..WIDEST + 300).contains(&wide), "{wide}");
            let lines = wrap(&text, 40, 3, "…");
            assert_eq!(lines.len().min(3), lines.len());
            assert!(lines.iter().all(|line| cells(line) <= 40), "{lines:?}");
            assert!(
                lines.last().is_some_and(|last| last.ends_with('…')),
                "{lines:?}"
            );
            let piece = pieces(&text, 40).next().expect("something is there");
            assert!(piece.0.len() <= 40 * LONGEST_CLUSTER);
        }
    }

    #[test]
    fn marks_pile_up_so_far_and_no_further() {
        let piled = format!("e{}x", "\u{301}".repeat(20));
        let shown = drawn(&piled, 3);
        assert_eq!(shown, format!("e{}x ", "\u{301}".repeat(MOST_MARKS)));
        assert_eq!(drawn("👩\u{200d}🌾", 2), "👩\u{200d}🌾 ");
        assert_eq!(drawn("ad\u{200b}min", 8), "ad�min  ");
    }

    #[test]
    fn what_another_widget_drew_is_tamed_on_its_way_out() {
        for bad in ["\u{1b}", "\u{9b}", "\u{202e}", "a\u{200b}"] {
            assert_eq!(shown(bad), SUBSTITUTE, "{bad:?}");
        }
        let piled = format!("e{}", "\u{301}".repeat(9_000));
        assert!(shown(&piled).len() < 16);
        assert_eq!(shown("é"), "é");
        assert_eq!(shown("👩\u{200d}🌾"), "👩\u{200d}🌾");
    }

    #[test]
    fn wrapping_breaks_between_words_and_says_when_more_follows() {
        let lines = wrap("the fox went north", 8, 9, "…");
        assert_eq!(lines, ["the fox", "went", "north"]);
        let lines = wrap("the fox went north", 8, 2, "…");
        assert_eq!(lines, ["the fox", "went…"]);
        assert_eq!(wrap("abcdefgh", 3, 9, "…"), ["abc", "def", "gh"]);
    }
}
