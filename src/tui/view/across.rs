//! The incidents of this machine together: a list of what is left to be done, and the figures.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Cx;
use super::layers::open_box;
use super::over::Over;
use crate::app::{AcrossPage, AcrossView, Action, Together};
use crate::domain::followup::{Outstanding, tally};
use crate::tui::text::{Pen, cells, take_bottom, take_top, wrap};

/// From how many columns on the list names owners, and from how many incidents.
const OWNERS: u16 = 60;
const TITLES: u16 = 100;

/// Draws the view over everything.
pub(super) fn render(
    buf: &mut Buffer,
    area: Rect,
    cx: Cx<'_>,
    (view, over): (&AcrossView, &mut Over),
) {
    match view.page {
        AcrossPage::FollowUps => follow_ups(buf, area, cx, (view, over)),
        AcrossPage::Figures => figures(buf, area, cx, (view, over)),
    }
}

fn follow_ups(buf: &mut Buffer, area: Rect, cx: Cx<'_>, (view, over): (&AcrossView, &mut Over)) {
    let all = cx.app.follow_ups();
    let title = match tally(&all, cx.app.now) {
        Some(tally) => format!("Follow-ups here: {tally}"),
        None => "Follow-ups here".to_owned(),
    };
    let key = |action| cx.app.keymap.key(action);
    let foot = format!(
        "{} done  {} put off  {} day  {} figures  esc back",
        key(Action::Tick),
        key(Action::Snooze),
        key(Action::Moment),
        key(Action::NextView),
    );
    let mut inside = open_box(buf, area, cx, &title, &foot, cx.theme.focus);
    if all.is_empty() {
        Pen::new(buf, inside, cx.theme).text("nothing is left to be done", cx.theme.muted);
        return;
    }
    let at = view.at(&all);
    let tall = inside.height;
    let detail = take_bottom(&mut inside, if tall >= 12 { 5 } else { 2 });
    over.rows(buf, inside, cx, (at, all.len()), |pen, row| {
        if let Some(it) = all.get(row) {
            draw(pen, cx, it);
        }
    });
    over.say_place(buf, cx, (at, all.len()));
    if let Some(it) = all.get(at) {
        draw_detail(buf, detail, cx, (view, it));
    }
}

fn draw(pen: &mut Pen<'_>, cx: Cx<'_>, it: &Outstanding) {
    let (theme, now) = (cx.theme, cx.app.now);
    let follow_up = &it.follow_up;
    let is_overdue = follow_up.is_overdue(now);
    let due = if is_overdue {
        theme.overdue
    } else {
        theme.muted
    };
    // With the mark of the row.
    let wide = pen.left() + 1;
    pen.column_of(2, if is_overdue { "!" } else { "" }, theme.overdue);
    pen.column_of(4, &follow_up.id.0, theme.key).gap(1);
    if wide >= OWNERS {
        pen.column_of(23, &it.due_words(now), due).gap(1);
        pen.column_of(14, owner(it), theme.muted).gap(1);
    }
    if wide >= TITLES {
        pen.column_of(28, &it.title, theme.muted).gap(1);
    }
    pen.text(&follow_up.text, theme.text);
}

fn owner(it: &Outstanding) -> &str {
    match it.follow_up.owner.as_str() {
        "" => "nobody",
        owner => owner,
    }
}

/// All of the marked one, what matters most first: a low screen shows the beginning.
fn draw_detail(
    buf: &mut Buffer,
    mut area: Rect,
    cx: Cx<'_>,
    (view, it): (&AcrossView, &Outstanding),
) {
    let (theme, now) = (cx.theme, cx.app.now);
    let follow_up = &it.follow_up;
    let mut lines = Vec::new();
    if !view.problem.is_empty() {
        lines.push((view.problem.clone(), theme.overdue));
    }
    let days = follow_up.age(now).delta().num_days();
    let state = follow_up.state.word();
    let first = format!(
        "{}; {state}, {}, {days} days old",
        it.due_words(now),
        owner(it)
    );
    lines.push((first, theme.strong));
    if let Some(again) = it.again_words(now) {
        lines.push((format!("{again} until it is done or put off"), theme.text));
    }
    let exercise = if it.exercise { "EXERCISE " } else { "" };
    let closed = if it.closed { ", closed" } else { "" };
    lines.push((
        format!("{exercise}{} ({}{closed})", it.title, it.incident),
        theme.text,
    ));
    if let Some(put_off) = follow_up
        .put_off
        .as_ref()
        .filter(|_| follow_up.is_put_off(now))
    {
        lines.push((format!("put off: {}", put_off.reason), theme.text));
    }
    if let Some(link) = it.link() {
        lines.push((link, theme.muted));
    }
    lines.push((follow_up.text.clone(), theme.text));
    for (text, style) in lines {
        for part in wrap(&text, area.width, 3, theme.glyphs.ellipsis) {
            let line = take_top(&mut area, 1);
            if line.height == 0 {
                return;
            }
            Pen::new(buf, line, theme).text(&part, style);
        }
    }
}

fn figures(buf: &mut Buffer, area: Rect, cx: Cx<'_>, (view, over): (&AcrossView, &mut Over)) {
    let theme = cx.theme;
    let key = |action| cx.app.keymap.key(action);
    let foot = format!(
        "{} {} scroll  {} follow-ups  esc back",
        key(Action::Down),
        key(Action::Up),
        key(Action::NextView)
    );
    let inside = open_box(buf, area, cx, "All incidents here", &foot, theme.focus);
    let lines = match &cx.app.together {
        Together::Read(lines) => lines,
        Together::Unread => {
            Pen::new(buf, inside, theme).text("reading the records", theme.muted);
            return;
        }
    };
    let mut drawn = Vec::new();
    for text in lines {
        let style = if text.starts_with(' ') {
            theme.text
        } else {
            theme.strong
        };
        // Wrapping would take away what makes columns.
        if cells(text) <= inside.width {
            drawn.push((text.clone(), style));
            continue;
        }
        let wide = inside.width.saturating_sub(4);
        let parts = wrap(text, wide, 4, theme.glyphs.ellipsis).into_iter();
        let indent = |(at, part)| format!("{}{part}", if at == 0 { "  " } else { "    " });
        drawn.extend(parts.enumerate().map(indent).map(|part| (part, style)));
    }
    over.text(buf, inside, cx, (view.scroll, drawn.len()), |pen, at| {
        if let Some((text, style)) = drawn.get(at) {
            pen.text(text, *style);
        }
    });
}
