//! What other people do on the practice GitHub, and what can be seen of it.
//!
//! They act as in the browser: past every fault, and without a request in the log.

use chrono::SubsecRound;

use super::form::with_browser_line_ends;
use super::issue::{Comment, Draft, Fate, Issue, Revision};
use super::server::PracticeGithub;
use super::world::{PracticeError, Repository, RequestRecord};

impl PracticeGithub {
    /// Opens an issue and returns its number.
    pub fn open_issue_as(
        &self,
        login: &str,
        repo: &str,
        title: &str,
        body: &str,
    ) -> Result<u64, PracticeError> {
        let now = self.shared().now();
        let draft = Draft {
            title: title.to_owned(),
            body: body.to_owned(),
            labels: Vec::new(),
        };
        self.shared()
            .change(|world| world.open_issue(repo, login, draft, now))
    }

    /// Replaces an issue's body by what `edit` makes of it.
    pub fn edit_body_as(
        &self,
        login: &str,
        repo: &str,
        number: u64,
        edit: impl FnOnce(&str) -> String,
    ) -> Result<(), PracticeError> {
        let now = self.shared().now();
        let folds_within = self.look(|world| world.quirks.folds_within);
        self.change_issue(repo, number, |issue| {
            let body = edit(&issue.body);
            issue.write_body(login, &body, now, folds_within);
        })
    }

    /// Replaces an issue's body by what `edit` makes of it, with the line ends that a
    /// browser gives to all of it.
    pub fn browser_save_as(
        &self,
        login: &str,
        repo: &str,
        number: u64,
        edit: impl FnOnce(&str) -> String,
    ) -> Result<(), PracticeError> {
        self.edit_body_as(login, repo, number, |old| {
            with_browser_line_ends(&edit(old))
        })
    }

    /// Ticks or unticks the first checkbox in a line with `text` in it.
    pub fn tick_as(
        &self,
        login: &str,
        repo: &str,
        number: u64,
        text: &str,
    ) -> Result<(), PracticeError> {
        self.tick_unless(login, (repo, number), text, None)
    }

    /// Ticks or unticks the first checkbox in a line with `text` in it, as `ticked` says; one that
    /// is so already is left alone.
    pub fn set_tick_as(
        &self,
        login: &str,
        repo: &str,
        number: u64,
        text: &str,
        ticked: bool,
    ) -> Result<(), PracticeError> {
        self.tick_unless(login, (repo, number), text, Some(ticked))
    }

    /// Ticks or unticks a checkbox, unless it is so already.
    fn tick_unless(
        &self,
        login: &str,
        (repo, number): (&str, u64),
        text: &str,
        so: Option<bool>,
    ) -> Result<(), PracticeError> {
        let now = self.shared().now();
        let folds_within = self.look(|world| world.quirks.folds_within);
        let ticked = self.change_issue(repo, number, |issue| {
            let (_, is_ticked) = first_box(&issue.body, text)?;
            if so != Some(is_ticked) {
                let body = toggled(&issue.body, text)?;
                issue.write_body(login, &body, now, folds_within);
            }
            Some(())
        })?;
        ticked.ok_or_else(|| PracticeError::NoCheckbox(text.to_owned()))
    }

    /// Writes a comment and returns its number.
    pub fn comment_as(
        &self,
        login: &str,
        repo: &str,
        number: u64,
        body: &str,
    ) -> Result<u64, PracticeError> {
        let now = self.shared().now();
        self.shared()
            .change(|world| world.add_comment(repo, number, login, body, now))
    }

    /// Replaces a comment's text.
    pub fn edit_comment(&self, repo: &str, id: u64, body: &str) -> Result<(), PracticeError> {
        let now = self.shared().now().trunc_subsecs(0);
        self.change_comments(repo, id, |comments, index| {
            body.clone_into(&mut comments[index].body);
            comments[index].updated_at = now;
        })
    }

    /// Deletes a comment.
    pub fn delete_comment(&self, repo: &str, id: u64) -> Result<(), PracticeError> {
        self.change_comments(repo, id, |comments, index| {
            comments.remove(index);
        })
    }

    /// Replaces an issue's title.
    pub fn set_title(&self, repo: &str, number: u64, title: &str) -> Result<(), PracticeError> {
        let now = self.shared().now();
        self.change_issue(repo, number, |issue| issue.rename(title, None, now))
    }

