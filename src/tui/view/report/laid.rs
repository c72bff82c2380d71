//! The parts of a report in lines.

use std::collections::HashMap;
use std::sync::Arc;

use super::MOST;
use crate::app::Figures;
use crate::tui::markdown::wrapped;

/// The parts that were looked at, in lines. To break a long timeline into lines takes longer than
/// to paint all else, and it stays the same from one key to the next.
#[derive(Debug, Default)]
pub(in crate::tui::view) struct Laid {
    of: Option<(Arc<Figures>, u16)>,
    parts: HashMap<String, Vec<String>>,
}

impl Laid {
    /// Returns the lines of a part, so many cells wide at most; none of a part that is not there.
    pub(super) fn lines(
        &mut self,
        figures: &Arc<Figures>,
        id: &str,
        wide: u16,
        ellipsis: &str,
    ) -> &[String] {
        let known = self.of.as_ref();
        if known.is_none_or(|(of, at)| !Arc::ptr_eq(of, figures) || *at != wide) {
            self.parts.clear();
            self.of = Some((Arc::clone(figures), wide));
        }
        self.parts.entry(id.to_owned()).or_insert_with(|| {
            let part = figures.report.part(id);
            part.map_or_else(Vec::new, |part| {
                wrapped(&part.whole(), wide, MOST, ellipsis)
            })
        })
    }
}
