//! Bringing back what a write of ours covered.

use super::digest::digest;
use super::exchange::{MOST_TRIES, Seen, side_of};
use super::ground::Ground;
use super::history::Covered;
use super::import::SOMEBODY;
use super::ledger::Ledger;
use super::lineage::signed;
use super::mirror::Mirror;
use super::trouble::Trouble;
use super::write::Wrote;
use crate::domain::command::{Command, Request};
use crate::domain::document::{Agreed, Document, identify, parse_hinted, splice_parsed};
use crate::domain::merge::{MergedProse, merge_prose, put_in};
use crate::domain::sync_plan::Issue as Side;

/// The longest and the shortest pause before a text is brought back, in gaps between writes.
const PAUSE: (f64, f64) = (1.0, 3.0);

impl<L: Ledger> Mirror<L> {
    /// Keeps covered texts, takes their changes over as if they had been read in time, and
    /// writes what people wrote outside our lines back: it stands nowhere else.
    ///
    /// Until the text that brings it back has arrived, the write in doubt says what is missing,
    /// so a program that ends anywhere in here begins again.
    pub(super) async fn recover(&mut self, mut covered: Vec<Covered>) -> Result<(), Trouble> {
        for _ in 0..MOST_TRIES {
            tracing::warn!(
                texts = covered.len(),
                "edits were covered and are brought back"
            );
            for text in &covered {
                self.keep(text).await?;
            }
            let restored = self.replay(&covered).await?;
            self.pause().await;
            match self.bring_back(&restored, &covered).await? {
                Wrote::Clean | Wrote::Unverified => return self.save().await,
                // Somebody edited what stood there, while it was being mended.
                Wrote::Covered(more) => covered = more,
            }
        }
        Err(Trouble::Unfinished {
            cause: "the issue is being edited; trying again in a moment".to_owned(),
        })
    }

    /// Keeps a covered text on disk before anything else, and says so in the record, once.
    async fn keep(&mut self, text: &Covered) -> Result<(), Trouble> {
        let at = chrono::DateTime::from_timestamp(text.at, 0).unwrap_or_default();
        let name = format!("{}-{}.md", at.format("%Y%m%dT%H%M%SZ"), digest(&text.body));
        self.ledger
            .keep_lost(name.clone(), text.body.clone())
            .await?;
        let kept = format!("lost/{name}");
        self.catch_up().await?;
        if self.known.is_recovered(&kept) {
            return Ok(());
        }
        let editor = text.editor.as_deref().unwrap_or(SOMEBODY);
        let request = Request::from_issue(Command::RecordRecovery { kept }, editor, None);
        let incident = self.ledger.execute(request).await?;
        self.follow(incident);
        Ok(())
    }

    /// Takes the changes of covered texts over, each compared with what it was made from, and
    /// returns what the issue would say had they been read in time.
    async fn replay(&mut self, covered: &[Covered]) -> Result<String, Trouble> {
        let write = self.state.in_doubt.clone().unwrap_or_default();
        let side = |body: &str| Side {
            body: body.to_owned(),
            ..self.base()
        };
        let texts_before =
            std::iter::once(&write.merged_from).chain(covered.iter().map(|text| &text.body));
        let texts: Vec<(Ground, Side)> = covered
            .iter()
            .zip(texts_before)
            .map(|(text, before)| {
                let is_first = text.from == write.merged_from;
                let ground = Ground {
                    base: side(&text.from),
                    over: write.over.clone().filter(|_| is_first),
                    is_gone_back: false,
                    earlier: None,
                };
                // Nobody saves a text for nothing: whoever brought an old one back to the
                // letter took off what had been written since, and may have meant to.
                let is_gone_back = text.body == text.from && text.from != *before;
                let gone_back = || Ground {
                    base: side(before),
                    over: Some(text.from.clone()),
                    is_gone_back,
                    earlier: None,
                };
                let ground = if is_gone_back { gone_back() } else { ground };
                (ground, side(&text.body))
            })
            .collect();
        let mut restored = self.state.base_body.clone();
        for ((ground, theirs), text) in texts.iter().zip(covered) {
            let editor = text.editor.as_deref().unwrap_or(SOMEBODY);
            let plan = self.merge(ground, theirs, editor).await?;
            restored = self.woven(&plan.merged, &text.from, &text.body, &restored);
        }
        Ok(restored)
    }

