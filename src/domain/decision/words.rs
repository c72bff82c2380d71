//! The authority to disrupt the service in words: for the screen, the log, and the next step.

use super::disruption::{Authority, Ground, authority, is_asked};
use crate::domain::clock::sane;
use crate::domain::incident::{ContactTry, Incident, LeadAnswer, Severity};
use crate::domain::playbook::{Channel, Disruption, Playbook};
use crate::domain::text::count;
use crate::domain::time::{Instant, Span, Zone};

/// What is to be done for a decision on a disruption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What, in the imperative.
    pub text: String,
    /// The command that does it.
    pub command: &'static str,
}

impl Authority {
    /// Returns one line such as `medium: 23:10 of 60:00, Farmer Dave tried by chat 14:02, by
    /// phone 14:05`, with what it comes to.
    #[must_use]
    pub fn line(&self, zone: Zone, now: Instant) -> String {
        let mut parts: Vec<String> = self.hour(now).into_iter().collect();
        parts.extend(self.evidence(zone, now));
        let mut line = match self.severity {
            Severity::Unknown => "severity unknown, so as for medium: ".to_owned(),
            known => format!("{known}: "),
        };
        if !parts.is_empty() {
            line.push_str(&parts.join(", "));
            line.push_str("; ");
        }
        line + &self.verdict()
    }

    /// Returns how much of the hour is over: `23:10 of 60:00`.
    fn hour(&self, now: Instant) -> Option<String> {
        let (since, wait) = (self.since?, self.wait?);
        let over = Span::between(since, now.max(since));
        Some(format!("{} of {}", minutes(over), minutes(wait)))
    }

    /// Returns who was tried, by what, and when; each team lead once.
    #[must_use]
    pub fn evidence(&self, zone: Zone, now: Instant) -> Vec<String> {
        let mut leads: Vec<&str> = Vec::new();
        for tried in &self.contacts {
            if !leads.contains(&tried.lead.as_str()) {
                leads.push(&tried.lead);
            }
        }
        let of = |lead: &&str| {
            let theirs = self.contacts.iter().filter(|it| it.lead == *lead);
            let tries: Vec<String> = theirs.map(|it| attempt(it, zone, now)).collect();
            format!("{lead} tried {}", tries.join(", "))
        };
        leads.iter().map(of).collect()
    }

    /// Returns what it comes to.
    #[must_use]
    pub fn verdict(&self) -> String {
        let wait = self.wait.map_or_else(String::new, minutes);
        match &self.ground {
            Ground::Immediate => "act now, no permission is needed; tell of it at once".into(),
            Ground::Agreed(lead) => format!("authorised: {lead} agreed"),
            Ground::Unreachable => "authorised: leads unreachable".into(),
            Ground::Untried if self.policy == Disruption::Agree => {
                "held until it is agreed; nobody was tried yet".into()
            }
            Ground::Untried => {
                format!("nobody was tried yet; the first attempt starts the {wait} of waiting")
            }
            Ground::Trying | Ground::Held if self.policy == Disruption::Agree => {
                "held until it is agreed; nobody was reached".into()
            }
            Ground::Trying | Ground::Held => "nobody was reached yet".into(),
            Ground::Waiting => format!("nobody was reached yet; authority after {wait}"),
            Ground::Undecided(lead) => {
                format!("{lead} was reached, undecided: waiting gives no authority")
            }
            Ground::Objected(lead) => format!("{lead} objects strongly: decide together"),
        }
    }

    /// Returns what is missing for the authority, a line each; nothing where it is there.
    #[must_use]
    pub fn missing(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if self.severity == Severity::Unknown {
            lines.push("choose a severity".to_owned());
        }
        match &self.ground {
            Ground::Immediate | Ground::Agreed(_) | Ground::Unreachable => return lines,
            Ground::Untried if self.to_try.is_empty() => {
                lines.push("try the team leads by chat, then by phone".to_owned());
            }
            Ground::Untried | Ground::Trying => {
                let tries = self.to_try.iter();
                lines.extend(tries.map(|(lead, by)| format!("try {lead} by {by}")));
            }
            Ground::Waiting => lines.push("wait, or keep trying them".to_owned()),
            Ground::Undecided(lead) => lines.push(format!("record what {lead} answers")),
            Ground::Objected(lead) => {
                lines.push(format!("find a course that {lead} agrees to"));
            }
            Ground::Held => {
                lines.push("go on trying, or raise the severity if the risk grew".into());
            }
        }
        if self.policy == Disruption::Consult
            && matches!(self.ground, Ground::Undecided(_) | Ground::Objected(_))
        {
            lines.push("the process leans towards disruption".to_owned());
        }
        lines
    }

