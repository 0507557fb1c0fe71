"""A MASQ gateway, asked with Python's standard library alone (3.8 or newer). See examples/README.md.

Python reads JSON integers of any size exactly, so amounts need no care here.
"""

import http.client
import json
import os
import time
from urllib.parse import urlencode, urlsplit

SILENCE_LIMIT_S = 45  # heartbeats come every 15 s; a stream without any is dead
ANSWER_LIMIT_S = 330  # /readyz may wait 300 s


class Problem(Exception):
    """The gateway says what is wrong: `code`, `status`, `hop`, `outcome`; all of it in `document`."""

    def __init__(self, document, retry_after_s=None):
        super().__init__("{title}: {detail}".format(**document))
        self.document = document
        self.code = document["code"]
        self.status = document["status"]
        self.hop = document["hop"]
        self.outcome = document["outcome"]
        self.retry_after_s = retry_after_s


class Gateway:
    """Talks to the gateway at `base_url`; by default to the one in the environment."""

    def __init__(self, base_url=None, token=None):
        self.base_url = base_url or os.environ.get("MASQ_GATEWAY_URL", "http://127.0.0.1:5334")
        token_file = os.environ.get("MASQ_GATEWAY_TOKEN_FILE")
        if token is None and token_file:
            with open(token_file, encoding="utf-8") as file:
                token = file.readline().strip()
        self.headers = {} if token is None else {"Authorization": "Bearer " + token}

    def get(self, path):
        return self.send("GET", path)

    def send(self, method, path, body=None, headers=None):
        """Body of the answer. Raises Problem, or OSError and http.client.HTTPException where there is no answer."""
        connection, response = self._open(method, path, body, headers or {}, ANSWER_LIMIT_S)
        try:
            return json.loads(response.read())
        finally:
            connection.close()

    def events(self, last_event_id=None, opcodes=(), min_log_level=None):
        """Envelopes of all events for ever, none twice; after a break it goes on behind the last one."""
        query = {"envelope": "true"}
        if opcodes:
            query["opcode"] = ",".join(opcodes)
        if min_log_level:
            query["minLogLevel"] = min_log_level
        path = "/v1/events?" + urlencode(query)
        retry_s = 2.0
        while True:
            headers = {"Accept": "text/event-stream"}
            if last_event_id:
                headers["Last-Event-ID"] = last_event_id
            wait_s = None
            try:
                connection, response = self._open("GET", path, None, headers, SILENCE_LIMIT_S)
                try:
                    for name, value in _fields(response):
                        if name == "retry":
                            retry_s = int(value) / 1000
                            continue
                        event = json.loads(value)
                        last_event_id = event["id"]
                        if event["opcode"] != "gateway.heartbeat":
                            yield event
                finally:
                    connection.close()
            except Problem as problem:
                if problem.status != 429 and problem.status < 500:
                    raise
                wait_s = problem.retry_after_s
            except (OSError, http.client.HTTPException):
                pass  # nobody there, cut off, or silent for too long
            time.sleep(retry_s if wait_s is None else wait_s)

    def _open(self, method, path, body, headers, timeout_s):
        url = urlsplit(self.base_url)
        kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
        connection = kind(url.hostname, url.port, timeout=timeout_s)
        sent = {**self.headers, **headers}
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        try:
            connection.request(method, url.path.rstrip("/") + path, data, sent)
            response = connection.getresponse()
            kind = response.headers.get_content_type()
            if kind == "application/problem+json":
                retry_after = response.headers.get("Retry-After")
                document = json.loads(response.read())
                raise Problem(document, int(retry_after) if retry_after else None)
            if kind not in ("application/json", "text/event-stream"):
                raise http.client.HTTPException("no gateway at " + self.base_url)
            return connection, response
        except BaseException:
            connection.close()
            raise


def _fields(response):
    """The data of each event, and `retry` where it comes."""
    data = []
    for raw in response:
        line = raw.decode().rstrip("\r\n")
        name, _, value = line.partition(":")
        value = value[1:] if value.startswith(" ") else value
        if line == "":
            if data:
                yield "data", "\n".join(data)
            data = []
        elif name == "data":
            data.append(value)
        elif name == "retry" and value.isdigit():
            yield "retry", value


class Place:
    """What must outlive this program, in a small JSON file; with no path it is kept in memory."""

    def __init__(self, path=None):
        self.path = path
        self.values = {}
        if path and os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                self.values = json.load(file)

    def keep(self, **values):
        self.values.update(values)
        if not self.path:
            return
        # Written beside it and put in its place at once: a crash leaves the old file or the new one.
        with open(self.path + ".new", "w", encoding="utf-8") as file:
            json.dump(self.values, file)
        os.replace(self.path + ".new", self.path)
