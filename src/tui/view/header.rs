//! The header: what it is, where it stands, for how long, who commands, how the mirror does.

use std::fmt::Write;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Cx;
use crate::app::Action;
use crate::domain::handoff::offer_to;
use crate::domain::incident::{Severity, Status};
use crate::domain::mirror::{Concern, MirrorState};
use crate::domain::text::{count, shorten};
use crate::domain::time::Span;
use crate::tui::text::{Pen, cells, take_top};

/// Parts of one fact, drawn without a gap.
type Fact = Vec<(String, Style)>;

/// The narrowest that a title is cut to while other things can go instead.
const TITLE: u16 = 24;

/// The longest that the name of whoever is to answer gets.
const MOST_NAME: usize = 18;

/// Returns how many lines the header takes.
pub(super) fn height(cx: Cx<'_>, area: Rect) -> u16 {
    let whole = title_width(cx) + facts_width(&facts(cx, area.width)) + 3 + reference_width(cx);
    if whole > area.width && area.height >= 14 {
        2
    } else {
        1
    }
}

/// Draws the header.
pub(super) fn render(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>) {
    if area.height >= 2 {
        let top = take_top(&mut area, 1);
        let shown = draw_facts(buf, area, cx, 1);
        let hides_mirror = shown < facts(cx, area.width).len();
        let right = if hides_mirror {
            let room = top.width.saturating_sub(TITLE + 1);
            mirror_within(cx, room)
        } else {
            reference(cx)
        };
        let mut pen = Pen::new(buf, top, cx.theme);
        let concern = mirror_state(cx).concern();
        let title = if hides_mirror && concern != Concern::None {
            // What keeps the mirror from going on is dearer than the end of a title.
            TITLE / 2
        } else {
            TITLE
        };
        if pen.left() > cells(&right.0) + title {
            pen.at_end(" ", right.1);
            pen.at_end(&right.0, right.1);
        }
        draw_title(&mut pen, cx);
        return;
    }
    let all = facts(cx, area.width);
    let needs = facts_width(&all[..all.len().min(3)]);
    let title = title_width(cx).min(area.width.saturating_sub(needs).max(1));
    let mut pen = Pen::new(buf, area, cx.theme);
    if facts_width(&all) + title_width(cx) + reference_width(cx) + 3 <= area.width {
        let (text, style) = reference(cx);
        pen.at_end(" ", style);
        pen.at_end(&text, style);
    }
    let title_area = Rect {
        width: title,
        ..area
    };
    draw_title(&mut Pen::new(buf, title_area, cx.theme), cx);
    let rest = Rect {
        x: area.x + title,
        width: area.width - title,
        ..area
    };
    draw_facts(buf, rest, cx, 3);
}

fn draw_title(pen: &mut Pen<'_>, cx: Cx<'_>) {
    pen.gap(1);
    let badge = badge(cx);
    if !badge.is_empty() {
        pen.text(&badge, cx.theme.exercise).gap(1);
    }
    pen.text(&cx.app.incident.title, cx.theme.strong);
}

fn title_width(cx: Cx<'_>) -> u16 {
    let badge = match cells(&badge(cx)) {
        0 => 0,
        wide => wide + 1,
    };
    cells(&cx.app.incident.title).saturating_add(1 + badge)
}

/// Returns what says that it is an exercise and how its time goes; empty for an incident.
fn badge(cx: Cx<'_>) -> String {
    match (&cx.app.exercise, cx.app.incident.exercise) {
        (Some(exercise), _) => format!(" EXERCISE {} ", exercise.words()),
        (None, true) => " EXERCISE ".to_owned(),
        (None, false) => String::new(),
    }
}

