//! Templates of one's own: what they change, and how their mistakes are told.

use std::path::Path;
use std::sync::Arc;

use super::letters::LANGUAGES;
use super::*;

/// A folder with these files in it.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        write(folder.path(), name, text.as_bytes());
    }
    folder
}

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
    std::fs::write(path, bytes).expect("a file is written");
}

fn read(folder: &Path) -> (Templates, Vec<TemplateProblem>) {
    Templates::read(folder).expect("the folder can be listed")
}

fn alert_with(templates: Templates, language: Language) -> Preview {
    let mut sender = sender(language);
    sender.templates = Arc::new(templates);
    let sample = sample("alert", language).expect("a sample is called so");
    preview(&sample.said, &sender, sample.now)
}

#[test]
fn an_own_template_takes_the_place_of_one_and_leaves_the_others() {
    let text = "{{ shop | josa(\"은/는\") }} 답글을 기다립니다: {{ c.url }} ({{ c.deadline }})\n";
    let folder = folder(&[("ko/alert.txt", text), ("notes.md", "mine"), (".git/x.txt", "{{")]);
    let (templates, problems) = read(folder.path());
    assert_eq!(problems, []);
    let shown = alert_with(templates, Language::Ko);
    let plain = alert_with(Templates::default(), Language::Ko);
    assert_eq!(
        shown.text,
        "초록마켓은 답글을 기다립니다: \
         https://mall.example/board/review/read.html?no=4711&page=1 (11월 23일(월) 오후 3시 5분)\n"
    );
    assert_eq!(shown.html, plain.html);
}

#[test]
fn what_is_compiled_in_is_a_good_folder_of_own_templates() {
    let folder = folder(builtin_templates());
    let (templates, problems) = read(folder.path());
    assert_eq!(problems, []);
    let mut own = sender(Language::Ko);
    own.templates = Arc::new(templates);
    for (language, _) in LANGUAGES {
        own.shop.language = language;
        own.shop.name = sender(language).shop.name;
        for (name, _) in SAMPLES {
            let sample = sample(name, language).expect("every name has a sample");
            let plain = preview(&sample.said, &sender(language), sample.now);
            assert_eq!(preview(&sample.said, &own, sample.now), plain, "{name}");
        }
    }
}

#[test]
fn every_mistake_is_told_with_its_file_its_line_and_a_cure() {
    const GOOD: &str = "{{ c.url }} {{ c.deadline }}\n";
    for (file, text, line, what, cure) in [
        ("ko/alert.txt", "\n\n{% if c.late %}", Some(3), "no template", "mail export"),
        (
            "ko/alert.html",
            "\n{{ c.prodct }}",
            Some(2),
            "no variable `c.prodct`",
            "did you mean `c.product`",
        ),
        (
            "en/alert.txt",
            "{% if c.never %}{{ c.late }}{% if c.cause.of %}{% endif %}{% endif %}",
            Some(1),
            "no variable `c.cause.of`",
            "mail variables",
        ),
        (
            "en/many.txt",
            "\n\n{% for x in cases %}\n{{ x.urll }}{% endfor %}",
            Some(4),
            "not there",
            "mail variables",
        ),
        ("ko/alert.html", "{{ c.reply.body }}", Some(1), "not there", "asked for first"),
        ("ko/alert.txt", "\n{{ c.url | upercase }}", Some(2), "filter", "josa and quoted"),
        ("ko/test.txt", "\n{{ shop | josa(\"의\") }}", Some(2), "은/는", "mail export"),
        ("parts.html", "\n{{ nothing }}", Some(2), "no variable `nothing`", "mail variables"),
        ("ko/allert.txt", GOOD, None, "no template is called so", "did you mean `ko/alert.txt`"),
        ("ko/reminder.txt", "{{ c.deadline }}", None, "never shows `c.url`", "write {{ c.url }}"),
        (
            "ko/reminder.html",
            "{{ c.url }}",
            None,
            "never shows `c.deadline`",
            "write {{ c.deadline }}",
        ),
    ] {
        let folder = folder(&[(file, text)]);
        let (_, problems) = read(folder.path());
        let found = problems.iter().find(|problem| {
            let helps = problem.cure.as_deref().is_some_and(|found| found.contains(cure));
            problem.file == file && problem.line == line && problem.what.contains(what) && helps
        });
        assert!(found.is_some(), "{file}: {text:?}\n{problems:#?}");
    }
}

#[test]
fn what_is_no_text_is_told_and_left_out() {
    let folder = folder(&[]);
    write(folder.path(), "ko/alert.txt", b"\xff\xfe");
    write(folder.path(), "ko/alert.html", &vec![b'x'; 1_000_001]);
    let (templates, problems) = read(folder.path());
    let what: Vec<&str> = problems.iter().map(|problem| problem.what.as_str()).collect();
    assert_eq!(what, ["it has 1000001 bytes; allowed: up to 1000000", "it is not UTF-8 text"]);
    let plain = alert_with(Templates::default(), Language::Ko);
    assert_eq!(alert_with(templates, Language::Ko), plain, "the compiled-in ones are used");
    assert!(Templates::read(Path::new("/no/such/folder")).is_err());
}

#[test]
fn a_mail_is_never_lost_to_its_looks() {
    for text in ["{% if %}", "{{ c.reply.body }}", "{{ c.nothing }}", "{% include 'nowhere' %}"] {
        let folder = folder(&[("ko/alert.txt", text)]);
        let (templates, problems) = read(folder.path());
        assert!(!problems.is_empty(), "{text:?} passes for good");
        let plain = alert_with(Templates::default(), Language::Ko);
        assert_eq!(alert_with(templates, Language::Ko), plain, "{text:?}");
    }
}

#[test]
fn an_own_template_escapes_like_the_others_and_loops_without_end_are_stopped() {
    let folder = folder(&[("ko/alert.html", "{{ c.url }} {{ c.deadline }} {{ c.title }}")]);
    let (templates, problems) = read(folder.path());
    assert_eq!(problems, []);
    let mut sample = sample("alert", Language::Ko).expect("a sample is called so");
    let (_, Facts::Case(facts)) = &mut sample.said[0] else { panic!("it is a case") };
    facts.review.title = Some("<script>".to_owned());
    let mut own = sender(Language::Ko);
    own.templates = Arc::new(templates);
    let shown = preview(&sample.said, &own, sample.now);
    assert!(
        shown.html.contains("&lt;script&gt;") && !shown.html.contains("<script"),
        "{}",
        shown.html
    );
}
