//! Lines of a message that its form filled in, and that the record says otherwise by now.

use super::claims::fixed;
use super::values::values;
use crate::domain::incident::Incident;
use crate::domain::playbook::{Message, Playbook, Template};
use crate::domain::text::shorten;
use crate::domain::time::Instant;

/// What a form fills in that changes while somebody writes. Free text is theirs to put otherwise.
const FACTS: [&str; 12] = [
    "title",
    "status",
    "how_it_stands",
    "noun",
    "possible_incident",
    "severity",
    "old_severity",
    "ic",
    "old_ic",
    "responders",
    "reporter",
    "aware",
];

/// How much of a line is repeated.
const LINE: usize = 80;

/// Returns what the lines of a text that come from its form say otherwise than the record does by
/// now, a line each. A line that was taken away or put in other words is that of whoever wrote it.
#[must_use]
pub fn outdated(
    text: &str,
    message: &Message,
    (incident, playbook): (&Incident, &Playbook),
    now: Instant,
) -> Vec<String> {
    let Some(template) = playbook.template(&message.template) else {
        return Vec::new();
    };
    let values = values(incident, playbook, 0, now);
    let is_fact = |name: &str| FACTS.contains(&name);
    let forms = template.body.lines();
    let found = forms.filter_map(|form| {
        let line = Template {
            subject: None,
            body: form.to_owned(),
        };
        let filled = line.fill(&|name| values.get(name).filter(|_| is_fact(name)).cloned());
        if filled.body == form {
            return None;
        }
        let mut stands = text.lines().filter(|line| has(line, form)).peekable();
        let said = stands.peek().copied()?;
        let is_so = stands.any(|line| has(line, &filled.body));
        (!is_so).then(|| {
            let (said, by_now) = (shorten(said, LINE), shorten(&filled.body, LINE));
            format!(
                "it says `{}`, and the record `{}`",
                said.trim(),
                by_now.trim()
            )
        })
    });
    found.collect()
}

/// Returns whether a line begins as another and has all that stands between its blanks; one that
/// is all blanks is no line to know again.
fn has(line: &str, of: &str) -> bool {
    let fixed = fixed(of);
    let Some(first) = fixed.first() else {
        return false;
    };
    let begins = of.starts_with('{') || line.trim_start().starts_with(first.trim());
    begins && fixed.iter().all(|words| line.contains(words.trim()))
}
