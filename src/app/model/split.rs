//! How the room of a view is shared out, for as long as the program runs.

use super::screen::App;

/// How many steps a border is moved at most, to either side.
const MOST: i8 = 6;

/// How much of the room one step is: a twentieth.
const STEP: i32 = 20;

/// How the room of a view is shared out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Split {
    /// Whether the list that the keys act on has all the room.
    pub is_zoomed: bool,
    /// How many steps the border between the columns was moved to the right.
    across: i8,
    /// How many steps the border between what is above and below was moved down.
    down: i8,
}

impl Split {
    /// Returns how many of so many cells are left of the border that begins at `usual`; both
    /// sides keep at least `least`, where there are so many.
    #[must_use]
    pub fn left(self, whole: u16, usual: u16, least: u16) -> u16 {
        moved(self.across, whole, usual, least)
    }

    /// Returns how many of so many lines are above the border that begins at `usual`; both
    /// sides keep at least `least`, where there are so many.
    #[must_use]
    pub fn above(self, whole: u16, usual: u16, least: u16) -> u16 {
        moved(self.down, whole, usual, least)
    }

    fn step(steps: &mut i8, by: i8) {
        *steps = (*steps + by).clamp(-MOST, MOST);
    }
}

fn moved(steps: i8, whole: u16, usual: u16, least: u16) -> u16 {
    let by = i32::from(whole) * i32::from(steps) / STEP;
    let wanted = (i32::from(usual) + by).clamp(0, i32::from(whole));
    let wanted = u16::try_from(wanted).unwrap_or(usual);
    if steps == 0 || whole < 2 * least {
        return usual.min(whole);
    }
    wanted.clamp(least, whole - least)
}

impl App {
    /// Returns how the room of the view on screen is shared out.
    #[must_use]
    pub fn split(&self) -> Split {
        self.splits[self.view as usize]
    }

    /// Gives the list that the keys act on all the room, or gives it back.
    pub(in crate::app) fn zoom(&mut self) {
        let split = &mut self.splits[self.view as usize];
        split.is_zoomed = !split.is_zoomed;
    }

    /// Moves the borders of the view on screen by some steps; they show again for it.
    pub(in crate::app) fn move_border(&mut self, across: i8, down: i8) {
        let split = &mut self.splits[self.view as usize];
        split.is_zoomed = false;
        Split::step(&mut split.across, across);
        Split::step(&mut split.down, down);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_border_moves_by_a_twentieth_and_leaves_room_on_both_sides() {
        let mut split = Split::default();
        assert_eq!(split.left(100, 50, 20), 50);
        Split::step(&mut split.across, 1);
        assert_eq!((split.left(100, 50, 20), split.above(40, 24, 3)), (55, 24));
        for _ in 0..30 {
            Split::step(&mut split.across, 1);
        }
        assert_eq!(split.left(100, 60, 20), 80);
        Split::step(&mut split.across, -1);
        assert_eq!(split.left(100, 40, 20), 65, "no step is taken in vain");
    }

    #[test]
    fn where_both_sides_have_no_room_the_border_stays() {
        let mut split = Split::default();
        Split::step(&mut split.down, -3);
        assert_eq!(split.above(5, 3, 3), 3);
        assert_eq!(split.above(2, 3, 3), 2);
    }
}
