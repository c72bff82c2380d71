//! A mail server that takes everything, or fails where it is told to.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufStream};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// The steps of a conversation, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum At {
    Greeting,
    Ehlo,
    Starttls,
    Auth,
    Mail,
    Rcpt,
    Data,
    /// After the first line of the text, before the final dot.
    Text,
    /// After the final dot: the message is taken already.
    Dot,
}

/// What goes wrong at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Says this in place of what is usual, and goes on.
    Says(&'static str),
    /// Hangs up.
    HangsUp,
    /// Says nothing any more, and holds the line.
    FallsSilent,
}

/// How the server is encrypted.
#[derive(Clone)]
pub(crate) enum Encryption {
    None,
    Tls(TlsAcceptor),
    Starttls(TlsAcceptor),
}

/// What the server does.
#[derive(Clone)]
pub(crate) struct Plan {
    pub(crate) encryption: Encryption,
    /// The lines it answers to `EHLO` with, besides its name.
    pub(crate) offers: Vec<&'static str>,
    /// What goes wrong, and where; a fault at `Rcpt` strikes the recipient that has the text.
    pub(crate) faults: Vec<(At, Fault)>,
    /// The recipients that a fault at `Rcpt` strikes; all when empty.
    pub(crate) strikes: &'static str,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            encryption: Encryption::None,
            offers: vec!["8BITMIME", "AUTH PLAIN LOGIN"],
            faults: Vec::new(),
            strikes: "",
        }
    }
}

impl Plan {
    pub(crate) fn failing(at: At, fault: Fault) -> Self {
        Self {
            faults: vec![(at, fault)],
            ..Self::default()
        }
    }
}

/// A message that the server took over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    /// As it was before dots were doubled, with its last line end.
    pub(crate) text: String,
}

/// What the server saw.
#[derive(Debug, Default, Clone)]
pub(crate) struct Seen {
    pub(crate) connections: usize,
    /// The lines that came in, those of the text left out.
    pub(crate) lines: Vec<String>,
    /// Those that came unencrypted.
    pub(crate) in_the_clear: Vec<String>,
    pub(crate) taken: Vec<Taken>,
}

/// The server. It ends with the runtime of the test.
pub(crate) struct Sink {
    pub(crate) port: u16,
    seen: Arc<Mutex<Seen>>,
}

impl Sink {
    /// Starts a server that does the same with every connection.
    pub(crate) async fn start(plan: Plan) -> Self {
        Self::start_with(vec![plan]).await
    }

    /// Starts a server with a plan for each connection; the last holds for all that follow.
    pub(crate) async fn start_with(plans: Vec<Plan>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new(Seen::default()));
        let shared = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let nth = {
                    let mut seen = shared.lock().unwrap();
                    seen.connections += 1;
                    seen.connections - 1
                };
                let plan = plans[nth.min(plans.len() - 1)].clone();
                let seen = Arc::clone(&shared);
                // A client that hangs up is no fault of the server's.
                tokio::spawn(async move { talk(stream, plan, seen).await.unwrap_or_default() });
            }
        });
        Self { port, seen }
    }

    pub(crate) fn seen(&self) -> Seen {
        self.seen.lock().unwrap().clone()
    }
}

async fn talk(stream: TcpStream, plan: Plan, seen: Arc<Mutex<Seen>>) -> io::Result<()> {
    let mut talk = Talk {
        plan: plan.clone(),
        seen,
        is_encrypted: false,
        mail: None,
    };
    match plan.encryption {
        Encryption::Tls(acceptor) => {
            talk.is_encrypted = true;
            let stream = BufStream::new(acceptor.accept(stream).await?);
            talk.serve(stream, true).await.map(|_| ())
        }
        Encryption::None => talk.serve(BufStream::new(stream), true).await.map(|_| ()),
        Encryption::Starttls(acceptor) => {
            let stream = talk.serve(BufStream::new(stream), true).await?;
            let Some(stream) = stream else { return Ok(()) };
            talk.is_encrypted = true;
            let stream = BufStream::new(acceptor.accept(stream.into_inner()).await?);
            talk.serve(stream, false).await.map(|_| ())
        }
    }
}

