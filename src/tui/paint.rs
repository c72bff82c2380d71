//! The bytes that turn one frame into the next.
//!
//! Written by hand rather than through a backend: a frame is one buffer and one write, styles
//! are changed and not reset for every run, and `NO_COLOR` is a matter of the theme alone
//! (crossterm 0.29 drops bold and reverse with the colours).

use std::io::Write;

use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

use super::text::shown;

/// Attributes and the numbers that switch them on.
const ATTRIBUTES: [(Modifier, u8); 5] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::REVERSED, 7),
];

#[derive(Clone, Copy, PartialEq, Eq)]
struct Look {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

const PLAIN: Look = Look {
    fg: Color::Reset,
    bg: Color::Reset,
    modifier: Modifier::empty(),
};

impl Look {
    fn of(cell: &Cell) -> Self {
        Self {
            fg: cell.fg,
            bg: cell.bg,
            modifier: cell.modifier,
        }
    }

    /// Writes what leads here from another look.
    fn write(self, from: Self, out: &mut Vec<u8>) {
        let goes = from.modifier.difference(self.modifier);
        let base = if goes.is_empty() { from } else { PLAIN };
        out.extend_from_slice(b"\x1b[");
        let start = out.len();
        if !goes.is_empty() {
            out.push(b'0');
        }
        for (attribute, number) in ATTRIBUTES {
            if self.modifier.contains(attribute) && !base.modifier.contains(attribute) {
                separate(out, start);
                out.push(b'0' + number);
            }
        }
        if self.fg != base.fg {
            separate(out, start);
            push_colour(out, self.fg, 30);
        }
        if self.bg != base.bg {
            separate(out, start);
            push_colour(out, self.bg, 40);
        }
        out.push(b'm');
    }
}

fn separate(out: &mut Vec<u8>, start: usize) {
    if out.len() > start {
        out.push(b';');
    }
}

fn push_colour(out: &mut Vec<u8>, colour: Color, base: u16) {
    let number = match colour {
        Color::Reset => base + 9,
        Color::Black => base,
        Color::Red => base + 1,
        Color::Green => base + 2,
        Color::Yellow => base + 3,
        Color::Blue => base + 4,
        Color::Magenta => base + 5,
        Color::Cyan => base + 6,
        Color::Gray => base + 7,
        Color::DarkGray => base + 60,
        Color::LightRed => base + 61,
        Color::LightGreen => base + 62,
        Color::LightYellow => base + 63,
        Color::LightBlue => base + 64,
        Color::LightMagenta => base + 65,
        Color::LightCyan => base + 66,
        Color::White => base + 67,
        Color::Indexed(n) => return push(out, format_args!("{};5;{n}", base + 8)),
        Color::Rgb(r, g, b) => return push(out, format_args!("{};2;{r};{g};{b}", base + 8)),
    };
    push(out, format_args!("{number}"));
}

fn push(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    // Writing into a vector does not fail.
    let _ = out.write_fmt(text);
}

/// Writes everything that differs between two frames of the same size.
pub(super) fn changes(before: &Buffer, after: &Buffer, out: &mut Vec<u8>) {
    write(before.diff_iter(after), out);
}

/// Writes a frame on an empty screen.
pub(super) fn whole(frame: &Buffer, out: &mut Vec<u8>) {
    let columns = usize::from(frame.area.width).max(1);
    let rows = frame.content.chunks(columns).zip(0..);
    let cells = rows.flat_map(|(row, y)| {
        let mut covered = 0;
        row.iter().zip(0..).filter_map(move |(cell, x)| {
            if x < covered {
                return None;
            }
            covered = x + cell.cell_width();
            (*cell != Cell::EMPTY).then_some((x, y, cell))
        })
    });
    write(cells, out);
}

fn write<'b>(cells: impl Iterator<Item = (u16, u16, &'b Cell)>, out: &mut Vec<u8>) {
    let (mut look, mut at) = (PLAIN, None);
    for (x, y, cell) in cells {
        step(at, Position { x, y }, out);
        let wanted = Look::of(cell);
        if wanted != look {
            wanted.write(look, out);
            look = wanted;
        }
        out.extend_from_slice(shown(cell.symbol()).as_bytes());
        // Terminals disagree on how wide some emoji are: say where to go on after one.
        at = (cell.cell_width() == 1).then_some(Position { x: x + 1, y });
    }
    if look != PLAIN {
        out.extend_from_slice(b"\x1b[m");
    }
}

/// Moves the cursor in as few bytes as it takes.
fn step(at: Option<Position>, to: Position, out: &mut Vec<u8>) {
    match at {
        Some(at) if at == to => {}
        Some(at) if at.y == to.y && to.x == at.x + 1 => out.extend_from_slice(b"\x1b[C"),
        Some(at) if at.y == to.y && to.x > at.x => {
            push(out, format_args!("\x1b[{}C", to.x - at.x));
        }
        _ => go(to, out),
    }
}

/// Moves the cursor to a place.
pub(super) fn go(to: Position, out: &mut Vec<u8>) {
    push(out, format_args!("\x1b[{};{}H", to.y + 1, to.x + 1));
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    fn painted(draw: impl Fn(&mut Buffer)) -> String {
        let before = Buffer::empty(Rect::new(0, 0, 12, 2));
        let mut after = before.clone();
        draw(&mut after);
        let mut out = Vec::new();
        changes(&before, &after, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_first_frame_is_what_a_change_of_an_empty_one_is() {
        let area = Rect::new(0, 0, 12, 2);
        let mut frame = Buffer::empty(area);
        frame.set_string(1, 0, "a鶏鶏 b", Style::new().fg(Color::Red));
        frame.set_string(0, 1, "  ", Style::new().bg(Color::Blue));
        frame.set_string(11, 1, "c", Style::new());
        let (mut first, mut change) = (Vec::new(), Vec::new());
        whole(&frame, &mut first);
        changes(&Buffer::empty(area), &frame, &mut change);
        assert_eq!(String::from_utf8(first), String::from_utf8(change));
    }

    #[test]
    fn a_frame_without_changes_is_no_bytes() {
        assert_eq!(painted(|_| {}), "");
    }

    #[test]
    fn styles_change_in_place_and_end_plain() {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        let out = painted(|buf| {
            buf.set_string(0, 0, "a", bold);
            buf.set_string(1, 0, "b", bold.fg(Color::Red));
            buf.set_string(2, 0, "c", Style::new());
        });
        assert_eq!(out, "\u{1b}[1;1H\u{1b}[1ma\u{1b}[31mb\u{1b}[0mc");
    }

    #[test]
    fn a_gap_is_jumped_and_a_wide_character_is_not_trusted() {
        let out = painted(|buf| {
            buf.set_string(0, 0, "a", Style::new());
            buf.set_string(4, 0, "鶏x", Style::new());
        });
        assert_eq!(out, "\u{1b}[1;1Ha\u{1b}[3C鶏\u{1b}[1;7Hx");
    }
}
