//! The people: who is on shift and for how long, who rests, and who was asked what.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Cx;
use super::list::{self, Head, List};
use super::state::ViewState;
use crate::app::{Action, Pane, PeopleRow};
use crate::domain::clock::is_unseen;
use crate::domain::measure::Limit;
use crate::domain::metrics::labour;
use crate::domain::people::{Ask, AskState, Person};
use crate::domain::time::{Instant, Span};
use crate::tui::text::{Pen, cells, take_top};

/// How long before a shift ends its time is shown as short.
const SOON: Span = Span::minutes(30);

/// Draws the roster and the questions with their rules.
pub(super) fn render(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>, state: &mut ViewState) {
    let app = cx.app;
    let all = app.rows.people.len();
    let head = Head {
        room: area.height,
        title: "People",
        facts: facts(cx),
        place: app.place(Pane::People).map(|at| (at, all)),
        focused: true,
    };
    list::rule(buf, take_top(&mut area, 1), cx, &head);
    if all == 0 {
        return list::empty(buf, area, cx, "nobody is known", Action::Add);
    }
    let asks = app.rows.people.iter();
    let first = asks
        .take_while(|row| matches!(row, PeopleRow::Person(_)))
        .count();
    let headings: &[usize] = if first < all { &[first] } else { &[] };
    let rows = List {
        pane: Pane::People,
        stays: 0,
        headings,
        focused: true,
    };
    let offset = state.offset(app.view, Pane::People);
    let row = |pen: &mut Pen<'_>, at: usize| match app.rows.people.get(at) {
        Some(PeopleRow::Person(person)) => of_person(pen, cx, person),
        Some(PeopleRow::Ask(ask)) => of_ask(pen, cx, ask),
        None => {}
    };
    let heading = |buf: &mut Buffer, line: Rect, _: usize| {
        let head = Head {
            room: 0,
            title: "Asked",
            facts: vec![("back at".to_owned(), cx.theme.muted)],
            place: None,
            focused: false,
        };
        list::rule(buf, line, cx, &head);
    };
    list::rows(buf, area, cx, &rows, offset, row, heading);
}

/// Returns what all of them come to: who is on, the person-hours, and who last wrote.
fn facts(cx: Cx<'_>) -> Vec<(String, Style)> {
    let (app, theme) = (cx.app, cx.theme);
    let on = app.incident.shifts.iter().filter(|it| it.to.is_none());
    let mut open = app.incident.shifts.iter().filter(|it| it.to.is_none());
    let over = app.incident.over_by();
    let over = over.filter(|(at, _)| open.all(|it| it.from <= *at));
    let until = over.map_or_else(String::new, |(_, by)| format!(" until {}", by.word()));
    let mut facts = vec![(format!("{} on shift{until}", on.count()), theme.muted)];
    let labour = labour(&app.incident, app.now);
    let limit = Limit::Labour.span();
    let (note, style) = if labour > limit {
        (format!(", over {limit}"), theme.soon)
    } else {
        (String::new(), theme.muted)
    };
    facts.push((format!("{} together{note}", labour.in_hours_short()), style));
    if let Some(last) = &app.incident.last_written {
        let at = time(cx, last.at);
        let by = &last.by;
        let heard = match &app.incident.issue {
            Some(_) => format!("{by} wrote {at}"),
            None => format!("{by} last heard of {at}"),
        };
        facts.push((heard, theme.muted));
    }
    facts
}

fn time(cx: Cx<'_>, at: Instant) -> String {
    cx.app.incident.zone.clock(at, cx.app.now)
}

fn of_person(pen: &mut Pen<'_>, cx: Cx<'_>, person: &Person) {
    let theme = cx.theme;
    let wide = pen.left();
    let (glyph, style, short, long) = state_of(cx, person);
    pen.column_of(2, glyph, style);
    let name = match wide {
        0..56 => 17,
        56..100 => 18,
        _ => 22,
    };
    pen.column_of(name, &person.name, theme.strong).gap(1);
    if wide < 56 {
        pen.text(&short, style);
        return;
    }
    pen.column_of(10, &person.role, theme.text).gap(1);
    if wide >= 100 {
        let until = cx.app.incident.counts_until(cx.app.now);
        let since = person.role_since.map(|at| Span::between(at, until));
        let since = since.map(|since| format!("for {}", since.short()));
        pen.right_of(10, &since.unwrap_or_default(), theme.muted)
            .gap(2);
    }
    let room = if wide < 100 { 30 } else { 34 };
    let fits = fitting(cx, person, long, room);
    pen.column_of(room, &fits, style).gap(1);
    pen.right_of(6, &person.everywhere.in_hours_short(), theme.text)
        .text(" worked", theme.muted);
    if wide >= 100 {
        pen.gap(2).text(&person.contact, theme.muted);
    }
}

