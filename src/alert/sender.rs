//! Who speaks in a mail.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Address, Shop, Templates};
use crate::review::SourceId;

/// In whose name a mail is written, and in which words.
#[derive(Clone, Debug)]
pub struct Sender {
    /// The shop.
    pub shop: Shop,
    /// The address every mail comes from.
    pub from: Address,
    /// What mails look like.
    pub templates: Arc<Templates>,
    /// What people call the pages; one that is not here goes by its id.
    pub names: HashMap<SourceId, String>,
}

impl Sender {
    /// What people call a page.
    pub(super) fn name_of<'a>(&'a self, source: &'a SourceId) -> &'a str {
        self.names.get(source).map_or(source.as_str(), String::as_str)
    }
}
