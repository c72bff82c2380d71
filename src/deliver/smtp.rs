//! Mail by SMTP: one message, one connection, one try.
//!
//! lettre speaks the protocol; the steps are taken here one by one, because what a lost
//! connection means depends on how far it had come. Before the server asks for the text
//! nothing was sent, for certain. Once the text is on its way, only the server's answer says
//! what became of it, and without one nobody knows: the end of a small message reaches the
//! network in one piece with its beginning, so "lost before the final dot" cannot be told from
//! "lost after it".
//!
//! A message goes to all of its recipients or to none: the ledger then says what is true of
//! everybody it names.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use lettre::transport::smtp::client::{Certificate, CertificateStore, TlsParameters};
use secrecy::SecretString;
use thiserror::Error;
use tokio::time::{Instant, timeout_at};

use crate::domain::outgoing::{
    Doubt, Leaving, MailServer, NotSent, Outcome, Security, Stage, is_loopback, mail,
};

mod line_stream;
mod session;
mod words;

use session::{Letter, Session};

/// How a certificate begins in the form of PEM.
const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----";

/// Why mail cannot be sent by a server, whatever the message.
#[derive(Debug, Error)]
pub enum SmtpError {
    /// It would go out in the clear.
    #[error("use the mail server {host} without encryption: it is not on this machine")]
    InTheClear {
        /// The server.
        host: String,
    },
    /// A name to sign in with is set and no password is there.
    #[error("sign in to the mail server as {user}: there is no password")]
    NoPassword {
        /// The name.
        user: String,
    },
    /// The file of certificates cannot be read.
    #[error("read the certificates in {}", path.display())]
    CaFile {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// There is no certificate in the file.
    #[error("find a certificate in {}: it must be in the form of PEM", path.display())]
    NoCertificate {
        /// The file.
        path: PathBuf,
    },
    /// Encryption cannot be prepared, such as without any root certificate.
    #[error("prepare encrypted connections to the mail server")]
    Tls(#[source] lettre::transport::smtp::Error),
}

/// Mail through one server.
#[derive(Clone)]
pub struct Smtp {
    server: MailServer,
    password: Option<SecretString>,
    link: Link,
}

/// How a connection comes to be encrypted.
#[derive(Clone)]
enum Link {
    /// From the first byte.
    Tls(TlsParameters),
    /// By `STARTTLS`.
    Starttls(TlsParameters),
    /// Not at all, on this machine.
    Plain,
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp")
            .field("server", &self.server)
            .finish_non_exhaustive()
    }
}

impl Smtp {
    /// Prepares mail through a server. Nothing is sent yet.
    pub fn new(server: &MailServer, password: Option<SecretString>) -> Result<Self, SmtpError> {
        let link = match server.security {
            Security::None if !is_loopback(&server.host) => {
                let host = server.host.clone();
                return Err(SmtpError::InTheClear { host });
            }
            Security::None => Link::Plain,
            Security::Tls => Link::Tls(tls(server)?),
            Security::Starttls => Link::Starttls(tls(server)?),
        };
        if let (Some(user), None) = (&server.user, &password) {
            return Err(SmtpError::NoPassword { user: user.clone() });
        }
        Ok(Self {
            server: server.clone(),
            password,
            link,
        })
    }

    /// Tries once to send a message, and says how that ended.
    pub async fn send(&self, leaving: &Leaving) -> Outcome {
        let outgoing = leaving.as_outgoing();
        let letter = match mail(outgoing) {
            Ok(text) => Letter::new(outgoing, text),
            Err(error) => return Outcome::never(error.into()),
        };
        let limit = Duration::from_secs(self.server.timeout.as_seconds().unsigned_abs());
        let (start, mut stage) = (Instant::now(), Stage::Connection);
        // Half of the time for coming so far: a late no is worth more than a doubt.
        let opened = timeout_at(start + limit / 2, self.open(&letter, &mut stage)).await;
        let mut session = match opened {
            Ok(Ok(session)) => session,
            Ok(Err(outcome)) => return outcome,
            Err(_) => {
                let after = limit / 2;
                return Outcome::not_now(NotSent::TimedOut { stage, after });
            }
        };
        // From here on, silence is doubt.
        let handed = timeout_at(start + limit, session.hand_over(&letter)).await;
        let Ok(outcome) = handed else {
            let why = Doubt::TimedOut(limit);
            return Outcome::Unknown { why };
        };
        session.leave().await;
        outcome
    }

    /// Comes as far as the server asking for the text.
    async fn open(&self, letter: &Letter, stage: &mut Stage) -> Result<Session, Outcome> {
        let mut session = Session::connect(&self.server, &self.link, stage).await?;
        let announced = async {
            if let (Some(user), Some(password)) = (&self.server.user, &self.password) {
                *stage = Stage::SignIn;
                session.sign_in(self.server.sign_in, user, password).await?;
            }
            session.announce(letter, stage).await
        };
        match announced.await {
            Ok(()) => Ok(session),
            Err(outcome) => {
                session.leave().await;
                Err(outcome)
            }
        }
    }
}

/// Prepares encryption: the roots of the system, or of the file and then of nothing else.
fn tls(server: &MailServer) -> Result<TlsParameters, SmtpError> {
    let mut builder = TlsParameters::builder(server.host.clone());
    if let Some(path) = &server.ca_file {
        let pem = std::fs::read_to_string(path).map_err(|source| SmtpError::CaFile {
            path: path.clone(),
            source,
        })?;
        // Without it there would be nobody to trust, and no connection would say why.
        if !pem.contains(CERTIFICATE) {
            return Err(SmtpError::NoCertificate { path: path.clone() });
        }
        let certificate = Certificate::from_pem(pem.as_bytes()).map_err(SmtpError::Tls)?;
        builder = builder
            .certificate_store(CertificateStore::None)
            .add_root_certificate(certificate);
    }
    builder.build().map_err(SmtpError::Tls)
}
