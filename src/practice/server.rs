//! The server: listening, answering, stopping.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::response::Response;
use futures_util::{StreamExt, stream};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, SERVER};
use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime::Handle;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::call::{Answer, Call, Content};
use super::connection::{Cut, Door};
use super::fault::{Fault, FaultRule};
use super::options::Options;
use super::play::{self, Ending};
use super::shared::{Shared, locked};
use super::world::{PracticeError, World};

/// The most that is read of one request.
const LONGEST_REQUEST: usize = 16 * 1024 * 1024;

/// A practice GitHub. Clones are the same one; it stops when the last is dropped.
#[derive(Clone)]
pub struct PracticeGithub(Arc<Server>);

struct Server {
    shared: Arc<Shared>,
    // Nothing for one that is reached in memory only.
    network: Option<Network>,
}

struct Network {
    address: SocketAddr,
    runtime: Handle,
    // Ends the run that is under way; nothing while closed.
    run: Mutex<Option<Run>>,
    // Joined last, after the run has been told to end.
    thread: Mutex<Option<Thread>>,
}

struct Run {
    stop: DropGuard,
    ended: tokio::sync::oneshot::Receiver<()>,
}

struct Thread {
    stop: DropGuard,
    handle: JoinHandle<()>,
}

impl PracticeGithub {
    /// Starts one in a task of its own. To be called inside of a runtime.
    pub fn start(options: Options) -> io::Result<Self> {
        let (github, serving) = Self::bind(options)?;
        tokio::spawn(serving);
        Ok(github)
    }

    /// Starts one in a thread with a runtime of its own, for tests that block.
    pub fn start_blocking(options: Options) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        let (started, starting) = mpsc::channel();
        let work = async move {
            let github = Self::start(options);
            // The other side waits for this.
            let _ = started.send(github);
            stopped.cancelled().await;
        };
        let handle = std::thread::Builder::new()
            .name("practice-github".to_owned())
            .spawn(move || runtime.block_on(work))?;
        let gone = |_| io::Error::other("the practice GitHub did not start");
        let github = starting.recv().map_err(gone)??;
        if let Some(network) = &github.0.network {
            *locked(&network.thread) = Some(Thread {
                stop: stop.drop_guard(),
                handle,
            });
        }
        Ok(github)
    }

    /// Listens, and returns the future that serves, for a caller that supervises its tasks.
    ///
    /// The future ends when the practice GitHub is closed or its last clone is dropped. To be
    /// called inside of a runtime.
    pub fn bind(options: Options) -> io::Result<(Self, impl Future<Output = ()> + Send + 'static)> {
        // Listening without a runtime would panic.
        let runtime = Handle::try_current().map_err(io::Error::other)?;
        let listener = listen(options.port)?;
        let network = Network {
            address: listener.local_addr()?,
            runtime,
            run: Mutex::new(None),
            thread: Mutex::new(None),
        };
        let shared = Arc::new(options.into_shared());
        let serving = network.run(listener, Arc::clone(&shared));
        let network = Some(network);
        Ok((Self(Arc::new(Server { shared, network })), serving))
    }

    /// Makes one of what is behind it, reached in memory only.
    pub(super) fn unserved(shared: Shared) -> Self {
        Self(Arc::new(Server {
            shared: Arc::new(shared),
            network: None,
        }))
    }

    /// Returns the address of its API, such as `http://127.0.0.1:4242`.
    #[must_use]
    pub fn url(&self) -> String {
        let network = self.0.network.as_ref();
        let address = network.map(|network| network.address.to_string());
        // A name that nobody can have (RFC 6761) for one that is reached in memory only.
        format!(
            "http://{}",
            address.as_deref().unwrap_or("practice.invalid")
        )
    }

    /// Returns its port; 0 for one that is reached in memory only.
    #[must_use]
    pub fn port(&self) -> u16 {
        let network = self.0.network.as_ref();
        network.map_or(0, |network| network.address.port())
    }

    /// Stops listening: from now on connections are refused, until [`Self::open`].
    pub async fn close(&self) {
        if let Some(run) = self.take_run() {
            drop(run.stop);
            // An error means that it has ended too.
            let _ = run.ended.await;
        }
    }

    /// Stops listening, for tests that block. Not to be called from a task.
    pub fn close_blocking(&self) {
        if let Some(run) = self.take_run() {
            drop(run.stop);
            let _ = run.ended.blocking_recv();
        }
    }

    fn take_run(&self) -> Option<Run> {
        locked(&self.0.network.as_ref()?.run).take()
    }

    /// Listens again on the same port, with everything as it was.
    pub fn open(&self) -> io::Result<()> {
        let Some(network) = &self.0.network else {
            return Ok(());
        };
        let _inside = network.runtime.enter();
        let listener = listen(network.address.port())?;
        let serving = network.run(listener, Arc::clone(&self.0.shared));
        network.runtime.spawn(serving);
        Ok(())
    }

    /// Ends all connections, and drops new ones at once while down.
    pub fn set_down(&self, down: bool) {
        self.0.shared.reset_connections(!down);
    }

    /// Adds something that is to go wrong.
    pub fn fault(&self, rule: impl Into<FaultRule>) {
        locked(&self.0.shared.script).push(rule.into());
    }

    /// Lets nothing go wrong any more.
    pub fn clear_faults(&self) {
        locked(&self.0.shared.script).clear();
    }

    /// Looks at the world as it is now.
    pub fn look<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        self.0.shared.look(look)
    }

    /// Waits until something is so, at the most for `timeout`.
    ///
    /// A request is in the log once it was carried out, which is before its answer arrives.
    pub async fn wait_for(
        &self,
        happened: impl Fn(&World) -> bool,
        timeout: Duration,
    ) -> Result<(), PracticeError> {
        self.0.shared.wait_for(happened, timeout).await
    }

    /// Waits until something is so, for tests that block. Not to be called from a task.
    pub fn wait_for_blocking(
        &self,
        happened: impl Fn(&World) -> bool,
        timeout: Duration,
    ) -> Result<(), PracticeError> {
        self.0.shared.wait_for_blocking(happened, timeout)
    }

    pub(super) fn shared(&self) -> &Shared {
        &self.0.shared
    }
}

