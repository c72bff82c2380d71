//! What signals and the keys of a drill ask of the loop.

use std::io;

use tokio::time::timeout;

use super::{Hold, PATIENCE, ScreenLoop};
use crate::app::{DrillAsk, Event, Level};
use crate::runtime::ending::Ending;
use crate::runtime::signals::Asked;
use crate::runtime::stage::Stage;
use crate::runtime::suspending;

impl<S: Stage> ScreenLoop<S> {
    pub(super) fn asked(&mut self, asked: Asked) {
        match asked {
            Asked::End(number) => self.ending = Some(Ending::Signal(number)),
            Asked::Stop => self.suspend(),
            Asked::GoOn => self.go_on(),
        }
    }

    /// Has the program stopped once all that came in before is done.
    pub(super) fn suspend(&mut self) {
        self.hold = Hold::AskedFor;
    }

    /// Gives the terminal back and stops the program, if that was asked for. What was typed is
    /// on the disk before, unless that takes too long: nobody knows whether it goes on.
    pub(super) async fn stop_if_asked(&mut self) {
        if self.hold != Hold::AskedFor {
            return;
        }
        if let Err(error) = suspending::look() {
            self.hold = Hold::Ours;
            self.not_stopped(&error);
            return;
        }
        self.finish_saving().await;
        self.drafts.write(&self.desk, &mut self.tasks);
        // The writer does its jobs in order.
        let _ = timeout(PATIENCE, self.desk.store.tail(0)).await;
        self.stage.restore();
        self.hold = Hold::GivenBack;
        if let Err(error) = suspending::stop() {
            self.go_on();
            self.not_stopped(&error);
        }
    }

    /// Says why the program was not stopped.
    pub(super) fn not_stopped(&mut self, error: &io::Error) {
        tracing::warn!(%error, "the program was not stopped");
        self.happen(Event::Said(Level::Warning, format!("not stopped: {error}")));
    }

    /// Takes the terminal again. Whoever stopped the program may have changed it, and a stop
    /// that cannot be caught left it as it was, so it is given back first.
    fn go_on(&mut self) {
        self.stage.restore();
        self.hold = Hold::Ours;
        match self.stage.resume() {
            Ok(()) => self.happen(Event::Ticked),
            Err(error) => {
                tracing::warn!(%error, "the terminal is gone");
                self.ending = Some(Ending::TerminalGone);
            }
        }
    }

    pub(super) fn ask_drill(&mut self, ask: DrillAsk) {
        match (ask, &self.desk.drill) {
            (DrillAsk::Scorecard, _) => self.desk.read_scorecard(&mut self.tasks),
            (DrillAsk::Pause, Some(clock)) => clock.toggle(),
            (DrillAsk::Faster, Some(clock)) => clock.faster(),
            (DrillAsk::Slower, Some(clock)) => clock.slower(),
            (DrillAsk::Skip, Some(clock)) => clock.skip(),
            (_, None) => {}
        }
    }
}
