//! The authority to disrupt the service, by the severity policy of the playbook (R48-R51).

use super::DISRUPTION;
use crate::domain::incident::{ContactTry, Incident, LeadAnswer, Severity};
use crate::domain::playbook::{
    Channel, Clock, Disruption, MessageKind, Playbook, SeverityPolicy, Signal,
};
use crate::domain::time::{Instant, Span, When};

/// The authority to disrupt the service as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Authority {
    /// The severity of the record.
    pub severity: Severity,
    /// The policy that applies; that of medium while the severity is unknown (domain 17.12).
    pub policy: Disruption,
    /// What gives the authority, or keeps it back.
    pub ground: Ground,
    /// The attempts since the last decision on a disruption, in the order they were made.
    pub contacts: Vec<ContactTry>,
    /// Which team leads were not tried by which channel yet.
    pub to_try: Vec<(String, Channel)>,
    /// When the first of the attempts was made.
    pub since: Option<Instant>,
    /// How long nobody has to be reached; none where waiting gives no authority.
    pub wait: Option<Span>,
}

/// What gives the authority, or keeps it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ground {
    /// No permission is needed (R48).
    Immediate,
    /// This team lead agreed.
    Agreed(String),
    /// The hour is over, and nobody was reached of those who were all tried (R49).
    Unreachable,
    /// Nobody was tried yet.
    Untried,
    /// Nobody was reached yet, and not everybody was tried by every channel.
    Trying,
    /// Everybody was tried, nobody was reached, and the hour runs.
    Waiting,
    /// This team lead was reached and did not decide; waiting gives nothing (domain 17.15).
    Undecided(String),
    /// This team lead objects strongly.
    Objected(String),
    /// Nobody was reached, which gives nothing at this severity (domain 17.16).
    Held,
}

impl Ground {
    /// Returns whether it gives the authority.
    #[must_use]
    pub fn grants(&self) -> bool {
        match self {
            Self::Immediate | Self::Agreed(_) | Self::Unreachable => true,
            Self::Untried
            | Self::Trying
            | Self::Waiting
            | Self::Undecided(_)
            | Self::Objected(_)
            | Self::Held => false,
        }
    }
}

impl Authority {
    /// Returns whether the service may be disrupted. With an agreement that is recorded with
    /// the decision itself it may, unless a course has to be mutual and somebody objects.
    #[must_use]
    pub fn grants(&self, agreed_by: &str, objections: &str) -> bool {
        let is_agreed = match self.policy {
            Disruption::Immediate => true,
            Disruption::Consult => !agreed_by.is_empty(),
            Disruption::Agree => !agreed_by.is_empty() && objections.is_empty(),
        };
        let is_vetoed = self.policy == Disruption::Agree && !objections.is_empty();
        is_agreed || (self.ground.grants() && !is_vetoed)
    }

    /// Returns when the hour is over; none where none runs.
    #[must_use]
    pub fn expires_at(&self) -> Option<Instant> {
        self.since?.checked_add_signed(self.wait?.delta())
    }
}

/// Returns the authority to disrupt the service, as the record shows it. A decision ends what
/// was asked before it: the next disruption is asked about anew.
#[must_use]
pub fn authority(incident: &Incident, playbook: &Playbook, now: Instant) -> Authority {
    let contacts = since_last_decision(incident);
    let clock = consult_clock(playbook);
    let policy = policy(incident, playbook).map_or(Disruption::Agree, |it| it.disruption);
    let wait = clock
        .and_then(|clock| clock.after)
        .filter(|_| policy == Disruption::Consult);
    let try_by = clock.map_or(&[][..], |clock| &clock.try_by);
    let since = contacts.iter().map(|tried| tried.at.min(now)).min();
    let mut authority = Authority {
        severity: incident.severity,
        policy,
        ground: Ground::Immediate,
        to_try: untried(&contacts, playbook, try_by),
        contacts,
        since,
        wait,
    };
    if policy != Disruption::Immediate {
        authority.ground = ground(&authority, now);
    }
    authority
}

fn ground(authority: &Authority, now: Instant) -> Ground {
    let answers = last_answers(&authority.contacts);
    let said = |wanted: LeadAnswer| {
        let mut all = answers.iter();
        let found = all.find(|tried| tried.answer == Some(wanted));
        found.map(|tried| tried.lead.clone())
    };
    let (agreed, objected) = (said(LeadAnswer::Agreed), said(LeadAnswer::Objected));
    match (agreed, objected) {
        // With a bias towards disruption one who agrees is enough, but not for a mutual course.
        (Some(_), Some(lead)) if authority.policy == Disruption::Agree => {
            return Ground::Objected(lead);
        }
        (Some(lead), _) => return Ground::Agreed(lead),
        (None, Some(lead)) => return Ground::Objected(lead),
        (None, None) => {}
    }
    if let Some(tried) = answers.iter().find(|tried| tried.reached) {
        return Ground::Undecided(tried.lead.clone());
    }
    let is_over = authority.expires_at().is_some_and(|at| now > at);
    match (authority.contacts.is_empty(), authority.to_try.is_empty()) {
        (true, _) => Ground::Untried,
        (false, false) => Ground::Trying,
        (false, true) if authority.wait.is_none() => Ground::Held,
        (false, true) if is_over => Ground::Unreachable,
        (false, true) => Ground::Waiting,
    }
}

