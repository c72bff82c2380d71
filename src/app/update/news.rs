//! What is said of what others said and did.

use std::sync::Arc;

use crate::app::action::Action;
use crate::app::messages::Level;
use crate::app::model::App;
use crate::domain::event::Event::{
    CommentEdited, CommentImported, EditRecovered, Noted, RoutesMoved,
};
use crate::domain::event::{Entry, Origin};
use crate::domain::time::Precision;
use crate::domain::timeline::recovered;

/// How many things that others say stand at the foot to be read. Nobody reads a whole thread there,
/// such as that of an issue whose record was made just now: that there is more is said, and the log
/// has it.
const MOST: usize = 8;

/// Says what came into the record that was not asked for here: each thing that somebody said, and
/// the last that somebody did.
pub(super) fn tell_news(app: &mut App, news: &[Arc<Entry>]) {
    let is_ours = app.in_flight.is_some();
    let (words, deeds): (Vec<_>, Vec<_>) = news.iter().partition(|entry| is_said(app, entry));
    let of_others = |entry: &&&Arc<Entry>| entry.origin.is_elsewhere() || !is_ours;
    if let Some(seen) = deeds.iter().rev().find(of_others) {
        tell_deed(app, seen);
    }
    for entry in words {
        tell_words(app, entry);
    }
}

/// Returns whether an entry is what somebody else says, on the issue or here in a pane of theirs,
/// and not what they did: nothing else of the screen shows it. What is noted for another time is
/// written up, not said.
fn is_said(app: &App, entry: &Entry) -> bool {
    match (&entry.event, entry.origin) {
        (
            Noted { .. } | CommentImported { .. } | CommentEdited { .. },
            Origin::Github | Origin::Baton,
        ) => true,
        (Noted { .. }, Origin::Local) => {
            // A time that somebody typed is known to the minute at best.
            let is_now = entry.happened.precision() == Some(Precision::Second);
            is_now && entry.actor != app.me && !app.is_watching
        }
        _ => false,
    }
}

/// Says what somebody else says, until it was read; as news only while there is not too much of it.
fn tell_words(app: &mut App, entry: &Entry) {
    let (actor, said) = (&entry.actor, app.words_of(entry));
    let place = match entry.origin {
        Origin::Github => " on the issue",
        Origin::Local | Origin::Baton => "",
    };
    let said = format!("{actor}{place}: {said}");
    let unread = app.log.unread().filter(|it| it.level == Level::News);
    match unread.count() {
        few if few < MOST => return app.say(Level::News, said),
        MOST => {
            let log = app.keymap.key(Action::Log);
            app.say(Level::News, format!("others said more: {log} lists all"));
        }
        _ => {}
    }
    app.tell(said);
}

/// Says what somebody else recorded.
fn tell_deed(app: &mut App, entry: &Entry) {
    let (actor, said) = (&entry.actor, app.words_of(entry));
    match (&entry.event, entry.origin) {
        // Not what somebody did, but what happened to it.
        (EditRecovered { .. }, _) => {
            let news = recovered(entry, app.incident.zone);
            app.fail(news);
        }
        // It stays in the ledger; here it is to be read before it goes.
        (RoutesMoved(moved), _) if moved.to.is_open() => app.fail(said),
        (_, Origin::Github) => app.tell(format!("{actor} on the issue: {said}")),
        (_, Origin::Local | Origin::Baton) => app.tell(format!("{actor}: {said}")),
    }
}