struct Talk {
    plan: Plan,
    seen: Arc<Mutex<Seen>>,
    is_encrypted: bool,
    mail: Option<Taken>,
}

/// Whether a conversation goes on.
enum Then {
    GoOn,
    Encrypt,
    End,
}

impl Talk {
    /// Talks until the end, or until the connection is to be encrypted.
    async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
        &mut self,
        mut stream: BufStream<S>,
        greets: bool,
    ) -> io::Result<Option<BufStream<S>>> {
        if greets
            && !self
                .says(&mut stream, At::Greeting, "220 sink ready")
                .await?
        {
            return Ok(None);
        }
        loop {
            let Some(line) = self.line(&mut stream).await? else {
                return Ok(None);
            };
            match self.answer(&mut stream, &line).await? {
                Then::GoOn => {}
                Then::Encrypt => return Ok(Some(stream)),
                Then::End => return Ok(None),
            }
        }
    }

    async fn line<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        stream: &mut BufStream<S>,
    ) -> io::Result<Option<String>> {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(None);
        }
        let line = line.trim_end_matches(['\r', '\n']).to_owned();
        let mut seen = self.seen.lock().unwrap();
        if !self.is_encrypted {
            seen.in_the_clear.push(line.clone());
        }
        seen.lines.push(line.clone());
        Ok(Some(line))
    }

    async fn answer<S: AsyncRead + AsyncWrite + Unpin>(
        &mut self,
        stream: &mut BufStream<S>,
        line: &str,
    ) -> io::Result<Then> {
        let verb = line.split([' ', ':']).next().unwrap_or_default();
        let goes_on = match verb.to_ascii_uppercase().as_str() {
            "EHLO" => {
                let text = self.offers();
                self.says(stream, At::Ehlo, &text).await?
            }
            "STARTTLS" => {
                let goes_on = self.says(stream, At::Starttls, "220 go ahead").await?;
                return Ok(if goes_on { Then::Encrypt } else { Then::End });
            }
            "AUTH" => self.sign_in(stream, line).await?,
            "MAIL" => {
                self.mail = Some(Taken {
                    from: inside(line),
                    to: Vec::new(),
                    text: String::new(),
                });
                self.says(stream, At::Mail, "250 2.1.0 ok").await?
            }
            "RCPT" => self.recipient(stream, line).await?,
            "DATA" => {
                let is_asked = self.fault(At::Data).is_none();
                let goes_on = self.says(stream, At::Data, "354 go on").await?;
                goes_on && (!is_asked || self.text(stream).await?)
            }
            "QUIT" => {
                stream.write_all(b"221 bye\r\n").await?;
                stream.flush().await?;
                false
            }
            _ => self.reply(stream, "502 what?").await.map(|()| true)?,
        };
        Ok(if goes_on { Then::GoOn } else { Then::End })
    }

    fn offers(&self) -> String {
        let mut offers = vec!["sink"];
        offers.extend(&self.plan.offers);
        if matches!(self.plan.encryption, Encryption::Starttls(_)) && !self.is_encrypted {
            offers.push("STARTTLS");
        }
        let last = offers.len() - 1;
        let lines = offers.iter().enumerate().map(|(at, offer)| {
            let divide = if at == last { ' ' } else { '-' };
            format!("250{divide}{offer}")
        });
        lines.collect::<Vec<_>>().join("\r\n")
    }

    async fn sign_in<S: AsyncRead + AsyncWrite + Unpin>(
        &mut self,
        stream: &mut BufStream<S>,
        line: &str,
    ) -> io::Result<bool> {
        if line.to_ascii_uppercase().starts_with("AUTH LOGIN") {
            for question in ["334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6"] {
                self.reply(stream, question).await?;
                if self.line(stream).await?.is_none() {
                    return Ok(false);
                }
            }
        }
        if self.fault(At::Auth) == Some(Fault::Says("ECHO")) {
            let last = self.seen.lock().unwrap().lines.last().cloned();
            let echo = format!("535 5.7.8 what is {}?", last.unwrap_or_default());
            return self.reply(stream, &echo).await.map(|()| true);
        }
        self.says(stream, At::Auth, "235 2.7.0 welcome").await
    }

    async fn recipient<S: AsyncRead + AsyncWrite + Unpin>(
        &mut self,
        stream: &mut BufStream<S>,
        line: &str,
    ) -> io::Result<bool> {
        if let Some(mail) = &mut self.mail {
            mail.to.push(inside(line));
        }
        if line.contains(self.plan.strikes) {
            self.says(stream, At::Rcpt, "250 2.1.5 ok").await
        } else {
            self.reply(stream, "250 2.1.5 ok").await.map(|()| true)
        }
    }

    async fn text<S: AsyncRead + AsyncWrite + Unpin>(
        &mut self,
        stream: &mut BufStream<S>,
    ) -> io::Result<bool> {
        let mut text = String::new();
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(false);
            }
            match self.fault(At::Text) {
                Some(Fault::HangsUp) => return Ok(false),
                Some(Fault::FallsSilent) => return self.hold(stream).await,
                Some(Fault::Says(_)) | None => {}
            }
            if line == ".\r\n" {
                break;
            }
            text.push_str(line.strip_prefix('.').unwrap_or(&line));
        }
        let refuses =
            matches!(self.fault(At::Dot), Some(Fault::Says(says)) if !says.starts_with('2'));
        if let Some(mail) = self.mail.take().filter(|_| !refuses) {
            let mail = Taken { text, ..mail };
            self.seen.lock().unwrap().taken.push(mail);
        }
        self.says(stream, At::Dot, "250 2.0.0 ok: queued as 7")
            .await
    }

    fn fault(&self, at: At) -> Option<Fault> {
        let fault = self.plan.faults.iter().find(|(where_, _)| *where_ == at);
        fault.map(|(_, fault)| *fault)
    }

    /// Says what is usual at a step, or does what goes wrong there; false when it is the end.
    async fn says<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        stream: &mut BufStream<S>,
        at: At,
        usual: &str,
    ) -> io::Result<bool> {
        match self.fault(at) {
            None => self.reply(stream, usual).await.map(|()| true),
            Some(Fault::Says(other)) => self.reply(stream, other).await.map(|()| true),
            Some(Fault::HangsUp) => Ok(false),
            Some(Fault::FallsSilent) => self.hold(stream).await,
        }
    }

    /// Holds the line until the client hangs up.
    async fn hold<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        stream: &mut BufStream<S>,
    ) -> io::Result<bool> {
        let mut line = Vec::new();
        while stream.read_until(b'\n', &mut line).await? > 0 {
            line.clear();
        }
        Ok(false)
    }

    async fn reply<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        stream: &mut BufStream<S>,
        line: &str,
    ) -> io::Result<()> {
        stream.write_all(format!("{line}\r\n").as_bytes()).await?;
        stream.flush().await
    }
}

