//! The signals that end the program, and those that stop it for a while.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};

/// What a signal asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// To end, by the signal of a number.
    End(i32),
    /// To give the terminal back and stop, as `kill -TSTP` does.
    Stop,
    /// The program was stopped and goes on.
    GoOn,
}

/// Listens for the signals.
pub(super) struct Signals {
    terminate: Signal,
    hang_up: Signal,
    interrupt: Signal,
    stop: Signal,
    go_on: Signal,
}

impl Signals {
    pub(super) fn listen() -> io::Result<Self> {
        let of = |signal: rustix::process::Signal| SignalKind::from_raw(signal.as_raw());
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
            stop: signal(of(rustix::process::Signal::TSTP))?,
            go_on: signal(of(rustix::process::Signal::CONT))?,
        })
    }

    /// Waits for one of them.
    pub(super) async fn next(&mut self) -> Asked {
        let end = |kind: SignalKind| Asked::End(kind.as_raw_value());
        tokio::select! {
            // What ends the program comes before what stops it.
            biased;
            _ = self.terminate.recv() => end(SignalKind::terminate()),
            _ = self.hang_up.recv() => end(SignalKind::hangup()),
            _ = self.interrupt.recv() => end(SignalKind::interrupt()),
            _ = self.go_on.recv() => Asked::GoOn,
            _ = self.stop.recv() => Asked::Stop,
        }
    }
}
