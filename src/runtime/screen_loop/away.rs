//! While another program has the terminal.

use std::io;
use std::process::ExitStatus;
use std::time::Duration;

use anyhow::Result;
use futures_util::{Stream, StreamExt};
use tokio::time::sleep;

use super::{ScreenLoop, answer, deadline};
use crate::app::{Event, Level};
use crate::runtime::ending::Ending;
use crate::runtime::outside::Outside;
use crate::runtime::signals::{Asked, Signals};
use crate::runtime::stage::Stage;
use crate::runtime::suspending;

/// How often clocks are looked at while nobody sees them: they call somebody back all the same.
const LOOK: Duration = Duration::from_secs(1);

/// The signal of ctrl-c, which is meant for the program that has the terminal.
const INTERRUPT: i32 = 2;

impl<S: Stage> ScreenLoop<S> {
    /// Gives the terminal to the person's own editor.
    pub(super) fn edit_outside(&mut self, editor: u64, text: &str) {
        self.stage.restore();
        match Outside::start(&self.editor, &self.desk.dir, editor, text) {
            Ok(outside) => self.outside = Some(outside),
            Err(error) => {
                let told = format!("failed to start your editor: {error}; the text stays here");
                self.come_back();
                self.happen(Event::Said(Level::Error, told));
            }
        }
    }

    /// Waits for one thing while another program has the terminal. The record and its mirror go
    /// on; keys are that program's.
    pub(super) async fn wait_outside(
        &mut self,
        input: &mut (impl Stream<Item = Event> + Unpin),
        signals: &mut Signals,
    ) -> Result<()> {
        let (draft_at, has_draft) = deadline(self.drafts.due_at());
        let Some(outside) = &mut self.outside else {
            return Ok(());
        };
        tokio::select! {
            // What ends the program goes first, as ever.
            biased;
            asked = signals.next() => match asked {
                Asked::End(INTERRUPT) | Asked::GoOn => {}
                Asked::End(signal) => self.end_outside(Ending::Signal(signal)),
                // The other program stops too, and has the terminal again when both go on.
                Asked::Stop => if let Err(error) = suspending::stop() {
                    self.not_stopped(&error);
                },
            },
            broken = self.tasks.next_broken() => {
                self.task_broke(broken.name, &broken.cause)?;
            }
            status = outside.wait() => self.edited_outside(status),
            Some(inbound) = self.desk.inbox.recv() => self.hear_all(Some(inbound)),
            outcome = answer(&mut self.saving) => self.answered(outcome),
            () = tokio::time::sleep_until(draft_at), if has_draft => {
                self.drafts.write(&self.desk, &mut self.tasks);
            }
            () = sleep(LOOK) => self.happen(Event::Ticked),
            // Nothing comes while the terminal is not ours, but its end.
            event = input.next() => if event.is_none() {
                self.end_outside(Ending::TerminalGone);
            },
        }
        Ok(())
    }

    fn edited_outside(&mut self, status: io::Result<ExitStatus>) {
        let Some(outside) = self.outside.take() else {
            return;
        };
        let editor = outside.editor;
        let came = outside.finish(status);
        self.come_back();
        if let Some(text) = came.text {
            self.take(Event::Replaced { editor, text });
        }
        if let Some((level, told)) = came.told {
            self.happen(Event::Said(level, told));
        }
    }

    /// Ends while the other program still runs. What it saved so far is the draft.
    fn end_outside(&mut self, ending: Ending) {
        if let Some(outside) = self.outside.take() {
            let editor = outside.editor;
            let cut_short = io::ErrorKind::Interrupted.into();
            if let Some(text) = outside.finish(Err(cut_short)).text {
                self.take(Event::Replaced { editor, text });
            }
        }
        self.ending = Some(ending);
    }

    /// Takes the terminal again.
    fn come_back(&mut self) {
        self.is_dirty = true;
        if let Err(error) = self.stage.resume() {
            tracing::warn!(%error, "the terminal is gone");
            self.ending = Some(Ending::TerminalGone);
        }
    }
}
