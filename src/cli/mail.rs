//! `reviewd mail`: what mails look like, and how to make them one's own.

use std::path::{Path, PathBuf};

use anyhow::Context;
use jiff::SignedDuration;

use super::Exit;
use super::configured::{ConfigArgs, block_on, open_existing_store};
use super::out::{errln, outln};
use crate::alert::{
    Address, CaseFacts, DigestFacts, Facts, Kind, Language, Notice, Owner, Preview, SAMPLES,
    Sample, Subject, builtin_templates, preview, sample, variables,
};
use crate::case::CaseId;
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::route::Role;
use crate::settings::did_you_mean;
use crate::store::{Records, Store};
use crate::words::either;

/// Its arguments.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Write a mail to a file and send nothing
    Preview(PreviewArgs),
    /// List what templates can show
    Variables(VariablesArgs),
    /// Write the compiled-in templates into a folder, to change them there
    Export(ExportArgs),
}

#[derive(Debug, clap::Args)]
#[command(after_help = preview_help())]
struct PreviewArgs {
    /// Which mail, see the list below
    #[arg(value_name = "KIND")]
    kind: String,
    /// With a case of the store instead of the made-up one (alert, reminder, overdue, answered,
    /// handed-back, unconfirmed, follow-up)
    #[arg(long, value_name = "CODE")]
    case: Option<CaseId>,
    /// With what happened since the last digest instead of a made-up day (digest)
    #[arg(long, conflicts_with = "case")]
    stored: bool,
    /// Where to [default: KIND.html, or KIND.txt with --text; - for the screen]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The plain text instead of HTML
    #[arg(long)]
    text: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

#[derive(Debug, clap::Args)]
struct VariablesArgs {
    /// The language of the explanations: ko or en
    #[arg(long, value_name = "LANGUAGE", value_parser = language, default_value = "en")]
    language: Language,
}

#[derive(Debug, clap::Args)]
#[command(after_help = EXPORT)]
struct ExportArgs {
    /// The folder; made where it is not there
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// What can be shown of one stored case.
const OF_ONE_CASE: &str = "alert, reminder, overdue, answered, handed-back, unconfirmed, follow-up";

const EXPORT: &str = "\
Keep the files you change, delete the others, and name the folder in the configuration:

