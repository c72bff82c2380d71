//! `watch`: looking on, from the files or from the issue alone. And `init` on a real terminal.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::SystemTime;

use portable_pty::CommandBuilder;
use sitroom::practice::{Options, PracticeGithub};
use sitroom::store::SyncLock;

use crate::home::{Home, SITROOM};
use crate::terminal::Terminal;

/// Every file below a directory, and when it was written.
fn files(below: &Path) -> BTreeMap<String, SystemTime> {
    let mut all = BTreeMap::new();
    let mut dirs = vec![below.to_owned()];
    while let Some(dir) = dirs.pop() {
        for file in std::fs::read_dir(dir).into_iter().flatten().flatten() {
            let (path, about) = (file.path(), file.metadata().unwrap());
            if about.is_dir() {
                dirs.push(path.clone());
            }
            all.insert(path.display().to_string(), about.modified().unwrap());
        }
    }
    all
}

/// The keys that begin to change something, or change it at once.
const CHANGES: &str = "xaeonsScthu-";

fn refuses_all(terminal: &mut Terminal) {
    for key in CHANGES.chars() {
        terminal.types(&key.to_string());
        terminal.shows("this pane only reads");
        // The next key wipes the word off, so that the next one is seen to come.
        terminal.types("j");
        terminal.hides("this pane only reads");
    }
}

#[test]
fn who_watches_sees_what_others_record_and_touches_no_file() {
    let home = Home::declared();
    home.says(&["note", "feathers at the gate"]);
    let before = files(&home.root().join("data"));
    let mut watcher = Terminal::start(home.on_terminal(SITROOM, &["watch"]));
    watcher.shows("WATCHING");
    watcher.logs("feathers at the gate");
    refuses_all(&mut watcher);
    assert_eq!(files(&home.root().join("data")), before);
    home.says(&["note", "the fox is at the barn"]);
    watcher.logs("the fox is at the barn");
    let before = files(&home.root().join("data"));
    watcher.types("5");
    watcher.shows("opened: The chickens have escaped");
    watcher.types("q");
    assert_eq!(watcher.ends(), 0);
    watcher.is_given_back();
    assert_eq!(files(&home.root().join("data")), before);
    home.is_sound();
}

#[test]
fn who_watches_a_drill_that_people_hold_themselves_is_told_how_to_join_it() {
    let home = Home::empty();
    home.says(&["--drills", "new", "The chickens practise"]);
    let mut watcher = Terminal::start(home.on_terminal(SITROOM, &["--drills", "watch"]));
    watcher.shows("WATCHING");
    watcher.types("L");
    watcher.shows("`sitroom --drills open` records");
    watcher.types("q");
    assert_eq!(watcher.ends(), 0);
}

fn reaching(mut command: CommandBuilder, github: &PracticeGithub, home: &Home) -> CommandBuilder {
    let run = home.root().join("run");
    std::fs::create_dir_all(&run).unwrap();
    command.env("SITROOM_GITHUB_API_URL", github.url());
    command.env("GH_TOKEN", Options::TOKEN);
    command.env("XDG_RUNTIME_DIR", run);
    command
}

/// Returns what was asked of GitHub that changes something; GraphQL reads by POST, too.
fn writes(github: &PracticeGithub) -> Vec<String> {
    github.look(|world| {
        let all = world.requests().iter();
        let changes = all.filter(|request| {
            let body = request.body.as_ref().map(ToString::to_string);
            let is_query = request.path.ends_with("/graphql")
                && !body.is_some_and(|body| body.contains("mutation"));
            request.method != "GET" && !is_query
        });
        changes
            .map(|request| format!("{} {}", request.method, request.path))
            .collect()
    })
}

/// Has the incident of a home synced once, and says whether that went well.
fn sync(home: &Home, github: &str) -> bool {
    let mut command = home.command(&["sync", "--once"]);
    command
        .env("SITROOM_GITHUB_API_URL", github)
        .env("SITROOM_GITHUB_REPOSITORY", Options::REPOSITORY)
        .env("GH_TOKEN", Options::TOKEN);
    command.output().unwrap().status.success()
}

