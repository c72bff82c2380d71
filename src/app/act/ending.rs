//! The steps of the close ritual: the report as a file, what is left to do, what a line brings.

use super::choose::{choice, choose};
use super::compose::{compose, compose_sitrep};
use super::open::ask;
use super::publish::open_examined;
use super::send::show_waiting;
use super::worksheet::classify;
use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::layer::Outcome;
use crate::app::model::App;
use crate::app::purpose::Purpose;
use crate::app::report_work::SavedReport;
use crate::app::tracking::TrackingText;
use crate::app::update::execute;
use crate::domain::command::{Command, TrackingAsked};
use crate::domain::event::MilestoneReached;
use crate::domain::followup::untracked;
use crate::domain::gate::may_leave;
use crate::domain::ids::{FixId, ItemId};
use crate::domain::incident::{Fix, Moment, Tracking};
use crate::domain::playbook::{Fact, Item};
use crate::domain::question::milestone_asked;
use crate::domain::text::count;
use crate::domain::time::When;
use crate::domain::vocabulary::Facet;

/// Does what a line of a checklist asks for, where the line says more than its command: which
/// message, which milestone, which situation. None where the command says it all.
pub(super) fn of_line(app: &mut App, action: Action, line: &ItemId) -> Option<Vec<Effect>> {
    let playbook = app.playbook.clone();
    let item = playbook.items.iter().find(|item| item.id == line.0)?;
    match action {
        Action::Message | Action::Sitrep if item.derived == Some(Fact::AudienceTold) => {
            Some(tell(app, item))
        }
        Action::Message => match &item.examines {
            Some(message) => Some(open_examined(app, line, message)),
            None => Some(compose(app, item.message.as_deref()?)),
        },
        Action::Moment if item.derived == Some(Fact::MetricsFilled) => Some(ask_for_metric(app)),
        Action::Moment => {
            let milestone = milestone_asked(item, &app.incident, &playbook, app.now)?;
            ask(app, Purpose::Milestone(milestone.to_owned()));
            Some(Vec::new())
        }
        Action::Situation => Some(choose_brought(app, item, item.brings.clone()?)),
        _ => None,
    }
}

/// Opens the message that waits for those who are told by a line; else writes one to them.
pub(super) fn tell(app: &mut App, item: &Item) -> Vec<Effect> {
    let keys = app.playbook.told_by(item).into_iter();
    let keys: Vec<String> = keys.map(str::to_owned).collect();
    if show_waiting(app, &keys) {
        return Vec::new();
    }
    match &item.message {
        Some(message) => compose(app, message),
        None => compose_sitrep(app),
    }
}

/// Asks for the first of what the metrics are made of and nobody said yet (R80).
fn ask_for_metric(app: &mut App) -> Vec<Effect> {
    let anchors = [Moment::Started, Moment::Discovered, Moment::Contained];
    let known = &app.incident.moments;
    match anchors.into_iter().find(|it| !known.contains_key(it)) {
        Some(moment) => ask(app, Purpose::Moment(moment)),
        None if app.incident.discovery_method.is_empty() => classify(app, Facet::DiscoveryMethod),
        None => classify(app, Facet::ThreatActions),
    }
    Vec::new()
}

/// Asks whether something is to be done that brings a list of its own.
fn choose_brought(app: &mut App, item: &Item, situation: String) -> Vec<Effect> {
    let command = Command::SetSituation {
        situation,
        applies: true,
    };
    let not = Outcome::Ask(Purpose::SetAside(ItemId::new(&item.id)));
    let list = vec![
        choice(
            'y',
            "yes",
            "brings the list of what comes first",
            Outcome::Command(command),
        ),
        choice('n', "no", "say why not", not),
    ];
    choose(app, &item.text, vec![item.why.clone()], list)
}

/// Writes the report into a file beside the record, as it may leave: without what stays on this
/// machine, and with the codenames.
pub(super) fn write_report(app: &mut App) -> Vec<Effect> {
    if let Err(why) = may_leave(&app.incident) {
        app.warn(format!("not written: {why}"));
        return Vec::new();
    }
    app.tell("writing the report");
    vec![Effect::SaveReport(Box::new(app.report_ask(0)))]
}

