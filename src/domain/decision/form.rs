//! The form in which a decision is typed: a label and its value on each line.

use super::CONTINGENCY;
use crate::domain::event::Decided;
use crate::domain::text::clean_line;

/// One line of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    Decision,
    GoesAhead,
    AskedBy,
    Options,
    AgreedBy,
    Objections,
    By,
}

/// The lines in their order: what they are called, and the blank to fill in.
const LABELS: [(Label, &str, &str); 7] = [
    (Label::Decision, "Decision", "{what_and_why}"),
    (Label::GoesAhead, "Go ahead", "{yes_or_no}"),
    (Label::AskedBy, "Asked by", "{who_asked}"),
    (Label::Options, "Options", "{options}"),
    (Label::AgreedBy, "Agreed by", "{who_agreed}"),
    (Label::Objections, "Strong objections", "{who_and_why}"),
    (Label::By, "Decided by", "{who_decided}"),
];

/// What the lines are called for the contingency plan.
const PLAN: [(Label, &str, &str); 2] = [
    (Label::GoesAhead, "Activate", "{yes_or_no}"),
    (Label::AgreedBy, "Authorised by", "{who_authorised}"),
];

fn lines(about: &str) -> impl Iterator<Item = (Label, &'static str, &'static str)> {
    let is_plan = about == CONTINGENCY;
    LABELS.into_iter().map(move |line| {
        let other = PLAN
            .into_iter()
            .find(|(label, ..)| is_plan && *label == line.0);
        other.unwrap_or(line)
    })
}

/// Returns the form of a decision with what is known of it filled in.
#[must_use]
pub fn write_form(decided: &Decided) -> String {
    let basis = &decided.basis;
    let value = |label| match label {
        Label::Decision => decided.text.clone(),
        Label::GoesAhead => match basis.goes_ahead {
            Some(true) => "yes".to_owned(),
            Some(false) => "no".to_owned(),
            None => String::new(),
        },
        Label::AskedBy => basis.asked_by.clone(),
        Label::Options => basis.options.join("; "),
        Label::AgreedBy => basis.agreed_by.clone(),
        Label::Objections => basis.objections.clone(),
        Label::By => decided.by.clone(),
    };
    let line = |(label, name, blank): (Label, &str, &str)| {
        let value = value(label);
        let value = if value.is_empty() { blank } else { &value };
        format!("{name}: {value}")
    };
    let lines: Vec<String> = lines(&decided.about).map(line).collect();
    lines.join("\n")
}

/// Reads a decision as it was typed. A line without a label goes on with what stands above it;
/// a text without any is the decision itself.
pub fn read_form(about: &str, text: &str) -> Result<Decided, String> {
    let mut values: Vec<(Label, String)> = vec![(Label::Decision, String::new())];
    for line in text.lines() {
        if let Some((label, value)) = labelled(about, line) {
            values.push((label, value.to_owned()));
        } else if let Some((_, value)) = values.last_mut() {
            value.push(' ');
            value.push_str(line);
        }
    }
    let mut decided = Decided::said(about, "");
    for (label, value) in values {
        put(&mut decided, label, &clean_line(&value))?;
    }
    Ok(decided)
}

/// Returns the value behind a label; a blank that nobody filled in is empty.
fn labelled<'t>(about: &str, line: &'t str) -> Option<(Label, &'t str)> {
    let (name, value) = line.split_once(':')?;
    let mut known = lines(about);
    let is_named = |known: &str| known.eq_ignore_ascii_case(name.trim());
    let (label, _, blank) = known.find(|(_, known, _)| is_named(known))?;
    let value = value.trim();
    Some((label, if value == blank { "" } else { value }))
}

fn put(decided: &mut Decided, label: Label, value: &str) -> Result<(), String> {
    if value.is_empty() {
        return Ok(());
    }
    let basis = &mut decided.basis;
    match label {
        Label::Decision => join(&mut decided.text, value),
        Label::GoesAhead => basis.goes_ahead = Some(yes_or_no(value)?),
        Label::AskedBy => join(&mut basis.asked_by, value),
        Label::Options => {
            let options = value.split(';').map(clean_line);
            basis.options.extend(options.filter(|it| !it.is_empty()));
        }
        Label::AgreedBy => join(&mut basis.agreed_by, value),
        Label::Objections if is_none(value) => {}
        Label::Objections => join(&mut basis.objections, value),
        Label::By => join(&mut decided.by, value),
    }
    Ok(())
}

fn join(text: &mut String, more: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
}

fn is_none(value: &str) -> bool {
    ["none", "no", "-"]
        .iter()
        .any(|it| value.eq_ignore_ascii_case(it))
}

fn yes_or_no(value: &str) -> Result<bool, String> {
    match value.to_lowercase().as_str() {
        "y" | "yes" => Ok(true),
        "n" | "no" => Ok(false),
        _ => Err("say yes or no: does it go ahead?".to_owned()),
    }
}
