//! A part of a list: `limit` and `offset` in the query.

use serde_json::{Value, json};

use crate::wire::call::Call;
use crate::wire::checks;
use crate::wire::error::ApiError;

const DEFAULT_LIMIT: usize = 10;
const MAX_LIMIT: usize = 500;

/// How many are left out, and how many come then.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page {
    offset: usize,
    limit: usize,
}

impl Page {
    /// The part that a call asks for.
    pub(crate) fn of(call: &Call) -> Result<Self, ApiError> {
        let number = |name: &str, default: usize, allowed: std::ops::RangeInclusive<usize>| {
            let Some(text) = checks::first(&call.query, name) else { return Ok(default) };
            let number = text.parse().ok().filter(|number| allowed.contains(number));
            number.ok_or_else(|| ApiError::value(name, text))
        };
        Ok(Self {
            offset: number("offset", 0, 0..=usize::MAX)?,
            limit: number("limit", DEFAULT_LIMIT, 1..=MAX_LIMIT)?,
        })
    }

    /// That part of a list, with the length of the whole.
    pub(crate) fn cut(self, list: Vec<Value>) -> Value {
        let total = list.len();
        json!({ "data": self.part(list), "total_count": total })
    }

    /// That part of a list.
    pub(crate) fn part(self, list: Vec<Value>) -> Vec<Value> {
        list.into_iter().skip(self.offset).take(self.limit).collect()
    }
}

/// The values of `status` in the query, each of which `parse` has to know. None: every one.
pub(crate) fn statuses<T>(
    call: &Call,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>, ApiError> {
    call.query
        .iter()
        .filter(|(name, _)| name == "status")
        .map(|(_, text)| parse(text).ok_or_else(|| ApiError::value("status", text)))
        .collect()
}
