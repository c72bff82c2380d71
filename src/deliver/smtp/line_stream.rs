//! A connection that is never read past the end of a line.
//!
//! lettre keeps what it has read when a connection is encrypted by `STARTTLS`. Whoever sits
//! in between could add answers to the one in the clear, and they would be taken for answers
//! of the server's from inside the encryption. Read line by line, nothing is kept: what was
//! added stands where encryption should begin, and fails there.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// The most that is read at once, in bytes.
const PIECE: usize = 1024;

#[derive(Debug)]
pub(super) struct LineStream(pub(super) TcpStream);

impl AsyncRead for LineStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let mut space = [0; PIECE];
        let mut seen = ReadBuf::new(&mut space[..PIECE.min(buf.remaining())]);
        ready!(self.0.poll_peek(cx, &mut seen))?;
        let line = seen.filled().iter().position(|byte| *byte == b'\n');
        let length = line.map_or(seen.filled().len(), |at| at + 1);
        if length == 0 {
            return Poll::Ready(Ok(()));
        }
        let mut space = [0; PIECE];
        let mut read = ReadBuf::new(&mut space[..length]);
        ready!(Pin::new(&mut self.0).poll_read(cx, &mut read))?;
        buf.put_slice(read.filled());
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for LineStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}

impl AsyncTokioStream for LineStream {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.0.peer_addr()
    }
}