/// Who does not sync an incident that has an issue is not told that it is kept here alone.
#[test]
fn who_watches_is_told_what_waits_for_the_issue() {
    let github = PracticeGithub::start_blocking(Options::default()).unwrap();
    let url = github.url();
    let home = Home::declared();
    assert!(sync(&home, &url));
    home.says(&["note", "feathers at the gate"]);
    github.close_blocking();
    assert!(!sync(&home, &url));
    let before = files(&home.root().join("data"));
    let mut watcher = Terminal::start(home.on_terminal(SITROOM, &["watch"]));
    watcher.shows("offline now, 1 queued");
    watcher.types("q");
    assert_eq!(watcher.ends(), 0);
    assert_eq!(files(&home.root().join("data")), before);
    let _other = SyncLock::try_acquire(&home.dir()).unwrap();
    let mut watcher = Terminal::start(home.on_terminal(SITROOM, &["watch"]));
    watcher.shows("synced elsewhere");
    watcher.types("q");
    assert_eq!(watcher.ends(), 0);
}

/// An issue that was attached in a shell is none of a repository that is missing in the settings.
#[test]
fn who_watches_an_attached_issue_is_told_that_nothing_syncs_it_from_here() {
    let home = Home::declared();
    let mut watcher = Terminal::start(home.on_terminal(SITROOM, &["watch"]));
    watcher.shows("WATCHING");
    home.says(&["attach", "18F/farm#11"]);
    watcher.shows("18F/farm#11");
    watcher.shows("offline");
    watcher.types("r");
    watcher.shows("nothing syncs this incident from here");
    watcher.types("q");
    assert_eq!(watcher.ends(), 0);
}

#[test]
fn screen_that_is_open_syncs_the_issue_that_is_attached_in_a_shell() {
    let github = PracticeGithub::start_blocking(Options::default()).unwrap();
    let repository = Options::REPOSITORY;
    let number = github.open_issue_as("farmer-dave", repository, "Chickens!", "All.");
    let home = Home::declared();
    let mut screen = Terminal::start(reaching(home.on_terminal(SITROOM, &[]), &github, &home));
    screen.shows("NEXT");
    let issue = format!("{repository}#{}", number.unwrap());
    let attach = home
        .command(&["attach", &issue])
        .env("SITROOM_GITHUB_API_URL", github.url())
        .output()
        .unwrap();
    assert!(attach.status.success());
    screen.shows(&issue);
    screen.shows("synced now");
    screen.types("q");
    assert_eq!(screen.ends(), 0);
}

#[test]
fn who_watches_moves_no_file_that_is_damaged_and_logs_it() {
    let github = PracticeGithub::start_blocking(Options::default()).unwrap();
    let url = github.url();
    let home = Home::declared();
    assert!(sync(&home, &url));
    github.close_blocking();
    home.says(&["note", "feathers at the gate"]);
    assert!(!sync(&home, &url));
    let outbox = std::fs::read_dir(home.dir().join("outbox")).unwrap();
    let mut damaged: Vec<_> = outbox.map(|file| file.unwrap().path()).collect();
    assert_eq!(damaged.len(), 1);
    damaged.push(home.dir().join("sync.toml"));
    for path in &damaged {
        std::fs::write(path, "format = ").unwrap();
    }
    let before = files(&home.root().join("data"));
    let mut watcher = Terminal::start(home.on_terminal(SITROOM, &["watch"]));
    watcher.shows("offline");
    watcher.types("q");
    assert_eq!(watcher.ends(), 0);
    assert_eq!(files(&home.root().join("data")), before);
    let log = std::fs::read_to_string(home.root().join("state/sitroom/sitroom.log")).unwrap();
    for path in &damaged {
        let name = path.file_name().unwrap().to_string_lossy();
        let told = format!("{name} cannot be read");
        assert_eq!(log.matches(&told).count(), 1, "{told} in:\n{log}");
    }
}

