//! Requests and answers as they travel: what a request must look like, how an answer is written, and faults on order.

pub(crate) mod answer;
pub(crate) mod call;
pub(crate) mod checks;
pub(crate) mod error;
pub(crate) mod faults;
pub(crate) mod request_log;
pub(crate) mod texts;
pub(crate) mod upload;
