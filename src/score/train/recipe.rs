//! The recipe: which column of which file says what, and how much it counts.

use std::path::Path;

use serde::Deserialize;

use super::super::model;

/// Why a recipe cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RecipeError {
    /// It is not the TOML that was expected.
    #[error("read the recipe: {0}")]
    Toml(#[from] toml::de::Error),
    /// A number makes no sense.
    #[error("use the recipe: {what} is {found}, it may be {allowed}")]
    Number {
        /// The key.
        what: String,
        /// Its value.
        found: String,
        /// The allowed range.
        allowed: &'static str,
    },
}

/// A whole recipe.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    pub(crate) model: Shape,
    /// Rude complaints to be made; none where absent.
    pub(crate) mixed: Option<Mixed>,
    #[serde(rename = "file")]
    pub(crate) files: Vec<Entry>,
}

/// The size of the model and the pace of learning.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shape {
    pub(crate) epochs: usize,
    pub(crate) rate: f32,
    #[serde(default)]
    pub(crate) decay: f32,
    pub(crate) seed: u64,
    /// One byte of the model each.
    pub(crate) complaint_weights: usize,
    /// One byte of the model each.
    pub(crate) troll_weights: usize,
}

/// How much rude complaints count, which are made by putting hostile comments beside complaints.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mixed {
    pub(crate) weight: f32,
}

/// What one file teaches.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    /// How the file's name begins.
    pub(crate) name: String,
    /// Files of one domain are left out together.
    pub(crate) domain: String,
    /// Customers wrote it about goods or services: it counts when lost complaints are measured.
    #[serde(default)]
    pub(crate) shop: bool,
    #[serde(default = "Entry::text")]
    pub(crate) text: String,
    pub(crate) complaint: Option<Labels>,
    pub(crate) troll: Option<Labels>,
}

/// How a column's values answer one question.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Labels {
    pub(crate) column: String,
    #[serde(default)]
    pub(crate) yes: Vec<String>,
    #[serde(default)]
    pub(crate) no: Vec<String>,
    #[serde(default)]
    pub(crate) skip: Vec<String>,
    /// Numbers up to here say yes.
    pub(crate) yes_to: Option<f64>,
    /// Numbers from here say no; those between say nothing.
    pub(crate) no_from: Option<f64>,
    /// Several values may stand in one cell; one that says yes decides.
    pub(crate) split: Option<char>,
    /// What the file counts in all.
    pub(crate) weight: f32,
}

/// The two questions the model answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    Complaint,
    Troll,
}

impl Task {
    pub(crate) const ALL: [Self; 2] = [Self::Complaint, Self::Troll];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Complaint => "complaint",
            Self::Troll => "troll",
        }
    }
}

impl Recipe {
    /// The recipe of the embedded model.
    ///
    /// # Panics
    /// Never in a build that passes its tests: the text is compiled in.
    pub fn embedded() -> Self {
        Self::parse(include_str!("../recipe.toml")).expect("the embedded recipe is valid")
    }

    /// Reads a recipe.
    ///
    /// # Errors
    /// When it is no TOML, misses a key or has an unknown one, or asks for the impossible.
    pub fn parse(text: &str) -> Result<Self, RecipeError> {
        let recipe: Self = toml::from_str(text)?;
        let check = |ok: bool, what: &str, found: String, allowed| {
            if ok {
                Ok(())
            } else {
                Err(RecipeError::Number { what: what.to_owned(), found, allowed })
            }
        };
        let model = &recipe.model;
        let sizes = [
            ("`model.complaint_weights`", model.complaint_weights),
            ("`model.troll_weights`", model.troll_weights),
        ];
        for (what, size) in sizes {
            check(model::SIZES.contains(&size), what, size.to_string(), "1000 to 16000000")?;
        }
        let epochs = model.epochs;
        check((1..=100).contains(&epochs), "`model.epochs`", epochs.to_string(), "1 to 100")?;
        let rate = model.rate;
        check(rate > 0.0 && rate <= 10.0, "`model.rate`", rate.to_string(), "above 0 to 10")?;
        for entry in &recipe.files {
            for labels in [&entry.complaint, &entry.troll].into_iter().flatten() {
                let (what, weight) = (format!("a weight of `{}`", entry.name), labels.weight);
                let ok = weight > 0.0 && weight <= 1000.0;
                check(ok, &what, weight.to_string(), "above 0 to 1000")?;
            }
        }
        Ok(recipe)
    }

