//! Cutting a long text into parts that each can be posted.

use super::super::fence::fence_run;
use super::super::units;

/// One part of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Part {
    /// What it says; a code block that is cut is closed at its end and opened again at the
    /// beginning of the next part.
    pub(crate) text: String,
    /// What was left out where the text was cut before this part.
    pub(crate) cut: String,
    /// The line that opens a code block again; empty if none was cut.
    pub(crate) fence: String,
}

/// Cuts a text into parts of at most `most` UTF-16 units: at the end of a paragraph, else of a
/// line, else of a word, else of a character. Nothing is left out but what stands at the cuts.
pub(in super::super) fn split(text: &str, most: usize) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = text;
    let mut part = Part::default();
    loop {
        let opening = opened(&part.fence);
        let room = most.saturating_sub(2 * units(&opening) + ROOM).max(1);
        if !is_longer(rest, room + ROOM) {
            part.text = opening + rest;
            parts.push(part);
            return parts;
        }
        let (at, next) = cut_at(rest, prefix(rest, room));
        let head = &rest[..at];
        let open = open_fence(&part.fence, head);
        part.text = opening + head;
        if let Some(fence) = &open {
            part.text.push('\n');
            part.text.push_str(&closing(fence));
        }
        parts.push(part);
        part = Part {
            text: String::new(),
            cut: rest[at..next].to_owned(),
            fence: open.unwrap_or_default(),
        };
        rest = &rest[next..];
    }
}

/// Puts the parts of a text together again.
pub(in super::super) fn join<'a>(parts: impl IntoIterator<Item = &'a Part>) -> String {
    let mut text = String::new();
    for part in parts {
        let mut said = part.text.as_str();
        if !part.fence.is_empty() {
            let closed = format!("\n{}", closing(&part.fence));
            text.truncate(text.strip_suffix(&closed).map_or(text.len(), str::len));
            said = said.strip_prefix(&opened(&part.fence)).unwrap_or(said);
        }
        text.push_str(&part.cut);
        text.push_str(said);
    }
    text
}

/// The most that is left out at a cut, so that a marker can say it.
const MOST_CUT: usize = 200;

/// Room for the line that closes a code block.
const ROOM: usize = 100;

/// The longest line that opens a code block and is repeated; a longer one is only closed.
const LONGEST_FENCE: usize = ROOM - 2;

fn opened(fence: &str) -> String {
    if fence.is_empty() {
        String::new()
    } else {
        format!("{fence}\n")
    }
}

/// Returns the line that closes a code block.
fn closing(fence: &str) -> String {
    let indent = fence.len() - fence.trim_start().len();
    let (mark, length) = fence_run(fence).unwrap_or(('`', 3));
    let run = mark.to_string().repeat(length);
    format!("{}{run}", &fence[..indent])
}

/// Returns the line that opens the code block in which a text ends, which began with `before`
/// open.
fn open_fence(before: &str, text: &str) -> Option<String> {
    let mut open = Some(before.to_owned()).filter(|fence| !fence.is_empty());
    for line in text.split('\n') {
        let run = fence_run(line);
        match &open {
            None => {
                if run.is_some() {
                    let short = units(line) <= LONGEST_FENCE;
                    open = Some(if short {
                        line.to_owned()
                    } else {
                        closing(line)
                    });
                }
            }
            Some(fence) => {
                let (mark, length) = fence_run(fence).unwrap_or(('`', 3));
                let bare = line.trim();
                let closes = bare.len() >= length && bare.chars().all(|c| c == mark);
                if closes {
                    open = None;
                }
            }
        }
    }
    open
}

/// Returns where to cut a text, and where it goes on: blank lines and spaces at the cut are left
/// out, but for the indentation of the line after it.
fn cut_at(rest: &str, room: &str) -> (usize, usize) {
    let found = ["\n\n", "\n", " "].into_iter().find_map(|cut| {
        let at = room[..room.rfind(cut)?].trim_end().len();
        (at > 0).then_some((at, cut))
    });
    let Some((at, cut)) = found else {
        return (room.len(), room.len());
    };
    let blank = rest[at..].len() - rest[at..].trim_start().len();
    let skipped = prefix(&rest[at..at + blank], MOST_CUT);
    let blank = skipped.len();
    let skipped = match skipped.rfind('\n') {
        Some(end) if cut != " " => end + 1,
        _ => blank,
    };
    (at, at + skipped)
}

/// Returns whether a text has more than so many UTF-16 units, without looking at the rest.
fn is_longer(text: &str, most: usize) -> bool {
    prefix(text, most).len() < text.len()
}

/// Returns the beginning of a text of at most so many UTF-16 units, and at least one character.
fn prefix(text: &str, most: usize) -> &str {
    let mut used = 0;
    let end = text.char_indices().find(|(at, c)| {
        used += c.len_utf16();
        used > most && *at > 0
    });
    end.map_or(text, |(at, _)| &text[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, most: usize) -> Vec<Part> {
        let parts = split(text, most);
        assert_eq!(join(&parts), text);
        for part in &parts {
            assert!(units(&part.text) <= most, "{}: {part:?}", units(&part.text));
        }
        parts
    }

    #[test]
    fn a_text_is_cut_at_paragraphs_before_lines_before_words_before_characters() {
        let cuts = |text: &str| {
            let parts = check(text, 300);
            let cuts: Vec<String> = parts.iter().skip(1).map(|part| part.cut.clone()).collect();
            cuts
        };
        let line = "woof ".repeat(20).trim_end().to_owned();
        assert_eq!(
            cuts(&format!("{line}\n\n{line}\n\n{line}\n\n{line}\n{line}")),
            ["\n\n", "\n\n"]
        );
        assert_eq!(cuts(&format!("{line}\n{line}\n{line}\n{line}")), ["\n"]);
        assert_eq!(cuts(&"woof ".repeat(120)), [" ", " "]);
        assert_eq!(cuts(&"🐔".repeat(160)), [""]);
        assert_eq!(cuts("short"), Vec::<String>::new());
    }

    #[test]
    fn a_code_block_that_is_cut_is_closed_and_opened_again() {
        let code = format!(
            "before\n\n  ~~~~ rust\n{}\n  ~~~~\nafter",
            "let x;\n".repeat(120)
        );
        let parts = check(&code, 300);
        assert!(parts.len() > 3);
        for pair in parts[1..parts.len() - 1].windows(2) {
            assert!(pair[0].text.ends_with("\n  ~~~~"), "{pair:?}");
            assert!(pair[1].text.starts_with("  ~~~~ rust\n"), "{pair:?}");
        }
    }

    #[test]
    fn whatever_is_cut_comes_together_again() {
        let pieces = [
            "```\n", "\n\n", "\n", "~~~ x\n", " ", "🐔", "word", "`````", "  ", "```",
        ];
        let mut seed = 7_u32;
        for _ in 0..300 {
            let mut text = String::new();
            for _ in 0..200 {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                text.push_str(pieces[(seed >> 16) as usize % pieces.len()]);
            }
            check(&text, 320);
        }
    }
}
