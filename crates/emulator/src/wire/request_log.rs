//! The requests so far: method, path, names of fields and status, but no values.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;

/// Requests remembered; older ones are forgotten.
const CAPACITY: usize = 5000;

/// One request and how it was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LoggedRequest {
    /// The method that was carried out, after `_method`.
    pub method: String,
    /// The path, without query.
    pub path: String,
    /// The names of the form's fields, in order.
    pub fields: Vec<String>,
    /// The status answered; None when the connection was dropped.
    pub status: Option<u16>,
    /// Whether it was a change and was carried out with success, whatever became of the answer.
    pub applied: bool,
    /// When it came in, in milliseconds since the epoch.
    pub at: i64,
}

/// The newest requests, oldest first.
#[derive(Debug, Default)]
pub(crate) struct RequestLog(Mutex<VecDeque<LoggedRequest>>);

impl RequestLog {
    pub(crate) fn add(&self, request: LoggedRequest) {
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if log.len() == CAPACITY {
            log.pop_front();
        }
        log.push_back(request);
    }

    pub(crate) fn all(&self) -> Vec<LoggedRequest> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// Travels with a request through the router, so that the reader of the form can tell the log which fields it has.
#[derive(Debug, Clone, Default)]
pub(crate) struct FieldNames(Arc<Mutex<Vec<String>>>);

impl FieldNames {
    pub(crate) fn set(&self, names: Vec<String>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = names;
    }

    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
