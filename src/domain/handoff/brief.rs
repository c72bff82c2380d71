//! The brief that the outgoing IC hands on (R90, domain section 10), in a fixed form of plain
//! Markdown. Contact data, evidence and what was held back have no place in it.

use crate::domain::clock::{due, shift_due};
use crate::domain::decision::CONTINGENCY;
use crate::domain::incident::{
    Carrier, Fix, FixClass, FixState, Incident, Lead, LeadState, MessageRecord, RouteState,
};
use crate::domain::ledger::{name, unreached};
use crate::domain::people::open_asks;
use crate::domain::playbook::{Channel, Playbook, WorkingMode};
use crate::domain::ruling::in_short;
use crate::domain::text::{clean_line, count, excerpt};
use crate::domain::time::{Instant, Span};
use crate::domain::timeline::describe_action;

/// How many of the next clocks it names.
const CLOCKS: usize = 6;

/// How much of the last sitrep it repeats, in characters.
const SITREP: usize = 400;

/// How many conflicts, and how many suggestions, it names.
const WAITING: usize = 6;

/// What the outgoing IC fills in.
const THEORY: &str = "- {theory}";
const WORRIES: &str = "- {worries}";

/// Returns the brief as far as the record knows it: `{theory}` and `{worries}` are for the
/// outgoing IC, and so is putting `*` before three lines. `last_sitrep` is the text of the last
/// sitrep, which the state does not keep.
#[must_use]
pub fn brief(
    incident: &Incident,
    playbook: &Playbook,
    last_sitrep: Option<&str>,
    now: Instant,
) -> String {
    let writer = Writer {
        incident,
        playbook,
        now,
    };
    let sections = [
        ("Now", writer.head()),
        ("Theory", writer.theory()),
        ("Leads", writer.leads()),
        ("Immediate remediation", writer.fixes()),
        ("Decisions", writer.decisions()),
        ("Promises outstanding", writer.promises()),
        ("Waiting for an answer", writer.waiting()),
        ("Next clocks", writer.clocks()),
        ("Last sitrep", writer.sitrep(last_sitrep)),
        ("On shift", writer.shifts()),
        ("Links", writer.links()),
        ("Contingency", writer.contingency()),
        ("Worries", vec![WORRIES.to_owned()]),
    ];
    let none = || vec!["- none".to_owned()];
    let sections = sections.into_iter().map(|(title, lines)| {
        let lines = if lines.is_empty() { none() } else { lines };
        format!("## {title}\n{}", lines.join("\n"))
    });
    let sections: Vec<String> = sections.collect();
    let title = clean_line(&incident.title);
    format!("# Handoff: {title}\n\n{}", sections.join("\n\n"))
}

struct Writer<'a> {
    incident: &'a Incident,
    playbook: &'a Playbook,
    now: Instant,
}