    /// Writes the restored text, with what was edited on the issue since our write on top.
    async fn bring_back(&mut self, restored: &str, covered: &[Covered]) -> Result<Wrote, Trouble> {
        let seen = self.read_anew().await?;
        let body = self.on_top(restored, &seen).await?;
        self.agree_while_mending(&seen.side).await?;
        if body == seen.side.body {
            self.state.in_doubt = None;
            self.agree_if_readable(&seen.side, None);
            return Ok(Wrote::Clean);
        }
        let brings_back: Vec<String> = covered.iter().map(|text| digest(&text.body)).collect();
        let body = signed(&body, &seen.side.body, &brings_back);
        let wrote = self.write_body(&seen, &body, brings_back).await?;
        let side = Side {
            body,
            ..seen.side.clone()
        };
        self.agree_if_readable(&side, Some(&seen.side.body));
        Ok(wrote)
    }

    /// Makes what was taken over on top of our write the agreed text, whether or not it is
    /// written over now: who changes it back meanwhile has changed something. What was taken
    /// from the covered texts stays known, because a write that fails begins with them again.
    async fn agree_while_mending(&mut self, side: &Side) -> Result<(), Trouble> {
        if side.body == self.state.base_body {
            return Ok(());
        }
        let taken_over = self.state.taken_over.clone();
        self.agree_if_readable(side, None);
        self.state.taken_over = taken_over;
        self.save().await
    }

    /// Makes a text the agreed one, unless it cannot be told what is ours there: then nothing
    /// of it was taken over. `over` is what it was written over, if it was.
    fn agree_if_readable(&mut self, side: &Side, over: Option<&str>) {
        let plan = self.plan(&self.base(), side, &self.incident.conflicts);
        match over {
            _ if plan.is_unreadable => self.leave_unread(side, None),
            Some(over) => self.agree_on_write(side, over),
            None => self.agree(side, None),
        }
    }

    /// Returns the restored text with the edits since our write on top, and takes those over.
    async fn on_top(&mut self, restored: &str, seen: &Seen) -> Result<String, Trouble> {
        let (editor, ground) = if seen.side.body == self.state.base_body {
            (SOMEBODY.to_owned(), self.ground())
        } else {
            self.origin_of(seen).await?
        };
        let ours = ground.base.clone();
        if let MergedProse::Text(body) = merge_prose(&ours.body, restored, &seen.side.body) {
            let base = Side {
                body: restored.to_owned(),
                ..ours
            };
            let side = Side {
                body,
                ..seen.side.clone()
            };
            let ground = Ground {
                base,
                over: None,
                is_gone_back: false,
                earlier: None,
            };
            let plan = self.merge(&ground, &side, &editor).await?;
            return Ok(plan.body.unwrap_or(side.body));
        }
        // Both touch the same lines of ours: the last edit is compared with our write as usual.
        let plan = self.merge(&ground, &seen.side, &editor).await?;
        Ok(self.woven(&plan.merged, &ours.body, restored, &seen.side.body))
    }

    /// Returns a text that says what the document says, with what `from` became in `to` also
    /// in the lines that are not ours. Where those clash with the text's own, what came in
    /// stands beside it, and what went out stays: nobody has ruled on it.
    fn woven(&self, document: &Document, from: &str, to: &str, text: &str) -> String {
        let title = document.first_line();
        let hints = [title.as_str(), self.state.base_title.as_str()];
        // Lines of ours say the same in all three, so that only the others can differ.
        let alike = |text: &str| {
            let parsed = parse_hinted(text, &hints, true);
            let fates = identify(&parsed, document, &Agreed::default());
            splice_parsed(&parsed, document, &fates, true)
        };
        let (from, to, text) = (alike(from), alike(to), alike(text));
        match merge_prose(&from, &to, &text) {
            MergedProse::Text(text) => text,
            MergedProse::Conflict => put_in(&from, &to, &text),
        }
    }

    async fn read_anew(&mut self) -> Result<Seen, Trouble> {
        let number = self.remote()?.number;
        let repository = &self.options.repository;
        let reply = self.client.issue(repository, number, None).await?;
        Ok(Seen {
            side: side_of(&reply.value),
            etag: reply.meta.etag,
            read_at: reply.meta.date,
            changed_at: Some(reply.value.updated_at),
        })
    }

    /// Lets whoever is editing finish; two programs that mend at the same time must not meet
    /// again and again.
    async fn pause(&mut self) {
        let (least, most) = PAUSE;
        self.rest(least + (most - least) * fastrand::f64()).await;
        self.space_writes(self.options.pace.write_gap).await;
    }
}
