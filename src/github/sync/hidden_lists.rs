//! Ticks in lists that the text on the issue does not show.
//!
//! Two sitrooms in different phases show different lists. What a person ticked before the other
//! one wrote stands nowhere in the newest text.

use super::ground::Ground;
use super::import::MOST_IMPORTS;
use super::ledger::Ledger;
use super::mirror::Mirror;
use super::trouble::Trouble;
use crate::domain::command::Command;
use crate::domain::document::parse;
use crate::domain::ids::ItemId;
use crate::domain::sync_plan::{Import, Issue as Side};

impl<L: Ledger> Mirror<L> {
    /// Takes over which lines people ticked or opened in lists that the text does not show.
    pub(super) async fn take_hidden(
        &mut self,
        ground: &Ground,
        side: &Side,
        editor: &str,
    ) -> Result<(), Trouble> {
        for _ in 0..MOST_IMPORTS {
            let mut is_through = true;
            for import in self.hidden_marks(ground, side) {
                is_through = self.take_over(import, editor).await?;
                if !is_through {
                    break;
                }
            }
            self.look_where_the_journal_stands().await?;
            if is_through {
                break;
            }
        }
        Ok(())
    }

    /// Returns whether another sitroom wrote a text that does not show lines of the agreed one:
    /// what people did to those in between stands in the history alone.
    pub(super) fn hides_lines(&self, side: &Side) -> bool {
        let marked = |body: &str| -> Vec<ItemId> {
            let items = parse(body).items.into_iter();
            items.filter_map(|line| line.marked).collect()
        };
        if !self.is_of_another(&side.body) {
            return false;
        }
        let shown = marked(&side.body);
        let agreed = marked(&self.state.base_body);
        agreed.iter().any(|item| !shown.contains(item))
    }

    /// Returns which lines people ticked or opened in lists that a text does not show.
    pub(super) fn hidden_marks(&self, ground: &Ground, side: &Side) -> Vec<Import> {
        let Some(earlier) = &ground.earlier else {
            return Vec::new();
        };
        let earlier = Side {
            body: earlier.clone(),
            ..ground.base.clone()
        };
        let shown = parse(&side.body).items;
        let is_shown = |item: &ItemId| shown.iter().any(|line| line.marked.as_ref() == Some(item));
        let is_hidden_mark = |import: &Import| matches!(&import.command, Command::MarkItem { item, .. } if !is_shown(item));
        let plan = self.plan(&ground.base, &earlier, &self.incident.conflicts);
        let imports = plan.imports.into_iter();
        imports.filter(is_hidden_mark).collect()
    }
}
