//! Stopping the program until a shell lets it go on (`ctrl-z`, `fg`).

use std::io;

use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};

/// Stops the program, with all that was started together with it, as the terminal itself does
/// for a program that leaves its keys alone. It comes back from this when it goes on.
///
/// The terminal has to be given back before. That it goes on is heard as a signal.
///
/// Refuses where no shell can let the program go on: where it leads its session, as in
/// `tmux new sitroom`, nobody could ever bring it back.
pub(super) fn stop() -> io::Result<()> {
    look()?;
    // Not the signal that can be caught: it is listened for here.
    kill_current_process_group(Signal::STOP).map_err(io::Error::from)
}

/// Refuses as [`stop`] would, and stops nothing.
pub(super) fn look() -> io::Result<()> {
    if getsid(None)? == getpgrp() {
        return Err(io::Error::other(
            "no shell waits that could let the program go on; q quits it",
        ));
    }
    Ok(())
}