/// Returns the policy of the severity; that of medium while it is unknown (domain 17.12).
fn policy<'a>(incident: &Incident, playbook: &'a Playbook) -> Option<&'a SeverityPolicy> {
    playbook.severity(match incident.severity {
        Severity::Unknown => Severity::Medium,
        known @ (Severity::Low | Severity::Medium | Severity::High) => known,
    })
}

/// Returns the clock of the hour in which the team leads are tried.
fn consult_clock(playbook: &Playbook) -> Option<&Clock> {
    let is_decided = |signal: &Signal| *signal == Signal::Decision(DISRUPTION.to_owned());
    let mut clocks = playbook.clocks.iter();
    clocks.find(|clock| {
        clock.on
            && clock.starts.contains(&Signal::TeamLeadTried)
            && clock.settles.iter().any(is_decided)
    })
}

fn since_last_decision(incident: &Incident) -> Vec<ContactTry> {
    let decisions = || {
        incident
            .decisions
            .iter()
            .filter(|it| it.about == DISRUPTION)
    };
    let tries = incident.contacts.iter();
    let mut open: Vec<ContactTry> = tries
        .filter(|tried| decisions().all(|decision| decision.at < tried.at))
        .cloned()
        .collect();
    open.sort_by_key(|tried| (tried.at, tried.entry));
    open
}

/// Returns for each team lead what they answered last, or the last attempt at them.
fn last_answers(contacts: &[ContactTry]) -> Vec<&ContactTry> {
    let mut last: Vec<&ContactTry> = Vec::new();
    for tried in contacts {
        match last.iter_mut().find(|it| is_same(&it.lead, &tried.lead)) {
            // Who answered once is not made unreachable by a call that they miss.
            Some(known) if tried.answer.is_some() || !known.reached => *known = tried,
            Some(_) => {}
            None => last.push(tried),
        }
    }
    last
}

/// Returns each team lead with the first channel by which they were not tried, as far as they
/// are known: by the playbook, or because somebody tried them (domain 17.14).
fn untried(
    contacts: &[ContactTry],
    playbook: &Playbook,
    try_by: &[Channel],
) -> Vec<(String, Channel)> {
    let mut leads = team_leads(playbook);
    for tried in contacts {
        if !leads.iter().any(|known| is_same(known, &tried.lead)) {
            leads.push(tried.lead.clone());
        }
    }
    let missing = |lead: &String| {
        let theirs = || contacts.iter().filter(|it| is_same(&it.lead, lead));
        if try_by.is_empty() && theirs().next().is_none() {
            return Some(Channel::Chat);
        }
        let mut channels = try_by.iter().copied();
        channels.find(|by| theirs().all(|it| it.channel != *by))
    };
    let each = leads.into_iter();
    each.filter_map(|lead| missing(&lead).map(|by| (lead, by)))
        .collect()
}

/// Returns the names of the team leads that are configured: those that the consultation goes
/// to by chat. A channel is nobody who can be reached.
fn team_leads(playbook: &Playbook) -> Vec<String> {
    let consult = playbook.message_of(MessageKind::DisruptionConsult);
    let keys = consult.into_iter().flat_map(|consult| &consult.must);
    let addresses = keys.filter_map(|key| playbook.address(key));
    let lists = addresses.filter(|address| address.channel == Channel::Chat);
    lists
        .flat_map(|address| address.to.split(','))
        .map(|name| name.trim().trim_start_matches('@'))
        .filter(|name| !name.is_empty() && !name.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

fn is_same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// Returns whether a disruption is asked about: somebody was tried, or the consultation went
/// out, since the last decision.
#[must_use]
pub fn is_asked(incident: &Incident, playbook: &Playbook) -> bool {
    let last = incident.decision(DISRUPTION).map(|decision| decision.at);
    let consult = playbook.message_of(MessageKind::DisruptionConsult);
    let sent = consult.and_then(|consult| incident.last_message(&consult.id));
    let sent = sent.and_then(|sent| sent.at.latest());
    let mut tries = since_last_decision(incident).into_iter();
    tries.any(|tried| asks(&tried, incident, playbook)) || sent.is_some_and(|at| last < Some(at))
}

/// Returns whether an attempt asks for a decision. Once it was decided that the service is
/// disrupted, whoever is tried before the notice of that went out is told of it; who objects, or is
/// asked by the consultation, is heard once more.
pub(in crate::domain) fn asks(
    tried: &ContactTry,
    incident: &Incident,
    playbook: &Playbook,
) -> bool {
    let decisions = incident.decisions.iter();
    let before = decisions.filter(|it| it.about == DISRUPTION && it.at < tried.at);
    let decided = before.max_by_key(|it| (it.at, it.entry));
    let Some(decided) = decided.filter(|it| it.basis.goes_ahead == Some(true)) else {
        return true;
    };
    let ends = [
        MessageKind::DisruptionNotice,
        MessageKind::DisruptionConsult,
    ];
    let mut ends = ends.into_iter().filter_map(|it| playbook.message_of(it));
    let is_between = |at: When| {
        at.latest().is_some_and(|at| at >= decided.at)
            && at.earliest().is_some_and(|at| at <= tried.at)
    };
    let is_out = |id: &str| {
        let mut sent = incident.messages.iter();
        sent.any(|sent| sent.message == id && is_between(sent.at))
    };
    tried.answer == Some(LeadAnswer::Objected) || ends.any(|message| is_out(&message.id))
}
