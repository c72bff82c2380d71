//! The text editor over the screen. The app owns the text; this owns the cursor.

mod pressed;
mod rows;
mod sight;

use tui_textarea::{CursorMove, TextArea};

use self::pressed::input;
use self::sight::{Sight, Step};
use crate::app::{Editor, EditorKind, Key, KeyPress, Purpose};
use crate::domain::text::{clean_line, clean_text};

/// What became of a key or a paste.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditorReply {
    /// The text is another one now.
    Changed(String),
    /// The cursor moved; only the screen changes.
    Moved,
    /// It is not for the editor.
    Ignored,
}

/// The widget that holds the text and the cursor of one [`Editor`], and what is seen of it: the
/// widget edits, and draws nothing.
#[derive(Debug)]
pub struct TextEditor {
    id: u64,
    area: TextArea<'static>,
    kind: EditorKind,
    takes_lines: bool,
    sight: Sight,
    candidates: Vec<String>,
    completion: Option<Completion>,
    /// Whether the text was replaced as a whole, by an insertion behind a deletion.
    is_replaced: bool,
}

/// A word that is being completed; the next Tab takes the next candidate.
#[derive(Debug)]
struct Completion {
    /// The column where it begins.
    from: usize,
    /// What fits, as positions among the candidates.
    found: Vec<usize>,
    /// Which of them stands there now.
    at: usize,
}

impl TextEditor {
    /// Returns the widget for an editor that was just opened.
    #[must_use]
    pub fn open(editor: &Editor) -> Self {
        let lines = editor.text.split('\n').map(str::to_owned).collect();
        let mut area = TextArea::new(lines);
        let is_page = editor.kind == EditorKind::Page;
        let within = editor.goes_on_in();
        let goes_on = !is_page || within.is_some() || editor.is_added_to();
        if let Some(row) = within {
            area.move_cursor(jump(row, usize::MAX));
        } else if goes_on {
            area.move_cursor(CursorMove::Bottom);
            area.move_cursor(CursorMove::End);
        }
        let mut opened = Self {
            id: editor.id,
            area,
            kind: editor.kind,
            takes_lines: is_page || editor.purpose == Purpose::Note,
            sight: Sight::default(),
            candidates: editor.candidates.clone(),
            completion: None,
            is_replaced: false,
        };
        if !goes_on {
            opened.mark_blank(1);
        } else if editor.holds_a_proposal() {
            opened.area.select_all();
        }
        opened
    }

    /// Returns the id of the editor it belongs to.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Returns the text.
    #[must_use]
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Takes a key, unless it is one that saves, closes or copies.
    pub fn handle(&mut self, press: KeyPress) -> EditorReply {
        let completion = self.completion.take();
        let from = self.sight.take_from();
        if let Some(step) = Step::of(press) {
            self.area.cancel_selection();
            self.go_by(step, from);
            return EditorReply::Moved;
        }
        match (press.key, press.ctrl, press.alt) {
            (Key::Enter, false, true) | (Key::Char('j'), true, false) if self.takes_lines => {
                self.area.insert_newline();
                EditorReply::Changed(self.text())
            }
            (Key::Enter, false, false) if self.kind == EditorKind::Page => {
                self.area.insert_newline();
                EditorReply::Changed(self.text())
            }
            (Key::Tab, false, false) if self.mark_blank(1) => EditorReply::Moved,
            (Key::BackTab, false, false) if self.mark_blank(-1) => EditorReply::Moved,
            (Key::Tab, false, false) => self.complete(completion, 1),
            (Key::BackTab, false, false) => self.complete(completion, -1),
            (Key::Enter | Key::Esc | Key::Tab | Key::BackTab | Key::F(_), _, _)
            | (Key::Char('c' | 'e' | 'j' | 'm' | 'n' | 's' | 'y'), true, _) => EditorReply::Ignored,
            (Key::Char('z'), true, false) => self.turn(TextArea::undo),
            (Key::Char('r'), true, false) => self.turn(TextArea::redo),
            (Key::Char('u'), true, false) => self.reply(TextArea::delete_line_by_head),
            (Key::Home, true, _) => self.go(jump(0, 0)),
            (Key::End, true, _) => self.go(jump(usize::MAX, usize::MAX)),
            (Key::Left | Key::Right | Key::Up | Key::Down, _, _)
            | (Key::Char('b' | 'f'), true, _) => {
                // At an end of the text, where it cannot move, the widget keeps what is marked.
                self.area.cancel_selection();
                self.reply(|area| area.input(input(press)))
            }
            _ => self.reply(|area| area.input(input(press))),
        }
    }

    /// Takes a text that was pasted. Where only one line is wanted it becomes one.
    pub fn paste(&mut self, text: &str) -> EditorReply {
        self.completion = None;
        let text = if self.takes_lines {
            clean_text(text)
        } else {
            clean_line(text)
        };
        self.reply(|area| area.insert_str(&text))
    }

    /// Takes a text over in place of the whole one, as one step that can be taken back.
    pub fn replace(&mut self, text: &str) -> EditorReply {
        self.completion = None;
        let text = if self.takes_lines {
            clean_text(text)
        } else {
            clean_line(text)
        };
        self.area.select_all();
        self.is_replaced = true;
        self.reply(|area| area.insert_str(&text) || text.is_empty())
    }

