//! Evidence: what is asked before it is destroyed (R20, R45, R46).

use super::refusal::Refusal;
use crate::domain::command::{Command, Request};
use crate::domain::event::Origin;
use crate::domain::incident::Incident;
use crate::domain::playbook::Playbook;

/// What is offered before evidence may be lost.
const FIRST: &str = "record it as evidence first: E on the screen, or `sitroom evidence add`";

/// Asks before remediation that may destroy evidence goes on the board. What others wrote on
/// the issue is on the board already.
pub(super) fn guard_words(
    incident: &Incident,
    playbook: &Playbook,
    request: &Request,
) -> Result<(), Refusal> {
    let (text, before) = match &request.command {
        _ if request.origin != Origin::Local => return Ok(()),
        Command::AddFix { text, .. } => (text, ""),
        Command::RewordFix { id, text } => {
            let before = incident.fix(*id).map(|fix| fix.text.as_str());
            (text, before.unwrap_or_default())
        }
        _ => return Ok(()),
    };
    let mut asked = Vec::new();
    for words in &playbook.guard_words {
        let is_kept = !words.kept.is_empty() && !incident.evidence.is_empty();
        if is_kept || words.said_in(before).is_some() {
            continue;
        }
        if let Some(word) = words.said_in(text) {
            let (why, rules) = (&words.why, words.rules.join(", "));
            asked.push(format!(
                "`{word}` may destroy evidence: {why} (rule {rules})"
            ));
        }
    }
    if asked.is_empty() {
        return Ok(());
    }
    Err(Refusal::guard("destroys-evidence", asked.join("; "), FIRST))
}
