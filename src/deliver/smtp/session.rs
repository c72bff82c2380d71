//! A conversation with a mail server, step by step.

use std::io;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::{Response, Severity};
use secrecy::{ExposeSecret, SecretString};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

use super::Link;
use super::line_stream::LineStream;
use super::words::{Answer, innermost, is_untrusted, line, refusal, without_secret};
use crate::domain::outgoing::{
    Again, Doubt, MailAddress, MailServer, NotSent, Outcome, Outgoing, RefusedRecipient, SignIn,
    Stage, words_of,
};

/// How long one address of a server is tried: the next may answer.
const CONNECT: Duration = Duration::from_secs(10);

/// How long a farewell may take; it changes nothing any more.
const FAREWELL: Duration = Duration::from_secs(1);

/// The answer to `DATA` by which the server asks for the text.
const GO_ON: u16 = 354;
/// The server is about to close the connection, whatever was asked.
const CLOSING: u16 = 421;

/// A message as a mail server sees it.
#[derive(Debug)]
pub(super) struct Letter {
    from: Option<MailAddress>,
    everybody: Vec<MailAddress>,
    text: String,
}

impl Letter {
    pub(super) fn new(outgoing: &Outgoing, mut text: String) -> Self {
        // The line end before the final dot ends the last line.
        text.truncate(text.trim_end_matches("\r\n").len());
        Self {
            from: outgoing.from.clone(),
            everybody: outgoing.everybody().into_iter().cloned().collect(),
            text,
        }
    }
}

/// A connection to a mail server.
pub(super) struct Session {
    connection: AsyncSmtpConnection,
}

impl Session {
    /// Connects, encrypted as configured; `stage` says how far it comes.
    pub(super) async fn connect(
        server: &MailServer,
        link: &Link,
        stage: &mut Stage,
    ) -> Result<Self, Outcome> {
        let hello = ClientId::default();
        let connection = match link {
            Link::Tls(tls) => {
                let place = (server.host.as_str(), server.port);
                let (wait, tls) = (Some(CONNECT), Some(tls.clone()));
                AsyncSmtpConnection::connect_tokio1(place, wait, &hello, tls, None)
                    .await
                    .map_err(|error| failed(&error, Stage::Connection))?
            }
            Link::Starttls(tls) => {
                let mut connection = greeted(tcp(server).await?, &hello).await?;
                *stage = Stage::Encryption;
                if !connection.can_starttls() {
                    return Err(Outcome::never(NotSent::NotEncrypted));
                }
                let encrypted = connection.starttls(tls.clone(), &hello).await;
                encrypted.map_err(|error| failed(&error, Stage::Encryption))?;
                connection
            }
            Link::Plain => {
                let stream = tcp(server).await?;
                // A name can lead elsewhere than it says.
                if !stream.peer_addr().is_ok_and(|peer| peer.ip().is_loopback()) {
                    return Err(Outcome::never(NotSent::NotLocal));
                }
                greeted(stream, &hello).await?
            }
        };
        Ok(Self { connection })
    }

    pub(super) async fn sign_in(
        &mut self,
        how: SignIn,
        user: &str,
        password: &SecretString,
    ) -> Result<(), Outcome> {
        let mechanisms: &[Mechanism] = match how {
            SignIn::Password => &[Mechanism::Plain, Mechanism::Login],
            SignIn::Xoauth2 => &[Mechanism::Xoauth2],
        };
        let offered = self.connection.server_info();
        if offered.get_auth_mechanism(mechanisms).is_none() {
            return Err(Outcome::never(NotSent::NoSignIn));
        }
        let secret = password.expose_secret().to_owned();
        let credentials = Credentials::new(user.to_owned(), secret);
        match self.connection.auth(mechanisms, &credentials).await {
            Ok(response) if is_done(&response) => Ok(()),
            Ok(_) => Err(Outcome::not_now(NotSent::Senseless(Stage::SignIn))),
            // A server that does not like a token asks on instead of saying no.
            Err(error) if error.is_client() => Err(Outcome::never(NotSent::NotSignedIn)),
            Err(error) => Err(match refusal(&error) {
                Some(answer) => {
                    let words = without_secret(&answer.words, user, password);
                    refused(Answer { words, ..answer }, Stage::SignIn)
                }
                None => failed(&error, Stage::SignIn),
            }),
        }
    }

    /// Names sender and recipients and comes as far as the server asking for the text.
    pub(super) async fn announce(
        &mut self,
        letter: &Letter,
        stage: &mut Stage,
    ) -> Result<(), Outcome> {
        *stage = Stage::Sender;
        let from = letter.from.as_ref().map(address).transpose()?;
        self.say(Mail::new(from, Vec::new()), *stage).await?;
        *stage = Stage::Recipients;
        self.name_everybody(&letter.everybody).await?;
        *stage = Stage::Text;
        match self.connection.command(Data).await {
            Ok(response) if response.has_code(GO_ON) => Ok(()),
            Ok(_) => Err(Outcome::not_now(NotSent::Senseless(*stage))),
            Err(error) => Err(failed(&error, *stage)),
        }
    }

