//! Whether anything may be written at all.

use super::ledger::Ledger;
use super::mirror::Mirror;
use super::trouble::Trouble;

/// How many rounds go by between two looks at the repository.
const LOOK_EVERY: u64 = 10;

impl<L: Ledger> Mirror<L> {
    /// Makes sure now and then that there is a way to the repository.
    pub(super) async fn check_access(&mut self) -> Result<(), Trouble> {
        self.has_looked = false;
        if self.login.is_some() && !self.rounds.is_multiple_of(LOOK_EVERY) {
            return Ok(());
        }
        self.check_writing().await
    }

    /// Makes sure before the first write of a round that the repository is private and takes
    /// writes, and whose token it is: a repository can be made public at any time.
    pub(super) async fn check_writing(&mut self) -> Result<(), Trouble> {
        if self.has_looked {
            return Ok(());
        }
        let repository = self
            .client
            .repository(&self.options.repository)
            .await?
            .value;
        if !repository.private && !self.options.allow_public {
            self.login = None;
            return Err(Trouble::blocked(format!(
                "{} is PUBLIC: nothing is sent; make it private, or set another repository",
                repository.full_name
            )));
        }
        if repository.archived {
            self.login = None;
            return Err(Trouble::blocked(format!(
                "{} is archived and takes nothing; set another repository",
                repository.full_name
            )));
        }
        if self.login.is_none() {
            self.login = Some(self.client.viewer().await?.value.login);
        }
        self.has_looked = true;
        Ok(())
    }

    /// Returns the login that writes are made under.
    pub(super) fn login(&self) -> String {
        self.login.clone().unwrap_or_default()
    }
}
