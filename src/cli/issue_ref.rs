//! An issue as people name it: `owner/name#12`, or the address of its page.

use std::str::FromStr;

use thiserror::Error;

use crate::domain::incident::IssueLink;
use crate::github::client::{RepoName, api_base_for, token_host_of};

/// An issue by repository and number, and its host where that was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct IssueRef {
    host: Option<String>,
    repository: RepoName,
    number: u64,
}

/// Why a text names no issue that can be linked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(super) enum IssueRefError {
    /// It has another form.
    #[error("read the issue `{input}`: write owner/name#12, or the address of its page")]
    Form {
        /// What was given.
        input: String,
    },
    /// It lies on another server than the settings name.
    #[error(
        "link an issue on {host}: the settings name {api}; set SITROOM_GITHUB_API_URL={}",
        api_base_for(host)
    )]
    OtherHost {
        /// Where it lies.
        host: String,
        /// The address of the API in the settings.
        api: String,
    },
}

impl FromStr for IssueRef {
    type Err = IssueRefError;

    fn from_str(text: &str) -> Result<Self, IssueRefError> {
        read(text.trim()).ok_or_else(|| IssueRefError::Form {
            input: text.to_owned(),
        })
    }
}

fn read(text: &str) -> Option<IssueRef> {
    let address = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let (host, path) = match address {
        Some(address) => {
            let (host, path) = address.split_once('/')?;
            (Some(host.to_ascii_lowercase()), path)
        }
        None => (None, text),
    };
    // What stands behind `?` or a comment's `#` only says which part of the page to show.
    let page = path.split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = page.trim_end_matches('/').split('/').collect();
    let (owner, name, number) = match parts.as_slice() {
        [owner, name, "issues", number] => (*owner, *name, *number),
        [owner, name] if host.is_none() => (*owner, *name, path.split_once('#')?.1),
        _ => return None,
    };
    let is_number = number.bytes().all(|c| c.is_ascii_digit());
    Some(IssueRef {
        host,
        repository: RepoName::new(owner, name).ok()?,
        number: number.parse().ok().filter(|n| *n > 0 && is_number)?,
    })
}

impl IssueRef {
    /// Returns the link of an issue on the server whose API has an address.
    pub(super) fn link(&self, api: &str) -> Result<IssueLink, IssueRefError> {
        let ours = token_host_of(api).unwrap_or_default();
        // The settings may name a port that a page's address has too.
        let bare = |host: &str| host.split(':').next().unwrap_or_default().to_owned();
        if let Some(host) = self.host.as_ref().filter(|host| bare(host) != ours) {
            return Err(IssueRefError::OtherHost {
                host: host.clone(),
                api: api.to_owned(),
            });
        }
        let host = self.host.clone().unwrap_or(ours);
        Ok(IssueLink {
            repository: self.repository.to_string(),
            number: self.number,
            url: format!("https://{host}/{}/issues/{}", self.repository, self.number),
        })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const API: &str = "https://api.github.com";

    #[rstest]
    #[case::short("18F/security-incidents#12")]
    #[case::path("18F/security-incidents/issues/12")]
    #[case::page("https://github.com/18F/security-incidents/issues/12")]
    #[case::comment("https://GitHub.com/18F/security-incidents/issues/12/#issuecomment-3")]
    #[case::query(" https://github.com/18F/security-incidents/issues/12?x=1 ")]
    fn every_form_names_the_issue(#[case] text: &str) {
        let link = text.parse::<IssueRef>().unwrap().link(API).unwrap();
        assert_eq!(link.repository, "18F/security-incidents");
        assert_eq!(link.number, 12);
        assert_eq!(
            link.url,
            "https://github.com/18F/security-incidents/issues/12"
        );
    }

    #[rstest]
    #[case("18F/security-incidents")]
    #[case("18F/security-incidents#0")]
    #[case("18F/security-incidents#+1")]
    #[case("18F/..#1")]
    #[case("https://github.com/18F/security-incidents/pull/12")]
    #[case("https://github.com/18F/security-incidents#12")]
    #[case("#12")]
    #[case("")]
    fn other_forms_are_refused(#[case] text: &str) {
        assert!(text.parse::<IssueRef>().is_err());
    }

    #[test]
    fn an_enterprise_server_has_its_own_pages() {
        let api = "https://git.example.org/api/v3";
        let short: IssueRef = "a/b#1".parse().unwrap();
        assert_eq!(
            short.link(api).unwrap().url,
            "https://git.example.org/a/b/issues/1"
        );
        let page: IssueRef = "https://git.example.org/a/b/issues/1".parse().unwrap();
        assert_eq!(page.link(api), short.link(api));
        let error = page.link(API).unwrap_err().to_string();
        assert!(error.contains("https://git.example.org/api/v3"), "{error}");
    }
}