/// Records that the report was written, for the line that waits for it; where nobody wrote some of
/// its parts that is asked first. What is said of it in the file is what was known then.
pub(in crate::app) fn report_saved(app: &mut App, saved: &SavedReport) -> Vec<Effect> {
    app.tell(format!("written: {}", saved.path));
    let Some(milestone) = report_milestone(app) else {
        return Vec::new();
    };
    let command = Command::ReachMilestone(MilestoneReached {
        milestone: milestone.to_owned(),
        when: When::exact(app.now),
        note: saved.note.clone(),
    });
    let lacks = saved.lacks();
    match (lacks.is_empty(), app.layers.is_empty()) {
        (true, _) => execute(app, command),
        (false, true) => {
            let title = format!("The report is a file, and {lacks}");
            let list = vec![
                choice(
                    'o',
                    "open it",
                    "mend them first",
                    Outcome::Act(Action::ViewReport),
                ),
                choice(
                    'd',
                    "done",
                    "it is written as it is",
                    Outcome::Command(command),
                ),
            ];
            let parts = saved.unwritten.iter().chain(&saved.clashing);
            choose(app, &title, parts.cloned().collect(), list)
        }
        // Nothing is put over what somebody is at.
        (false, false) => {
            app.warn(format!("{}: {lacks}", saved.path));
            Vec::new()
        }
    }
}

/// Returns the milestone that the file of the report is, as the process has it.
pub(in crate::app) fn report_milestone(app: &App) -> Option<&str> {
    let word = Action::WriteReport.word();
    let mut items = app.playbook.items.iter();
    let found = items.find(|item| item.command.as_deref() == Some(word));
    found?.milestone.as_deref()
}

/// Asks what is to become of what is left to do.
pub(super) fn choose_tracking(app: &mut App) -> Vec<Effect> {
    let left = untracked(&app.incident);
    if left.is_empty() {
        app.tell("nothing is left to do, or all of it is followed up");
        return Vec::new();
    }
    let ids: Vec<FixId> = left.iter().map(|fix| fix.id).collect();
    let mut help: Vec<String> = left.iter().map(|fix| line(fix)).collect();
    let title = format!(
        "{} left to do: where is it tracked?",
        count(left.len(), "item")
    );
    let was_public = left.iter().any(|fix| is_refused(fix));
    let mut list = Vec::new();
    match app.carriers.followups.clone() {
        Some(repository) => {
            let to = Tracking::Wanted {
                repository: repository.clone(),
                public: String::new(),
            };
            let asked = TrackingAsked {
                ids: ids.clone(),
                to: Some(to),
            };
            let label = format!("issues of {repository}");
            let about = "one for each, linked with this record; queued while offline";
            list.push(choice(
                'f',
                &label,
                about,
                Outcome::Command(Command::SetTracking(asked)),
            ));
            if was_public {
                let text = TrackingText::Public(ids.clone(), repository);
                let about = "say why everybody may read what is to be done";
                let outcome = Outcome::Ask(Purpose::Tracking(text));
                list.push(choice('p', "though it is public", about, outcome));
            }
        }
        None => help.push(
            "to have an issue filed for each: followups = \"owner/name\" under [github] in \
             config.toml"
                .to_owned(),
        ),
    }
    let elsewhere = Outcome::Ask(Purpose::Tracking(TrackingText::Elsewhere(ids)));
    let about = "say where: a board, another tracker";
    list.push(choice('e', "tracked elsewhere", about, elsewhere));
    choose(app, &title, help, list)
}

fn is_refused(fix: &Fix) -> bool {
    matches!(fix.tracking, Some(Tracking::Refused { .. }))
}

fn line(fix: &Fix) -> String {
    let owner = match fix.owner.as_str() {
        "" => String::new(),
        owner => format!(", {owner}"),
    };
    match &fix.tracking {
        Some(Tracking::Refused { why, .. }) => format!("{} {}{owner}: {why}", fix.id, fix.text),
        _ => format!("{} {}{owner}", fix.id, fix.text),
    }
}
