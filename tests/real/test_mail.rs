//! `reviewd test-mail` against Postfix: it arrives, or the step that fails is named with its cure.

use crate::daemon::{Installed, config};
use crate::postfix::{OWNER, PASSWORD, Postfix, USER};
use crate::wait;

/// One way to get it wrong.
struct Slip {
    story: &'static str,
    /// Rewrites the configuration.
    edit: fn(String, &Postfix) -> String,
    password: &'static str,
    to: &'static str,
    /// The step that is marked as failed, and what must be said besides.
    step: &'static str,
    said: &'static [&'static str],
}

const RIGHT: Slip = Slip {
    story: "",
    edit: |config, _| config,
    password: PASSWORD,
    to: OWNER,
    step: "",
    said: &[],
};

fn without(config: &str, key: &str) -> String {
    let kept = config.lines().filter(|line| !line.starts_with(&format!("{key} = ")));
    kept.collect::<Vec<_>>().join("\n")
}

fn slips() -> Vec<Slip> {
    vec![
        Slip {
            story: "a wrong password",
            password: "wrong",
            step: "✗ log in: app@shop.test",
            said: &["535 5.7.8", "Check `user` and the password in [mail.smtp]"],
            ..RIGHT
        },
        Slip {
            story: "no login where one is wanted",
            edit: |config, _| without(&without(&config, "user"), "password"),
            step: "✗ log in",
            said: &["5.7.1", "`user` and `password`"],
            ..RIGHT
        },
        Slip {
            story: "an authority that nobody named",
            edit: |config, _| without(&config, "ca_file"),
            step: "✗ encryption and the server's certificate",
            said: &["unknown authority", "`ca_file`"],
            ..RIGHT
        },
        Slip {
            story: "a name that the certificate does not bear",
            edit: |config, _| config.replace("\"localhost\"", "\"127.0.0.1\""),
            step: "✗ encryption and the server's certificate",
            said: &["another name than `host`"],
            ..RIGHT
        },
        Slip {
            story: "a port where nobody listens",
            edit: |config, server| {
                let (right, wrong) = (server.port(), wait::free_port());
                config.replace(&format!("port = {right}"), &format!("port = {wrong}"))
            },
            step: "✗ connect: localhost port",
            said: &["refused", "Check `port`"],
            ..RIGHT
        },
        Slip {
            story: "TLS from the first byte on a STARTTLS port",
            edit: |config, _| config.replace("[mail.smtp]", "[mail.smtp]\nsecurity = \"tls\""),
            step: "✗ encryption",
            said: &["does not speak TLS on this port", "\"starttls\" is usually 587"],
            ..RIGHT
        },
        Slip {
            story: "a login without encryption",
            edit: |config, _| {
                without(&config, "ca_file")
                    .replace("[mail.smtp]", "[mail.smtp]\nsecurity = \"none\"")
            },
            step: "✗ log in: app@shop.test",
            said: &["no login", "security = \"starttls\""],
            ..RIGHT
        },
        Slip {
            story: "a recipient that does not exist",
            to: "nobody@shop.test",
            step: "✗ recipient: nobody@shop.test",
            said: &["550 5.1.1", "Check the recipient's spelling"],
            ..RIGHT
        },
        Slip {
            story: "a sender that is not this login's own",
            edit: |config, _| config.replace("from = \"reviewd@", "from = \"other@"),
            step: "✗ sender: other@shop.test",
            said: &["553 5.7.1", "`from` of [mail]"],
            ..RIGHT
        },
    ]
}

#[test]
#[ignore = "needs root and a real Postfix: .ci/run has both"]
fn a_test_mail_lands_in_the_mailbox() {
    let server = Postfix::start();
    let reviewd = Installed::new(&config(&server, "http://127.0.0.1/unused.xml"));
    let output = reviewd.run(&["test-mail"], PASSWORD);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{printed}\n{}", server.log());
    assert!(!printed.contains('✗'), "{printed}");
    let arrived = || server.mails(OWNER).pop();
    let limit = std::time::Duration::from_secs(30);
    let mail = wait::until("the mail lies in the mailbox", limit, || server.log(), arrived);
    assert!(mail.contains("From: ") && mail.contains("Auto-Submitted: auto-generated"), "{mail}");
    let log = server.log();
    assert!(log.contains(&format!("sasl_username={USER}")), "it came without a login:\n{log}");
    assert!(!printed.contains(PASSWORD) && !log.contains(PASSWORD), "the password was shown");
}

#[test]
#[ignore = "needs root and a real Postfix: .ci/run has both"]
fn every_refusal_names_its_step_and_its_cure() {
    let server = Postfix::start();
    for slip in slips() {
        let feed = "http://127.0.0.1/unused.xml";
        let reviewd = Installed::new(&(slip.edit)(config(&server, feed), &server));
        let output = reviewd.run(&["test-mail", "--to", slip.to], slip.password);
        let printed = String::from_utf8_lossy(&output.stdout);
        let complained = String::from_utf8_lossy(&output.stderr);
        let all = format!("{}:\n{printed}{complained}", slip.story);
        assert_eq!(output.status.code(), Some(1), "{all}");
        assert!(
            printed.lines().any(|line| line.starts_with(slip.step)),
            "{} is not marked:\n{all}",
            slip.step
        );
        for said in slip.said {
            assert!(printed.contains(said), "{said:?} is not said:\n{all}");
        }
        assert!(!all.contains(PASSWORD) && !all.contains("panicked"), "{all}");
    }
    assert!(server.mails(OWNER).is_empty(), "a mail got through all the same");
}
