//! A message as a draft for a mail program: a file, or a link.

use super::release::release;
use super::send::{card, say};
use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::model::App;
use crate::app::purpose::failed;
use crate::app::sending::SendRow;
use crate::domain::gate;
use crate::domain::outgoing::{draft_mail, leaving, mailto};
use crate::domain::playbook::Channel;

/// Copies a link as it is: its texts passed already, and an address under a codename would be
/// somebody else's.
fn copy_link(app: &mut App, link: &str) -> Vec<Effect> {
    match gate::release_among(link, "", &app.gate, &app.incident) {
        Ok(link) => {
            app.tell("a link that opens as a draft was given to the terminal to copy");
            vec![Effect::Copy(link)]
        }
        Err(why) => {
            app.warn(format!("not copied: {why}"));
            Vec::new()
        }
    }
}

/// Returns the name of somebody who gets mail at an address that nobody set.
fn without_address(row: &SendRow) -> Option<String> {
    let is_unset = row.chosen && row.route.channel == Channel::Mail && row.route.to.is_empty();
    is_unset.then(|| row.route.name.clone())
}

/// Writes the message as a draft for a mail program: a file, or a link on the clipboard.
pub(super) fn as_mail(app: &mut App, action: Action) -> Vec<Effect> {
    let (incident, now) = (app.incident.clone(), app.now);
    let from = app.carriers.mail_from.clone();
    let Some(card) = card(app) else {
        return Vec::new();
    };
    let (message, text, of) = (card.message.clone(), card.text.clone(), card.of);
    if let Some(name) = card.marked_row().and_then(without_address) {
        let problem = format!("{name}: no address is set, so no mail can be made for them");
        return say(app, &problem);
    }
    let chosen = card
        .rows
        .iter()
        .filter(|row| row.chosen && !row.route.apart);
    let routes: Vec<_> = chosen.map(|row| row.route.clone()).collect();
    let Some(text) = release(app, &text) else {
        return Vec::new();
    };
    let draft = draft_mail(&incident, of, (&message, text.as_str()), &routes, from, now);
    // The names of people get their codenames here; where it goes to stays what it is.
    let mail = match leaving(&draft, &app.gate, &incident) {
        Ok(mail) => mail,
        Err(why) => return say(app, &why.to_string()),
    };
    if action == Action::SaveMail {
        return vec![Effect::SaveMail(Box::new(mail))];
    }
    match mailto(mail.as_outgoing()) {
        Ok(link) => copy_link(app, &link),
        Err(error) => say(app, &failed(error)),
    }
}
