//! Reading the text of an issue, however people left it.

use std::collections::BTreeSet;

use super::body::{Info, Parsed, ParsedItem, Region, Role};
use super::fence::fences;
use super::head;
use super::line;
use super::state::{State, is_state_line, other_version};
use super::value::Section;
use crate::domain::ids::{EntryId, ItemId};

const BEGIN: &str = "<!-- sitroom:begin ";
const END: &str = "<!-- sitroom:end";

/// Returns the line that begins our region.
pub(super) fn begin_line(incident: &str) -> String {
    format!("{BEGIN}v1 {incident} -->")
}

/// Returns the line that ends our region.
pub(super) fn end_line() -> String {
    format!("{END} -->")
}

/// Returns text with LF line ends and without a byte order mark.
#[must_use]
pub fn normalise(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Reads the text of an issue; its first line is taken for the title.
#[must_use]
pub fn parse(text: &str) -> Parsed {
    parse_hinted(text, &[], true)
}

/// Reads the text of an issue whose first line may be somebody's text: the title is the line
/// at the head that says one of `hints`, or the first line if `first` says so.
#[must_use]
pub fn parse_hinted(text: &str, hints: &[&str], first: bool) -> Parsed {
    let text = normalise(text);
    let lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let fenced = fences(&lines);
    let region = find_region(&lines, &fenced);
    let mut parsed = Parsed {
        roles: vec![Role::Foreign; lines.len()],
        lines,
        region,
        ..Parsed::default()
    };
    let head_end = match parsed.region {
        Region::At { begin, .. } => begin,
        Region::Missing | Region::Mangled(_) => parsed.lines.len(),
    };
    head::read(&mut parsed, &fenced[..head_end], hints, first);
    read_region(&mut parsed, &fenced);
    parsed
}

fn find_region(lines: &[String], fenced: &[bool]) -> Region {
    let at = |mark: &str, inside: bool| -> Vec<usize> {
        let found = lines.iter().zip(fenced).enumerate();
        found
            .filter(|(_, (line, fence))| **fence == inside && line.trim_start().starts_with(mark))
            .map(|(at, _)| at)
            .collect()
    };
    let mangled = |reason: &str| Region::Mangled(reason.to_owned());
    match (&*at(BEGIN, false), &*at(END, false)) {
        ([], []) if !at(BEGIN, true).is_empty() => {
            mangled("the part that sitroom keeps stands inside a code block")
        }
        ([], []) if has_own_lines(lines, fenced) => {
            mangled("both marks around the part that sitroom keeps are gone")
        }
        ([], []) => Region::Missing,
        ([], _) => mangled("the mark `sitroom:begin` is gone"),
        ([_], []) => mangled("the mark `sitroom:end` is gone"),
        ([begin], [end]) if begin < end => {
            let mut inside = (begin + 1..*end).filter(|at| !fenced[*at]);
            match inside.find_map(|at| other_version(&lines[at])) {
                Some(version) => other_sitroom(version),
                None => read_begin(lines, *begin, *end),
            }
        }
        ([_], [_]) => mangled("the mark `sitroom:end` stands before `sitroom:begin`"),
        _ => mangled("a mark around the part that sitroom keeps stands there twice"),
    }
}

fn read_begin(lines: &[String], begin: usize, end: usize) -> Region {
    let rest = lines[begin].trim_start().strip_prefix(BEGIN);
    let inside = rest.and_then(|rest| rest.split_once("-->"));
    let words = inside.and_then(|(inside, _)| inside.trim().split_once(' '));
    match words {
        Some(("v1", incident)) => Region::At {
            begin,
            end,
            incident: incident.trim().to_owned(),
        },
        Some((version, _)) => other_sitroom(version),
        None => Region::Mangled("the mark `sitroom:begin` cannot be read".into()),
    }
}

fn other_sitroom(version: &str) -> Region {
    Region::Mangled(format!("another version of sitroom ({version}) wrote it"))
}

/// Returns true for a text that holds lines of ours, wherever they are.
fn has_own_lines(lines: &[String], fenced: &[bool]) -> bool {
    let mut plain = lines.iter().zip(fenced).filter(|(_, fence)| !**fence);
    plain.any(|(line, _)| {
        is_state_line(line)
            || line::read_note(line).is_some()
            || line::task(line).is_some_and(|task| line::read(task.rest, None).marked.is_some())
    })
}

fn read_region(parsed: &mut Parsed, fenced: &[bool]) {
    let Region::At { begin, end, .. } = parsed.region else {
        return;
    };
    parsed.roles[begin] = Role::Begin;
    parsed.roles[end] = Role::End;
    let mut section = Some(Section::Notice);
    let mut seen = Seen::default();
    for at in (begin + 1..end).filter(|at| !fenced[*at]) {
        let text = parsed.lines[at].clone();
        if let Some(heading) = heading(&text) {
            section = Section::of_heading(heading);
            parsed.roles[at] = Role::Heading(section.clone());
        } else if is_state_line(&text) {
            parsed.state = parsed.state.take().or_else(|| State::read(&text));
            parsed.roles[at] = Role::State;
        } else if let Some((key, text)) = line::read_note(&text) {
            let info = Info {
                line: at,
                section: section.clone(),
                text,
            };
            parsed.infos.entry(key.clone()).or_insert(info);
            parsed.roles[at] = Role::Info(key);
        } else if let Some(mut item) = read_item(&text, at, section.as_ref()) {
            item.repeated = seen.is_repeated(&item);
            if item.repeated {
                item.marked = None;
                item.tag = None;
            }
            item.adoptable &= !item.text.is_empty();
            parsed.roles[at] = Role::Item(parsed.items.len());
            parsed.items.push(item);
        }
    }
}

/// The markers that stand higher up.
#[derive(Default)]
struct Seen {
    ids: BTreeSet<ItemId>,
    entries: BTreeSet<EntryId>,
}

impl Seen {
    /// Returns whether a line with the same marker stands higher up. Two lines of one number
    /// and different entries are two lines: two machines gave out the number.
    fn is_repeated(&mut self, item: &ParsedItem) -> bool {
        let Some(id) = &item.marked else {
            return false;
        };
        let is_new_id = self.ids.insert(id.clone());
        match &item.tag {
            Some(tag) => !self.entries.insert(tag.entry),
            None => !is_new_id,
        }
    }
}

/// Returns the text of a heading of any level.
pub(super) fn heading(line: &str) -> Option<&str> {
    let bare = line.trim_start_matches(' ');
    if line.len() - bare.len() > 3 {
        return None;
    }
    let text = bare.trim_start_matches('#');
    let level = bare.len() - text.len();
    let spaced = text.is_empty() || text.starts_with([' ', '\t']);
    ((1..=6).contains(&level) && spaced).then(|| text.trim())
}

fn read_item(text: &str, at: usize, section: Option<&Section>) -> Option<ParsedItem> {
    let task = line::task(text)?;
    let kind = section.and_then(Section::kind);
    let said = line::read(task.rest, kind);
    let indent = task.prefix.len() - task.prefix.trim_start().len();
    Some(ParsedItem {
        line: Some(at),
        prefix: task.prefix.to_owned(),
        ticked: task.ticked,
        marked: said.marked,
        tag: said.tag,
        visible: said.visible,
        repeated: false,
        adoptable: indent <= 1 && kind.is_some(),
        text: said.text,
        owner: said.owner,
        words: said.words,
        said_class: said.class,
        section: section.cloned(),
    })
}
