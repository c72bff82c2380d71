//! What every test here has at hand: a message, a time, a server's settings.

use chrono::{DateTime, TimeDelta};
use sitroom::domain::gate::Gate;
use sitroom::domain::incident::Incident;
use sitroom::domain::outgoing::{
    Channel, Leaving, MailAddress, MailServer, Outgoing, SecretSource, Security, SendKey, SignIn,
    leaving,
};
use sitroom::domain::time::{Instant, Span, Zone};

/// An entry's id.
pub(crate) const ENTRY: &str = "01J0000000000000000000000A";

/// 2026-11-22, 14:02:03 in UTC, and so many seconds.
pub(crate) fn at(seconds: i64) -> Instant {
    let start = DateTime::from_timestamp(1_795_356_123, 0).expect("the time exists");
    start + TimeDelta::seconds(seconds)
}

pub(crate) fn key(channel: Channel) -> SendKey {
    let entry = ENTRY.parse().expect("the id is good");
    SendKey {
        entry,
        channel,
        part: 0,
    }
}

pub(crate) fn address(text: &str) -> MailAddress {
    text.parse().expect("the address is good")
}

/// The initial sitrep of the guides' example.
pub(crate) fn sitrep(channel: Channel) -> Outgoing {
    Outgoing {
        key: key(channel),
        message: "initial-sitrep".into(),
        from: Some(address("Farmer Jane <jane@farm.example>")),
        to: vec![address("gsa-ir@gsa.example"), address("devops@gsa.example")],
        cc: vec![address("Spot the Dog <spot@farm.example>")],
        place: "#incident-response".into(),
        subject: "[sitrep] The chickens have escaped".into(),
        body: "Severity: high\nIC: Farmer Jane\n\nThe gate was open.\n.\nDave mends the fence."
            .into(),
        is_exercise: false,
        written: at(0),
        zone: "America/New_York".parse().expect("the zone exists"),
    }
}

/// The same in a drill.
pub(crate) fn drill(channel: Channel) -> Outgoing {
    Outgoing {
        is_exercise: true,
        zone: Zone::UTC,
        ..sitrep(channel)
    }
}

/// Lets a message of an incident without codenames out.
pub(crate) fn let_out(outgoing: &Outgoing) -> Leaving {
    leaving(outgoing, &Gate::shipped(), &Incident::default()).expect("it may leave")
}

/// A mail server on this machine, without encryption and without signing in.
pub(crate) fn plain_server(port: u16) -> MailServer {
    MailServer {
        host: "127.0.0.1".into(),
        port,
        security: Security::None,
        from: address("jane@farm.example"),
        user: None,
        sign_in: SignIn::Password,
        password: SecretSource {
            variable: "SITROOM_SMTP_PASSWORD",
            command: Vec::new(),
        },
        ca_file: None,
        timeout: Span::minutes(1),
    }
}