    /// Returns what the attempts came to, in short, for a clock.
    #[must_use]
    pub fn tries(&self) -> String {
        let said = match self.contacts.len() {
            1 => "1 try".to_owned(),
            _ => format!("{} tries", self.contacts.len()),
        };
        match &self.ground {
            Ground::Undecided(lead) => {
                format!("{said}, {lead} reached: waiting gives no authority, decide together")
            }
            Ground::Objected(lead) => format!("{said}, {lead} objects strongly: decide together"),
            Ground::Agreed(lead) => format!("{said}, {lead} agreed: that is authority to act"),
            Ground::Unreachable => format!("{said}, nobody reached: that is authority to act"),
            Ground::Immediate
            | Ground::Untried
            | Ground::Trying
            | Ground::Waiting
            | Ground::Held => match self.to_try.first() {
                Some((lead, by)) => format!("{said}, nobody reached; {lead} not tried by {by}"),
                None => format!("{said}, nobody reached"),
            },
        }
    }

    /// Returns the authority for a decision as it is written down with it.
    #[must_use]
    pub fn for_record(&self, agreed_by: &str, zone: Zone, now: Instant) -> String {
        let severity = self.severity;
        let evidence = self.evidence(zone, now).join("; ");
        match &self.ground {
            Ground::Immediate => format!("{severity} severity, no permission needed"),
            _ if !agreed_by.is_empty() => format!("agreed by {agreed_by}"),
            Ground::Agreed(lead) => format!("agreed by {lead}"),
            Ground::Unreachable => format!("leads unreachable: {evidence}"),
            Ground::Untried
            | Ground::Trying
            | Ground::Waiting
            | Ground::Undecided(_)
            | Ground::Objected(_)
            | Ground::Held => {
                let said = count(self.contacts.len(), "attempt");
                format!("none at {severity} severity, after {said}")
            }
        }
    }
}

/// Returns what is to be done now for a decision that is asked for; none while nothing but
/// time is missing.
#[must_use]
pub fn step(incident: &Incident, playbook: &Playbook, now: Instant) -> Option<Step> {
    if !incident.is_active() || !is_asked(incident, playbook) {
        return None;
    }
    let authority = authority(incident, playbook, now);
    let step = |text: String, command| Some(Step { text, command });
    if authority.severity == Severity::Unknown {
        let text = "Choose the severity: a disruption is asked about";
        return step(text.to_owned(), "severity");
    }
    match &authority.ground {
        Ground::Immediate => step(
            "Decide on the disruption: no permission is needed".into(),
            "disruption",
        ),
        Ground::Agreed(lead) => step(
            format!("Decide on the disruption: {lead} agreed"),
            "disruption",
        ),
        Ground::Unreachable => step(
            "Decide on the disruption: authorised, leads unreachable".into(),
            "disruption",
        ),
        Ground::Untried | Ground::Trying => {
            let (lead, by) = authority
                .to_try
                .first()
                .map_or(("a team lead", Channel::Chat), |(lead, by)| {
                    (lead.as_str(), *by)
                });
            step(
                format!("Try {lead} by {by}, and write it down"),
                "team-lead",
            )
        }
        Ground::Undecided(lead) => step(
            format!("Record what {lead} says: agreed, or a strong objection"),
            "team-lead",
        ),
        Ground::Objected(lead) => step(
            format!("Decide on the disruption with {lead}, who objects"),
            "disruption",
        ),
        Ground::Waiting | Ground::Held => None,
    }
}

/// Returns an attempt: `by chat 14:02`, with what came of it if somebody answered.
pub(super) fn attempt(tried: &ContactTry, zone: Zone, now: Instant) -> String {
    let answer = match tried.answer {
        Some(LeadAnswer::Agreed) => " (agreed)",
        Some(LeadAnswer::Objected) => " (objects strongly)",
        None if tried.reached => " (reached)",
        None => "",
    };
    let at = zone.clock(sane(tried.at), sane(now));
    let words = if tried.words.is_empty() {
        String::new()
    } else {
        format!(": {}", tried.words)
    };
    format!("by {} {at}{answer}{words}", tried.channel)
}

/// Returns a span as minutes and seconds: `60:00`.
fn minutes(span: Span) -> String {
    let seconds = span.as_seconds().max(0);
    format!("{:02}:{:02}", seconds / 60, seconds % 60)
}
