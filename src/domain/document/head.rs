//! Reading what stands before our region: the title, the five fields, the free text.

use super::body::{Parsed, Role};
use super::bullet::{Bullet, field_at};
use super::escape::{Place, unguard, unguard_prose, unguard_title};
use super::of::normal_details;
use super::value::EXERCISE;

/// Reads the head, as long as `fenced`.
pub(super) fn read(parsed: &mut Parsed, fenced: &[bool], hints: &[&str], first: bool) {
    find_title(parsed, fenced, hints, first);
    find_bullets(parsed, fenced);
    let last = parsed.bullets.values().map(|(at, _)| *at).max();
    let title = parsed.first.as_ref().map(|(at, _)| *at);
    let from = last.or(title).map_or(0, |at| at + 1);
    let blank = |at: &usize| parsed.lines[*at].trim().is_empty();
    let start = (from..fenced.len()).find(|at| !blank(at));
    let end = (from..fenced.len()).rfind(|at| !blank(at));
    let (Some(start), Some(end)) = (start, end) else {
        parsed.details_at = from..from;
        return;
    };
    parsed.details_at = start..end + 1;
    parsed.details = normal_details(&unguard_prose(&parsed.lines[start..=end]));
    parsed.roles[start..=end].fill(Role::Details);
}

fn find_title(parsed: &mut Parsed, fenced: &[bool], hints: &[&str], first: bool) {
    let bare = |text: &str| text.trim().trim_start_matches(EXERCISE).to_owned();
    let hints: Vec<String> = hints.iter().map(|hint| bare(hint)).collect();
    let head = (0..fenced.len())
        .take_while(|at| fenced[*at] || field(&parsed.lines[*at]).is_none())
        .filter(|at| !fenced[*at] && !parsed.lines[*at].trim().is_empty());
    let titles: Vec<(usize, String)> = head
        .map(|at| (at, unguard_title(&parsed.lines[at])))
        .collect();
    let hinted = titles.iter().find(|(_, title)| {
        hints
            .iter()
            .any(|hint| !hint.is_empty() && *hint == bare(title))
    });
    let found = hinted.or_else(|| titles.first().filter(|_| first)).cloned();
    if let Some((at, _)) = &found {
        parsed.roles[*at] = Role::Title;
    }
    parsed.first = found;
}

/// Returns the field of a line and its value, as a person would write it.
fn field(line: &str) -> Option<super::bullet::FieldAt> {
    field_at(line).filter(|at| !at.guarded)
}

/// Finds the fields, the first of each. One without bullet and bold name counts only before
/// any other text, because `severity: see below` may well stand in somebody's prose.
fn find_bullets(parsed: &mut Parsed, fenced: &[bool]) {
    let title = parsed.first.as_ref().map(|(at, _)| *at);
    let mut prose = false;
    for at in (0..fenced.len()).filter(|at| !fenced[*at] && Some(*at) != title) {
        let line = &parsed.lines[at];
        let found = field(line).filter(|found| found.strict || !prose);
        match found {
            Some(found) if !parsed.bullets.contains_key(&found.bullet) => {
                let value = unguard(line[found.value..].trim(), Place::Line);
                parsed.bullets.insert(found.bullet, (at, value));
                parsed.roles[at] = Role::Bullet(found.bullet);
            }
            Some(_) => {}
            None => prose |= !parsed.bullets.is_empty() && !line.trim().is_empty(),
        }
    }
}

/// Returns a line of a field with another value, its name as it was written.
pub(super) fn with_value(line: &str, value: &str) -> String {
    let name = field_at(line).map_or(line, |at| &line[..at.value]);
    let value = super::escape::guard(value, Place::Line);
    format!("{} {value}", name.trim_end()).trim_end().to_owned()
}

/// Returns the line of a field, as in the template.
pub(super) fn render_bullet(bullet: Bullet, value: &str) -> String {
    with_value(&format!("- **{}**:", bullet.label()), value)
}
