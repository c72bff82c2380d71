//! What a practice GitHub starts with.

use std::fmt;
use std::sync::Arc;

use chrono::Utc;

use super::shared::{Clock, Shared};
use super::world::World;

/// What a practice GitHub starts with.
#[derive(Clone)]
pub struct Options {
    /// The port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// What time it is.
    pub clock: Clock,
    /// The repositories.
    pub repositories: Vec<RepositorySeed>,
    /// The tokens that are accepted, each with the login of its account.
    pub tokens: Vec<(String, String)>,
    /// Whether there is GraphQL; some enterprise servers are run without.
    pub graphql: bool,
    /// What links in answers begin with instead of this server's own address, as when the
    /// server behind a proxy does not know the name it is reached by.
    pub link_base: Option<String>,
    /// What all paths begin with, such as `/github` behind a reverse proxy; empty for most.
    pub prefix: String,
}

/// A repository to start with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepositorySeed {
    /// Owner and name.
    pub full_name: String,
    /// Whether only chosen people can read it.
    pub private: bool,
}

impl Options {
    /// The repository there is unless others are asked for. It is private.
    pub const REPOSITORY: &'static str = "18F/security-incidents";
    /// The token that is accepted unless others are asked for.
    pub const TOKEN: &'static str = "practice-token";
    /// The login that token belongs to.
    pub const LOGIN: &'static str = "farmer-jane";

    /// Returns the options with another clock.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Returns the options with one more repository.
    #[must_use]
    pub fn repository(mut self, full_name: &str, private: bool) -> Self {
        self.repositories.push(RepositorySeed {
            full_name: full_name.to_owned(),
            private,
        });
        self
    }

    pub(super) fn into_shared(self) -> Shared {
        let mut world = World::default();
        for seed in &self.repositories {
            world.add_repository(&seed.full_name, seed.private);
        }
        for (token, login) in self.tokens {
            world.account(&login);
            world.tokens.insert(token, login);
        }
        world.quirks.graphql = self.graphql;
        Shared::new(world, self.clock, self.link_base, self.prefix)
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            clock: Arc::new(Utc::now),
            repositories: Vec::new(),
            tokens: vec![(Self::TOKEN.to_owned(), Self::LOGIN.to_owned())],
            graphql: true,
            link_base: None,
            prefix: String::new(),
        }
        .repository(Self::REPOSITORY, true)
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("port", &self.port)
            .field("repositories", &self.repositories)
            .field("graphql", &self.graphql)
            .field("link_base", &self.link_base)
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}
