//! How many colours a terminal has, and the nearest of them to one that it has not.

use ratatui::style::Color;

/// How many colours a terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// The 16 of the terminal's own palette.
    Sixteen,
    /// 256: those, a cube of 216, and 24 greys.
    Indexed,
    /// Any.
    True,
}

/// The steps of the colour cube of 256-colour terminals (xterm's `256colres.h`).
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// The 16 colours as xterm has them; what a palette really holds no program can know.
const SIXTEEN: [(Color, [u8; 3]); 16] = [
    (Color::Black, [0, 0, 0]),
    (Color::Red, [205, 0, 0]),
    (Color::Green, [0, 205, 0]),
    (Color::Yellow, [205, 205, 0]),
    (Color::Blue, [0, 0, 238]),
    (Color::Magenta, [205, 0, 205]),
    (Color::Cyan, [0, 205, 205]),
    (Color::Gray, [229, 229, 229]),
    (Color::DarkGray, [127, 127, 127]),
    (Color::LightRed, [255, 0, 0]),
    (Color::LightGreen, [0, 255, 0]),
    (Color::LightYellow, [255, 255, 0]),
    (Color::LightBlue, [92, 92, 255]),
    (Color::LightMagenta, [255, 0, 255]),
    (Color::LightCyan, [0, 255, 255]),
    (Color::White, [255, 255, 255]),
];

impl Depth {
    /// Returns what the environment says: `COLORTERM` is the word of the terminal itself, `TERM`
    /// only what it is like.
    #[must_use]
    pub fn of(env: impl Fn(&str) -> Option<String>) -> Self {
        let colour_term = env("COLORTERM").unwrap_or_default().to_lowercase();
        let term = env("TERM").unwrap_or_default().to_lowercase();
        if matches!(colour_term.as_str(), "truecolor" | "24bit") || term.ends_with("-direct") {
            Self::True
        } else if term.contains("256color") || !colour_term.is_empty() {
            Self::Indexed
        } else {
            Self::Sixteen
        }
    }

    /// Returns the nearest colour that there is.
    #[must_use]
    pub fn nearest(self, colour: Color) -> Color {
        match (self, colour) {
            (Self::Indexed, Color::Rgb(r, g, b)) => Color::Indexed(nearest_index([r, g, b])),
            (Self::Sixteen, Color::Rgb(r, g, b)) => nearest_of_sixteen([r, g, b]),
            (Self::Sixteen, Color::Indexed(at)) => match SIXTEEN.get(usize::from(at)) {
                Some((named, _)) => *named,
                None => nearest_of_sixteen(of_index(at)),
            },
            _ => colour,
        }
    }
}

/// Returns a colour of the cube or of the greys; 0 to 15 are whatever the palette holds.
fn of_index(at: u8) -> [u8; 3] {
    match at {
        0..16 => SIXTEEN[usize::from(at)].1,
        16..232 => {
            let at = at - 16;
            [at / 36, at / 6 % 6, at % 6].map(|step| STEPS[usize::from(step)])
        }
        232.. => [8 + 10 * (at - 232); 3],
    }
}

fn nearest_index(wanted: [u8; 3]) -> u8 {
    let all = 16..=u8::MAX;
    all.min_by_key(|at| apart(of_index(*at), wanted))
        .unwrap_or(16)
}

fn nearest_of_sixteen(wanted: [u8; 3]) -> Color {
    let nearest = SIXTEEN.iter().min_by_key(|(_, rgb)| apart(*rgb, wanted));
    nearest.map_or(Color::Reset, |(named, _)| *named)
}

/// Returns how far two colours are apart, squared.
fn apart(one: [u8; 3], other: [u8; 3]) -> u32 {
    let by = |at: usize| u32::from(one[at].abs_diff(other[at]));
    by(0).pow(2) + by(1).pow(2) + by(2).pow(2)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::said("truecolor", "xterm-256color", Depth::True)]
    #[case::said_otherwise("24bit", "screen", Depth::True)]
    #[case::by_its_kind("", "xterm-direct", Depth::True)]
    #[case::usual("", "xterm-256color", Depth::Indexed)]
    #[case::some_colours("1", "xterm", Depth::Indexed)]
    #[case::console("", "linux", Depth::Sixteen)]
    #[case::nothing("", "", Depth::Sixteen)]
    fn depth_is_what_the_terminal_says(
        #[case] colour_term: &str,
        #[case] term: &str,
        #[case] depth: Depth,
    ) {
        let env = |name: &str| {
            let value = if name == "TERM" { term } else { colour_term };
            Some(value.to_owned())
        };
        assert_eq!(Depth::of(env), depth);
    }

    #[rstest]
    #[case::kept(Depth::True, Color::Rgb(1, 2, 3), Color::Rgb(1, 2, 3))]
    #[case::in_the_cube(Depth::Indexed, Color::Rgb(95, 0, 255), Color::Indexed(57))]
    #[case::a_grey(Depth::Indexed, Color::Rgb(9, 8, 8), Color::Indexed(232))]
    #[case::named(Depth::Indexed, Color::Red, Color::Red)]
    #[case::of_sixteen(Depth::Sixteen, Color::Rgb(250, 250, 250), Color::White)]
    #[case::by_number(Depth::Sixteen, Color::Indexed(9), Color::LightRed)]
    #[case::beyond(Depth::Sixteen, Color::Indexed(196), Color::LightRed)]
    #[case::the_terminals_own(Depth::Sixteen, Color::Reset, Color::Reset)]
    fn a_colour_becomes_the_nearest_there_is(
        #[case] depth: Depth,
        #[case] wanted: Color,
        #[case] shown: Color,
    ) {
        assert_eq!(depth.nearest(wanted), shown);
    }
}
