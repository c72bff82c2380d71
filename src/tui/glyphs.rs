//! The signs of the screen, and what stands in for them where only ASCII is safe.

/// The signs of the screen. Each has a word beside it wherever it tells a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyphs {
    /// Stands where a text was cut.
    pub ellipsis: &'static str,
    /// Stands for a character that cannot be shown.
    pub substitute: &'static str,
    /// Stands for a letter of a secret.
    pub cover: &'static str,
    /// Points from NEXT to the next step.
    pub next: &'static str,
    /// Separates facts.
    pub dot: &'static str,
    /// Draws the rule of a section.
    pub rule: &'static str,
    /// Draws the rule of the section that the keys act on.
    pub heavy: &'static str,
    /// Marks the selected row.
    pub cursor: &'static str,
    /// Corners of a box from the top left around, then its top and its side.
    pub frame: [&'static str; 6],
    /// Something is open.
    pub open: &'static str,
    /// Somebody has it.
    pub quarter: &'static str,
    /// Somebody works on it.
    pub half: &'static str,
    /// It is done, and nobody checked it.
    pub most: &'static str,
    /// It is settled.
    pub full: &'static str,
    /// It led nowhere.
    pub none: &'static str,
    /// High severity.
    pub high: &'static str,
    /// Medium severity.
    pub medium: &'static str,
    /// Low severity.
    pub low: &'static str,
    /// A clock that is due soon.
    pub soon: &'static str,
    /// The mirror, and what came from it.
    pub mirror: &'static str,
    /// What never leaves this machine.
    pub local: &'static str,
    /// It waits for its turn to be sent.
    pub queued: &'static str,
    /// It was sent, and nobody answered yet.
    pub sending: &'static str,
    /// GitHub took it.
    pub sent: &'static str,
    /// It was seen on the issue.
    pub confirmed: &'static str,
    /// It will not go out by itself.
    pub stuck: &'static str,
    /// What was taken back.
    pub undone: &'static str,
    /// A tick the record made by itself.
    pub derived: &'static str,
    /// A part of a planned shift.
    pub bar: &'static str,
    /// Points to the present on a chart.
    pub now: &'static str,
    /// Left and right arrow keys.
    pub arrows: &'static str,
}

impl Glyphs {
    /// Signs that every terminal with a Unicode font shows one cell wide.
    pub const UNICODE: Self = Self {
        ellipsis: "…",
        substitute: "\u{fffd}",
        cover: "•",
        next: "▸",
        dot: "·",
        rule: "─",
        heavy: "━",
        cursor: "▌",
        frame: ["┌", "┐", "┘", "└", "─", "│"],
        open: "○",
        quarter: "◔",
        half: "◐",
        most: "◕",
        full: "●",
        none: "⊘",
        high: "▲",
        medium: "◆",
        low: "▽",
        soon: "▴",
        mirror: "⇅",
        local: "⌂",
        queued: "↑",
        sending: "↗",
        sent: "→",
        confirmed: "✓",
        stuck: "!",
        undone: "↶",
        derived: "•",
        bar: "█",
        now: "▾",
        arrows: "←→",
    };

    /// The same in ASCII.
    pub const ASCII: Self = Self {
        ellipsis: "~",
        substitute: "?",
        cover: "*",
        next: ">",
        dot: "-",
        rule: "-",
        heavy: "=",
        cursor: ">",
        frame: ["+", "+", "+", "+", "-", "|"],
        open: "o",
        quarter: "a",
        half: "w",
        most: "?",
        full: "*",
        none: "x",
        high: "^",
        medium: "=",
        low: "v",
        soon: "+",
        mirror: "@",
        local: "#",
        queued: "^",
        sending: "/",
        sent: ">",
        confirmed: "+",
        stuck: "!",
        undone: "<",
        derived: "=",
        bar: "=",
        now: "v",
        arrows: "<>",
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::text::cells;

    #[test]
    fn every_sign_is_one_cell_wide() {
        for glyphs in [Glyphs::UNICODE, Glyphs::ASCII] {
            let signs = [
                glyphs.ellipsis,
                glyphs.substitute,
                glyphs.cover,
                glyphs.next,
                glyphs.dot,
                glyphs.rule,
                glyphs.heavy,
                glyphs.cursor,
                glyphs.open,
                glyphs.quarter,
                glyphs.half,
                glyphs.most,
                glyphs.full,
                glyphs.none,
                glyphs.high,
                glyphs.medium,
                glyphs.low,
                glyphs.soon,
                glyphs.mirror,
                glyphs.local,
                glyphs.queued,
                glyphs.sending,
                glyphs.sent,
                glyphs.confirmed,
                glyphs.stuck,
                glyphs.undone,
                glyphs.derived,
                glyphs.bar,
                glyphs.now,
            ];
            for sign in signs.into_iter().chain(glyphs.frame) {
                assert_eq!(cells(sign), 1, "{sign}");
            }
        }
    }
}