/// Draws as many facts as fit, and returns how many those were.
fn draw_facts(buf: &mut Buffer, area: Rect, cx: Cx<'_>, gap: u16) -> usize {
    let mut pen = Pen::new(buf, area, cx.theme);
    let all = facts(cx, area.width);
    let mut shown = 0;
    let first: u16 = all
        .iter()
        .take(3)
        .flatten()
        .map(|(text, _)| cells(text))
        .sum();
    // Status, severity and age stay to the last; air goes first.
    let between = area
        .width
        .saturating_sub(first + gap)
        .div_euclid(2)
        .clamp(1, 3);
    for (at, fact) in all.iter().enumerate() {
        let gap = if at == 0 { gap } else { between };
        let needs: u16 = fact.iter().map(|(text, _)| cells(text)).sum();
        if at > 0 && gap + needs > pen.left() {
            break;
        }
        pen.gap(gap);
        for (text, style) in fact {
            pen.text(text, *style);
        }
        shown += 1;
    }
    shown
}

fn facts_width(facts: &[Fact]) -> u16 {
    let parts = facts.iter().flatten().map(|(text, _)| cells(text));
    parts.sum::<u16>() + 3 * u16::try_from(facts.len()).unwrap_or(0)
}

/// Returns the facts, the dearest first.
fn facts(cx: Cx<'_>, wide: u16) -> Vec<Fact> {
    let (app, theme) = (cx.app, cx.theme);
    let incident = &app.incident;
    let mut facts = vec![vec![status(cx, wide < 60)], vec![severity(cx)]];
    if !cx.is_past {
        facts.extend(to_answer(cx));
        facts.extend(offered(cx, wide < 60));
    }
    // How long it took stands still once it is over.
    let is_over = incident.over().is_some();
    if let Some(age) = incident.age(app.now) {
        let word = format!("{} {}", age.word(), incident.age_bound());
        let length = age.span().short();
        facts.push(vec![(word, theme.muted), (length, theme.text)]);
    }
    let mut ic = vec![
        ("IC ".to_owned(), theme.muted),
        (incident.ic.clone(), theme.text),
    ];
    let time = incident.command_time(app.now);
    if let Some(time) = time.filter(|_| !is_over) {
        ic.push((format!(" {}", time.short()), theme.muted));
    }
    facts.push(ic);
    // How the mirror stood then nobody wrote down.
    if !cx.is_past {
        facts.push(vec![mirror(cx)]);
    }
    facts
}

/// Returns what waits for an answer, each with its key: NEXT has no room for it while something
/// more urgent is due.
fn to_answer(cx: Cx<'_>) -> Vec<Fact> {
    let incident = &cx.app.incident;
    let waits = [
        (Action::Conflict, incident.conflicts.len(), "conflict"),
        (Action::Suggestion, incident.suggestions.len(), "suggestion"),
    ];
    let waits = waits.into_iter().filter(|(_, many, _)| *many > 0);
    waits
        .map(|(action, many, word)| {
            vec![
                (key_before(cx, action), cx.theme.key),
                (count(many, word), cx.theme.soon),
            ]
        })
        .collect()
}

/// Returns whom an offer of command waits for, and since when: a clock that is overdue goes before
/// it in NEXT. Whoever is offered command is told there before all else.
fn offered(cx: Cx<'_>, is_narrow: bool) -> Option<Fact> {
    let incident = &cx.app.incident;
    let offer = incident.handoff.offer.as_ref()?;
    if offer_to(incident, &cx.app.me).is_some() {
        return None;
    }
    let at = incident.zone.clock(offer.at, cx.app.now);
    let waits = if is_narrow {
        format!("offered {at}")
    } else {
        let to = shorten(&offer.to, MOST_NAME);
        format!("offered to {to} {at}")
    };
    let key = key_before(cx, Action::Handoff);
    Some(vec![(key, cx.theme.key), (waits, cx.theme.soon)])
}

/// Returns the key of an action with a space behind it; nothing where it is not to be had.
fn key_before(cx: Cx<'_>, action: Action) -> String {
    if cx.offers(action) {
        format!("{} ", cx.key(action))
    } else {
        String::new()
    }
}