    /// Closes an issue as completed.
    pub fn close_issue(&self, repo: &str, number: u64) -> Result<(), PracticeError> {
        let now = self.shared().now();
        self.change_issue(repo, number, |issue| issue.set_open(false, None, now))
    }

    /// Opens a closed issue again.
    pub fn reopen_issue(&self, repo: &str, number: u64) -> Result<(), PracticeError> {
        let now = self.shared().now();
        self.change_issue(repo, number, |issue| issue.set_open(true, None, now))
    }

    /// Locks an issue's conversation, or unlocks it.
    pub fn set_locked(&self, repo: &str, number: u64, locked: bool) -> Result<(), PracticeError> {
        self.change_issue(repo, number, |issue| issue.locked = locked)
    }

    /// Deletes an issue: from now on it is gone (410).
    pub fn delete_issue(&self, repo: &str, number: u64) -> Result<(), PracticeError> {
        self.change_issue(repo, number, |issue| issue.fate = Fate::Deleted)
    }

    /// Transfers an issue to another repository and returns its number there. The old
    /// address answers with the new one (301), and the old ids are worth nothing.
    pub fn transfer_issue(&self, repo: &str, number: u64, to: &str) -> Result<u64, PracticeError> {
        self.shared().change(|world| {
            let new_id = world.next_id();
            let mut copy = world.issue_mut(repo, number)?.clone();
            copy.identify(new_id);
            let target = world.repository_mut(to)?;
            copy.number = target.issues.last().map_or(1, |last| last.number + 1);
            let (id, there) = (target.id, copy.number);
            target.issues.push(copy);
            world.issue_mut(repo, number)?.fate = Fate::Transferred(id, there);
            Ok(there)
        })
    }

    /// Removes the text of a revision from the history: that there was one stays visible.
    pub fn delete_revision(&self, repo: &str, number: u64, id: &str) -> Result<(), PracticeError> {
        let now = self.shared().now().trunc_subsecs(0);
        self.change_issue(repo, number, |issue| {
            let mut revisions = issue.revisions.iter_mut();
            if let Some(revision) = revisions.find(|revision| revision.id == id) {
                revision.deleted_at = Some(now);
            }
        })
    }

    /// Gives a repository another name. The old one sends callers on, until a repository
    /// takes it.
    pub fn rename_repository(&self, repo: &str, to: &str) -> Result<(), PracticeError> {
        self.shared().change(|world| {
            let renamed = world.repository_mut(repo)?;
            let before = std::mem::replace(&mut renamed.full_name, to.to_owned());
            let id = renamed.id;
            world.former_names.push((before, id));
            Ok(())
        })
    }

    /// Makes a repository private or public.
    pub fn set_private(&self, repo: &str, private: bool) -> Result<(), PracticeError> {
        self.change_repository(repo, |repo| repo.private = private)
    }

    /// Archives a repository, or takes it out of the archive.
    pub fn set_archived(&self, repo: &str, archived: bool) -> Result<(), PracticeError> {
        self.change_repository(repo, |repo| repo.archived = archived)
    }

    /// Switches the issues of a repository on or off.
    pub fn set_issues(&self, repo: &str, has_issues: bool) -> Result<(), PracticeError> {
        self.change_repository(repo, |repo| repo.has_issues = has_issues)
    }

    /// Has every token tell scopes, as classic ones do, such as `gist, repo`; none takes them
    /// back.
    pub fn set_scopes(&self, scopes: Option<&str>) {
        let scopes = scopes.map(str::to_owned);
        self.shared().change(|world| world.scopes = scopes);
    }

    /// Takes an account's access to a repository away, or gives it back.
    pub fn set_access(&self, repo: &str, login: &str, access: bool) -> Result<(), PracticeError> {
        self.change_repository(repo, |repo| {
            repo.shut_out.retain(|out| out != login);
            if !access {
                repo.shut_out.push(login.to_owned());
            }
        })
    }

    /// Stops accepting a token.
    pub fn revoke_token(&self, token: &str) {
        self.shared().change(|world| world.tokens.remove(token));
    }

    /// Accepts a token for an account.
    pub fn grant_token(&self, token: &str, login: &str) {
        self.shared().change(|world| {
            world.account(login);
            world.tokens.insert(token.to_owned(), login.to_owned())
        });
    }

