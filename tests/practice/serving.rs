//! Waiting for the practice GitHub, and running it in a thread.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use chrono::{DateTime, Utc};
use sitroom::practice::{Options, PracticeGithub};

use super::{Checked, REPO, SOON, client_at, released, repo, started_with_issue, stopped_clock};

#[tokio::test]
async fn waiting_sees_a_change_and_gives_up_in_time() -> Checked {
    let (github, client, number) = started_with_issue("");
    let two = |world: &sitroom::practice::World| world.comments(REPO, number).len() == 2;
    let others = async {
        github.comment_as("farmer-dave", REPO, number, "one")?;
        client
            .create_comment(&repo(), number, &released("two"))
            .await?;
        Ok::<_, Box<dyn std::error::Error>>(())
    };
    let (waited, done) = tokio::join!(github.wait_for(two, SOON), others);
    waited?;
    done?;
    let never = github.wait_for(|_| false, Duration::from_millis(1)).await;
    let error = never.expect_err("it does not happen").to_string();
    assert!(error.contains("/comments -> 201"), "{error}");
    Ok(())
}

#[test]
fn practice_in_a_thread_serves_tests_that_block() -> Checked {
    let github = PracticeGithub::start_blocking(Options::default())?;
    let number = github.open_issue_as("farmer-dave", REPO, "t", "b")?;
    let can_read = || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime starts");
        let url = github.url();
        runtime.block_on(async { client_at(&url).issue(&repo(), number, None).await.is_ok() })
    };
    assert!(can_read());
    github.wait_for_blocking(|world| world.requests().len() == 1, SOON)?;
    github.close_blocking();
    assert!(!can_read());
    github.open()?;
    assert!(can_read());
    Ok(())
}

#[test]
fn port_is_free_once_the_practice_is_dropped() -> Checked {
    let github = PracticeGithub::start_blocking(Options::default())?;
    let port = github.port();
    drop(github);
    let options = Options {
        port,
        ..Options::default()
    };
    assert_eq!(PracticeGithub::start_blocking(options)?.port(), port);
    Ok(())
}

#[tokio::test]
async fn server_time_comes_with_every_answer() -> Checked {
    let (_clock, options) = stopped_clock();
    let github = PracticeGithub::start(options)?;
    let date: Option<DateTime<Utc>> = client_at(&github.url()).viewer().await?.meta.date;
    assert_eq!(date, DateTime::from_timestamp(1_793_872_800, 0));
    Ok(())
}

/// Returns what a browser gets, which has no token.
fn browsed(github: &PracticeGithub, path: &str) -> std::io::Result<String> {
    let url = github.url();
    let host = url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host)?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

#[test]
fn an_issue_is_a_page_on_which_nothing_runs() -> Checked {
    let github = PracticeGithub::start_blocking(Options::default())?;
    let body = "<!-- a mark -->\n- [ ] **mend** <script>alert(1)</script>";
    let number = github.open_issue_as("farmer-dave", REPO, "Fox & <b>hens</b>", body)?;
    github.comment_as("spot-the-dog", REPO, number, "on it")?;
    let page = browsed(&github, &format!("/{REPO}/issues/{number}"))?;
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    assert!(page.contains("content-type: text/html"), "{page}");
    assert!(
        page.contains("<h1>Fox &amp; &lt;b&gt;hens&lt;/b&gt; #1</h1>"),
        "{page}"
    );
    assert!(page.contains("<strong>mend</strong>"), "{page}");
    assert!(
        page.contains("spot-the-dog") && page.contains("on it"),
        "{page}"
    );
    for none in ["<script", "a mark", "<b>"] {
        assert!(!page.contains(none), "{none}: {page}");
    }
    for path in [
        format!("/{REPO}/issues/9"),
        format!("/repos/{REPO}/issues/{number}"),
    ] {
        let answer = browsed(&github, &path)?;
        assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    }
    Ok(())
}
