//! Which argument of which command is completed with what.

use std::sync::Arc;

use clap_complete::engine::{ArgValueCandidates, ValueCandidates};

use super::values::{Kind, Line};

/// By command and argument, what it names. `*` stands for every command.
const WHICH: [(&str, &str, Kind); 57] = [
    ("*", "incident", Kind::Incident),
    ("*", "config", Kind::Setting),
    ("*", "actor", Kind::Person),
    ("open", "id", Kind::Incident),
    ("watch", "what", Kind::Incident),
    ("drill", "scenario", Kind::Scenario),
    ("drill", "replay", Kind::Recorded),
    ("tick", "item", Kind::Item),
    ("lead add", "owner", Kind::Person),
    ("lead move", "id", Kind::Lead),
    ("lead move", "state", Kind::LeadState),
    ("lead own", "id", Kind::Lead),
    ("lead own", "name", Kind::Person),
    ("fix add", "owner", Kind::Person),
    ("fix move", "id", Kind::Fix),
    ("fix move", "state", Kind::FixState),
    ("fix verify", "id", Kind::Fix),
    ("fix verify", "by", Kind::Person),
    ("fix own", "id", Kind::Fix),
    ("fix own", "name", Kind::Person),
    ("severity", "severity", Kind::Severity),
    ("state", "state", Kind::State),
    ("people remove", "name", Kind::Person),
    ("people role", "name", Kind::Person),
    ("people contact", "name", Kind::Person),
    ("people not-before", "name", Kind::Person),
    ("shift in", "name", Kind::Person),
    ("shift out", "name", Kind::Person),
    ("shift home", "names", Kind::Person),
    ("shift extend", "name", Kind::Person),
    ("shift still", "name", Kind::Person),
    ("ask", "to", Kind::Person),
    ("ask answer", "id", Kind::Question),
    ("ask extend", "id", Kind::Question),
    ("ask drop", "id", Kind::Question),
    ("ask lead", "id", Kind::Question),
    ("ask fix", "id", Kind::Question),
    ("handoff offer", "name", Kind::Person),
    ("tried", "lead", Kind::Person),
    ("moment", "moment", Kind::Moment),
    ("snooze", "clock", Kind::Clock),
    ("sent", "message", Kind::Message),
    ("evidence hand-over", "id", Kind::Evidence),
    ("evidence hand-over", "to", Kind::Person),
    ("held", "id", Kind::Held),
    ("accept", "id", Kind::Suggestion),
    ("decline", "id", Kind::Suggestion),
    ("followups done", "item", Kind::FollowUp),
    ("followups later", "item", Kind::FollowUp),
    ("followups due", "item", Kind::FollowUp),
    ("cause *", "id", Kind::Cause),
    ("cause *", "under", Kind::Cause),
    ("cause move", "before", Kind::Cause),
    ("lesson reword", "id", Kind::Lesson),
    ("classify", "facet", Kind::Facet),
    ("*", "playbook", Kind::Playbook),
    ("*", "zone", Kind::Zone),
];

/// Returns the definition of the command line with what completes its arguments behind a line.
pub(in crate::cli) fn definition(line: &Arc<Line>) -> clap::Command {
    with_values(super::super::definition(), "", line)
}

fn with_values(command: clap::Command, path: &str, line: &Arc<Line>) -> clap::Command {
    let command = command.mut_args(|argument| match kind_of(path, argument.get_id().as_str()) {
        Some(kind) => {
            let line = Arc::clone(line);
            argument.add(ArgValueCandidates::new(Offered { kind, line }))
        }
        None => argument,
    });
    command.mut_subcommands(|below| {
        let path = format!("{path} {}", below.get_name());
        with_values(below, path.trim(), line)
    })
}

fn kind_of(path: &str, id: &str) -> Option<Kind> {
    let is_meant = |pattern: &str| match pattern.split_once(" *") {
        Some((above, _)) => path.starts_with(above),
        None => pattern == "*" || pattern == path,
    };
    let mut all = WHICH.iter();
    let found = all.find(|(pattern, known, _)| *known == id && is_meant(pattern));
    found.map(|(.., kind)| *kind)
}

struct Offered {
    kind: Kind,
    line: Arc<Line>,
}

impl ValueCandidates for Offered {
    fn candidates(&self) -> Vec<clap_complete::CompletionCandidate> {
        self.kind.offered(&self.line)
    }
}
