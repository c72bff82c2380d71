//! Who got a message, by whatever name that was recorded.

use crate::domain::incident::{Incident, MessageRecord, reached, reached_for};
use crate::domain::outgoing::MailAddress;
use crate::domain::playbook::{Address, Item, Message, MessageKind, Playbook};

/// Returns whether somebody got a message; one to nobody named went to all.
pub(in crate::domain) fn got(sent: &MessageRecord, key: &str, address: Option<&Address>) -> bool {
    sent.to.is_empty() || sent.to.iter().any(|to| is_known_as(to, key, address))
}

/// Returns whether a recipient is somebody who is known by the key of their address, its name, or
/// where it leads; whom a person reached for them may stand behind the name.
pub(in crate::domain) fn is_known_as(to: &str, key: &str, address: Option<&Address>) -> bool {
    let is_reached = |it: &Address| reached_for(to.trim(), &it.name).is_some();
    is_exactly(to, key, address) || address.is_some_and(is_reached)
}

/// Returns whether a recipient may stand for one of those a message must or should go to: it is
/// known as one, or has a word of the key or name of one it must reach, as `GSA` and `Dave of GSA`
/// do.
pub(in crate::domain) fn stands_for_any(to: &str, message: &Message, playbook: &Playbook) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        words
            .filter(|it| !it.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let said = words(to);
    let has_word_of = |key: &String| {
        let name = playbook.address(key).map_or("", |it| &it.name);
        let mut known = words(key).into_iter().chain(words(name));
        known.any(|word| said.contains(&word))
    };
    let mut all = message.must.iter().chain(&message.should);
    message.must.iter().any(has_word_of)
        || all.any(|key| is_known_as(to, key, playbook.address(key)))
}

fn is_exactly(to: &str, key: &str, address: Option<&Address>) -> bool {
    let to = to.trim();
    let said = |name: &str| !name.is_empty() && to.eq_ignore_ascii_case(name);
    said(key) || address.is_some_and(|address| said(&address.name) || said(&address.to))
}

/// Returns the address of the playbook that is meant by what was recorded of somebody. A name that
/// is like that of another with who was reached for them is that name.
pub(in crate::domain) fn addressee<'a>(
    who: &str,
    playbook: &'a Playbook,
) -> Option<(&'a str, &'a Address)> {
    let mut all = playbook.addresses.iter();
    let exact = all.find(|(key, address)| is_exactly(who, key, Some(address)));
    let mut all = playbook.addresses.iter();
    let found = exact.or_else(|| all.find(|(key, it)| is_known_as(who, key, Some(it))));
    found.map(|(key, address)| (key.as_str(), address))
}

/// Returns whom a person last reached for somebody of the playbook whose address nobody set.
#[must_use]
pub fn last_reached<'a>(incident: &'a Incident, name: &str) -> Option<&'a str> {
    let sent = incident.messages.iter();
    let to = sent.flat_map(|sent| sent.to.iter().map(move |to| (sent.entry, to)));
    let whom = to.filter_map(|(entry, to)| Some((entry, reached_for(to, name)?)));
    whom.max_by_key(|(entry, _)| *entry).map(|(_, whom)| whom)
}

/// Returns who was named as told, with whoever was reached for somebody whose address nobody set
/// under that one: who was the last time, else whoever is named of a message that is for nobody
/// else, else the mail addresses beside that name. Of several nobody can say which.
#[must_use]
pub fn gathered(
    named: &[String],
    message: &Message,
    incident: &Incident,
    playbook: &Playbook,
) -> Vec<String> {
    let is_unknown = |name: &&String| addressee(name, playbook).is_none();
    let unset = playbook
        .addresses
        .iter()
        .filter(|(_, it)| it.is_unset_mail());
    let filled = unset.filter_map(|(key, address)| {
        let is_it = |name: &&String| is_exactly(name, key, Some(address));
        let last = last_reached(incident, &address.name).unwrap_or_default();
        let is_last = |name: &&String| last.split(", ").any(|it| it == name.as_str());
        let is_alone = message.must == [key.as_str()];
        let is_named = named.iter().any(|name| is_it(&name));
        let unknown = || named.iter().filter(is_unknown);
        let whom: Vec<String> = if unknown().any(|name| is_last(&name)) {
            unknown().filter(is_last).cloned().collect()
        } else if is_alone && named.iter().all(|name| is_it(&name) || is_unknown(&name)) {
            unknown().cloned().collect()
        } else if is_named {
            let is_mail = |name: &&String| MailAddress::read_list(name).is_ok();
            unknown().filter(is_mail).cloned().collect()
        } else {
            Vec::new()
        };
        let others = named.iter();
        let others = others.filter(|name| !is_it(name) && !whom.contains(name));
        let all = others.cloned().chain([reached(&address.name, &whom)]);
        (!whom.is_empty()).then(|| all.collect())
    });
    let mut filled = filled.collect::<Vec<Vec<String>>>().into_iter();
    match (filled.next(), filled.next()) {
        (Some(all), None) => all,
        _ => named.to_vec(),
    }
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