#[test]
fn a_status_is_as_wide_as_the_terminal_and_whole_in_a_pipe() {
    let home = Home::declared();
    let script = format!("stty cols 50; '{SITROOM}' status; echo do''ne");
    let mut terminal = Terminal::start(home.on_terminal("sh", &["-c", &script]));
    terminal.shows("done");
    assert_eq!(terminal.ends(), 0);
    let shown = terminal.text();
    let piped = home.says(&["status"]);
    assert!(piped.lines().any(|line| line.len() > 50), "{piped}");
    assert!(shown.lines().all(|line| line.len() <= 50), "{shown}");
    // What goes on stands under its column.
    let why = shown.lines().skip_while(|line| !line.starts_with("Next"));
    let mut why = why.skip(1).take_while(|line| !line.is_empty());
    assert!(why.all(|line| line.starts_with("      ")), "{shown}");
    let words = |text: &str| text.split_whitespace().count();
    assert_eq!(words(&shown), words(&piped) + 1, "{shown}");
}

#[test]
fn what_is_set_up_and_what_may_be_practised_break_between_words() {
    let home = Home::empty();
    for args in [&["doctor", "--offline"][..], &["drill", "--list"]] {
        let words = args.join(" ");
        let script = format!("stty cols 50; '{SITROOM}' {words}; echo do''ne");
        let mut terminal = Terminal::start(home.on_terminal("sh", &["-c", &script]));
        terminal.shows("done");
        let _ = terminal.ends();
        let output = home.command(args).output().unwrap();
        let (shown, whole) = (terminal.text(), String::from_utf8(output.stdout).unwrap());
        assert!(whole.lines().any(|line| line.len() > 50), "{whole}");
        let lines: Vec<&str> = shown.lines().collect();
        for pair in lines.windows(2) {
            let ends = pair[0].split_whitespace().last().unwrap_or_default();
            let begins = pair[1].split_whitespace().next().unwrap_or_default();
            let glued = format!("{ends}{begins}");
            // Only a path is longer than a line.
            let is_word = whole.split_whitespace().any(|word| word == glued);
            assert!(
                !is_word || glued.contains('/') || begins.is_empty(),
                "{glued}"
            );
        }
    }
}

#[test]
fn a_machine_without_the_record_watches_the_issue_and_leaves_no_trace() {
    let github = PracticeGithub::start_blocking(Options::default()).unwrap();
    let keeper = Home::declared();
    keeper.says(&["lead", "add", "who opened the gate?"]);
    assert!(sync(&keeper, &github.url()));
    let looker = Home::empty();
    std::fs::create_dir_all(looker.root().join("config/sitroom")).unwrap();
    let settings = "[github]\npoll = \"1s\"\n";
    std::fs::write(looker.root().join("config/sitroom/config.toml"), settings).unwrap();
    let before = writes(&github);
    let issue = format!("{}#1", Options::REPOSITORY);
    let command = looker.on_terminal(SITROOM, &["watch", &issue]);
    let mut watcher = Terminal::start(reaching(command, &github, &looker));
    watcher.shows("WATCHING");
    watcher.shows("who opened the gate?");
    refuses_all(&mut watcher);
    keeper.says(&["lead", "add", "where is the fox?"]);
    keeper.says(&["note", "tracked to the north field"]);
    let own = writes(&github);
    assert_eq!(own, before, "watching writes nothing");
    assert!(sync(&keeper, &github.url()));
    let synced = writes(&github);
    watcher.shows("where is the fox?");
    watcher.shows("tracked to the north field");
    watcher.types("q");
    assert_eq!(watcher.ends(), 0);
    assert_eq!(writes(&github), synced, "watching writes nothing");
    assert!(!looker.root().join("data").exists());
    assert!(files(&looker.root().join("run")).is_empty());
}

#[test]
fn init_asks_on_a_plain_terminal() {
    let home = Home::empty();
    let args = ["init", "--offline"];
    let mut terminal = Terminal::start(home.on_terminal(SITROOM, &args));
    for (question, answer) in [
        (
            "1/5 Who are you, as the record names you? [Farmer Jane]",
            "\r",
        ),
        ("2/5 Which private repository", "18F/farm\r"),
        ("3/5 Which process", "\r"),
        ("4/5 Which zone", "America/New_York\r"),
        ("5/5 What calls you", "bell\r"),
    ] {
        terminal.shows(question);
        terminal.types(answer);
    }
    assert_eq!(terminal.ends(), 0);
    terminal.is_given_back();
    let path = home.root().join("config/sitroom/config.toml");
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains("repository = \"18F/farm\""), "{text}");
    assert!(text.contains("zone = \"America/New_York\""), "{text}");
}