    /// The entry for a file: the longest `name` that the file's name begins with.
    pub(crate) fn entry(&self, file: &Path) -> Option<&Entry> {
        let name = file.file_name()?.to_str()?;
        self.files.iter().filter(|e| name.starts_with(&e.name)).max_by_key(|e| e.name.len())
    }
}

impl Entry {
    fn text() -> String {
        "text".to_owned()
    }

    pub(crate) fn labels(&self, task: Task) -> Option<&Labels> {
        match task {
            Task::Complaint => self.complaint.as_ref(),
            Task::Troll => self.troll.as_ref(),
        }
    }
}

impl Labels {
    /// `Some(None)` where the row is to be passed over, `None` for a value the recipe does not know.
    pub(crate) fn answer(&self, cell: &str) -> Option<Option<bool>> {
        let parts = || match self.split {
            Some(mark) => cell.split(mark).collect(),
            None => vec![cell],
        };
        let within = |list: &[String], part: &str| list.iter().any(|value| value == part);
        let (mut yes, mut no) = (false, false);
        for part in parts() {
            match part {
                _ if within(&self.yes, part) => yes = true,
                _ if within(&self.no, part) => no = true,
                _ if within(&self.skip, part) => {}
                _ => match self.number(part)? {
                    Some(true) => yes = true,
                    Some(false) => no = true,
                    None => {}
                },
            }
        }
        Some(match (yes, no) {
            (true, _) => Some(true),
            (false, true) => Some(false),
            (false, false) => None,
        })
    }

    /// What a number says; `None` where it is none or the recipe expects none.
    fn number(&self, part: &str) -> Option<Option<bool>> {
        if self.yes_to.is_none() && self.no_from.is_none() {
            return None;
        }
        let number: f64 = part.parse().ok().filter(|n: &f64| n.is_finite())?;
        Some(if self.yes_to.is_some_and(|to| number <= to) {
            Some(true)
        } else if self.no_from.is_some_and(|from| number >= from) {
            Some(false)
        } else {
            None
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_recipe_is_valid() {
        let recipe = Recipe::embedded();
        let name = |file: &str| recipe.entry(Path::new(file)).map(|e| e.name.clone());
        assert_eq!(
            name("x/ko-fashion-musinsa-labelled.tsv").as_deref(),
            Some("ko-fashion-musinsa-labelled")
        );
        assert_eq!(name("other.tsv"), None);
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line() {
        let error = Recipe::parse("[model]\nepoch = 3\n").expect_err("epoch is no key").to_string();
        assert!(error.contains("line 2") && error.contains("epochs"), "{error}");
    }

    #[test]
    fn numbers_are_read_as_such() {
        let recipe = Recipe::embedded();
        let entry = recipe.entry(Path::new("ko-place.tsv.gz")).expect("the recipe knows places");
        let labels = entry.labels(Task::Complaint).expect("places teach complaints");
        assert_eq!(labels.answer("4.2"), Some(Some(false)));
        assert_eq!(labels.answer("1.0"), Some(Some(true)));
        assert_eq!(labels.answer("3"), Some(None));
        assert_eq!(labels.answer(""), Some(None));
        assert_eq!(labels.answer("good"), None);
        assert_eq!(labels.answer("NaN"), None);
    }

    #[test]
    fn several_labels_in_a_cell_are_read_one_by_one() {
        let labels = Labels {
            column: "labels".into(),
            yes: vec!["1".into()],
            no: vec!["8".into()],
            skip: vec!["5".into()],
            yes_to: None,
            no_from: None,
            split: Some('|'),
            weight: 1.0,
        };
        assert_eq!(labels.answer("8|1"), Some(Some(true)));
        assert_eq!(labels.answer("8"), Some(Some(false)));
        assert_eq!(labels.answer("5"), Some(None));
        assert_eq!(labels.answer("8|9"), None);
    }
}
