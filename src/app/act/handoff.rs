//! Handing command over, taking it, and what is left to somebody who went.

use super::compose::compose_sitrep;
use super::open::open;
use super::people::{choice, choose};
use crate::app::event::Effect;
use crate::app::handoff::{HandoffText, brief_of, page, to_read_back};
use crate::app::layer::{Choice, EditorKind, Outcome};
use crate::app::model::{App, InFlight};
use crate::app::purpose::Purpose;
use crate::app::update::execute;
use crate::domain::command::Command;
use crate::domain::event::ShiftStarted;
use crate::domain::handoff::{
    Displaced, HandoffAsked, Offer, Standing, displaced, offer_to, standing,
};
use crate::domain::people::{named, working_since};
use crate::domain::text::clean_line;

/// Shows what can be done about command by whoever sits here.
pub(super) fn hand_off(app: &mut App) -> Vec<Effect> {
    let clock = |at| app.incident.zone.clock(at, app.now);
    match standing(&app.incident, &app.playbook, &app.me, app.now) {
        Standing::Rival { who, since } => {
            let since = clock(since);
            choose_rival(app, &who, &since)
        }
        Standing::HandedOver { to, at, .. } => {
            // Whoever handed over may be asked to come back.
            if let Some(offer) = offer_to(&app.incident, &app.me).cloned() {
                return choose_offer(app, &offer);
            }
            let at = clock(at);
            choose_handed_over(app, &to, &at)
        }
        Standing::Free => {
            if let Some(offer) = app.incident.handoff.offer.clone() {
                return choose_offer(app, &offer);
            }
            if let Some(Displaced { who, since }) = displaced(&app.incident, &app.me) {
                let since = clock(since);
                return choose_displaced(app, &who, &since);
            }
            if !app.incident.ic.is_empty() && named(&app.incident, &app.me) != app.incident.ic {
                let ic = app.incident.ic.clone();
                return choose_other(app, &ic);
            }
            open_handoff(app, HandoffText::To);
            Vec::new()
        }
    }
}

fn choose_rival(app: &mut App, who: &str, since: &str) -> Vec<Effect> {
    let help = vec![
        format!("{who} took command at {since}, and nobody here handed over"),
        "one must yield; what both recorded is kept".to_owned(),
    ];
    let list = vec![
        yields_to(who),
        choice(
            'i',
            "insist",
            "you command; say why, and they see it",
            Outcome::Ask(Purpose::Handoff(HandoffText::Take)),
        ),
    ];
    choose(
        app,
        format!("{who} also commands since {since}"),
        help,
        list,
    )
}

fn yields_to(who: &str) -> Choice {
    let yields = Outcome::Command(Command::HandleHandoff(HandoffAsked::Yield));
    let reads = format!("{who} commands; this pane only reads");
    choice('y', "yield", reads, yields)
}

/// What whoever took command can do about the one they took it from.
fn choose_displaced(app: &mut App, who: &str, since: &str) -> Vec<Effect> {
    let help = vec![
        format!("you took command at {since}, and {who} did not hand over"),
        "one must yield; what both recorded is kept".to_owned(),
    ];
    let gone = Outcome::Command(Command::EndShift {
        person: who.to_owned(),
    });
    let list = vec![
        yields_to(who),
        choice('g', "gone", format!("{who} is off shift, as of now"), gone),
        choice(
            'h',
            "hand over",
            "write the brief for whoever takes over",
            Outcome::Ask(Purpose::Handoff(HandoffText::To)),
        ),
    ];
    choose(
        app,
        format!("{who} did not hand over at {since}"),
        help,
        list,
    )
}

/// What somebody can do about command that another has.
fn choose_other(app: &mut App, ic: &str) -> Vec<Effect> {
    let list = vec![
        choice(
            't',
            "take command",
            format!("{ic} did not offer it: say why, and they see it"),
            Outcome::Ask(Purpose::Handoff(HandoffText::Take)),
        ),
        choice(
            'h',
            &format!("{ic} hands over"),
            "write the brief for whoever takes over",
            Outcome::Ask(Purpose::Handoff(HandoffText::To)),
        ),
    ];
    choose(app, format!("{ic} commands"), Vec::new(), list)
}

fn choose_handed_over(app: &mut App, to: &str, at: &str) -> Vec<Effect> {
    let list = vec![
        choice(
            's',
            &format!("{to} sits here"),
            "what is done at these keys is theirs from now on",
            Outcome::SitDown(to.to_owned()),
        ),
        choice(
            'b',
            "take command back",
            "say why; it is a change of command like any other",
            Outcome::Ask(Purpose::Handoff(HandoffText::Take)),
        ),
    ];
    choose(
        app,
        format!("Handed over to {to} at {at}"),
        Vec::new(),
        list,
    )
}