    /// Deletes an account: what it wrote stays, and belongs to nobody.
    pub fn delete_account(&self, login: &str) {
        let forget = |who: &mut Option<String>| {
            who.take_if(|name| name == login);
        };
        self.shared().change(|world| {
            for issue in world
                .repositories
                .iter_mut()
                .flat_map(|repo| &mut repo.issues)
            {
                forget(&mut issue.author);
                issue
                    .comments
                    .iter_mut()
                    .for_each(|comment| forget(&mut comment.author));
                issue
                    .revisions
                    .iter_mut()
                    .for_each(|revision| forget(&mut revision.editor));
            }
        });
    }

    /// Returns an issue as it is now, deleted ones included.
    #[must_use]
    pub fn issue(&self, repo: &str, number: u64) -> Option<Issue> {
        self.look(|world| world.issue(repo, number).cloned())
    }

    /// Returns a repository's issues, the oldest first.
    #[must_use]
    pub fn issues(&self, repo: &str) -> Vec<Issue> {
        self.look(|world| {
            let issues = world.repository(repo).map(Repository::issues);
            issues.into_iter().flatten().cloned().collect()
        })
    }

    /// Returns an issue's comments, the oldest first.
    #[must_use]
    pub fn comments(&self, repo: &str, number: u64) -> Vec<Comment> {
        self.look(|world| world.comments(repo, number).to_vec())
    }

    /// Returns the revisions of an issue's body as GitHub shows them: newest first, and none
    /// for a body that was never edited.
    #[must_use]
    pub fn edits(&self, repo: &str, number: u64) -> Vec<Revision> {
        self.look(|world| {
            let issue = world.issue(repo, number);
            issue.map(Issue::edits).unwrap_or_default()
        })
    }

    /// Returns the requests so far, the oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<RequestRecord> {
        self.look(|world| world.requests().to_vec())
    }

    fn change_repository(
        &self,
        repo: &str,
        change: impl FnOnce(&mut Repository),
    ) -> Result<(), PracticeError> {
        self.shared()
            .change(|world| world.repository_mut(repo).map(change))
    }

    fn change_issue<T>(
        &self,
        repo: &str,
        number: u64,
        change: impl FnOnce(&mut Issue) -> T,
    ) -> Result<T, PracticeError> {
        self.shared()
            .change(|world| world.issue_mut(repo, number).map(change))
    }

    fn change_comments(
        &self,
        repo: &str,
        id: u64,
        change: impl FnOnce(&mut Vec<Comment>, usize),
    ) -> Result<(), PracticeError> {
        self.shared().change(|world| {
            for issue in &mut world.repository_mut(repo)?.issues {
                let index = issue.comments.iter().position(|comment| comment.id == id);
                if let Some(index) = index {
                    change(&mut issue.comments, index);
                    return Ok(());
                }
            }
            Err(PracticeError::NoComment(id))
        })
    }
}

/// Toggles the first checkbox in a line with `text` in it; every other byte stays.
fn toggled(body: &str, text: &str) -> Option<String> {
    let (at, ticked) = first_box(body, text)?;
    let mut body = body.to_owned();
    body.replace_range(at..at + 3, if ticked { "[ ]" } else { "[x]" });
    Some(body)
}

/// Returns where the first checkbox in a line with `text` in it begins, and whether it is ticked.
fn first_box(body: &str, text: &str) -> Option<(usize, bool)> {
    let mut start = 0;
    for line in body.split_inclusive('\n') {
        let boxes = [("[ ]", false), ("[x]", true), ("[X]", true)];
        let found = boxes
            .into_iter()
            .filter_map(|(look, ticked)| Some((line.find(look)?, ticked)))
            .min();
        if let Some((at, ticked)) = found.filter(|_| line.contains(text)) {
            return Some((start + at, ticked));
        }
        start += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tick_changes_one_box_and_nothing_else() {
        let body = "- [ ] fox\r\n- [ ] hen\r\n";
        let ticked = toggled(body, "hen").expect("there is a box");
        assert_eq!(ticked, "- [ ] fox\r\n- [x] hen\r\n");
        assert_eq!(toggled(&ticked, "hen").as_deref(), Some(body));
        assert_eq!(toggled(body, "cow"), None);
    }
}
