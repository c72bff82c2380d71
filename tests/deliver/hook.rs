//! A webhook that answers as it is told to.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufStream};
use tokio::net::{TcpListener, TcpStream};

/// What it does with a call.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Act {
    /// Answers with a status line's end, further headers, and a body.
    Answers(&'static str, &'static str, &'static str),
    /// Hangs up before it reads anything.
    HangsUpFirst,
    /// Takes the message and hangs up without an answer.
    HangsUp,
    /// Takes the message and says nothing.
    FallsSilent,
    /// Takes the message, and the answer breaks off after its headers.
    BreaksOff(&'static str),
}

/// A call that came in whole.
#[derive(Debug, Clone)]
pub(crate) struct Called {
    /// The first line.
    pub(crate) line: String,
    pub(crate) headers: Vec<String>,
    pub(crate) body: String,
}

/// The webhook. It ends with the runtime of the test.
pub(crate) struct Hook {
    pub(crate) address: String,
    seen: Arc<Mutex<(usize, Vec<Called>)>>,
}

impl Hook {
    pub(crate) async fn start(act: Act) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new((0, Vec::new())));
        let shared = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                shared.lock().unwrap().0 += 1;
                let seen = Arc::clone(&shared);
                tokio::spawn(async move { serve(stream, act, &seen).await.unwrap_or_default() });
            }
        });
        Self {
            address: format!("http://127.0.0.1:{port}/services/T0/B0/c0ffee"),
            seen,
        }
    }

    pub(crate) fn connections(&self) -> usize {
        self.seen.lock().unwrap().0
    }

    pub(crate) fn calls(&self) -> Vec<Called> {
        self.seen.lock().unwrap().1.clone()
    }
}

async fn serve(
    stream: TcpStream,
    act: Act,
    seen: &Mutex<(usize, Vec<Called>)>,
) -> std::io::Result<()> {
    if let Act::HangsUpFirst = act {
        return Ok(());
    }
    let mut stream = BufStream::new(stream);
    let call = read(&mut stream).await?;
    seen.lock().unwrap().1.push(call);
    let answer = match act {
        Act::Answers(status, headers, body) => {
            let length = body.len();
            format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\n\r\n{body}")
        }
        Act::BreaksOff(status) => format!("HTTP/1.1 {status}\r\nContent-Length: 99\r\n\r\no"),
        Act::FallsSilent => {
            let _ = stream.read(&mut [0]).await?;
            return Ok(());
        }
        Act::HangsUp | Act::HangsUpFirst => return Ok(()),
    };
    stream.write_all(answer.as_bytes()).await?;
    stream.flush().await
}

async fn read(stream: &mut BufStream<TcpStream>) -> std::io::Result<Called> {
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        let line = line.trim_end().to_owned();
        if line.is_empty() {
            break;
        }
        head.push(line);
    }
    let length = head.iter().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_length = name.eq_ignore_ascii_case("content-length");
        is_length.then(|| value.trim().parse().ok()).flatten()
    });
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).await?;
    let mut head = head.into_iter();
    Ok(Called {
        line: head.next().unwrap_or_default(),
        headers: head.collect(),
        body: String::from_utf8(body).unwrap(),
    })
}
