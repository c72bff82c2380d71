//! What a person has at the screen, by their settings and their files.

use super::attention;
use super::theme::theme;
use crate::app::Keymap;
use crate::runtime::Seat;
use crate::session::Environment;
use crate::tui::Look;

/// Returns it, and what to say where it is not as it was asked for.
pub(super) fn seat(env: &Environment) -> (Seat, Vec<String>) {
    let (keymap, unbound) = keymap(env);
    let (theme, unused) = theme(env);
    let seat = Seat {
        keymap,
        look: Look {
            theme,
            notifier: attention::notifier(env),
            mouse: env.settings.has_mouse,
        },
        attention: attention::rules(env),
        editor: editor(env),
    };
    (seat, unbound.into_iter().chain(unused).collect())
}

/// Returns the user's keymap, else the one compiled in, and why it is that one: a slip in a file
/// of keys must not stop anybody in the middle of an incident.
pub(super) fn keymap(env: &Environment) -> (Keymap, Option<String>) {
    match own_keymap(env) {
        None => (Keymap::default(), None),
        Some(Ok(keymap)) => (keymap, None),
        Some(Err(told)) => (Keymap::default(), Some(told)),
    }
}

/// Returns what to say where the user's own keys cannot be used. Those that are compiled in are not
/// read for that: every command asks.
pub(super) fn keymap_problem(env: &Environment) -> Option<String> {
    own_keymap(env)?.err()
}

/// Returns the user's own keymap, or what to say of it; none where there is no file.
fn own_keymap(env: &Environment) -> Option<Result<Keymap, String>> {
    let path = env.home.config.join("keys.toml");
    let read = match std::fs::read_to_string(&path) {
        Ok(text) => {
            let keymap = Keymap::parse(&path.display().to_string(), &text);
            keymap.map_err(|error| error.to_string())
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        Err(error) => Err(format!("read the keymap {}: {error}", path.display())),
    };
    let told = |why| format!("failed to {why}\nthe keys are the shipped ones until it is mended");
    Some(read.map_err(told))
}

/// Returns the command of the person's own editor, as other programs look for it.
fn editor(env: &Environment) -> String {
    let named = ["VISUAL", "EDITOR"]
        .iter()
        .find_map(|name| env.variable(name));
    named.unwrap_or_else(|| "vi".to_owned())
}
