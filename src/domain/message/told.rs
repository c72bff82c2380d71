//! Who got a message, by whatever name that was recorded.

use crate::domain::incident::{Incident, MessageRecord};
use crate::domain::playbook::{Address, Item, MessageKind, Playbook};

/// Returns whether somebody got a message; one to nobody named went to all.
pub(in crate::domain) fn got(sent: &MessageRecord, key: &str, address: Option<&Address>) -> bool {
    sent.to.is_empty() || sent.to.iter().any(|to| is_known_as(to, key, address))
}

/// Returns whether a recipient is somebody who is known by the key of their address, its name, or
/// where it leads.
pub(in crate::domain) fn is_known_as(to: &str, key: &str, address: Option<&Address>) -> bool {
    let to = to.trim();
    let said = |name: &str| !name.is_empty() && to.eq_ignore_ascii_case(name);
    said(key) || address.is_some_and(|address| said(&address.name) || said(&address.to))
}

/// Returns the address of the playbook that is meant by what was recorded of somebody: its key,
/// its name, or where it leads.
pub(in crate::domain) fn addressee<'a>(
    who: &str,
    playbook: &'a Playbook,
) -> Option<(&'a str, &'a Address)> {
    let mut all = playbook.addresses.iter();
    let found = all.find(|(key, address)| is_known_as(who, key, Some(address)));
    found.map(|(key, address)| (key.as_str(), address))
}

/// Somebody of the playbook to whom messages go.
#[derive(Clone, Copy)]
pub(in crate::domain) struct Addressee<'a> {
    key: &'a str,
    address: Option<&'a Address>,
    playbook: &'a Playbook,
}

impl<'a> Addressee<'a> {
    pub(in crate::domain) fn of(key: &'a str, playbook: &'a Playbook) -> Self {
        let address = playbook.address(key);
        Self {
            key,
            address,
            playbook,
        }
    }

    /// Returns whether they were told by a message that is for them: a sitrep, or one that names
    /// them among those who must or should get it. One to nobody named went to all whom it names.
    pub(in crate::domain) fn is_told_by(&self, sent: &MessageRecord) -> bool {
        let is_theirs = (sent.number > 0 && !sent.to.is_empty()) || self.is_named_by(sent);
        is_theirs && got(sent, self.key, self.address)
    }

    fn is_named_by(&self, sent: &MessageRecord) -> bool {
        let message = self.playbook.message(&sent.message);
        message.is_some_and(|it| it.must.iter().chain(&it.should).any(|of| of == self.key))
    }
}

/// Returns whether each of those who are told by an item got a sitrep, or the message that it
/// names.
pub(in crate::domain) fn audience_told(
    item: &Item,
    incident: &Incident,
    playbook: &Playbook,
) -> bool {
    let counts = |sent: &&MessageRecord| match &item.message {
        Some(message) => sent.message == *message,
        None => sent.number > 0,
    };
    let told = |key: &&str| {
        let mut all = incident.messages.iter().filter(counts);
        all.any(|sent| got(sent, key, playbook.address(key)))
    };
    let keys = playbook.told_by(item);
    !keys.is_empty() && keys.iter().all(told)
}

/// Returns whether everybody to whom the daily update is owed was told anything: a sitrep is one
/// too, for those who got it. Where it is owed to nobody by name, one has to have gone out.
pub(in crate::domain) fn daily_update_sent(incident: &Incident, playbook: &Playbook) -> bool {
    let Some(daily) = playbook.message_of(MessageKind::Daily) else {
        return incident.last_sitrep().is_some();
    };
    let sent = || incident.messages.iter();
    if daily.must.is_empty() {
        return sent().any(|it| it.number > 0 || it.message == daily.id);
    }
    let mut owed = daily.must.iter();
    owed.all(|key| {
        let addressee = Addressee::of(key, playbook);
        sent().any(|sent| addressee.is_told_by(sent))
    })
}
