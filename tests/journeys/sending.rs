//! Messages by mail and webhook over the real loop: nothing is lost, nothing goes out twice,
//! and what nobody knows is said to be in doubt.

use std::sync::Arc;
use std::time::Duration;

use sitroom::app::Layer;
use sitroom::domain::command::Command;
use sitroom::domain::incident::{Carrier, Incident, Route, RouteState};
use sitroom::domain::outgoing::{MailServer, SecretSource, Security, SignIn, SlackHook};
use sitroom::domain::playbook::Channel;
use sitroom::domain::time::Span;
use sitroom::runtime::{CarrierSetup, build_runtime};
use tokio::runtime::Runtime;

use crate::farm::Farm;
use crate::harness::{Opened, PATIENCE, Pane};
use crate::hook::{Act, Hook};
use crate::sink::{At, Fault, Plan, Sink};

pub(crate) const OK: Act = Act::Answers("200 OK", "", "ok");

/// A mail server and a webhook, with the program's settings for them.
pub(crate) struct Town {
    // Serves until the test ends.
    _runtime: Runtime,
    pub(crate) sink: Sink,
    pub(crate) hook: Hook,
    setup: CarrierSetup,
}

impl Town {
    pub(crate) fn new(plans: Vec<Plan>, act: Act) -> Self {
        Self::with_patience(plans, act, Span::minutes(1))
    }

    fn with_patience(plans: Vec<Plan>, act: Act, timeout: Span) -> Self {
        let runtime = build_runtime().expect("a runtime");
        let (sink, hook) =
            runtime.block_on(async { (Sink::start_with(plans).await, Hook::start(act).await) });
        let address = hook.address.clone();
        let secret = |variable| SecretSource {
            variable,
            command: Vec::new(),
        };
        let setup = CarrierSetup {
            mail: Some(MailServer {
                host: "127.0.0.1".into(),
                port: sink.port,
                security: Security::None,
                from: "Farmer Jane <jane@farm.example>"
                    .parse()
                    .expect("an address"),
                user: None,
                sign_in: SignIn::Password,
                password: secret("SITROOM_SMTP_PASSWORD"),
                ca_file: None,
                timeout,
            }),
            slack: Some(SlackHook {
                address: secret("SITROOM_SLACK_WEBHOOK"),
                channel: "#incident-response".into(),
                timeout,
            }),
            followups: None,
            env: Some(Arc::new(move |name| {
                (name == "SITROOM_SLACK_WEBHOOK").then(|| address.clone())
            })),
        };
        Self {
            _runtime: runtime,
            sink,
            hook,
            setup,
        }
    }
}

/// A farm without GitHub whose messages go to a town.
pub(crate) fn farm(town: &Town) -> Farm {
    let farm = Farm::new();
    farm.set_carriers(town.setup.clone());
    farm
}

pub(crate) fn open(farm: &Farm) -> Pane {
    let opened = Opened {
        is_local: true,
        ..Opened::default()
    };
    Pane::open_as(farm, opened)
}

/// Writes the sitrep that the state asks for, and sends it.
fn send(pane: &Pane) {
    pane.keys("s").wait_screen("Severity:");
    pane.key("ctrl-s").wait_screen("Send: ");
    pane.enter().wait_incident("the sitrep", |incident| {
        !incident.unsent.is_empty() || !incident.messages.is_empty()
    });
    let is_written = |layer: &Layer| matches!(layer, Layer::Editor(_));
    let answered = pane.wait("the answer of the record", |shown| {
        !shown.app.layers.iter().any(is_written)
    });
    // Where a way failed before that, its card stays on the screen.
    if !answered.app.layers.is_empty() {
        pane.esc();
    }
}

/// Returns how far the last message got with somebody.
fn state(incident: &Incident, address: &str) -> Option<RouteState> {
    let record = incident.unsent.last().or(incident.messages.last())?;
    let mut routes = record.routes.iter();
    let route = routes.find(|it| it.route.address == address)?;
    Some(route.state)
}

fn wait_state(pane: &Pane, address: &'static str, expected: RouteState) {
    let what = format!("{address} {expected}");
    pane.wait_incident(&what, |incident| state(incident, address) == Some(expected));
}

/// A way to GSA that a carrier takes.
fn to_gsa() -> Command {
    Command::SendMessage {
        message: "initial-sitrep".into(),
        to: Vec::new(),
        routes: vec![Route {
            address: "gsa-ir".into(),
            name: "GSA Incident Response".into(),
            channel: Channel::Mail,
            to: "gsa-ir@gsa.example".into(),
            cc: Vec::new(),
            apart: false,
            carrier: Carrier::Smtp,
        }],
        text: "Subject: [sitrep] The chickens\n\nThey are out.".into(),
    }
}

