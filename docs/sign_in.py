"""Signs in to Latchkey on its local emulator, through WebDriver and without any library.

The driver has to run: docs/automation.md says how. The program is that of `cargo xtask build`.
"""

import base64
import hmac
import json
import os
import sys
import time
import urllib.error
import urllib.request

DRIVER = "http://localhost:4444"
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
WINDOWS = sys.platform == "win32"
PROGRAM = os.path.abspath("target/debug/latchkey" + (".exe" if WINDOWS else ""))
OPTIONS = ["--emulator"]


def call(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        DRIVER + path, data, {"Content-Type": "application/json"}, method=method
    )
    try:
        # An app that ends before it has a window leaves the driver without an answer for ever.
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]
    except urllib.error.HTTPError as refused:
        raise RuntimeError(f"{method} {path}: {refused.read().decode()}") from None


def wait_for_driver():
    for _ in range(100):
        try:
            return call("GET", "/status")
        except urllib.error.URLError:
            time.sleep(0.1)
    sys.exit(f"no driver answers at {DRIVER}")


def capabilities():
    # Every look-up waits for up to half a minute until the page has what it looks for.
    found = {"timeouts": {"implicit": 30000}}
    if WINDOWS:
        found["tauri:options"] = {"application": PROGRAM, "args": OPTIONS}
    else:
        found["webkitgtk:browserOptions"] = {"binary": PROGRAM, "args": OPTIONS}
    return {"capabilities": {"alwaysMatch": found}}


def find(session, name):
    css = {"using": "css selector", "value": f'[data-testid="{name}"]'}
    found = call("POST", f"/session/{session}/element", css)
    return f"/session/{session}/element/{found[ELEMENT]}"


def fill(session, name, text):
    field = find(session, name)
    call("POST", field + "/clear", {})
    call("POST", field + "/value", {"text": text})


def totp_code(secret):
    step = int(time.time()) // 30
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 15
    number = int.from_bytes(digest[start:start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


wait_for_driver()
session = call("POST", "/session", capabilities())["sessionId"]
try:
    fill(session, "identifier", "totp@latchkey.example")
    fill(session, "password", "correct-horse-battery")
    call("POST", find(session, "sign-in-submit") + "/click", {})
    # Six digits are sent by themselves: there is no button to press.
    fill(session, "code", totp_code("LATCHKEYDEMOTOTPSECRETBASE32ABCD"))
    account = find(session, "page-account")
    print(call("GET", account + "/attribute/data-state"))
    print(call("GET", find(session, "account-email") + "/text"))
finally:
    # The driver allows one session at a time. Without this the next script is refused.
    call("DELETE", f"/session/{session}")
