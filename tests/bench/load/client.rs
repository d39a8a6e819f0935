//! A client of the emulator that costs next to nothing itself: one connection, one request at a time.

use std::fmt;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// No answer takes so long.
const PATIENCE: Duration = Duration::from_mins(2);

/// What became of a request that was not answered as it should.
#[derive(Debug)]
pub(crate) struct Failed(pub(crate) String);

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failed {}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self(error.to_string())
    }
}

/// An answer with the status 200.
pub(crate) struct Answer;

pub(crate) struct Client {
    connection: BufReader<TcpStream>,
    address: String,
    /// The client token, once an answer brought one.
    token: String,
    body: Vec<u8>,
}

impl Client {
    pub(crate) fn connect(address: &str) -> Result<Self, Failed> {
        let connection = TcpStream::connect(address)?;
        connection.set_nodelay(true)?;
        connection.set_read_timeout(Some(PATIENCE))?;
        let connection = BufReader::new(connection);
        Ok(Self { connection, address: address.to_owned(), token: String::new(), body: Vec::new() })
    }

    /// Becomes a device that the server has never seen.
    pub(crate) fn forget(&mut self) {
        self.token.clear();
    }

    /// Sends a form, or nothing.
    pub(crate) fn send(&mut self, method: &str, path: &str, form: &str) -> Result<Answer, Failed> {
        self.exchange(method, path, "application/x-www-form-urlencoded", form)
    }

    pub(crate) fn send_json(
        &mut self,
        method: &str,
        path: &str,
        json: &str,
    ) -> Result<Answer, Failed> {
        self.exchange(method, path, "application/json", json)
    }

    fn exchange(
        &mut self,
        method: &str,
        path: &str,
        kind: &str,
        body: &str,
    ) -> Result<Answer, Failed> {
        let (address, length) = (&self.address, body.len());
        let kind =
            if body.is_empty() { String::new() } else { format!("content-type: {kind}\r\n") };
        let token = match self.token.as_str() {
            "" => String::new(),
            token => format!("authorization: {token}\r\n"),
        };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {address}\r\ncontent-length: {length}\r\n\
             {kind}{token}\r\n{body}"
        );
        self.connection.get_mut().write_all(request.as_bytes())?;

        let (mut line, mut status, mut length) = (String::new(), String::new(), 0);
        loop {
            line.clear();
            self.connection.read_line(&mut line)?;
            let text = line.trim_end();
            if text.is_empty() {
                break;
            }
            match text.split_once(": ") {
                Some(("authorization", token)) => token.clone_into(&mut self.token),
                Some(("content-length", bytes)) => length = bytes.parse().unwrap_or(0),
                Some(_) => {}
                None => text.clone_into(&mut status),
            }
        }
        self.body.resize(length, 0);
        self.connection.read_exact(&mut self.body)?;
        if status.contains(" 200 ") {
            return Ok(Answer);
        }
        let body = String::from_utf8_lossy(&self.body);
        Err(Failed(format!(
            "{method} {path}: {status}: {}",
            body.chars().take(300).collect::<String>()
        )))
    }
}