    /// Takes the last change back, or does it again. A text that was replaced was taken out first,
    /// and nobody wants to see it empty.
    fn turn(&mut self, step: fn(&mut TextArea<'static>) -> bool) -> EditorReply {
        let reply = self.reply(step);
        let is_bare = self.area.lines().iter().all(String::is_empty);
        if is_bare && self.is_replaced {
            return self.reply(step);
        }
        reply
    }

    /// Marks the next `{blank}` of a page behind the cursor, or the one before it, around the
    /// end, so that what is typed takes its place. Returns false when there is none.
    fn mark_blank(&mut self, step: isize) -> bool {
        if self.kind != EditorKind::Page {
            return false;
        }
        let (row, column) = (self.area.cursor().0, self.area.cursor().1);
        let all: Vec<(usize, usize, usize)> = blanks(self.area.lines()).collect();
        let next = if step < 0 {
            // The cursor stands behind the blank that is marked.
            let mut before = all.iter().rev();
            before
                .find(|(y, _, to)| (*y, *to) < (row, column))
                .or(all.last())
        } else {
            let mut behind = all.iter();
            behind
                .find(|(y, from, _)| (*y, *from) > (row, column))
                .or(all.first())
        };
        let Some((y, from, to)) = next.copied() else {
            return false;
        };
        self.area.cancel_selection();
        self.area.move_cursor(jump(y, from));
        self.area.start_selection();
        self.area.move_cursor(jump(y, to));
        true
    }

    fn go(&mut self, to: CursorMove) -> EditorReply {
        self.area.cancel_selection();
        self.area.move_cursor(to);
        EditorReply::Moved
    }

    fn reply(&mut self, act: impl FnOnce(&mut TextArea<'static>) -> bool) -> EditorReply {
        if act(&mut self.area) {
            EditorReply::Changed(self.text())
        } else {
            EditorReply::Moved
        }
    }

    /// Puts the next candidate where the word before the cursor stands.
    fn complete(&mut self, earlier: Option<Completion>, step: isize) -> EditorReply {
        self.area.cancel_selection();
        let next = match earlier {
            Some(last) => Some(last.turned(step)),
            None => self.find_completion(),
        };
        let Some(next) = next else {
            return EditorReply::Moved;
        };
        let Some(word) = next
            .found
            .get(next.at)
            .map(|at| self.candidates[*at].clone())
        else {
            return EditorReply::Moved;
        };
        let column = self.area.cursor().1;
        for _ in next.from..column {
            self.area.delete_char();
        }
        self.area.insert_str(&word);
        self.completion = Some(next);
        EditorReply::Changed(self.text())
    }

    /// Finds what the text before the cursor may be the beginning of: the longest beginning
    /// first, since names have spaces in them.
    fn find_completion(&self) -> Option<Completion> {
        let cursor = self.area.cursor();
        let line = self.area.lines().get(cursor.0)?;
        let before: Vec<char> = line.chars().take(cursor.1).collect();
        let is_begun = before
            .last()
            .is_some_and(|c| *c == '@' || c.is_alphanumeric());
        if self.kind == EditorKind::Page && !is_begun {
            // There tab goes from blank to blank: without one it must not write a name.
            return None;
        }
        let is_start = |at: usize| at == 0 || matches!(before[at - 1], ' ' | ',' | '@' | '(' | ';');
        (0..=before.len())
            .filter(|at| is_start(*at) && before.get(*at) != Some(&' '))
            .filter(|at| {
                *at < before.len() || !matches!(before.last(), Some(' ') if !ends_list(&before))
            })
            .find_map(|from| {
                let begun: String = before[from..].iter().collect::<String>().to_lowercase();
                let begins = |name: &str| {
                    let name = name.to_lowercase();
                    name.starts_with(&begun) || name.split(' ').any(|word| word.starts_with(&begun))
                };
                let found: Vec<usize> = (0..self.candidates.len())
                    .filter(|at| begins(&self.candidates[*at]))
                    .collect();
                (!found.is_empty()).then_some(Completion { from, found, at: 0 })
            })
    }
}

impl Completion {
    fn turned(self, step: isize) -> Self {
        let count = self.found.len();
        let at = (self.at + count).saturating_add_signed(step) % count.max(1);
        Self { at, ..self }
    }
}

/// Returns the row, first and last column of each `{blank}`, in order.
fn blanks(lines: &[String]) -> impl Iterator<Item = (usize, usize, usize)> {
    lines.iter().enumerate().flat_map(|(row, line)| {
        let names = crate::domain::message::unfilled(line);
        let mut places: Vec<(usize, usize, usize)> = names
            .iter()
            .flat_map(|name| {
                let blank = format!("{{{name}}}");
                let wide = blank.chars().count();
                let starts: Vec<usize> = line.match_indices(&blank).map(|(at, _)| at).collect();
                starts.into_iter().map(move |at| (at, wide))
            })
            .map(|(at, wide)| {
                let column = line[..at].chars().count();
                (row, column, column + wide)
            })
            .collect();
        places.sort_unstable();
        places
    })
}

fn jump(row: usize, column: usize) -> CursorMove {
    let small = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    CursorMove::Jump(small(row), small(column))
}

/// Returns whether a list of names waits for the next one.
fn ends_list(before: &[char]) -> bool {
    let last = before.iter().rev().find(|c| **c != ' ');
    matches!(last, Some(',' | ';' | '@'))
}

#[cfg(test)]
#[path = "editor_tests.rs"]
mod tests;