/// Returns where somebody is in no more cells than there is room for, if that can be: what is left
/// of a shift goes before since when it is, and that before since when it counts.
fn fitting(cx: Cx<'_>, person: &Person, long: String, room: u16) -> String {
    let Some(left) = person.left(cx.app.now).filter(|_| cells(&long) > room) else {
        return long;
    };
    match long.split_once(" from ") {
        Some((here, _)) if cells(here) <= room => here.to_owned(),
        _ if left.as_seconds() < 0 => format!("over by {}", over(left)),
        _ => format!("{} left", left.countdown()),
    }
}

/// Returns the sign of where somebody is, its style, a short word for it, and a long one.
pub(super) fn state_of(cx: Cx<'_>, person: &Person) -> (&'static str, Style, String, String) {
    let (theme, now) = (cx.theme, cx.app.now);
    if let Some(on) = person.on {
        let since = time(cx, on.since);
        let carried = on.carried_from();
        let carried = carried.map(|at| format!(" from {}", time(cx, at)));
        let carried = carried.unwrap_or_default();
        let Some(left) = person.left(now) else {
            // Their hours stop then, and who began later is on for something else.
            let over = cx.app.incident.over_by().filter(|(at, _)| *at >= on.since);
            let long = match over {
                Some((_, by)) => format!("on {since} until {}", by.word()),
                None => format!("on since {since}"),
            };
            return (" ", theme.text, "on".to_owned(), long);
        };
        let shift = cx.app.incident.shift_of(&person.name);
        let count = left.countdown();
        if shift.is_some_and(|it| is_unseen(it, &cx.app.incident, &cx.app.playbook, now)) {
            let long = format!("still on? since {since}");
            return ("?", theme.overdue, "still on?".to_owned(), long);
        }
        let longer = if on.extended { ", longer" } else { "" };
        let long = format!("on {since}{longer}, {count} left{carried}");
        return match left.as_seconds() {
            ..0 => (
                "!",
                theme.overdue,
                count,
                format!("on {since}, over by {}{carried}", over(left)),
            ),
            secs if secs <= SOON.as_seconds() => (theme.glyphs.soon, theme.soon, count, long),
            _ => (" ", theme.text, count, long),
        };
    }
    if let Some(until) = person.rests_until {
        let until = time(cx, until);
        let long = format!("rests until {until}");
        return ("z", theme.muted, format!("rests {until}"), long);
    }
    let long = match person.also_on.first() {
        Some(title) => format!("on shift for {title}"),
        None => "off".to_owned(),
    };
    (" ", theme.muted, "off".to_owned(), long)
}

fn over(left: Span) -> String {
    Span::seconds(left.as_seconds().saturating_neg()).words()
}

fn of_ask(pen: &mut Pen<'_>, cx: Cx<'_>, ask: &Ask) {
    let theme = cx.theme;
    let left = Span::between(cx.app.now, ask.due);
    let (word, style) = match (&ask.state, &ask.became) {
        (_, Some(line)) => (format!("now {line}"), theme.muted),
        (AskState::Answered { .. }, None) => ("answered".to_owned(), theme.good),
        (AskState::Dropped { .. }, None) => ("dropped".to_owned(), theme.muted),
        (AskState::Open, None) if left.as_seconds() < 0 => (left.countdown(), theme.overdue),
        (AskState::Open, None) => (left.countdown(), theme.text),
    };
    let text = if ask.is_open() {
        theme.text
    } else {
        theme.muted
    };
    let is_narrow = pen.left() < 56;
    pen.gap(2);
    pen.column_of(4, &ask.id.to_string(), theme.muted);
    pen.column_of(if is_narrow { 9 } else { 10 }, &word, style);
    if !is_narrow {
        pen.column_of(18, &ask.to, text).gap(1);
    }
    pen.text(&ask.question, text);
    if let AskState::Answered { answer, .. } = &ask.state
        && pen.left() > 8
    {
        pen.gap(1).text(theme.glyphs.dot, theme.muted).gap(1);
        pen.text(answer, theme.text);
    }
}
