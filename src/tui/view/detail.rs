//! The selected thing in full: what a row has no room for.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Cx;
use super::leads::Widths;
use super::list::{self, Head};
use super::state::ViewState;
use super::{comms, evidence, leads, people, remediation, timeline};
use crate::app::{Action, ChecklistLine, Pane, PeopleRow};
use crate::domain::checklist::RowState;
use crate::domain::clock::Due;
use crate::domain::event::{Entry, Event, NoteImported};
use crate::domain::evidence::Evidence;
use crate::domain::incident::{Fix, Lead, Tick, Tracking};
use crate::domain::kept;
use crate::domain::ledger::LedgerRow;
use crate::domain::mirror::Delivery;
use crate::domain::people::{Ask, AskState, Person};
use crate::domain::text::count;
use crate::domain::time::{Instant, Span};
use crate::tui::text::{Pen, take_top, wrap};

/// Columns as wide as they get, so that states are in full words.
const WIDE: u16 = 200;

/// What is to say of the selected thing.
struct Detail {
    title: String,
    facts: Vec<(String, Style)>,
    /// A label, which may be empty, and a text.
    parts: Vec<(&'static str, String)>,
}

/// Returns what there is to say of the selected thing of the list that the keys act on.
fn selected(cx: Cx<'_>, state: &ViewState) -> Option<Detail> {
    let app = cx.app;
    match app.focus() {
        Pane::Checklist => app.selected_line().map(|line| of_line(cx, line)),
        Pane::Clocks => app.selected_clock().map(|due| of_clock(cx, due)),
        Pane::Leads => app.selected_lead().map(|lead| of_lead(cx, lead)),
        Pane::Remediation => app.selected_fix().map(|fix| of_fix(cx, fix)),
        Pane::Timeline => app.selected_entry().map(|entry| of_entry(cx, entry, state)),
        Pane::People => app.selected_people().map(|row| match row {
            PeopleRow::Person(person) => of_person(cx, person),
            PeopleRow::Ask(ask) => of_ask(cx, ask),
        }),
        Pane::Comms => app.selected_comms().map(|row| of_comms(cx, row)),
        Pane::Evidence => app.selected_evidence().map(|it| of_evidence(cx, it)),
        // It has a place of its own.
        Pane::Report => None,
    }
}

/// Returns the title of the selected thing and all there is to say of it, as a text to be read.
pub(super) fn whole(cx: Cx<'_>, state: &ViewState) -> Option<(String, String)> {
    let detail = selected(cx, state)?;
    let facts: Vec<&str> = detail.facts.iter().map(|(fact, _)| fact.as_str()).collect();
    let mut text = facts.join(&format!(" {} ", cx.theme.glyphs.dot));
    for (label, said) in detail.parts.iter().filter(|(_, said)| !said.is_empty()) {
        text.push_str("\n\n");
        if !label.is_empty() {
            text.extend([label, ": "]);
        }
        text.push_str(said);
    }
    Some((detail.title, text))
}

/// Draws the selected thing of the list that the keys act on.
pub(super) fn render(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>, state: &ViewState) {
    let detail = selected(cx, state);
    let Some(detail) = detail.filter(|_| area.height > 1) else {
        return;
    };
    let head = Head {
        room: area.height,
        title: &detail.title,
        facts: detail.facts,
        place: None,
        focused: false,
    };
    list::rule(buf, take_top(&mut area, 1), cx, &head);
    for (label, text) in &detail.parts {
        if !text.is_empty() {
            part(buf, &mut area, cx, label, text);
        }
    }
}

fn part(buf: &mut Buffer, area: &mut Rect, cx: Cx<'_>, label: &str, text: &str) {
    let (wide, most) = (area.width.saturating_sub(3), usize::from(area.height));
    let ellipsis = cx.theme.glyphs.ellipsis;
    let lines = if label.is_empty() {
        wrap(text, wide, most, ellipsis)
    } else {
        wrap(&format!("{label}: {text}"), wide, most, ellipsis)
    };
    for (at, line) in lines.iter().enumerate() {
        let place = take_top(area, 1);
        let mut pen = Pen::new(buf, place, cx.theme);
        let label = if at == 0 { label } else { "" };
        pen.gap(2).text(label, cx.theme.muted);
        let rest = line.strip_prefix(label).unwrap_or(line);
        pen.text(rest, cx.theme.text);
    }
}

fn time(cx: Cx<'_>, at: Instant) -> String {
    cx.app.incident.zone.clock(at, cx.app.now)
}

fn of_line(cx: Cx<'_>, line: &ChecklistLine) -> Detail {
    let muted = cx.theme.muted;
    let at = |tick: &Tick| evidence::when(cx, &tick.at);
    let mut facts = vec![(line.list_name.clone(), muted)];
    let said = match &line.state {
        RowState::Done(tick) => format!("ticked by {} at {}", tick.by, at(tick)),
        RowState::NotApplicable(tick) => format!("set aside by {} at {}", tick.by, at(tick)),
        RowState::Derived => "ticked by the record".into(),
        RowState::Waiting => "does not apply yet".into(),
        RowState::Needless => "was not needed".into(),
        RowState::Optional => "only if needed".into(),
        RowState::Open if line.is_derived => "the record ticks it by itself".into(),
        RowState::Open => String::new(),
    };
    if !said.is_empty() {
        facts.push((said, muted));
    }
    if !line.rules.is_empty() {
        // `R5` alone would be taken for a remediation item.
        facts.push((format!("rule {}", line.rules), muted));
    }
    Detail {
        title: line.id.0.clone(),
        facts,
        parts: vec![
            ("", line.text.clone()),
            ("kept as", kept_as(cx, line)),
            ("why", line.why.clone()),
        ],
    }
}

/// Returns the remediation item that a line is kept as: what is done to one is done to both.
fn kept_as(cx: Cx<'_>, line: &ChecklistLine) -> String {
    let fix = line.fix.and_then(|id| cx.app.incident.fix(id));
    fix.map_or_else(String::new, |fix| match fix.owner.as_str() {
        "" => format!("{}, {}", fix.id, fix.state),
        owner => format!("{}, {}, {owner}", fix.id, fix.state),
    })
}

fn of_clock(cx: Cx<'_>, due: &Due) -> Detail {
    let muted = cx.theme.muted;
    let mut facts = vec![
        (format!("since {}", time(cx, due.started_at)), muted),
        (format!("due {}", time(cx, due.due_at)), muted),
    ];
    if due.legal {
        facts.push(("a deadline of law".into(), cx.theme.soon));
    }
    let snooze = cx.app.incident.snoozes.get(&due.key);
    let snooze = snooze.filter(|_| due.is_snoozed(cx.app.now));
    Detail {
        title: due.name.clone(),
        facts,
        parts: vec![
            ("", due.reason.clone()),
            (
                "put off",
                snooze.map(|s| s.reason.clone()).unwrap_or_default(),
            ),
        ],
    }
}

fn of_lead(cx: Cx<'_>, lead: &Lead) -> Detail {
    let (glyph, word, style) = leads::look(cx, lead.state, Widths::of(WIDE, 1));
    let (owner, owner_style) = leads::owner(cx, &lead.owner, true);
    Detail {
        title: lead.id.to_string(),
        facts: vec![
            (format!("{glyph} {word}"), style),
            (owner.to_owned(), owner_style),
            (
                format!("since {}", time(cx, lead.changed_at)),
                cx.theme.muted,
            ),
        ],
        parts: vec![("", lead.text.clone()), ("finding", lead.finding.clone())],
    }
}

fn of_fix(cx: Cx<'_>, fix: &Fix) -> Detail {
    let (glyph, word, style) = remediation::look(cx, fix.state, Widths::of(WIDE, 1));
    let (owner, owner_style) = leads::owner(cx, &fix.owner, true);
    let tracked = fix.tracking.as_ref();
    let tracked = tracked.map_or_else(String::new, Tracking::words);
    let verified = fix.verified.as_ref();
    let verified = verified.map(|v| format!("by {} at {}", v.by, time(cx, v.at)));
    let lines = kept::lines_of(fix, &cx.app.incident, &cx.app.playbook);
    let lines: Vec<&str> = lines.map(|line| line.id.as_str()).collect();
    Detail {
        title: fix.id.to_string(),
        facts: vec![
            (format!("{glyph} {word}"), style),
            (owner.to_owned(), owner_style),
            (fix.class.to_string(), cx.theme.muted),
            (
                format!("since {}", time(cx, fix.state_since())),
                cx.theme.muted,
            ),
        ],
        parts: vec![
            ("", fix.text.clone()),
            ("verified", verified.unwrap_or_default()),
            ("followed up", tracked),
            ("ticks", lines.join(", ")),
        ],
    }
}

/// Returns why an entry does not go out, and what to do about it; empty when it does.
fn stuck(cx: Cx<'_>, entry: &Entry) -> String {
    let mirror = &cx.app.mirror;
    if mirror.deliveries.get(&entry.id) != Some(&Delivery::Stuck) {
        return String::new();
    }
    let again = format!("{} tries again", cx.key(Action::Sync));
    match mirror.reasons.get(&entry.id) {
        Some(reason) => format!("{reason}; {again}"),
        None => again,
    }
}

fn of_comms(cx: Cx<'_>, row: &LedgerRow) -> Detail {
    let muted = cx.theme.muted;
    let mut facts = vec![
        (row.way_word().to_owned(), muted),
        (row.state_word().to_owned(), comms::style(cx, row.state)),
    ];
    if let Some(at) = row.at.earliest() {
        facts.push((time(cx, at), muted));
    }
    let text = cx.app.text_sent(row.entry).unwrap_or_default().to_owned();
    Detail {
        title: format!("{} to {}", row.what, row.who),
        facts,
        parts: vec![
            ("by", row.by.clone()),
            ("said", row.words.clone()),
            ("", text),
        ],
    }
}

fn of_person(cx: Cx<'_>, person: &Person) -> Detail {
    let muted = cx.theme.muted;
    let (_, style, _, long) = people::state_of(cx, person);
    let until = cx.app.incident.counts_until(cx.app.now);
    let in_role = person.role_since.map(|at| Span::between(at, until));
    let role = match in_role {
        Some(span) => format!("{} for {}", person.role, span.words()),
        None => person.role.clone(),
    };
    let hours = format!(
        "{} here, {} on all incidents of this machine",
        person.here.in_hours(),
        person.everywhere.in_hours()
    );
    Detail {
        title: person.name.clone(),
        facts: vec![(role, muted), (long, style)],
        parts: vec![
            ("contact", person.contact.clone()),
            ("worked", hours),
            ("also on shift for", person.also_on.join("; ")),
        ],
    }
}

fn of_ask(cx: Cx<'_>, ask: &Ask) -> Detail {
    let muted = cx.theme.muted;
    let (label, said) = match &ask.state {
        AskState::Open => ("", String::new()),
        AskState::Answered { answer, .. } => ("answered", answer.clone()),
        AskState::Dropped { reason } => ("dropped", reason.clone()),
    };
    let became = ask.became.as_ref().map(ToString::to_string);
    Detail {
        title: format!("{} {}", ask.id, ask.to),
        facts: vec![
            (
                format!("asked {} by {}", time(cx, ask.asked_at), ask.by),
                muted,
            ),
            (format!("back at {}", time(cx, ask.due)), muted),
        ],
        parts: vec![
            ("", ask.question.clone()),
            (label, said),
            ("now", became.unwrap_or_default()),
        ],
    }
}

fn of_evidence(cx: Cx<'_>, of: &Evidence) -> Detail {
    let muted = cx.theme.muted;
    let held = of.now().map(|now| {
        let since = evidence::when(cx, &now.when);
        format!("by {} since {since}, at {}", now.holder, now.place)
    });
    let file = of.file.as_ref().map(evidence::file);
    Detail {
        title: of.id.to_string(),
        facts: vec![(count(of.handlings.len(), "time") + " handled", muted)],
        parts: vec![
            ("", of.what.clone()),
            ("held", held.unwrap_or_default()),
            ("SHA-256", file.unwrap_or_default()),
        ],
    }
}

fn of_entry(cx: Cx<'_>, entry: &Entry, state: &ViewState) -> Detail {
    let muted = cx.theme.muted;
    let mut facts = vec![(entry.actor.clone(), cx.theme.text)];
    if let Some((glyph, word, style)) = timeline::mark(cx, entry, state) {
        facts.push((format!("{glyph} {word}"), style));
    }
    if let Some((glyph, word, style)) = timeline::delivery(cx, entry) {
        facts.push((format!("{glyph} {word}"), style));
    }
    let is_exact = entry
        .happened
        .precision()
        .is_some_and(|known| !known.is_coarse());
    let happened = if is_exact {
        time(cx, entry.shown_at())
    } else {
        format!("happened {}", cx.app.incident.zone.plain(&entry.happened))
    };
    facts.push((happened, muted));
    if entry.happened.earliest() != Some(entry.recorded) {
        facts.push((format!("recorded {}", time(cx, entry.recorded)), muted));
    }
    if let Event::NoteImported(NoteImported { first, .. }) = &entry.event {
        let (at, device) = (time(cx, first.recorded), &first.device);
        let said = format!("first recorded {at} on {device} as {}", first.kind);
        facts.push((said, muted));
    }
    Detail {
        title: format!("#{}", entry.seq),
        facts,
        parts: vec![
            ("stuck", stuck(cx, entry)),
            ("", cx.app.whole_text_of(entry)),
        ],
    }
}
