//! Training: the same files give the same bytes, and files that cannot be used are named with a line.

use std::path::PathBuf;

use reviewd::score::train::{Recipe, TrainError, Trained, train};
use reviewd::score::{Scorer, Subject};

const RECIPE: &str = r#"
[model]
epochs = 2
rate = 0.3
seed = 1
complaint_weights = 20_000
troll_weights = 10_000

[mixed]
weight = 1.0

[[file]]
name = "reviews"
domain = "shop"
shop = true
complaint = { column = "stars", yes_to = 2, no_from = 4, weight = 1.0 }
troll = { column = "stars", no_from = 1, weight = 1.0 }

[[file]]
name = "comments"
domain = "comments"
troll = { column = "hostile", yes = ["1"], no = ["0"], weight = 1.0 }
"#;

/// Sentences made by joining every beginning with every end.
fn crossed(begins: &[&str], ends: &[&str]) -> Vec<String> {
    let numbered = (0..20).flat_map(|n| begins.iter().map(move |b| (n, b)));
    numbered
        .flat_map(|(n, b)| {
            ends.iter().map(move |e| {
                format!(
                    "{b} {e} {}",
                    "가나다라마"
                        .chars()
                        .nth(n % 5)
                        .map_or(String::new(), |c| c.to_string().repeat(n + 1))
                )
            })
        })
        .collect()
}

struct Shelf(tempfile::TempDir);

impl Shelf {
    fn new() -> Self {
        let shelf = Self(tempfile::tempdir().expect("a folder can be made"));
        let mut reviews = String::from("stars\ttext\n");
        for text in
            crossed(&["배송이", "옷이", "포장이"], &["늦고 찢어졌어요", "엉망이라 환불해 주세요"])
        {
            reviews.push_str(&format!("1\t{text}\n"));
        }
        for text in crossed(&["배송이", "옷이", "포장이"], &["빠르고 좋아요", "마음에 쏙 들어요"])
        {
            reviews.push_str(&format!("5\t{text}\n"));
        }
        let mut comments = String::from("hostile\ttext\n");
        for text in crossed(&["너는", "저놈은"], &["멍청이", "꺼져라 바보"]) {
            comments.push_str(&format!("1\t{text}\n"));
        }
        for text in crossed(&["오늘은", "내일은"], &["비가 온다", "집에 간다"]) {
            comments.push_str(&format!("0\t{text}\n"));
        }
        shelf.put("reviews.tsv", reviews.as_bytes());
        shelf.put("comments.tsv", comments.as_bytes());
        shelf
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.path(name), bytes).expect("a file can be written");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn train(&self) -> Result<Trained, TrainError> {
        let recipe = Recipe::parse(RECIPE).expect("the recipe is valid");
        train(&recipe, &[self.path("reviews.tsv"), self.path("comments.tsv")], None, &|_| {})
    }

    fn error(&self) -> String {
        self.train().expect_err("the files cannot be used").to_string()
    }
}

#[test]
fn training_twice_gives_the_same_bytes_and_a_model_that_learned() {
    let shelf = Shelf::new();
    let first = shelf.train().expect("the files are good");
    let second = shelf.train().expect("the files are good");
    assert!(first.bytes == second.bytes, "two trainings on the same files differ");
    let scorer = Scorer::load(first.bytes).expect("the model can be read");
    let negative = |text| scorer.decide(Subject { text, rating: None }).negative;
    let (bad, good) = (negative("신발이 찢어졌어요"), negative("신발이 좋아요"));
    assert!(bad > 2.0 * good, "torn {bad}, good {good}");
}

#[test]
fn the_order_of_the_files_does_not_matter() {
    let shelf = Shelf::new();
    let recipe = Recipe::parse(RECIPE).expect("the recipe is valid");
    let files = [shelf.path("reviews.tsv"), shelf.path("comments.tsv")];
    let turned = [files[1].clone(), files[0].clone()];
    let bytes = |files| train(&recipe, files, None, &|_| {}).expect("the files are good").bytes;
    assert!(bytes(&files) == bytes(&turned), "another order of files gave another model");
}

#[test]
fn a_gzipped_file_teaches_the_same() {
    let shelf = Shelf::new();
    let plain = shelf.train().expect("the files are good").bytes;
    let text = std::fs::read(shelf.path("reviews.tsv")).expect("it was written");
    let file = std::fs::File::create(shelf.path("reviews.tsv.gz")).expect("a file can be made");
    let mut gzip = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
    std::io::Write::write_all(&mut gzip, &text).expect("it can be written");
    gzip.finish().expect("it can be finished");
    let recipe = Recipe::parse(RECIPE).expect("the recipe is valid");
    let files = [shelf.path("reviews.tsv.gz"), shelf.path("comments.tsv")];
    let packed = train(&recipe, &files, None, &|_| {}).expect("the files are good").bytes;
    assert!(plain == packed, "packing a file changed what was learned from it");
}

#[test]
fn a_missing_column_is_named() {
    let shelf = Shelf::new();
    shelf.put("reviews.tsv", b"score\ttext\n1\tx\n");
    let error = shelf.error();
    assert!(error.contains("reviews.tsv, line 1"), "{error}");
    assert!(error.contains("\"stars\"") && error.contains("\"score\""), "{error}");
}

#[test]
fn invalid_utf8_is_named_with_its_line() {
    let shelf = Shelf::new();
    shelf.put("reviews.tsv", b"stars\ttext\n1\tgood\n2\tb\xffd\n");
    let error = shelf.error();
    assert!(error.contains("reviews.tsv, line 3: byte 4"), "{error}");
}

#[test]
fn a_missing_label_is_named_with_its_line() {
    let shelf = Shelf::new();
    shelf.put("reviews.tsv", b"stars\ttext\n5\tgood\n\tno label\n");
    let error = shelf.error();
    assert!(error.contains("reviews.tsv, line 3") && error.contains("stars"), "{error}");
}

#[test]
fn a_row_of_another_length_is_named_with_its_line() {
    let shelf = Shelf::new();
    shelf.put("reviews.tsv", b"stars\ttext\n5\n");
    let error = shelf.error();
    assert!(error.contains("line 2") && error.contains("1 columns"), "{error}");
}

#[test]
fn a_broken_gzip_is_named() {
    let shelf = Shelf::new();
    shelf.put("reviews.tsv.gz", b"this is no gzip");
    let recipe = Recipe::parse(RECIPE).expect("the recipe is valid");
    let error = train(&recipe, &[shelf.path("reviews.tsv.gz")], None, &|_| {})
        .expect_err("it is no gzip")
        .to_string();
    assert!(error.contains("reviews.tsv.gz"), "{error}");
}

#[test]
fn files_with_one_answer_alone_teach_nothing_and_that_is_said() {
    let shelf = Shelf::new();
    shelf.put("reviews.tsv", b"stars\ttext\n5\tgood\n5\tfine\n");
    assert!(shelf.error().contains("both are needed"), "{}", shelf.error());
}

#[test]
fn a_file_that_the_recipe_does_not_know_is_refused() {
    let recipe = Recipe::parse(RECIPE).expect("the recipe is valid");
    let error = train(&recipe, &[PathBuf::from("other.tsv")], None, &|_| {})
        .expect_err("the recipe does not know it")
        .to_string();
    assert!(error.contains("other.tsv"), "{error}");
}
