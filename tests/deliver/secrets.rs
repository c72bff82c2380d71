//! Where secrets come from, and that nothing quotes them.

use std::time::Duration;

use rstest::rstest;
use secrecy::{ExposeSecret, SecretString};
use sitroom::deliver::secret::{SecretError, find_secret, find_within};
use sitroom::domain::outgoing::SecretSource;
use tempfile::TempDir;

const VARIABLE: &str = "SITROOM_SMTP_PASSWORD";

fn source(command: &[&str]) -> SecretSource {
    SecretSource {
        variable: VARIABLE,
        command: command.iter().map(ToString::to_string).collect(),
    }
}

async fn finds(command: &[&str]) -> Result<SecretString, SecretError> {
    find_secret(&source(command), &|_| None).await
}

#[tokio::test]
async fn the_environment_goes_before_the_command() {
    let env = |name: &str| (name == VARIABLE).then(|| " from-env\n".to_owned());
    let secret = find_secret(&source(&["echo", "from-command"]), &env)
        .await
        .unwrap();
    assert_eq!(secret.expose_secret(), "from-env");
    let blank = |_: &str| Some(" ".to_owned());
    let secret = find_secret(&source(&["echo", "from-command"]), &blank)
        .await
        .unwrap();
    assert_eq!(secret.expose_secret(), "from-command");
}

#[rstest]
#[case::line_end(&["printf", "spade\n"], "spade")]
#[case::first_line_of_several(&["printf", "spade \r\nuser: jane\n"], "spade")]
#[case::inner_blank(&["printf", "spade and barrow"], "spade and barrow")]
#[case::no_shell(&["echo", "$HOME;`id`|cat"], "$HOME;`id`|cat")]
#[tokio::test]
async fn the_first_line_of_a_command_is_the_secret(#[case] command: &[&str], #[case] secret: &str) {
    assert_eq!(finds(command).await.unwrap().expose_secret(), secret);
}

#[rstest]
#[case::nothing(&["true"], "it is empty")]
#[case::blank_first_line(&["printf", "\nspade"], "it is empty")]
#[case::control(&["printf", "spa\u{7}de"], "control character")]
#[case::not_text(&["printf", r"spade\377"], "not text")]
#[case::failed(&["sh", "-c", "echo spade; echo spade >&2; exit 3"], "exit status: 3")]
#[case::not_there(&["/nonexistent/pass"], "/nonexistent/pass")]
#[case::not_set(&[], VARIABLE)]
#[tokio::test]
async fn what_is_no_secret_is_named_and_not_quoted(#[case] command: &[&str], #[case] says: &str) {
    let error = finds(command).await.expect_err("there is none");
    let text = format!("{error} {error:?}");
    assert!(error.to_string().contains(says), "{error}");
    assert!(!text.contains("spade"), "{text}");
}

/// A passphrase may be asked for where nobody sees it.
#[tokio::test]
async fn a_command_that_does_not_end_is_ended_with_all_it_started() {
    let dir = TempDir::new().unwrap();
    let mark = dir.path().join("pid");
    let script = format!(
        "sleep 600 & echo $! > {0}.new && mv {0}.new {0}; wait",
        mark.display()
    );
    let source = source(&["sh", "-c", &script]);
    let found = find_within(&source, &|_| None, Duration::from_secs(2)).await;
    assert!(matches!(found, Err(SecretError::TimedOut { .. })));
    // Where the machine was so busy that nothing was started, there is nothing to see.
    let Ok(pid) = std::fs::read_to_string(&mark) else {
        return;
    };
    let ended = async {
        let status = format!("/proc/{}/stat", pid.trim());
        // Ended it is gone, or not yet taken notice of by whoever inherited it.
        while std::fs::read_to_string(&status).is_ok_and(|stat| !stat.contains(") Z ")) {
            tokio::task::yield_now().await;
        }
    };
    let ended = tokio::time::timeout(Duration::from_secs(30), ended).await;
    assert!(ended.is_ok(), "what the command started goes on");
}
