//! A long list to pick from.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::Cx;
use super::layers::{open_box, placed};
use super::over::Over;
use crate::app::{PickSubject, Picks};
use crate::domain::vocabulary::vocabulary;
use crate::tui::text::{Pen, take_top};

/// Draws the list and returns where the cursor stands.
pub(super) fn render(
    buf: &mut Buffer,
    area: Rect,
    cx: Cx<'_>,
    (picks, over): (&Picks, &mut Over),
) -> Position {
    let theme = cx.theme;
    let place = placed(area, area.height.min(22), false);
    over.cover(place);
    // Where several may hold the list stays, and nobody is to wait for it to close.
    let foot = if takes_several(picks) {
        "type to filter, enter ticks, esc when done"
    } else {
        "type to filter, enter picks, esc goes back"
    };
    let mut inside = open_box(buf, place, cx, &picks.title, foot, theme.focus);
    let mut pen = Pen::new(buf, take_top(&mut inside, 1), theme);
    let place = (picks.marked + 1).min(picks.rows());
    pen.at_end(&format!("{place}/{}", picks.rows()), theme.muted);
    pen.text("/", theme.key)
        .gap(1)
        .text(&picks.query, theme.strong);
    let cursor = Position {
        x: pen.column().min(area.right().saturating_sub(1)),
        y: inside.y.saturating_sub(1),
    };
    Pen::new(buf, take_top(&mut inside, 1), theme).text(&picks.help, theme.muted);
    over.rows(buf, inside, cx, (picks.marked, picks.rows()), |pen, at| {
        let pick = picks.found.get(at).and_then(|at| picks.all.get(*at));
        let Some(pick) = pick else {
            pen.gap(3).text("as typed: ", theme.muted);
            pen.text(picks.query.trim(), theme.text);
            return;
        };
        let holds = match (picks.subject, pick.entry) {
            (PickSubject::Facet(facet), _) => facet.values(&cx.app.incident).contains(&pick.label),
            (PickSubject::Evidence(id), Some(entry)) => {
                let causes = &cx.app.incident.worksheet.causes;
                causes
                    .get(id)
                    .is_some_and(|it| it.evidence.contains(&entry))
            }
            (PickSubject::Evidence(_), None) => false,
        };
        pen.column_of(3, if holds { "[x]" } else { "[ ]" }, theme.key)
            .gap(1);
        pen.text(&pick.label, theme.text);
    });
    if picks.rows() == 0 {
        let mut pen = Pen::new(buf, inside, theme);
        pen.gap(1).text("nothing has these words", theme.muted);
    }
    cursor
}

fn takes_several(picks: &Picks) -> bool {
    match picks.subject {
        PickSubject::Facet(facet) => vocabulary().list(facet).is_some_and(|list| list.many),
        PickSubject::Evidence(_) => true,
    }
}