fn status(cx: Cx<'_>, is_narrow: bool) -> (String, Style) {
    let (incident, theme) = (&cx.app.incident, cx.theme);
    let glyphs = &theme.glyphs;
    if incident.closed {
        return (format!("{} CLOSED", glyphs.full), theme.muted);
    }
    let (glyph, style) = match incident.status {
        Status::Investigating => (glyphs.half, theme.strong),
        Status::Confirmed => (glyphs.full, theme.strong),
        Status::Resolved => (glyphs.full, theme.good),
        Status::FalseAlarm => (glyphs.none, theme.muted),
    };
    let noun = match incident.status {
        Status::Investigating | Status::Confirmed if !is_narrow => format!(" {}", incident.noun()),
        Status::Investigating | Status::Confirmed | Status::FalseAlarm | Status::Resolved => {
            String::new()
        }
    };
    let word = incident.status.word().to_uppercase();
    (format!("{glyph} {word}{noun}"), style)
}

fn severity(cx: Cx<'_>) -> (String, Style) {
    let (theme, severity) = (cx.theme, cx.app.incident.severity);
    let glyphs = &theme.glyphs;
    let (glyph, style) = match severity {
        Severity::High => (glyphs.high, theme.overdue),
        Severity::Medium => (glyphs.medium, theme.soon),
        Severity::Low => (glyphs.low, theme.strong),
        Severity::Unknown => return ("? severity".into(), theme.soon),
    };
    (format!("{glyph} {}", severity.word().to_uppercase()), style)
}

/// Returns how the mirror stands. That everything is stopped counts without a mirror too.
fn mirror_state(cx: Cx<'_>) -> MirrorState {
    match cx.app.incident.outbound_stop {
        Some(_) => MirrorState::Stopped,
        None => cx.app.mirror.state,
    }
}

/// Returns how the mirror stands: a word, the age of the last sync, what waits.
pub(super) fn mirror(cx: Cx<'_>) -> (String, Style) {
    let (app, theme) = (cx.app, cx.theme);
    let status = &app.mirror;
    let state = mirror_state(cx);
    let style = match state.concern() {
        Concern::Lasting => theme.overdue,
        Concern::Passing => theme.soon,
        Concern::None => theme.muted,
    };
    if let Some(read) = status.reading_words() {
        return (format!("{} reading {read}", theme.glyphs.mirror), style);
    }
    let mut text = format!("{} {}", theme.glyphs.mirror, state.word());
    if !matches!(state, MirrorState::Off | MirrorState::Stopped)
        && let Some(at) = status.last_pull
    {
        text.push(' ');
        text.push_str(&age(Span::between(at, app.now)));
    }
    if status.stuck > 0 {
        let _ = write!(text, ", {} stuck", status.stuck);
    } else if status.waiting > 0 && status.state != MirrorState::Synced {
        let _ = write!(text, ", {} queued", status.waiting);
    }
    (text, style)
}

/// Returns how the mirror stands in no more than so many cells if that can be: a word says
/// more than an age.
fn mirror_within(cx: Cx<'_>, room: u16) -> (String, Style) {
    let (text, style) = mirror(cx);
    if cells(&text) <= room {
        return (text, style);
    }
    let word = mirror_state(cx).word();
    (format!("{} {word}", cx.theme.glyphs.mirror), style)
}

/// Returns an age in minutes: seconds would have the screen drawn again every second.
fn age(age: Span) -> String {
    if age.as_seconds() < 60 {
        "now".into()
    } else {
        age.short()
    }
}

fn reference(cx: Cx<'_>) -> (String, Style) {
    let issue = cx.app.incident.issue.as_ref();
    let text = issue.map(|issue| format!("{}#{}", issue.repository, issue.number));
    (text.unwrap_or_default(), cx.theme.muted)
}

fn reference_width(cx: Cx<'_>) -> u16 {
    cells(&reference(cx).0)
}
