//! What only the drawing needs to remember from one frame to the next.

use std::collections::HashSet;
use std::sync::Arc;

use ratatui::layout::{Position, Rect};

use super::over::Over;
use super::report::Laid;
use crate::app::{App, Layer, Pane, Spot, View};
use crate::domain::event::{Entry, Event};
use crate::domain::ids::EntryId;
use crate::domain::incident::{Fix, FixState, Incident, Lead, LeadState};
use crate::tui::editor::TextEditor;

/// What only the drawing needs to remember: how far the lists are scrolled, the widget of the
/// open editor, and counts that change with the record alone.
#[derive(Debug, Default)]
pub struct ViewState {
    scrolls: [[Scroll; Pane::COUNT]; View::ALL.len()],
    tabs: Vec<(Rect, View)>,
    /// What lies over the screen.
    pub(super) over: Over,
    /// The editors that are open: one below a card keeps its cursor, and what can be undone.
    editors: Vec<TextEditor>,
    /// Which of them is on top.
    on_top: Option<u64>,
    counted: Option<Arc<Incident>>,
    counts: Counts,
    undone: Undone,
    /// The parts of the report that were looked at.
    pub(super) laid: Laid,
}

/// How far a list is scrolled, and what of it was drawn where.
#[derive(Debug, Clone, Default)]
pub(super) struct Scroll {
    /// The first line shown.
    pub(super) offset: usize,
    /// Where the list stands in this frame.
    pub(super) area: Rect,
    /// The rows in this frame: where each stands, and its place in the list.
    pub(super) rows: Vec<(Rect, usize)>,
}

/// How many items stand where.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    /// Leads, by the order of [`LeadState::ALL`].
    pub(super) leads: [usize; 4],
    /// Remediation items, by the order of [`FixState::ALL`].
    pub(super) fixes: [usize; 5],
}

#[derive(Debug, Default)]
struct Undone {
    seen: Option<(usize, EntryId)>,
    entries: HashSet<EntryId>,
}

impl ViewState {
    /// Follows the app: the widget of its topmost editor, and the counts of the record that is
    /// shown.
    pub fn follow(&mut self, app: &App) {
        self.follow_editor(app);
        let shown = app.shown();
        let is_counted = self.counted.as_ref();
        if !is_counted.is_some_and(|counted| Arc::ptr_eq(counted, &shown.incident)) {
            self.counts = Counts::of(&shown.incident);
            self.counted = Some(shown.incident.clone());
        }
        self.undone.follow(shown);
    }

    fn follow_editor(&mut self, app: &App) {
        let is_open = |id| {
            let mut layers = app.layers.iter();
            layers.any(|layer| matches!(layer, Layer::Editor(editor) if editor.id == id))
        };
        self.editors.retain(|editor| is_open(editor.id()));
        let Some(Layer::Editor(top)) = app.layers.last() else {
            self.on_top = None;
            return;
        };
        if self.on_top.replace(top.id) == Some(top.id) {
            return;
        }
        // What lay over it may have changed its text.
        let is_same = |editor: &TextEditor| editor.id() == top.id && editor.text() == top.text;
        if !self.editors.iter().any(is_same) {
            self.editors.retain(|editor| editor.id() != top.id);
            self.editors.push(TextEditor::open(top));
        }
    }

    /// Returns the widget of the editor on top.
    pub fn editor_mut(&mut self) -> Option<&mut TextEditor> {
        let top = self.on_top?;
        self.editors.iter_mut().find(|editor| editor.id() == top)
    }

    pub(super) fn counts(&self) -> Counts {
        self.counts
    }

    pub(super) fn is_undone(&self, entry: EntryId) -> bool {
        self.undone.entries.contains(&entry)
    }

    /// Returns how far the text that is read over the screen can be scrolled, as it was drawn.
    #[must_use]
    pub fn last_line(&self) -> Option<usize> {
        self.over.last_line()
    }

