//! What happened, in short, and what it did.

use crate::domain::incident::{Age, CommandTerm, Incident, Moment, Status};
use crate::domain::metrics::{Metric, said_over};
use crate::domain::report::source::{Source, below, bullets, line};
use crate::domain::time::When;
use crate::domain::vocabulary::{Facet, vocabulary};

/// Returns who responded: the responders, and behind them whoever commanded before.
fn responders(incident: &Incident) -> String {
    let mut all = incident.responders.clone();
    let mut earlier: Vec<&String> = Vec::new();
    for CommandTerm { ic, .. } in &incident.commands {
        if *ic != incident.ic && !all.contains(ic) && !earlier.contains(&ic) {
            earlier.push(ic);
        }
    }
    all.extend(earlier.iter().map(|ic| format!("{ic} (IC before)")));
    all.join(", ")
}

/// Returns what happened, in short.
pub(super) fn summary(source: &Source<'_>) -> String {
    let incident = source.incident;
    let status = if incident.closed {
        format!("{}, closed", incident.status)
    } else {
        incident.status.to_string()
    };
    let issue = incident.issue.as_ref().map(|issue| {
        let from = source.lines(source.chronicle.issue);
        format!("{}{from}", issue.url)
    });
    let value = |metric| {
        let from = source.lines(source.metrics.sources(metric).iter().copied());
        format!("{}{from}", line(&source.metrics.value_words(metric)))
    };
    let rows = [
        ("Status", status),
        ("Severity", incident.severity.to_string()),
        ("Reporter", incident.reporter.clone()),
        ("Incident Commander (IC)", incident.ic.clone()),
        ("Responders", responders(incident)),
        ("Issue", issue.unwrap_or_default()),
        ("Sensitive folder", incident.folder.clone()),
        ("Discovery method", value(Metric::DiscoveryMethod)),
        ("Threat actions", value(Metric::ThreatActions)),
        ("Lasted", lasted(source)),
    ];
    let head = bullets(rows.map(|(name, value)| {
        let value = line(&value);
        let value = if value.is_empty() { "none" } else { &value };
        format!("**{name}**: {value}")
    }));
    let times = Moment::ALL.map(|moment| {
        let when = incident.moments.get(&moment);
        let when = when.map_or_else(|| "not set".to_owned(), |when| source.words(*when));
        let from = source.lines(source.chronicle.source(moment));
        format!("**{moment}**: {when}{from}")
    });
    let zone = incident.zone;
    let details = below("Details", &incident.details);
    let times = below(&format!("Key times ({zone})"), &bullets(times));
    format!("{head}\n{details}{times}")
}

/// Returns how long it lasted, from awareness on, and where that comes from.
fn lasted(source: &Source<'_>) -> String {
    let incident = source.incident;
    if incident.status == Status::Resolved {
        let words = source.metrics.value_words(Metric::TimeToResolve);
        let from = source.metrics.sources(Metric::TimeToResolve);
        return format!("{words}{}", source.lines(from.iter().copied()));
    }
    let Some(age) = incident.age(source.now) else {
        return "unknown".to_owned();
    };
    let known = incident.moments.get(&Moment::Discovered);
    let moment = match known.and_then(When::earliest) {
        Some(_) => Moment::Discovered,
        None => Moment::Opened,
    };
    let from = source.chronicle.source(moment);
    let (on, until) = match age {
        Age::Took(_) => ("", said_over(incident, &source.chronicle)),
        Age::Aware(_) | Age::Declared(_) => (" so far", None),
    };
    let from = source.lines([from, until].into_iter().flatten());
    let most = incident.age_bound();
    format!("{most}{}{on}{from}", age.span().words())
}

/// Returns what is known of what it did.
pub(super) fn impact(source: &Source<'_>) -> String {
    let incident = source.incident;
    let exposure = match incident.exposure {
        Some(true) => "information was exposed",
        Some(false) => "no information was exposed",
        None => "unknown",
    };
    let named = |key: &str| {
        let playbook = source.playbook?;
        let mut all = playbook.situations.iter();
        let found = all.find(|situation| situation.id == key)?;
        Some(found.name.clone())
    };
    let situations = incident.situations.iter();
    let situations: Vec<String> = situations
        .map(|key| named(key).unwrap_or_else(|| key.clone()))
        .collect();
    let mut rows = vec![
        format!("**Information exposure**: {exposure}"),
        format!("**Duration**: {}", lasted(source)),
    ];
    let facets = Facet::ALL
        .into_iter()
        .filter(|facet| !matches!(facet, Facet::DiscoveryMethod | Facet::ThreatActions));
    rows.extend(facets.filter_map(|facet| {
        let name = &vocabulary().list(facet)?.name;
        let values = facet.values(incident);
        let from = source.chronicle.fields.get(&facet.field()).copied();
        let from = source.lines(from);
        (!values.is_empty()).then(|| format!("**{name}**: {}{from}", line(&values.join(", "))))
    }));
    if !situations.is_empty() {
        rows.push(format!("**Situations**: {}", situations.join(", ")));
    }
    let milestones = incident.milestones.iter();
    let milestones = milestones.map(|(key, reached)| {
        let mut all = source.playbook.into_iter().flat_map(|it| &it.milestones);
        let name = all.find(|milestone| milestone.id == *key);
        let name = name.map_or(key.as_str(), |milestone| &milestone.name);
        let note = match line(&reached.note) {
            note if note.is_empty() => note,
            note => format!(" ({note})"),
        };
        let from = source.lines([reached.entry]);
        format!("**{name}**: {}{note}{from}", source.words(reached.at))
    });
    let milestones = below("Milestones", &bullets(milestones));
    format!("{}\n{milestones}", bullets(rows))
}