fn choose_offer(app: &mut App, offer: &Offer) -> Vec<Effect> {
    let Offer { from, to, .. } = offer;
    let title = format!("{from} offers command to {to}");
    let read = Outcome::Ask(Purpose::Handoff(HandoffText::ReadBack(to.clone())));
    if offer_to(&app.incident, &app.me).is_some() {
        let (list, help) = (choices_of_receiver(from, read), Vec::new());
        return choose(app, title, help, list);
    }
    let take = choice(
        'a',
        &format!("{to} accepts here"),
        "they read the brief, and read back what is marked",
        read,
    );
    // Where no network is nothing else tells the machine of whoever offered.
    let told = Outcome::Command(Command::SetIc { to: to.clone() });
    let withdraw = Outcome::Command(Command::Undo {
        entry: Some(offer.entry),
    });
    let anew = Outcome::Ask(Purpose::Handoff(HandoffText::To));
    let list = vec![
        take,
        choice(
            't',
            "they told me they accepted",
            "by baton, on their machine; command is theirs here too",
            told,
        ),
        choice(
            'n',
            "a new brief",
            "for them or somebody else; it replaces this one",
            anew,
        ),
        choice('w', "withdraw", "nobody takes over for now", withdraw),
    ];
    let help = vec!["on their own machine: sitroom accept".to_owned()];
    choose(app, title, help, list)
}

/// What whoever is offered command can do where they sit: what is left to the one who offers it
/// would take command without a word.
fn choices_of_receiver(from: &str, read: Outcome) -> Vec<Choice> {
    vec![
        choice(
            'a',
            "accept",
            "read the brief, and read back what is marked",
            read,
        ),
        choice(
            't',
            "take command",
            format!("without reading back: say why, and {from} sees it"),
            Outcome::Ask(Purpose::Handoff(HandoffText::Take)),
        ),
    ]
}

/// Opens the editor of a text about a handoff.
pub(in crate::app) fn open_handoff(app: &mut App, about: HandoffText) {
    let mut above = Vec::new();
    let (kind, title, help, text) = match &about {
        HandoffText::To => (
            EditorKind::Line,
            "Who takes over command?".to_owned(),
            "the name of the new IC; a brief for them comes next",
            String::new(),
        ),
        HandoffText::Brief(to) => (
            EditorKind::Page,
            format!("Brief for {to}"),
            "put * before the three lines that are to be read back",
            offered_or_new(app, to),
        ),
        HandoffText::ReadBack(by) => {
            let Some(offer) = app.incident.handoff.offer.clone() else {
                app.tell("nobody offers command");
                return;
            };
            above = to_read_back(&offer);
            let help = if above.is_empty() {
                "read the brief from ctrl-home on; saving it takes command"
            } else {
                "read the brief from ctrl-home on; then type these again, behind 1: 2: 3:"
            };
            (
                EditorKind::Page,
                format!("{by} takes command from {}", offer.from),
                help,
                page(&offer),
            )
        }
        HandoffText::Take => (
            EditorKind::Line,
            "Why do you take command?".to_owned(),
            "one line for the log and the report",
            String::new(),
        ),
    };
    let help = [above, vec![help.to_owned()]].concat();
    open(app, Purpose::Handoff(about), kind, title, help, &text);
}

/// Returns the brief that somebody has been offered command with, to be mended; else a new one.
fn offered_or_new(app: &App, to: &str) -> String {
    let offer = app.incident.handoff.offer.as_ref();
    let offer = offer.filter(|offer| offer.to == to && !offer.brief.trim().is_empty());
    offer.map_or_else(|| brief_of(app), |offer| offer.brief.clone())
}

/// Goes on from the name of the new IC to the brief for them.
pub(in crate::app) fn brief_for(app: &mut App, name: &str) -> Result<(), String> {
    let name = clean_line(name).trim_start_matches('@').to_owned();
    if name.is_empty() {
        return Err("type the name of the new IC".to_owned());
    }
    if name == app.incident.ic {
        return Err(format!("{name} commands already"));
    }
    app.layers.pop();
    open_handoff(app, HandoffText::Brief(name));
    Ok(())
}

/// Goes on once command was offered or taken: whoever took it sits here, and says so to those
/// who had the last sitrep (R93).
pub(in crate::app) fn handed_on(app: &mut App, done: &InFlight) -> Vec<Effect> {
    match &done.request.command {
        Command::HandleHandoff(HandoffAsked::Offer { to, .. }) => {
            app.tell(format!(
                "{to} accepts with h here, with `sitroom accept` on their machine, or by the baton"
            ));
            Vec::new()
        }
        Command::HandleHandoff(HandoffAsked::Take { .. }) => {
            sit_down(app, done.request.actor.clone());
            let mut effects = keep_hours(app);
            if app.incident.is_active() {
                effects.extend(compose_sitrep(app));
            }
            effects
        }
        Command::HandleHandoff(HandoffAsked::Yield) => {
            app.follow_time();
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Says of whoever took command since when they work, where they come from another incident of
/// this machine: command does not make them fresh (domain 17.38).
fn keep_hours(app: &mut App) -> Vec<Effect> {
    if working_since(&app.others, &app.me, app.now).is_none() {
        return Vec::new();
    }
    let started = ShiftStarted::of(app.me.clone());
    execute(app, Command::StartShift(started))
}

/// Has somebody else sit at the keys.
pub(in crate::app) fn sit_down(app: &mut App, name: String) {
    app.tell(format!("what is done here is done by {name} now"));
    app.me = name;
    app.follow_time();
}