  [mail]
  templates = \"mail-templates\"

A template of your own takes the place of the compiled-in one of the same name, which stays where it is
deleted. `reviewd check` tries each on every kind of mail and names mistakes with file and line; a mail
whose template fails after all is sent as compiled in. Files that are there already are left alone.

Besides what Jinja offers, templates have two filters: {{ shop | josa(\"은/는\") }} adds the Korean particle
that fits, and {{ c.body | quoted }} puts \"> \" before each line. variables.md explains every variable.";

fn preview_help() -> String {
    let widest = SAMPLES.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let kinds: Vec<String> =
        SAMPLES.iter().map(|(name, what)| format!("  {name:<widest$}  {what}")).collect();
    format!(
        "Kinds:\n{}\n\nUses the shop's name, language and templates, and a made-up review.\n\n\
         Examples:\n  reviewd mail preview alert\n  reviewd mail preview storm --text --out -\n  \
         reviewd mail preview reminder --case A7K2 --out reminder.html\n  \
         reviewd mail preview digest --stored",
        kinds.join("\n")
    )
}

fn language(name: &str) -> Result<Language, String> {
    match name {
        "ko" => Ok(Language::Ko),
        "en" => Ok(Language::En),
        _ => Err("allowed: ko, en".to_owned()),
    }
}

/// Runs it.
///
/// # Errors
/// When there is no such kind or case, or a file cannot be written.
pub(crate) fn run(args: Args) -> anyhow::Result<Exit> {
    match args.command {
        Command::Preview(args) => run_preview(&args),
        Command::Variables(args) => {
            outln!("{}", explained(args.language));
            Ok(Exit::Success)
        }
        Command::Export(args) => export(&args.folder),
    }
}

fn run_preview(args: &PreviewArgs) -> anyhow::Result<Exit> {
    let config = match args.config.load(false) {
        Ok(config) => config,
        Err(exit) => return Ok(exit),
    };
    let sender = config.sender();
    let shown = match args.case {
        Some(id) => of_case(&args.kind, id, &config)?,
        None if args.stored => of_today(&args.kind, &config)?,
        None => sample(&args.kind, config.shop.language).with_context(|| {
            let nearest = did_you_mean(&args.kind, SAMPLES.iter().map(|(name, _)| *name));
            let cure = nearest.unwrap_or_else(|| "see `reviewd mail preview --help`".to_owned());
            format!("preview {:?}, which is no kind of mail: {cure}", args.kind)
        })?,
    };
    let Preview { subject, text, html } = preview(&shown.said, &sender, shown.now);
    let ending = if args.text { "txt" } else { "html" };
    let content = if args.text { text } else { html };
    let file = args.out.clone().unwrap_or_else(|| format!("{}.{ending}", args.kind).into());
    if file == Path::new("-") {
        outln!("{}", content.trim_end());
        return Ok(Exit::Success);
    }
    std::fs::write(&file, content).with_context(|| format!("write {}", file.display()))?;
    let (language, place) = (config.shop.language, file.display());
    outln!(
        "{}",
        either(
            language,
            format!("제목: {subject}\n메일을 {place}에 저장했습니다."),
            format!("Subject: {subject}\nThe mail is in {place}."),
        )
    );
    Ok(Exit::Success)
}

/// A mail about a case of the store, as if it were written now.
fn of_case(kind: &str, id: CaseId, config: &Config) -> anyhow::Result<Sample> {
    let mut facts: CaseFacts = block_on(async {
        let store = open_existing_store(config).await?;
        let found = store.case_facts(id).await?;
        found.with_context(|| format!("find case #{id}: `reviewd cases --all` lists them"))
    })?;
    let owner = config.people().owner_name(&facts.case);
    facts.owner = owner.map(|name| Owner { name, recipient_is: Role::Owner });
    let now = SystemClock.now();
    let kind = match kind {
        "alert" => Kind::Alert,
        "reminder" => Kind::Reminder(SignedDuration::from_hours(1)),
        "overdue" => Kind::Overdue,
        "answered" => Kind::Answered,
        "handed-back" => Kind::HandedBack,
        "unconfirmed" => Kind::Unconfirmed,
        "follow-up" => Kind::FollowUp,
        _ => anyhow::bail!("preview {kind:?} of one case; allowed: {OF_ONE_CASE}"),
    };
    let notice = Notice {
        subject: Subject::Case(id),
        round: facts.case.round,
        kind,
        occurrence: 0,
        recipient: recipient(config)?,
        due: now,
    };
    Ok(Sample { said: vec![(notice, Facts::Case(Box::new(facts)))], now })
}

/// The digest as it would be if its moment were now.
fn of_today(kind: &str, config: &Config) -> anyhow::Result<Sample> {
    anyhow::ensure!(kind == "digest", "preview {kind:?} of what is stored; allowed: digest");
    let now = SystemClock.now();
    let report = block_on(async {
        let store = open_existing_store(config).await?;
        let planned = store.planned_digest().await?;
        let since = planned.map_or(now - SignedDuration::from_hours(24), |planned| planned.since);
        anyhow::Ok(store.report(since, now).await?)
    })?;
    let notice = Notice {
        subject: Subject::Day(now.to_zoned(config.shop.zone.clone()).date()),
        round: 1,
        kind: Kind::Digest,
        occurrence: 0,
        recipient: recipient(config)?,
        due: now,
    };
    let facts = DigestFacts { report, instead_of: Vec::new() };
    Ok(Sample { said: vec![(notice, Facts::Digest(Box::new(facts)))], now })
}

fn recipient(config: &Config) -> anyhow::Result<Address> {
    let first = config.mail.to.first().context("find a recipient: `mail.to` names none")?;
    Ok(first.clone())
}

/// Every variable, with the templates that see it.
fn explained(language: Language) -> String {
    let groups = variables().into_iter().map(|(templates, variables)| {
        let head = match templates {
            ["*"] => either(language, "모든 메일".to_owned(), "every mail".to_owned()),
            names => names.join(", "),
        };
        let widest = variables.iter().map(|variable| variable.path.len()).max().unwrap_or(0);
        let lines: Vec<String> = variables
            .iter()
            .map(|variable| {
                let what = either(language, variable.ko, variable.en);
                format!("  {:<widest$}  {what}", variable.path)
            })
            .collect();
        format!("[{head}]\n{}", lines.join("\n"))
    });
    groups.collect::<Vec<_>>().join("\n\n")
}

/// Writes what is not there yet.
fn export(folder: &Path) -> anyhow::Result<Exit> {
    let notes = format!("{}\n\n\n{}\n", explained(Language::Ko), explained(Language::En));
    let all = builtin_templates().iter().map(|(name, text)| (*name, (*text).to_owned()));
    let all = all.chain([("variables.md", notes)]);
    let mut written = 0;
    for (name, text) in all {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)
                .with_context(|| format!("make the folder {}", parent.display()))?;
        }
        let file = std::fs::File::options().write(true).create_new(true).open(&path);
        match file {
            Ok(mut file) => {
                std::io::Write::write_all(&mut file, text.as_bytes())
                    .with_context(|| format!("write {}", path.display()))?;
                written += 1;
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                errln!("{} is there already and was left alone", path.display());
            }
            Err(error) => {
                return Err(error).with_context(|| format!("write {}", path.display()));
            }
        }
    }
    outln!(
        "{written} files are in {}; name it in the configuration: [mail] templates",
        folder.display()
    );
    Ok(Exit::Success)
}