    /// Names every recipient, so that everybody who is refused is known, and not the first.
    async fn name_everybody(&mut self, everybody: &[MailAddress]) -> Result<(), Outcome> {
        let (mut refusals, mut are_passing) = (Vec::new(), true);
        for recipient in everybody {
            let command = Rcpt::new(address(recipient)?, Vec::new());
            match self.connection.command(command).await {
                Ok(response) if is_done(&response) => {}
                Ok(_) => return Err(Outcome::not_now(NotSent::Senseless(Stage::Recipients))),
                Err(error) => match refusal(&error).filter(|answer| answer.code != CLOSING) {
                    Some(answer) => {
                        are_passing &= answer.is_passing();
                        refusals.push(RefusedRecipient {
                            address: recipient.clone(),
                            code: answer.code,
                            words: answer.words,
                        });
                    }
                    None => return Err(failed(&error, Stage::Recipients)),
                },
            }
        }
        if refusals.is_empty() {
            return Ok(());
        }
        let why = NotSent::RecipientsRefused(refusals);
        Err(if are_passing {
            Outcome::not_now(why)
        } else {
            Outcome::never(why)
        })
    }

    async fn say(&mut self, command: impl std::fmt::Display, stage: Stage) -> Result<(), Outcome> {
        match self.connection.command(command).await {
            Ok(response) if is_done(&response) => Ok(()),
            Ok(_) => Err(Outcome::not_now(NotSent::Senseless(stage))),
            Err(error) => Err(failed(&error, stage)),
        }
    }

    /// Hands over the text, and says what the server says of it.
    pub(super) async fn hand_over(&mut self, letter: &Letter) -> Outcome {
        match self.connection.message(letter.text.as_bytes()).await {
            Ok(response) if is_done(&response) => Outcome::Sent {
                words: line(&response),
            },
            Ok(response) => Outcome::Unknown {
                why: Doubt::Senseless {
                    words: line(&response),
                },
            },
            Err(error) => match refusal(&error) {
                Some(answer) => refused(answer, Stage::Text),
                None => Outcome::Unknown { why: Doubt::Lost },
            },
        }
    }

    /// Takes leave of the server, for which nothing is waited long.
    pub(super) async fn leave(mut self) {
        let _ = timeout(FAREWELL, self.connection.quit()).await;
    }
}

async fn tcp(server: &MailServer) -> Result<TcpStream, Outcome> {
    let none = || io::Error::other("the name has no address");
    let mut last = none();
    let found = lookup_host((server.host.as_str(), server.port)).await;
    for address in found.map_err(|error| no_connection(&error))? {
        match timeout(CONNECT, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => last = error,
            Err(_) => last = io::ErrorKind::TimedOut.into(),
        }
    }
    Err(no_connection(&last))
}

async fn greeted(stream: TcpStream, hello: &ClientId) -> Result<AsyncSmtpConnection, Outcome> {
    let stream = Box::new(LineStream(stream));
    let connection = AsyncSmtpConnection::connect_with_transport(stream, hello).await;
    connection.map_err(|error| failed(&error, Stage::Connection))
}

fn address(address: &MailAddress) -> Result<Address, Outcome> {
    // Ours are narrower, so this does not fail.
    let checked = Address::new(address.local(), address.domain());
    checked.map_err(|error| {
        Outcome::never(NotSent::Refused {
            stage: Stage::Recipients,
            code: 553,
            words: words_of(&format!("{}: {error}", address.bare())),
        })
    })
}

/// Returns whether the server did what was asked.
fn is_done(response: &Response) -> bool {
    response.code().severity == Severity::PositiveCompletion
}

/// Says what an error means before any of the text was handed over.
fn failed(error: &Error, stage: Stage) -> Outcome {
    if let Some(answer) = refusal(error) {
        return refused(answer, stage);
    }
    let detail = innermost(error);
    if is_untrusted(error) {
        return Outcome::never(NotSent::NotTrusted { detail });
    }
    Outcome::not_now(match stage {
        Stage::Connection | Stage::Encryption => NotSent::NoConnection { detail },
        Stage::SignIn | Stage::Sender | Stage::Recipients | Stage::Text => NotSent::Lost(stage),
    })
}

fn refused(answer: Answer, stage: Stage) -> Outcome {
    let again = if answer.is_passing() {
        Again::Helps
    } else {
        Again::Useless
    };
    let Answer { code, words } = answer;
    let why = NotSent::Refused { stage, code, words };
    Outcome::NotSent { why, again }
}

fn no_connection(error: &io::Error) -> Outcome {
    let detail = words_of(&error.to_string());
    Outcome::not_now(NotSent::NoConnection { detail })
}