impl fmt::Debug for PracticeGithub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PracticeGithub").field(&self.url()).finish()
    }
}

impl Network {
    /// Makes a run and keeps what ends it.
    fn run(
        &self,
        listener: TcpListener,
        shared: Arc<Shared>,
    ) -> impl Future<Output = ()> + Send + use<> {
        let stop = CancellationToken::new();
        let (end, ended) = tokio::sync::oneshot::channel();
        let stopped = stop.clone();
        *locked(&self.run) = Some(Run {
            stop: stop.drop_guard(),
            ended,
        });
        async move {
            tokio::select! {
                () = stopped.cancelled() => {}
                () = serve(listener, Arc::clone(&shared)) => {}
            }
            shared.reset_connections(true);
            // Nobody may be waiting for the end.
            let _ = end.send(());
        }
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        drop(locked(&self.run).take());
        if let Some(thread) = locked(&self.thread).take() {
            drop(thread.stop);
            // It has panicked or it has ended: both are the end of it.
            let _ = thread.handle.join();
        }
    }
}

fn listen(port: u16) -> io::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    // A port that was in use a moment ago is to be had again.
    socket.set_reuseaddr(true)?;
    socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
    socket.listen(128)
}

async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let router = Router::new()
        .fallback(answer)
        .with_state(Arc::clone(&shared));
    let service = router.into_make_service_with_connect_info::<Cut>();
    // Serving ends with its future only.
    let _ = axum::serve(Door { listener, shared }, service).await;
}

async fn answer(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(Cut(cut)): ConnectInfo<Cut>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, LONGEST_REQUEST).await.unwrap_or_default();
    let (links, mount) = (shared.link_base.as_deref(), &shared.prefix);
    let call = Call::new(&parts, &body, links, mount);
    let fault = play::fault(&shared, &call);
    if let Some(Fault::Delay(pause)) = fault {
        tokio::time::sleep(pause).await;
    }
    match play::play(&shared, &call, fault.as_ref()) {
        Ending::Whole(answer) => response(&answer, Body::from(answer.bytes())),
        Ending::Half(answer) => response(&answer, half(&answer.bytes())),
        Ending::Drip(answer, pause) => response(&answer, drip(answer.bytes(), pause)),
        Ending::Cut => {
            cut.cancel();
            Response::default()
        }
        Ending::Silence => std::future::pending().await,
    }
}

/// Dresses an answer in the headers that come with it.
pub(super) fn response<B: Default>(answer: &Answer, body: B) -> http::Response<B> {
    let content_type = match answer.content {
        Content::Empty => None,
        Content::Json(_) => Some("application/json; charset=utf-8"),
        Content::Html(_) => Some("text/html; charset=utf-8"),
    };
    let response = http::Response::builder().status(answer.status);
    // Whoever looks at the traffic is to see at once that this is not GitHub.
    let mut response = response.header(SERVER, "sitroom-practice");
    if let Some(content_type) = content_type {
        response = response
            .header(CONTENT_TYPE, content_type)
            .header(CONTENT_LENGTH, answer.bytes().len());
    }
    for (name, value) in &answer.headers {
        response = response.header(*name, value);
    }
    // A fault may name a status that does not exist.
    response.body(body).unwrap_or_default()
}

/// Sends half of the bytes and then fails, which ends the connection.
fn half(bytes: &[u8]) -> Body {
    let first = Ok(Bytes::copy_from_slice(first_half(bytes)));
    let rest = stream::once(async {
        // The half is to be on its way before.
        tokio::task::yield_now().await;
        Err(io::Error::from(io::ErrorKind::ConnectionReset))
    });
    Body::from_stream(stream::iter([first]).chain(rest))
}

pub(super) fn first_half(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len() / 2]
}

fn drip(bytes: Vec<u8>, pause: Duration) -> Body {
    let drops = stream::iter(bytes).then(move |byte| async move {
        tokio::time::sleep(pause).await;
        Ok::<_, io::Error>(Bytes::from(vec![byte]))
    });
    Body::from_stream(drops)
}
