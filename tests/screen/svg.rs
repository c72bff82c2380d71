//! A frame as a picture: SVG, so that it is the same on every machine and is compared by byte.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// A cell in pixels: as wide and high as most fonts have it at 14 pixels.
const WIDTH: f32 = 8.4;
const HEIGHT: f32 = 17.0;
/// How far below the upper edge of a cell its letters stand.
const BASE: f32 = 13.0;
const MARGIN: f32 = 10.0;

/// What a terminal makes of the colours it is asked for.
pub(crate) struct Palette {
    pub(crate) paper: &'static str,
    pub(crate) ink: &'static str,
    /// Black, red, green, yellow, blue, magenta, cyan, white, and the bright ones.
    pub(crate) ansi: [&'static str; 16],
}

pub(crate) const DARK: Palette = Palette {
    paper: "#16181d",
    ink: "#d6d9e0",
    ansi: [
        "#3a3f4b", "#f0717a", "#8fcf7e", "#e5c07b", "#6cb2f2", "#d08df0", "#5cc8d6", "#d6d9e0",
        "#7d8594", "#ff8b92", "#a9e69a", "#f2d694", "#8fc7ff", "#e2adff", "#82e0ec", "#ffffff",
    ],
};

pub(crate) const LIGHT: Palette = Palette {
    paper: "#ffffff",
    ink: "#24292f",
    ansi: [
        "#24292f", "#b3202c", "#1f6f2e", "#8a5a00", "#0a58a8", "#7d2a9c", "#0b6a75", "#6a737d",
        "#57606a", "#cf222e", "#2da44e", "#9a6700", "#218bff", "#a475f9", "#1b7c83", "#24292f",
    ],
};

/// Draws a frame.
pub(crate) fn svg(buf: &Buffer, palette: &Palette, says: &str) -> String {
    let (columns, rows) = (f32::from(buf.area.width), f32::from(buf.area.height));
    let (width, height) = (columns * WIDTH + 2.0 * MARGIN, rows * HEIGHT + 2.0 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         role=\"img\">\n<title>{}</title>\n<style>text{{font:14px ui-monospace,\"DejaVu Sans \
         Mono\",Menlo,Consolas,monospace;white-space:pre;fill:{}}}</style>\n<rect \
         width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{}\"/>\n",
        escaped(says),
        palette.ink,
        palette.paper
    );
    out.push_str(&frame(buf, palette));
    out.push_str("</svg>\n");
    out
}

/// Draws what is in a frame, without the picture around it.
pub(crate) fn frame(buf: &Buffer, palette: &Palette) -> String {
    let mut out = String::new();
    for y in 0..buf.area.height {
        for run in runs(buf, y) {
            draw(&mut out, &run, y, palette);
        }
    }
    out
}

/// Neighbours in a row that look alike.
struct Run {
    at: u16,
    cells: u16,
    text: String,
    like: Cell,
}

fn runs(buf: &Buffer, y: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut x = 0;
    while x < buf.area.width {
        let cell = &buf[(x, y)];
        let symbol = cell.symbol();
        let cells = u16::try_from(symbol.width().max(1)).expect("a cell is narrow");
        match runs.last_mut() {
            Some(run) if looks(&run.like) == looks(cell) => {
                run.text.push_str(symbol);
                run.cells += cells;
            }
            _ => runs.push(Run {
                at: x,
                cells,
                text: symbol.to_owned(),
                like: cell.clone(),
            }),
        }
        x += cells;
    }
    runs
}

fn looks(cell: &Cell) -> (Color, Color, Modifier) {
    (cell.fg, cell.bg, cell.modifier)
}

fn draw(out: &mut String, run: &Run, y: u16, palette: &Palette) {
    let has = |modifier| run.like.modifier.contains(modifier);
    let ink = colour(run.like.fg, palette).unwrap_or_else(|| palette.ink.to_owned());
    let paper = colour(run.like.bg, palette);
    let (ink, paper) = if has(Modifier::REVERSED) {
        let paper = paper.unwrap_or_else(|| palette.paper.to_owned());
        (paper, Some(ink))
    } else {
        (ink, paper)
    };
    let (x, top) = (
        MARGIN + f32::from(run.at) * WIDTH,
        MARGIN + f32::from(y) * HEIGHT,
    );
    let width = f32::from(run.cells) * WIDTH;
    if let Some(paper) = paper {
        let _ = writeln!(
            out,
            "<rect x=\"{x:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{HEIGHT:.1}\" \
             fill=\"{paper}\"/>"
        );
    }
    let shown = run.text.trim_end();
    if shown.is_empty() && !has(Modifier::UNDERLINED) {
        return;
    }
    let mut style = String::new();
    if ink != palette.ink {
        let _ = write!(style, " style=\"fill:{ink}\"");
    }
    if has(Modifier::BOLD) {
        style.push_str(" font-weight=\"bold\"");
    }
    if has(Modifier::UNDERLINED) {
        style.push_str(" text-decoration=\"underline\"");
    }
    if has(Modifier::DIM) {
        style.push_str(" opacity=\"0.65\"");
    }
    let length = shown.width();
    let baseline = top + BASE;
    let _ = writeln!(
        out,
        "<text x=\"{x:.1}\" y=\"{baseline:.1}\" textLength=\"{:.1}\"{style}>{}</text>",
        WIDTH * f32::from(u16::try_from(length).expect("a row is short")),
        escaped(shown)
    );
}

fn colour(colour: Color, palette: &Palette) -> Option<String> {
    let at = match colour {
        Color::Reset => return None,
        Color::Rgb(r, g, b) => return Some(format!("#{r:02x}{g:02x}{b:02x}")),
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Indexed(n) if n < 16 => usize::from(n),
        Color::Indexed(n) => panic!("colour {n} has no place in the palette"),
    };
    Some(palette.ansi[at].to_owned())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