#[test]
fn a_sitrep_goes_out_by_every_way_once() {
    let town = Town::new(vec![Plan::default()], OK);
    let farm = farm(&town);
    let pane = open(&farm);
    send(&pane);
    wait_state(&pane, "gsa-ir", RouteState::Sent);
    wait_state(&pane, "devops", RouteState::Sent);
    wait_state(&pane, "incident-response", RouteState::Sent);
    let seen = town.sink.seen();
    let [mail] = seen.taken.as_slice() else {
        panic!("one mail for both, not {:?}", seen.taken);
    };
    assert_eq!(mail.to, ["gsa-ir@gsa.gov", "devops@gsa.gov"]);
    assert!(
        mail.text
            .contains("Subject: [sitrep] The chickens have escaped\r\n")
    );
    let calls = town.hook.calls();
    assert_eq!(calls.len(), 1);
    assert!(
        calls[0].body.contains("Severity: unknown"),
        "{}",
        calls[0].body
    );
    // The ledger has them, and the one whom nobody could reach from here.
    pane.keys("7").wait_screen("to be sent by hand");
    pane.quit();
}

#[test]
fn what_is_mailed_is_a_comment_on_the_issue_too_and_the_ledger_says_when_it_is_there() {
    let town = Town::new(vec![Plan::default()], OK);
    let farm = farm(&town);
    let pane = Pane::open(&farm);
    pane.wait_incident("the issue", |incident| incident.issue.is_some());
    send(&pane);
    wait_state(&pane, "gsa-ir", RouteState::Sent);
    pane.keys("7");
    pane.wait("the comment in the ledger", |shown| {
        let mut rows = shown.app.rows.comms.iter();
        rows.any(|row| row.who == "The issue" && row.state_word() == "confirmed")
    });
    let issue = &farm.github.issues(crate::farm::REPO)[0];
    let posted = farm.github.comments(crate::farm::REPO, issue.number);
    let sitreps = posted
        .iter()
        .filter(|it| it.body.contains(" for Incident channel"));
    assert_eq!(sitreps.count(), 1, "{posted:#?}");
    assert_eq!(town.sink.seen().taken.len(), 1);
    pane.quit();
}

#[test]
fn a_mail_that_is_refused_says_why_and_goes_out_when_asked_again() {
    let refusing = Plan::failing(At::Rcpt, Fault::Says("550 5.7.1 no such hen"));
    let town = Town::new(vec![refusing, Plan::default()], OK);
    let farm = farm(&town);
    let pane = open(&farm);
    send(&pane);
    wait_state(&pane, "gsa-ir", RouteState::Failed);
    wait_state(&pane, "incident-response", RouteState::Sent);
    assert!(town.sink.seen().taken.is_empty());
    // The first line is that of the channel, which has it.
    pane.keys("7").wait_screen("NOT sent");
    pane.keys("j").wait_screen("no such hen");
    // Nothing tries again by itself.
    assert_eq!(town.sink.seen().connections, 1);
    pane.enter().wait_screen("try again").keys("r");
    wait_state(&pane, "gsa-ir", RouteState::Sent);
    assert_eq!(town.sink.seen().taken.len(), 1);
    assert_eq!(
        town.hook.calls().len(),
        1,
        "what went out does not go out again"
    );
    pane.quit_from_editor();
}

#[test]
fn a_mail_whose_answer_is_lost_is_in_doubt_and_not_sent_again() {
    let town = Town::new(vec![Plan::failing(At::Dot, Fault::HangsUp)], OK);
    let farm = farm(&town);
    let pane = open(&farm);
    send(&pane);
    wait_state(&pane, "gsa-ir", RouteState::InDoubt);
    pane.kill();
    let pane = open(&farm);
    pane.keys("7").wait_screen("in doubt");
    pane.note("back again");
    assert_eq!(town.sink.seen().taken.len(), 1);
    assert_eq!(town.sink.seen().connections, 1);
    pane.quit();
}

#[test]
fn a_mail_that_did_not_arrive_after_all_is_sent_once_more() {
    let lost = Plan::failing(At::Text, Fault::HangsUp);
    let town = Town::new(vec![lost, Plan::default()], OK);
    let farm = farm(&town);
    farm.execute(to_gsa());
    let pane = open(&farm);
    wait_state(&pane, "gsa-ir", RouteState::InDoubt);
    pane.keys("7").wait_screen("in doubt");
    pane.enter().wait_screen("it did not").keys("-");
    wait_state(&pane, "gsa-ir", RouteState::Failed);
    pane.keys("r");
    wait_state(&pane, "gsa-ir", RouteState::Sent);
    assert_eq!(town.sink.seen().taken.len(), 1);
    pane.quit_from_editor();
}