fn inside(line: &str) -> String {
    let inside = line
        .split_once('<')
        .and_then(|(_, rest)| rest.split_once('>'));
    inside.map_or_else(String::new, |(address, _)| address.to_owned())
}

/// A certificate authority that nobody knows but who is given its file.
pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        Self(CertifiedIssuer::self_signed(params, key).unwrap())
    }

    /// Writes its certificate into a file, to be trusted.
    pub(crate) fn write_to(&self, path: &Path) {
        std::fs::write(path, self.0.pem()).unwrap();
    }

    /// Returns the encryption of a server with a certificate for a name.
    pub(crate) fn acceptor(&self, name: &str) -> TlsAcceptor {
        self.acceptor_of(&CertificateParams::new(vec![name.to_owned()]).unwrap())
    }

    /// Returns the encryption of a server whose certificate is long out of date.
    pub(crate) fn expired_acceptor(&self, name: &str) -> TlsAcceptor {
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.not_before = rcgen::date_time_ymd(2001, 1, 1);
        params.not_after = rcgen::date_time_ymd(2002, 1, 1);
        self.acceptor_of(&params)
    }

    fn acceptor_of(&self, params: &CertificateParams) -> TlsAcceptor {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        let chain: Vec<CertificateDer<'static>> = vec![certificate.der().clone()];
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        TlsAcceptor::from(Arc::new(config))
    }
}
