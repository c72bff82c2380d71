//! The edit form of an issue in a browser, which may stay open for a long time.

use super::server::PracticeGithub;
use super::world::PracticeError;

/// An edit form that somebody opened.
///
/// It knows the text it was opened with. GitHub refuses to save it over another text, which
/// is more than it offers to programs.
#[derive(Debug, Clone)]
pub struct WebForm {
    login: String,
    repo: String,
    number: u64,
    opened_with: String,
}

impl WebForm {
    /// Returns the text in the form, with the line ends of an editor.
    #[must_use]
    pub fn text(&self) -> String {
        self.opened_with.replace("\r\n", "\n")
    }
}

impl PracticeGithub {
    /// Opens the edit form of an issue's body.
    pub fn open_form_as(
        &self,
        login: &str,
        repo: &str,
        number: u64,
    ) -> Result<WebForm, PracticeError> {
        self.look(|world| {
            let issue = world.issue_here(repo, number)?;
            Ok(WebForm {
                login: login.to_owned(),
                repo: repo.to_owned(),
                number,
                opened_with: issue.body.clone(),
            })
        })
    }

    /// Saves a form with the text that somebody left in it, unless the body is not the one it
    /// was opened with any more ("content out of date"). A save gives all lines the ends of a
    /// browser.
    pub fn save_form(&self, form: &WebForm, text: &str) -> Result<(), PracticeError> {
        let now = self.shared().now();
        self.shared().change(|world| {
            let folds_within = world.quirks.folds_within;
            let issue = world.issue_mut(&form.repo, form.number)?;
            if issue.body != form.opened_with {
                return Err(PracticeError::OutOfDate {
                    repo: form.repo.clone(),
                    number: form.number,
                });
            }
            let body = with_browser_line_ends(text);
            issue.write_body(&form.login, &body, now, folds_within);
            Ok(())
        })
    }
}

/// Gives all lines the ends that a browser sends.
pub(super) fn with_browser_line_ends(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\n', "\r\n")
}
