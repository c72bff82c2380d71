//! What a team may write without being warned.

use std::collections::BTreeSet;

/// The addresses, accounts and names that belong to the team and its audiences. It quiets
/// warnings only: no list makes a secret fit to leave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Allowed {
    addresses: BTreeSet<String>,
    domains: BTreeSet<String>,
    accounts: BTreeSet<String>,
    names: BTreeSet<String>,
}

impl Allowed {
    /// Adds mail addresses, such as those of the configured groups.
    #[must_use]
    pub fn with_addresses<'a>(mut self, addresses: impl IntoIterator<Item = &'a str>) -> Self {
        self.addresses.extend(addresses.into_iter().map(plain));
        self
    }

    /// Adds mail domains, with everything below them: `gsa.gov` covers `tts.gsa.gov`.
    #[must_use]
    pub fn with_domains<'a>(mut self, domains: impl IntoIterator<Item = &'a str>) -> Self {
        let domains = domains.into_iter().map(plain);
        self.domains
            .extend(domains.map(|d| d.trim_start_matches(['@', '.']).to_owned()));
        self
    }

    /// Adds account ids; only their digits count.
    #[must_use]
    pub fn with_accounts<'a>(mut self, accounts: impl IntoIterator<Item = &'a str>) -> Self {
        self.accounts.extend(accounts.into_iter().map(digits));
        self
    }

    /// Adds names of hosts and of users.
    #[must_use]
    pub fn with_names<'a>(mut self, names: impl IntoIterator<Item = &'a str>) -> Self {
        self.names.extend(names.into_iter().map(plain));
        self
    }

    pub(super) fn has_address(&self, address: &str) -> bool {
        let address = plain(address);
        let domain = address.rsplit('@').next().unwrap_or_default();
        self.addresses.contains(&address)
            || std::iter::successors(Some(domain), |d| d.split_once('.').map(|(_, up)| up))
                .any(|domain| self.domains.contains(domain))
    }

    pub(super) fn has_account(&self, account: &str) -> bool {
        let account = digits(account);
        !account.is_empty() && self.accounts.contains(&account)
    }

    pub(super) fn has_name(&self, name: &str) -> bool {
        self.names.contains(&plain(name))
    }
}

fn plain(text: &str) -> String {
    text.trim().to_ascii_lowercase()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
