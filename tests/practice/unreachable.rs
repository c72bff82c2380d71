//! Requests that are never sent, each for its own reason, over real connections.

use std::process::Stdio;
use std::time::Duration;

use rstest::rstest;
use secrecy::SecretString;
use sitroom::github::client::{Client, ClientConfig, Failure, UnreachableCause};
use sitroom::practice::Options;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::process::Command;

use super::{Checked, SOON, client_at, failure, released, repo, started};

/// Answers one connection with these bytes and hangs up.
async fn answering(listener: &TcpListener, answer: &[u8]) -> std::io::Result<Vec<u8>> {
    let (mut asked, _) = listener.accept().await?;
    let mut start = vec![0; 1024];
    let read = asked.read(&mut start).await?;
    start.truncate(read);
    asked.write_all(answer).await?;
    asked.shutdown().await?;
    Ok(start)
}

async fn listening() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it is bound").to_string();
    (listener, address)
}

#[rstest]
#[case::plain_text(b"HTTP/1.1 400 Bad Request\r\n\r\n", "the server cannot be trusted: ")]
#[case::hangs_up(b"", "instead of greeting us")]
#[tokio::test]
async fn server_without_encryption_is_not_trusted(
    #[case] answer: &[u8],
    #[case] said: &str,
) -> Checked {
    let (listener, address) = listening().await;
    let client = client_at(&format!("https://{address}"));
    let (outcome, asked) = tokio::join!(client.viewer(), answering(&listener, answer));
    assert_eq!(asked?.first(), Some(&22), "a greeting of TLS");
    let failed = failure(outcome);
    assert!(
        matches!(failed, Failure::Unreachable(UnreachableCause::Tls { .. })),
        "{failed:?}"
    );
    assert!(failed.to_string().contains(said), "{failed}");
    Ok(())
}

#[tokio::test]
async fn server_that_never_greets_is_out_of_reach_and_not_in_doubt() -> Checked {
    let (_listener, address) = listening().await;
    let token = SecretString::from(Options::TOKEN);
    let mut config = ClientConfig::new(format!("https://{address}"), token);
    config.timeouts.connect = Duration::from_millis(100);
    let client = Client::new(&config)?;
    let failed = failure(client.create_comment(&repo(), 1, &released("x")).await);
    let host = "127.0.0.1".to_owned();
    assert_eq!(
        failed,
        Failure::Unreachable(UnreachableCause::TimedOut { host })
    );
    Ok(())
}

/// Calls an address in a process with these variables and no other word on proxies, and
/// checks what is said of it.
fn calling(address: &str, said: &str, env: &[(&str, &str)]) -> std::io::Result<Command> {
    let mut child = Command::new(std::env::current_exe()?);
    child
        .args(["--exact", "unreachable::called", "--ignored"])
        .stdout(Stdio::null())
        .kill_on_drop(true);
    for name in ["http_proxy", "https_proxy", "all_proxy", "no_proxy"] {
        child.env_remove(name).env_remove(name.to_uppercase());
    }
    child.env("ADDRESS", address).env("SAID", said);
    child.envs(env.iter().copied());
    Ok(child)
}

#[tokio::test]
#[ignore = "is run by the tests below, each with an environment of its own"]
async fn called() -> Checked {
    let said = std::env::var("SAID")?;
    let (_github, loopback) = started();
    loopback.viewer().await?;
    let failed = failure(client_at(&std::env::var("ADDRESS")?).viewer().await);
    assert!(matches!(failed, Failure::Unreachable(_)), "{failed:?}");
    assert!(failed.to_string().contains(&said), "{failed}");
    Ok(())
}

#[rstest]
#[case::refuses("HTTP/1.1 403 Forbidden\r\n\r\n", "it will not let us through")]
#[case::wants_a_password(
    "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
    "it wants a name and a password"
)]
#[case::hangs_up("", "the proxy does not connect us")]
#[tokio::test]
async fn proxy_of_the_environment_is_used_but_not_for_this_machine(
    #[case] answer: &str,
    #[case] said: &str,
) -> Checked {
    let (proxy, address) = listening().await;
    let address = format!("http://{address}");
    let env = [("HTTP_PROXY", &*address), ("HTTPS_PROXY", &*address)];
    let mut child = calling("https://github.invalid", said, &env)?.spawn()?;
    let asked = tokio::time::timeout(SOON, answering(&proxy, answer.as_bytes())).await??;
    assert!(asked.starts_with(b"CONNECT github.invalid:443"));
    assert!(child.wait().await?.success());
    Ok(())
}

#[tokio::test]
async fn proxy_that_is_not_there_is_blamed_and_not_the_server() -> Checked {
    let (proxy, address) = listening().await;
    drop(proxy);
    let address = format!("http://{address}");
    let env = [("HTTPS_PROXY", &*address)];
    let said = "the proxy does not connect us: Connection refused";
    let mut child = calling("https://github.invalid", said, &env)?;
    assert!(child.status().await?.success());
    Ok(())
}

#[tokio::test]
async fn proxy_is_not_used_for_hosts_it_is_not_for() -> Checked {
    let (proxy, address) = listening().await;
    let (server, reached) = listening().await;
    // This machine too, by an address that is not known as such.
    let target = reached.replace("127.0.0.1", "0.0.0.0");
    let address = format!("http://{address}");
    let env = [("HTTPS_PROXY", &*address), ("NO_PROXY", "0.0.0.0")];
    let said = "the server cannot be trusted";
    let mut child = calling(&format!("https://{target}"), said, &env)?.spawn()?;
    tokio::select! {
        greeted = answering(&server, b"moo\r\n") => assert_eq!(greeted?.first(), Some(&22)),
        asked = proxy.accept() => panic!("the proxy was asked: {asked:?}"),
    }
    assert!(child.wait().await?.success());
    Ok(())
}