#[test]
fn a_server_that_falls_silent_leaves_a_doubt() {
    let silent = Plan::failing(At::Dot, Fault::FallsSilent);
    let town = Town::with_patience(
        vec![silent],
        Act::FallsSilent,
        "1s".parse().expect("a span"),
    );
    let farm = farm(&town);
    let pane = open(&farm);
    send(&pane);
    wait_state(&pane, "gsa-ir", RouteState::InDoubt);
    wait_state(&pane, "incident-response", RouteState::InDoubt);
    assert_eq!(town.sink.seen().taken.len(), 1);
    assert_eq!(town.hook.calls().len(), 1);
    pane.quit();
}

#[test]
fn a_crash_in_the_middle_of_a_send_leaves_a_doubt_and_no_second_mail() {
    let town = Town::new(vec![Plan::failing(At::Dot, Fault::FallsSilent)], OK);
    let farm = farm(&town);
    farm.execute(to_gsa());
    let pane = open(&farm);
    wait_for(|| !town.sink.seen().taken.is_empty());
    pane.kill();
    let pane = open(&farm);
    wait_state(&pane, "gsa-ir", RouteState::InDoubt);
    assert_eq!(town.sink.seen().connections, 1);
    pane.quit();
}

#[test]
fn what_was_asked_for_before_a_crash_goes_out_after_it() {
    let town = Town::new(vec![Plan::default()], OK);
    let farm = farm(&town);
    farm.execute(to_gsa());
    let pane = open(&farm);
    wait_state(&pane, "gsa-ir", RouteState::Sent);
    pane.quit();
    let pane = open(&farm);
    pane.note("back again");
    assert_eq!(town.sink.seen().taken.len(), 1);
    pane.quit();
}

#[test]
fn what_was_asked_for_long_ago_does_not_go_out_unasked() {
    let town = Town::new(vec![Plan::default()], OK);
    let farm = farm(&town);
    farm.execute(to_gsa());
    farm.pass(Duration::from_secs(3600));
    let pane = open(&farm);
    wait_state(&pane, "gsa-ir", RouteState::Failed);
    assert_eq!(town.sink.seen().connections, 0);
    pane.keys("7").wait_screen("is old by now");
    pane.enter().wait_screen("try again").keys("r");
    wait_state(&pane, "gsa-ir", RouteState::Sent);
    assert_eq!(town.sink.seen().taken.len(), 1);
    pane.quit_from_editor();
}

#[test]
fn two_sitrooms_on_one_incident_send_it_once() {
    let town = Town::new(vec![Plan::default()], OK);
    let farm = farm(&town);
    let panes = [open(&farm), open(&farm)];
    send(&panes[0]);
    for pane in &panes {
        wait_state(pane, "gsa-ir", RouteState::Sent);
        wait_state(pane, "incident-response", RouteState::Sent);
    }
    assert_eq!(town.sink.seen().taken.len(), 1);
    assert_eq!(town.hook.calls().len(), 1);
    for pane in panes {
        pane.quit();
    }
}

#[test]
fn a_webhook_that_is_gone_says_so_and_the_mail_goes_out_all_the_same() {
    let gone = Act::Answers("404 Not Found", "", "no_service");
    let town = Town::new(vec![Plan::default()], gone);
    let farm = farm(&town);
    let pane = open(&farm);
    send(&pane);
    wait_state(&pane, "incident-response", RouteState::Failed);
    wait_state(&pane, "gsa-ir", RouteState::Sent);
    pane.keys("7").wait_screen("no_service");
    // Nowhere on disk is the address of the webhook, which is a secret.
    assert!(!farm.holds("c0ffee"));
    pane.quit();
}

#[test]
fn what_has_no_carrier_any_more_is_not_lost() {
    let town = Town::new(vec![Plan::default()], OK);
    let farm = Farm::new();
    farm.execute(to_gsa());
    let pane = open(&farm);
    wait_state(&pane, "gsa-ir", RouteState::Failed);
    pane.keys("7").wait_screen("no mail server is configured");
    pane.kill();
    farm.set_carriers(town.setup.clone());
    let pane = open(&farm);
    pane.keys("7").wait_screen("NOT sent");
    pane.enter().wait_screen("try again").keys("r");
    wait_state(&pane, "gsa-ir", RouteState::Sent);
    pane.quit_from_editor();
}

/// Waits until something outside of the pane is so.
fn wait_for(is_so: impl Fn() -> bool) {
    let end = std::time::Instant::now() + PATIENCE;
    while !is_so() {
        assert!(std::time::Instant::now() < end, "it never came");
        std::thread::yield_now();
    }
}