impl Writer<'_> {
    fn at(&self, at: Instant) -> String {
        self.incident.zone.clock(at, self.now)
    }

    fn head(&self) -> Vec<String> {
        let incident = self.incident;
        let since = |at: Option<Instant>| {
            at.map_or_else(
                || "unknown".to_owned(),
                |at| Span::between(at, self.now).words(),
            )
        };
        let mode = incident.working_mode.map(|mode| match mode {
            WorkingMode::AroundTheClock => "- Working 24/7",
            WorkingMode::BusinessHours => "- Working in business hours",
        });
        let head = [
            format!(
                "- Status {}, severity {}",
                incident.status, incident.severity
            ),
            if incident.is_awareness_unknown() {
                let declared = since(incident.aware_at());
                format!("- {declared} since the declaration; awareness is unknown")
            } else {
                let most = incident.age_bound();
                format!("- {most}{} since awareness", since(incident.aware_at()))
            },
            format!(
                "- {} commands for {}",
                incident.ic,
                since(incident.commands.last().map(|term| term.from))
            ),
        ];
        let contained = incident.contained();
        let contained =
            contained.map(|when| format!("- Contained {}", incident.zone.plain_and_utc(when)));
        let mode = mode.map(str::to_owned);
        head.into_iter().chain(contained).chain(mode).collect()
    }

    fn theory(&self) -> Vec<String> {
        let lines = self.incident.details.lines().map(clean_line);
        let lines: Vec<String> = lines
            .filter(|line| !line.is_empty())
            .map(|line| format!("- {line}"))
            .collect();
        if lines.is_empty() {
            return vec![THEORY.to_owned()];
        }
        lines
    }

    /// Open ones first, then what was ruled out, so that nobody runs it down again.
    fn leads(&self) -> Vec<String> {
        let of = |state: LeadState| {
            let leads = self.incident.leads.iter();
            leads.filter(move |lead| lead.state == state)
        };
        [
            LeadState::Investigating,
            LeadState::Open,
            LeadState::RuledOut,
            LeadState::Answered,
        ]
        .into_iter()
        .flat_map(of)
        .map(lead_line)
        .collect()
    }

    fn fixes(&self) -> Vec<String> {
        let blocking = self.incident.blocking_fixes();
        let mut lines: Vec<String> = blocking.map(fix_line).collect();
        let is_immediate = |fix: &Fix| fix.class == FixClass::Immediate;
        if lines.is_empty() && self.incident.fixes.iter().any(is_immediate) {
            lines.push("- all immediate items are verified".to_owned());
        }
        let later = self
            .incident
            .fixes
            .iter()
            .filter(|fix| fix.class == FixClass::LongTerm && fix.state != FixState::Verified);
        let later = later.count();
        if later > 0 {
            let and = if lines.is_empty() { "" } else { "and " };
            lines.push(format!("- {and}{} for later", count(later, "item")));
        }
        lines
    }

    fn decisions(&self) -> Vec<String> {
        let decisions = self.incident.decisions.iter();
        decisions
            .map(|decision| {
                let agreed = match decision.basis.agreed_by.as_str() {
                    "" => String::new(),
                    agreed => format!("; agreed: {agreed}"),
                };
                format!(
                    "- {}: {} ({}, {}{agreed})",
                    decision.title(),
                    clean_line(&decision.text),
                    decision.by,
                    self.at(decision.at)
                )
            })
            .collect()
    }

    /// What somebody was asked, and what was sent and nobody acknowledged.
    fn promises(&self) -> Vec<String> {
        let asks = open_asks(self.incident).into_iter();
        let asks = asks.map(|ask| {
            let due = self.at(ask.due);
            format!("- {}: come back to {} at {due}", ask.line(), ask.to)
        });
        let sent = self.incident.messages.iter().chain(&self.incident.unsent);
        asks.chain(sent.flat_map(|message| unacknowledged(message, self.playbook)))
            .collect()
    }

    /// What others said on the issue that nothing was answered to. Of a conflict it names no
    /// value: the one here may be what was held back.
    fn waiting(&self) -> Vec<String> {
        let Incident {
            conflicts,
            suggestions,
            ..
        } = self.incident;
        let mut lines: Vec<String> = conflicts
            .iter()
            .take(WAITING)
            .map(|(subject, conflict)| format!("- conflict: {}", in_short(subject, conflict)))
            .collect();
        if !conflicts.is_empty() {
            let more = and_more(conflicts.len());
            lines.push(format!("- {more}rule on conflicts with C on the screen"));
        }
        lines.extend(suggestions.iter().take(WAITING).map(|(id, suggestion)| {
            let asked = describe_action(&suggestion.action);
            format!("- suggestion {id} by {}: {asked}", suggestion.by)
        }));
        if !suggestions.is_empty() {
            let more = and_more(suggestions.len());
            lines.push(format!(
                "- {more}answer suggestions with w on the screen, or sitroom accept and decline"
            ));
        }
        lines
    }

    fn clocks(&self) -> Vec<String> {
        let clocks = due(self.incident, self.playbook, self.now).into_iter();
        let asking = clocks.filter(|due| !due.informs && due.snoozed_until.is_none());
        asking
            .take(CLOCKS)
            .map(|due| {
                let at = self.at(due.due_at);
                if due.is_overdue(self.now) {
                    format!("- {}: OVERDUE since {at}", due.name)
                } else {
                    format!("- {}: {at}", due.name)
                }
            })
            .collect()
    }

    fn sitrep(&self, text: Option<&str>) -> Vec<String> {
        let Some(last) = self.incident.last_sitrep() else {
            return Vec::new();
        };
        let at = last.at.earliest().map(|at| self.at(at));
        let said = text.map(|text| format!("- {}", excerpt(text, SITREP)));
        // As far as the record knows: whom it did not reach the new IC would take for told.
        let missed = unreached(last, self.incident, Some(self.playbook), None);
        let is_missed = |name: &String| missed.iter().any(|it| it.told_as == *name);
        let reached = last.to.iter().filter(|name| !is_missed(name));
        let reached: Vec<&str> = reached.map(String::as_str).collect();
        let to = match (reached.is_empty(), missed.is_empty()) {
            (true, true) => "nobody named".to_owned(),
            (true, false) => "nobody yet".to_owned(),
            (false, _) => reached.join(", "),
        };
        let sent = format!(
            "- {} at {} by {}",
            last.label(),
            at.unwrap_or_else(|| "an unknown time".to_owned()),
            last.by
        );
        [sent, format!("- to {to}")]
            .into_iter()
            .chain(said)
            .collect()
    }

    fn shifts(&self) -> Vec<String> {
        let running = self.incident.shifts.iter().filter(|it| it.to.is_none());
        running
            .map(|shift| {
                let off = shift_due(shift, self.playbook).map_or_else(
                    || "no planned end".to_owned(),
                    |due| format!("due off {}", self.at(due)),
                );
                let carried = shift.carried_from();
                let carried = carried.map(|at| format!(" (counts from {})", self.at(at)));
                let (since, carried) = (self.at(shift.from), carried.unwrap_or_default());
                format!("- {}: since {since}{carried}, {off}", shift.person)
            })
            .collect()
    }

    fn links(&self) -> Vec<String> {
        let issue = self.incident.issue.iter();
        let issue = issue.map(|issue| format!("- issue: {}", issue.url));
        let pages = self.playbook.addresses.values();
        let pages = pages
            .filter(|address| address.channel == Channel::StatusPage && !address.to.is_empty());
        let pages = pages.map(|page| format!("- {}: {}", page.name, page.to));
        let folder = Some(&self.incident.folder).filter(|link| !link.is_empty());
        let folder = folder.map(|link| format!("- sensitive folder: {link}"));
        issue.chain(folder).chain(pages).collect()
    }

    fn contingency(&self) -> Vec<String> {
        let Some(decision) = self.incident.decision(CONTINGENCY) else {
            return vec!["- not decided".to_owned()];
        };
        let state = match decision.basis.goes_ahead {
            Some(true) => "ACTIVE",
            Some(false) => "not activated",
            None => "decided",
        };
        vec![format!("- {state} since {}", self.at(decision.at))]
    }
}

