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

/// Listens for the signals that end the program.
pub(super) struct Ends {
    terminate: Signal,
    hang_up: Signal,
    interrupt: Signal,
}

impl Ends {
    pub(super) fn listen() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    /// Waits for one of them and returns its number.
    pub(super) async fn next(&mut self) -> i32 {
        tokio::select! {
            _ = self.terminate.recv() => SignalKind::terminate().as_raw_value(),
            _ = self.hang_up.recv() => SignalKind::hangup().as_raw_value(),
            _ = self.interrupt.recv() => SignalKind::interrupt().as_raw_value(),
        }
    }
}

/// Listens for all signals of a screen.
pub(super) struct Signals {
    ends: Ends,
    stop: Signal,
    go_on: Signal,
}

impl Signals {
    pub(super) fn listen() -> io::Result<Self> {
        let of = |signal: rustix::process::Signal| SignalKind::from_raw(signal.as_raw());
        Ok(Self {
            ends: Ends::listen()?,
            stop: signal(of(rustix::process::Signal::TSTP))?,
            go_on: signal(of(rustix::process::Signal::CONT))?,
        })
    }

    /// Waits for one of them.
    pub(super) async fn next(&mut self) -> Asked {
        tokio::select! {
            // What ends the program comes before what stops it.
            biased;
            number = self.ends.next() => Asked::End(number),
            _ = self.go_on.recv() => Asked::GoOn,
            _ = self.stop.recv() => Asked::Stop,
        }
    }
}
