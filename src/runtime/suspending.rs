//! Stopping the program until a shell lets it go on (`ctrl-z`, `fg`).

use std::io;

use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};

/// Returns whether there is a shell that can let a stopped program go on. Where the program
/// leads its session, as in `tmux new sitroom`, nobody could ever bring it back.
pub(super) fn can_stop() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}

/// Stops the program, with all that was started together with it, as the terminal itself does
/// for a program that leaves its keys alone. It comes back from this when it goes on.
///
/// The terminal has to be given back before. That it goes on is heard as a signal.
pub(super) fn stop() -> io::Result<()> {
    // Not the signal that can be caught: it is listened for here.
    kill_current_process_group(Signal::STOP).map_err(io::Error::from)
}
