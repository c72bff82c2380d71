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
    let path = env.home.config.join("keys.toml");
    let why = match std::fs::read_to_string(&path) {
        Ok(text) => match Keymap::parse(&path.display().to_string(), &text) {
            Ok(keymap) => return (keymap, None),
            Err(error) => error.to_string(),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return (Keymap::default(), None);
        }
        Err(error) => format!("read the keymap {}: {error}", path.display()),
    };
    let told = format!("failed to {why}\nthe keys are the shipped ones until it is mended");
    (Keymap::default(), Some(told))
}

/// Returns the command of the person's own editor, as other programs look for it.
fn editor(env: &Environment) -> String {
    let named = ["VISUAL", "EDITOR"]
        .iter()
        .find_map(|name| env.variable(name));
    named.unwrap_or_else(|| "vi".to_owned())
}
