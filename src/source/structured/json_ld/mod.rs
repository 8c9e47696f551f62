//! JSON-LD: scripts of the type `application/ld+json`, wherever they stand.

mod mend;

use std::collections::HashSet;

use scraper::{Html, Selector};
use serde_json::{Map, Value as Json};

use super::graph::{Format, Graph, Value};
use super::vocabulary::{self, REVIEW_OF};
use crate::source::{Reject, json_text};

/// More scripts than this are not read from one page.
const MAX_BLOCKS: usize = 2_000;

/// Reads every script of a page; one that cannot be read is a reject.
pub(super) fn read(html: &Html, graph: &mut Graph, rejects: &mut Vec<Reject>) {
    let Ok(scripts) = Selector::parse("script[type]") else { return };
    let is_ours = |kind: &str| {
        let kind = kind.split(';').next().unwrap_or_default().trim();
        kind.eq_ignore_ascii_case("application/ld+json")
    };
    let scripts = html.select(&scripts).filter(|script| script.attr("type").is_some_and(is_ours));
    for (block, script) in scripts.take(MAX_BLOCKS).enumerate() {
        read_block(&script.text().collect::<String>(), block, graph, rejects);
    }
}

/// Reads one script.
pub(super) fn read_block(text: &str, block: usize, graph: &mut Graph, rejects: &mut Vec<Reject>) {
    if text.trim().is_empty() {
        return;
    }
    if let Some(why) = json_text::refused(text, graph.page, json_text::ON_A_PAGE) {
        rejects.push(Reject::new(format!("a JSON-LD block is not read: {why}"), text));
        return;
    }
    let mut reader = Reader { graph, block, prefixes: HashSet::from(["schema".to_owned()]) };
    let mut is_empty = true;
    let broken = mend::values(text, |value| {
        is_empty = false;
        reader.value(&value, Place::Top);
    });
    if let Some(why) = broken {
        let what = if is_empty { "a JSON-LD block" } else { "the end of a JSON-LD block" };
        rejects.push(Reject::new(format!("{what} cannot be read: {why}"), text));
    }
}

/// Where a value stands.
#[derive(Clone, Copy)]
enum Place<'a> {
    /// In no thing.
    Top,
    /// A thing has it under a name.
    Of(usize, &'a str),
    /// It has a thing under a name (`@reverse`).
    Reverse(usize, &'a str),
}

/// Walks the values of a script. Its depth is bounded, since the parser refuses more than 128 levels.
struct Reader<'g> {
    graph: &'g mut Graph,
    block: usize,
    /// What stands for schema.org before a colon.
    prefixes: HashSet<String>,
}

impl Reader<'_> {
    fn value(&mut self, value: &Json, place: Place<'_>) {
        match value {
            Json::Array(values) => values.iter().for_each(|value| self.value(value, place)),
            Json::Object(members) => self.object(members, place),
            Json::String(text) => self.text(text, place),
            Json::Number(number) => self.text(&number.to_string(), place),
            Json::Bool(_) | Json::Null => {}
        }
    }

    fn text(&mut self, text: &str, place: Place<'_>) {
        if let Place::Of(thing, property) = place
            && self.graph.wants(thing, property)
        {
            self.graph.say(thing, property, Value::raw(text));
        }
    }

    fn object(&mut self, members: &Map<String, Json>, place: Place<'_>) {
        if let Some(value) = members.get("@value") {
            return self.value(value, place);
        }
        if let Some(list) = members.get("@list").or_else(|| members.get("@set")) {
            return self.value(list, place);
        }
        if let Some(context) = members.get("@context") {
            self.context(context);
        }
        let id = members.get("@id").and_then(Json::as_str);
        let is_reference = members.keys().all(|key| matches!(key.as_str(), "@id" | "@type"));
        if let (true, Some(id), Place::Of(thing, property)) = (is_reference, id, place) {
            return self.graph.say(thing, property, Value::Reference(id.to_owned()));
        }
        let types = members.get("@type").map(|types| self.types(types)).unwrap_or_default();
        let Some(thing) = self.graph.add(Format::JsonLd, types, id, Some(self.block)) else {
            return;
        };
        match place {
            Place::Top => {}
            Place::Of(holder, property) => self.graph.link(holder, property, thing),
            Place::Reverse(other, property) => self.graph.link(thing, property, other),
        }
        for (key, value) in members {
            self.member(thing, key, value);
        }
    }

    fn member(&mut self, thing: usize, key: &str, value: &Json) {
        match (key, value) {
            ("@graph" | "@included", _) => self.value(value, Place::Top),
            ("@reverse", Json::Object(reversed)) => {
                for (key, value) in reversed {
                    if let Some(property) = self.name(key) {
                        self.value(value, Place::Reverse(thing, &property));
                    }
                }
            }
            _ => {
                let Some(property) = self.name(key) else { return };
                let is_none = value.as_array().is_some_and(Vec::is_empty);
                if is_none && REVIEW_OF.contains(&property.as_str()) {
                    self.graph.things[thing].says_none = true;
                }
                self.value(value, Place::Of(thing, &property));
            }
        }
    }

    fn types(&self, types: &Json) -> Vec<String> {
        let several = types.as_array().map_or(std::slice::from_ref(types), Vec::as_slice);
        several.iter().filter_map(Json::as_str).filter_map(|name| self.name(name)).collect()
    }

    /// A type's or property's name in schema.org; another vocabulary's keeps its prefix, so that it
    /// is not mistaken for one. `None` for keywords.
    fn name(&self, written: &str) -> Option<String> {
        if written.starts_with('@') {
            return None;
        }
        if let Some(local) = vocabulary::local(written) {
            return Some(local.to_owned());
        }
        let local = written.split_once(':').filter(|(prefix, _)| self.prefixes.contains(*prefix));
        Some(local.map_or(written, |(_, local)| local).to_owned())
    }

    /// Notes the prefixes that a context gives schema.org.
    fn context(&mut self, context: &Json) {
        let several = context.as_array().map_or(std::slice::from_ref(context), Vec::as_slice);
        for terms in several.iter().filter_map(Json::as_object) {
            for (term, meaning) in terms {
                let address = meaning.as_str().or_else(|| meaning.get("@id")?.as_str());
                if !term.starts_with('@') && address.is_some_and(vocabulary::is_schema) {
                    self.prefixes.insert(term.clone());
                }
            }
        }
    }
}
