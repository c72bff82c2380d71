//! What a failed exchange says of the request: never sent and why, or sent and lost.
//!
//! The layers below say it in chains of errors whose types are partly private, so their
//! words have to do in two places; tests provoke each case over a real connection.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use rustls::CertificateError;

use super::answer::one_line;
use super::failure::UnreachableCause;
use super::transport::NoAnswer;

/// Tells a request that was never sent from one whose answer was lost. `host` is the server
/// it was for.
pub(super) fn lost(
    error: &(dyn StdError + 'static),
    host: &str,
    read_timeout: Duration,
) -> NoAnswer {
    let mut causes = chain(error).filter_map(|error| error.downcast_ref::<reqwest::Error>());
    let cause = causes.next();
    if cause.is_some_and(reqwest::Error::is_connect) {
        return NoAnswer::NotSent(unreachable(error, host));
    }
    if cause.is_some_and(reqwest::Error::is_timeout) {
        return NoAnswer::TimedOut(read_timeout);
    }
    NoAnswer::Lost
}

/// Tells why no connection came to stand. The proxy comes first: behind one nothing else is
/// known of the server.
fn unreachable(error: &(dyn StdError + 'static), host: &str) -> UnreachableCause {
    let host = host.to_owned();
    if let Some(said) = said_after(error, "tunnel error: ") {
        return UnreachableCause::Proxy {
            detail: proxy_detail(&said, error),
        };
    }
    if let Some(detail) = chain(error).find_map(tls_detail) {
        return UnreachableCause::Tls { detail };
    }
    if said_after(error, "dns error").is_some() {
        return UnreachableCause::Name { host };
    }
    match chain(error).find_map(|error| error.downcast_ref::<io::Error>().map(io::Error::kind)) {
        Some(io::ErrorKind::ConnectionRefused) => return UnreachableCause::Refused { host },
        Some(
            io::ErrorKind::NetworkUnreachable
            | io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkDown
            | io::ErrorKind::AddrNotAvailable,
        ) => return UnreachableCause::NoNetwork,
        Some(io::ErrorKind::TimedOut) => return UnreachableCause::TimedOut { host },
        Some(_) | None => {}
    }
    let mut causes = chain(error).filter_map(|error| error.downcast_ref::<reqwest::Error>());
    if causes.any(reqwest::Error::is_timeout) {
        return UnreachableCause::TimedOut { host };
    }
    UnreachableCause::NoConnection {
        detail: innermost(error),
    }
}

/// Returns what follows `start` in the words of the first cause that begins so.
fn said_after(error: &(dyn StdError + 'static), start: &str) -> Option<String> {
    chain(error).find_map(|error| Some(error.to_string().strip_prefix(start)?.to_owned()))
}

fn proxy_detail(said: &str, error: &(dyn StdError + 'static)) -> String {
    match said {
        "proxy authorization required" => "it wants a name and a password".to_owned(),
        "unsuccessful" => "it will not let us through".to_owned(),
        "unexpected end of file" => "it ended the connection".to_owned(),
        // Beneath is why the proxy itself was not reached.
        _ => innermost(error),
    }
}

/// Returns what is wrong with the encryption, if that is the cause.
fn tls_detail(error: &(dyn StdError + 'static)) -> Option<String> {
    // What an `io::Error` was made from is not among its sources: it has to be asked for, and
    // may be one itself.
    let io = error.downcast_ref::<io::Error>();
    if let Some(within) = io.and_then(io::Error::get_ref) {
        return tls_detail(within).or_else(|| {
            let is_ended = within.to_string() == "tls handshake eof";
            is_ended.then(|| "it ended the connection instead of greeting us".to_owned())
        });
    }
    match error.downcast_ref()? {
        rustls::Error::InvalidCertificate(problem) => Some(certificate_detail(problem)),
        problem => Some(one_line(&problem.to_string())),
    }
}

fn certificate_detail(problem: &CertificateError) -> String {
    match problem {
        CertificateError::UnknownIssuer => {
            "its certificate is signed by nobody this machine trusts".to_owned()
        }
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => {
            "its certificate is out of date by the clock of this machine".to_owned()
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "its certificate is for another server".to_owned()
        }
        other => one_line(&format!("its certificate cannot be checked: {other}")),
    }
}

fn innermost(error: &(dyn StdError + 'static)) -> String {
    one_line(
        &chain(error)
            .last()
            .map(ToString::to_string)
            .unwrap_or_default(),
    )
}

fn chain<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn StdError + 'static)| {
        (*error).source()
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use thiserror::Error;

    use super::*;

    /// A layer around a cause, as the HTTP layers are.
    #[derive(Debug, Error)]
    #[error("{said}")]
    struct Layer {
        said: &'static str,
        #[source]
        cause: io::Error,
    }

    fn of(said: &'static str, cause: io::Error) -> UnreachableCause {
        unreachable(&Layer { said, cause }, "git.example.org")
    }

    fn host() -> String {
        "git.example.org".to_owned()
    }

    #[rstest]
    #[case::no_route(io::ErrorKind::NetworkUnreachable, UnreachableCause::NoNetwork)]
    #[case::no_host(io::ErrorKind::HostUnreachable, UnreachableCause::NoNetwork)]
    #[case::cable_out(io::ErrorKind::NetworkDown, UnreachableCause::NoNetwork)]
    #[case::refused(io::ErrorKind::ConnectionRefused, UnreachableCause::Refused { host: host() })]
    #[case::too_slow(io::ErrorKind::TimedOut, UnreachableCause::TimedOut { host: host() })]
    fn kinds_of_the_system_have_their_cause(
        #[case] kind: io::ErrorKind,
        #[case] cause: UnreachableCause,
    ) {
        assert_eq!(of("tcp connect error", kind.into()), cause);
    }

    /// Knows no name, and asks nobody.
    struct NoNames;

    impl reqwest::dns::Resolve for NoNames {
        fn resolve(&self, name: reqwest::dns::Name) -> reqwest::dns::Resolving {
            let unknown = io::Error::other(format!("no such name: {}", name.as_str()));
            Box::pin(std::future::ready(Err(unknown.into())))
        }
    }

    #[tokio::test]
    async fn name_that_cannot_be_looked_up_is_told_by_the_words_of_the_real_layers() {
        // As the client does; it fails where that was done before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .no_proxy()
            .dns_resolver(std::sync::Arc::new(NoNames));
        let client = client.build().expect("a client");
        let failed = client.get("http://git.example.org/").send().await;
        let failed = failed.expect_err("there is no such name");
        let cause = UnreachableCause::Name { host: host() };
        assert_eq!(
            lost(&failed, "git.example.org", Duration::ZERO),
            NoAnswer::NotSent(cause)
        );
    }

    #[rstest]
    #[case::self_signed(CertificateError::UnknownIssuer, "nobody this machine trusts")]
    #[case::expired(CertificateError::Expired, "by the clock of this machine")]
    #[case::not_yet(CertificateError::NotValidYet, "by the clock of this machine")]
    #[case::other_name(CertificateError::NotValidForName, "for another server")]
    #[case::withdrawn(CertificateError::Revoked, "cannot be checked")]
    fn certificate_that_will_not_do_is_named(
        #[case] problem: CertificateError,
        #[case] said: &str,
    ) {
        let problem = rustls::Error::InvalidCertificate(problem);
        let cause = of("", io::Error::new(io::ErrorKind::InvalidData, problem));
        let UnreachableCause::Tls { detail } = &cause else {
            panic!("not of the encryption: {cause:?}");
        };
        assert!(detail.contains(said), "{detail}");
    }

    #[rstest]
    #[case::password("tunnel error: proxy authorization required", "a name and a password")]
    #[case::refusal("tunnel error: unsuccessful", "will not let us through")]
    #[case::not_reached("tunnel error: failed to create underlying connection", "refused")]
    fn proxy_has_a_cause_of_its_own(#[case] said: &'static str, #[case] shown: &str) {
        let cause = of(said, io::ErrorKind::ConnectionRefused.into());
        let UnreachableCause::Proxy { detail } = &cause else {
            panic!("not of the proxy: {cause:?}");
        };
        assert!(detail.contains(shown), "{detail}");
    }
}
