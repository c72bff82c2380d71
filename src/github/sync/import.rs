//! Taking over what people changed on the issue.

use sha2::{Digest, Sha256};

use super::ledger::{Ledger, LedgerError};
use super::mirror::Mirror;
use super::trouble::Trouble;
use crate::domain::command::Command;
use crate::domain::sync_plan::{self, ConflictValue, Import, Issue as Side, Plan};

/// How often people's changes are taken over before the rest waits for the next round.
const MOST_IMPORTS: u32 = 5;

/// Who did what nobody can say who did.
const SOMEBODY: &str = "somebody on GitHub";

impl<L: Ledger> Mirror<L> {
    /// Takes over what people changed on the issue, until nothing is left to take over.
    pub(super) async fn merge(
        &mut self,
        side: &Side,
        editor: Option<String>,
    ) -> Result<Plan, Trouble> {
        let mut plan = self.plan(side);
        self.remarks.clone_from(&plan.seen);
        let mut editor = editor;
        for _ in 0..MOST_IMPORTS {
            let news = self.news(&plan);
            if news.is_empty() {
                break;
            }
            let by = match editor.take() {
                Some(editor) => editor,
                None => self.last_editor().await,
            };
            for import in news {
                self.take_over(import, &by).await?;
            }
            editor = Some(by);
            plan = self.plan(side);
        }
        Ok(plan)
    }

    /// Returns what the record does not know yet: changes, and conflicts that are not open.
    fn news(&self, plan: &Plan) -> Vec<Import> {
        let is_open = |clash: &&ConflictValue| {
            let open = self.incident.conflicts.get(&clash.subject);
            open.is_some_and(|open| open.ours == clash.ours && open.theirs == clash.theirs)
        };
        let clashes = plan.conflicts.iter().filter(|clash| !is_open(clash));
        let imports = plan.imports.iter().filter(|import| {
            let digest = once(&import.command);
            digest.is_none_or(|digest| !self.state.taken_over.contains(&digest))
        });
        imports
            .cloned()
            .chain(clashes.map(|clash| clash.command().into()))
            .collect()
    }

    fn plan(&self, side: &Side) -> Plan {
        sync_plan::plan(
            &self.base(),
            &self.document(),
            side,
            &self.incident.conflicts,
        )
    }

    /// Puts one change of the issue to the record. What the record refuses becomes a conflict:
    /// the issue keeps its value, and a person decides.
    async fn take_over(&mut self, import: Import, editor: &str) -> Result<(), Trouble> {
        let clash = sync_plan::refused(&import.command, &self.document());
        match self.import(import, editor).await {
            Err(LedgerError::Refused(refusal)) => {
                let instead = clash.map_or_else(
                    || Command::ImportState {
                        seen: format!("not taken over: {refusal}"),
                    },
                    |clash| clash.command(),
                );
                Ok(self.import(instead.into(), editor).await?)
            }
            done => Ok(done?),
        }
    }

    async fn import(&mut self, import: Import, editor: &str) -> Result<(), LedgerError> {
        let digest = once(&import.command);
        if let Some(digest) = &digest
            && self.state.taken_over.contains(digest)
        {
            return Ok(());
        }
        let incident = self.ledger.execute(import.request(editor)).await?;
        self.follow(incident);
        if let Some(digest) = digest {
            self.state.taken_over.push(digest);
            self.ledger.save_sync(self.state.clone()).await?;
        }
        Ok(())
    }

    /// Returns who edited the body last; only the edit history knows.
    async fn last_editor(&self) -> String {
        let Some(remote) = &self.state.remote else {
            return SOMEBODY.to_owned();
        };
        let history = self.client.body_history(&remote.node_id).await;
        let history = history.map(|reply| reply.value.history).unwrap_or_default();
        let editor = history.edits.first().and_then(|edit| edit.editor.as_ref());
        let editor = editor.map(|user| user.login.clone());
        editor.unwrap_or_else(|| SOMEBODY.to_owned())
    }
}

/// Returns the digest of what must be recorded once only: unlike a value, which is the same on
/// both sides afterwards, text and remarks would be found again as long as nothing is agreed.
fn once(command: &Command) -> Option<String> {
    let text = match command {
        Command::ImportText { added, removed } => format!("text\n{added}\n\n{removed}"),
        Command::ImportState { seen } => format!("state\n{seen}"),
        _ => return None,
    };
    let digest = Sha256::digest(text.as_bytes()).into_iter();
    Some(digest.fold(String::new(), |hex, byte| hex + &format!("{byte:02x}")))
}