fn and_more(all: usize) -> String {
    match all.saturating_sub(WAITING) {
        0 => String::new(),
        more => format!("and {more} more: "),
    }
}

fn lead_line(lead: &Lead) -> String {
    let Lead {
        id, text, finding, ..
    } = lead;
    let owner = match lead.owner.as_str() {
        "" => "nobody",
        owner => owner,
    };
    match lead.state {
        LeadState::Open | LeadState::Investigating => {
            format!("- {id} {}: {text} ({owner})", lead.state)
        }
        LeadState::RuledOut => format!("- {id} RULED OUT: {text}: {finding}"),
        LeadState::Answered => format!("- {id} answered: {text}: {finding}"),
    }
}

fn fix_line(fix: &Fix) -> String {
    let owner = match fix.owner.as_str() {
        "" => "nobody",
        owner => owner,
    };
    let state = match fix.state {
        FixState::Done => "done, NOT VERIFIED".to_owned(),
        state => state.to_string(),
    };
    format!("- {} {state}: {} ({owner})", fix.id, fix.text)
}

/// Returns a line for each way of a message that somebody still waits for.
fn unacknowledged(message: &MessageRecord, playbook: &Playbook) -> Vec<String> {
    let title = name(message, Some(playbook));
    let routes = message.routes.iter();
    routes
        .filter_map(|route| {
            let waits = match route.state {
                // Whoever told them knows what they said.
                RouteState::Sent if route.route.carrier == Carrier::Hand => return None,
                RouteState::Sent => "not acknowledged",
                RouteState::Queued | RouteState::ToCarry => "not sent yet",
                RouteState::Failed => "NOT SENT",
                RouteState::InDoubt => "may not have arrived",
                RouteState::Mirrored | RouteState::Acknowledged | RouteState::Dropped => {
                    return None;
                }
            };
            Some(format!("- {title} to {}: {waits}", route.route.name))
        })
        .collect()
}