    /// Returns how far a list of a view is scrolled.
    pub(super) fn offset(&mut self, view: View, pane: Pane) -> &mut Scroll {
        &mut self.scrolls[view as usize][pane as usize]
    }

    /// Forgets what was drawn where in the frame before.
    pub(super) fn begin_frame(&mut self) {
        for scroll in self.scrolls.iter_mut().flatten() {
            scroll.area = Rect::ZERO;
            scroll.rows.clear();
        }
        self.over.cover(Rect::ZERO);
    }

    /// Takes over where the tabs stand.
    pub(super) fn set_tabs(&mut self, tabs: Vec<(Rect, View)>) {
        self.tabs = tabs;
    }

    /// Returns what is drawn at a place, where a mouse can do something there.
    #[must_use]
    pub fn spot(&self, at: Position) -> Option<Spot> {
        let over = self.over.spot(at);
        if over.is_some() {
            return over;
        }
        let tab = self.tabs.iter().find(|(place, _)| place.contains(at));
        if let Some((_, view)) = tab {
            return Some(Spot::Tab(*view));
        }
        let mut lists = self.scrolls.iter().flat_map(|of| of.iter().enumerate());
        let (pane, scroll) = lists.find(|(_, scroll)| scroll.area.contains(at))?;
        let pane = Pane::ALL[pane];
        let row = scroll.rows.iter().find(|(place, _)| place.contains(at));
        Some(row.map_or(Spot::List(pane), |(_, row)| Spot::Row(pane, *row)))
    }
}

impl Undone {
    /// Follows the entries; those that were seen before are only looked at again when
    /// something is taken back.
    fn follow(&mut self, app: &App) {
        let entries = &app.entries;
        let seen = entries.last().map(|last| (entries.len(), last.id));
        if self.seen == seen {
            return;
        }
        let is_there = |(count, id): &(usize, EntryId)| {
            let last = entries.get(count.wrapping_sub(1));
            last.is_some_and(|last| last.id == *id)
        };
        let known = self.seen.filter(is_there).map(|(count, _)| count);
        let is_undo = |entry: &Arc<Entry>| matches!(entry.event, Event::Undone { .. });
        if known.is_none_or(|known| entries[known..].iter().any(is_undo)) {
            self.entries = undone(app);
        }
        self.seen = seen;
    }
}

impl Counts {
    fn of(incident: &Incident) -> Self {
        Self::among(incident.leads.iter(), incident.fixes.iter())
    }

    /// Counts what a filter leaves of the boards; none where nothing is filtered out.
    pub(super) fn filtered(app: &App) -> Option<Self> {
        let (rows, incident) = (&app.rows, &app.incident);
        let leads = rows.leads.iter().filter_map(|at| incident.leads.get(*at));
        let fixes = rows.fixes.iter().filter_map(|at| incident.fixes.get(*at));
        (!app.filter.is_empty()).then(|| Self::among(leads, fixes))
    }

    fn among<'i>(
        leads: impl Iterator<Item = &'i Lead>,
        fixes: impl Iterator<Item = &'i Fix>,
    ) -> Self {
        let mut counts = Self::default();
        for lead in leads {
            counts.leads[lead.state as usize] += 1;
        }
        for fix in fixes {
            counts.fixes[fix.state as usize] += 1;
        }
        counts
    }

    pub(super) fn lead(self, state: LeadState) -> usize {
        self.leads[state as usize]
    }

    pub(super) fn fix(self, state: FixState) -> usize {
        self.fixes[state as usize]
    }
}

/// Returns what was taken back, by undos that hold themselves.
fn undone(app: &App) -> HashSet<EntryId> {
    let mut undone = HashSet::new();
    for entry in app.entries.iter().rev() {
        if let Event::Undone { entries, .. } = &entry.event
            && !undone.contains(&entry.id)
        {
            undone.extend(entries.iter().copied());
        }
    }
    undone
}
