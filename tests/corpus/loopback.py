"""Owns the servers that client packages talk to: HTTP with WebSockets, SMTP and Redis, all on loopback.

They answer what the packages expect of the services they are for, and note what was asked, one line each, so that a
run can compare what fx sent with what plain Deno sent.
"""

import base64
import hashlib
import http.server
import json
import re
import socketserver
import threading
import urllib.parse


class Record:
    """What was asked of all servers since the last `take`."""

    def __init__(self):
        self._lines, self._lock = [], threading.Lock()

    def add(self, line):
        with self._lock:
            self._lines.append(line)

    def take(self):
        with self._lock:
            lines, self._lines = self._lines, []
            return lines


class Servers:
    """Starts all of them; `environment` says to functions where they are."""

    def __init__(self):
        self.record = Record()
        self._servers = [_Threaded(handler, self.record) for handler in (Http, Smtp, Redis)]
        ports = [server.server_address[1] for server in self._servers]
        self.environment = {"CORPUS_URL": f"http://127.0.0.1:{ports[0]}", "FIREBASE_AUTH_EMULATOR_HOST": f"127.0.0.1:{ports[0]}",
                            "CORPUS_SMTP_URL": f"smtp://127.0.0.1:{ports[1]}",
                            "CORPUS_REDIS_URL": f"redis://127.0.0.1:{ports[2]}"}

    def close(self):
        for server in self._servers:
            server.shutdown()
            server.server_close()


class _Threaded(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, handler, record):
        super().__init__(("127.0.0.1", 0), handler)
        self.record, self.stored = record, {}
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def handle_error(self, request, client_address):
        """A client that leaves is no fault; what it lacks then shows in its answer."""


# HTTP -----------------------------------------------------------------------------------------------------------------

CHAT = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1767322800, "model": "gpt-4o-mini",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hello there"}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}}
MESSAGE = {"id": "msg_1", "type": "message", "role": "assistant", "model": "claude-sonnet-4-5", "stop_sequence": None,
           "content": [{"type": "text", "text": "Hello there"}], "stop_reason": "end_turn",
           "usage": {"input_tokens": 3, "output_tokens": 2}}
TELEGRAM = {"message_id": 3, "date": 1767322800, "chat": {"id": 5, "type": "private", "first_name": "Ada"}}
TWILIO = {"sid": "SM1", "status": "queued", "body": "Hello", "account_sid": "ACcorpus", "date_created": None}
GEMINI = {"candidates": [{"content": {"role": "model", "parts": [{"text": "Hello there"}]}, "finishReason": "STOP"}]}
SES = ('<SendEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendEmailResult><MessageId>mail-1</MessageId>'
       "</SendEmailResult></SendEmailResponse>")
MISSING_TABLE = {"code": "PGRST205", "message": "Could not find the table", "details": None, "hint": None}

# What a request gets whose method and path match: a document, or `(status, document)`.
FIXED = [
    (r"POST /anthropic/v1/messages", MESSAGE),
    (r"POST /gemini/.*:generateContent", GEMINI),
    (r"POST /resend/emails", {"id": "mail-1"}),
    (r"POST /2010-04-01/Accounts/ACcorpus/Messages.json", (201, TWILIO)),
    (r"POST /slack/chat.postMessage", {"ok": True, "channel": "C1", "ts": "1767322800.000100"}),
    (r"POST /discord/v10/channels/1/messages", {"id": "9", "channel_id": "1", "content": "Hello"}),
    (r"POST /bot123:corpus/sendMessage", {"ok": True, "result": TELEGRAM}),
    (r"GET /drive/v3/files", {"files": [{"id": "1", "name": "a.txt"}, {"id": "2", "name": "b.txt"}]}),
    (r"POST /identitytoolkit.googleapis.com/v1/projects/corpus/accounts:lookup",
     {"users": [{"localId": "ada", "email": "ada@example.com", "emailVerified": True, "createdAt": "1767322800000"}]}),
    (r"POST /api/[12]/envelope/", {"id": "0"}),
    (r"POST /otlp/v1/traces", {"partialSuccess": {}}),
    (r"GET /supabase/rest/v1/todos", [{"id": 7, "task": "ship"}]),
    (r"GET /supabase/rest/v1/missing", (404, MISSING_TABLE)),
    (r"GET /github/repos/ada/engine", {"full_name": "ada/engine"}),
    (r"POST /notion/v1/pages", {"object": "page", "id": "page-1"}),
    (r"POST /ethereum", {"jsonrpc": "2.0", "id": 0, "result": "0x10"}),
]


class Http(http.server.BaseHTTPRequestHandler):
    """The HTTP services, by path."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.headers.get("upgrade", "").lower() == "websocket":
            return self.echo_socket()
        body = self.read_body()
        self.server.record.add(f"{self.command} {self.path}")
        path = self.path.split("?")[0]
        for prefix, answer in (("/openai/", self.openai), ("/s3/", self.s3), ("/dynamodb", self.dynamodb),
                               ("/sqs", self.sqs), ("/upstash", self.upstash), ("/v1/customers", self.stripe)):
            if path.startswith(prefix):
                return answer(body)
        if path == "/ses/":
            return self.send(200, SES.encode(), "text/xml")
        if path == "/things/echo":
            return self.send_json(json.loads(body))
        if path == "/sendgrid/v3/mail/send":
            return self.send(202, b"", "text/plain", {"x-message-id": "mail-1"})
        for pattern, found in FIXED:
            if re.fullmatch(pattern, f"{self.command} {path}"):
                status, document = found if isinstance(found, tuple) else (200, found)
                return self.send_json(document, status)
        self.send_json({"message": f"nothing at {self.command} {path}"}, 404)

    do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_GET

    def read_body(self):
        if self.headers.get("transfer-encoding", "") == "chunked":
            body = b""
            while size := int(self.rfile.readline().split(b";")[0], 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            while self.rfile.readline().strip():
                pass
            return body
        return self.rfile.read(int(self.headers.get("content-length", 0)))

    def send(self, status, body, kind, headers=()):
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        for name, value in dict(headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def send_json(self, document, status=200, kind="application/json"):
        self.send(status, json.dumps(document).encode(), kind)

    def log_message(self, *_):
        """The record has what matters."""

    def openai(self, body):
        asked = json.loads(body)
        if not asked.get("stream"):
            return self.send_json(CHAT)
        chunk = {**CHAT, "object": "chat.completion.chunk", "usage": None}
        pieces = [{"role": "assistant", "content": "Hello "}, {"content": "there"}, {}]
        events = [{**chunk, "choices": [{"index": 0, "delta": piece, "finish_reason": None if piece else "stop"}]}
                  for piece in pieces]
        lines = [f"data: {json.dumps(event)}\n\n" for event in events] + ["data: [DONE]\n\n"]
        self.send(200, "".join(lines).encode(), "text/event-stream")

    def s3(self, body):
        path, kind = self.path.split("?")[0], self.headers.get("content-type")
        if self.command == "PUT":
            if "aws-chunked" in self.headers.get("content-encoding", ""):
                body = self.aws_chunks(body)
            self.server.stored[path] = (body, kind)
            return self.send(200, b"", "text/plain", {"etag": '"1"'})
        body, kind = self.server.stored[path]
        self.send(200, body, kind, {"etag": '"1"'})

    @staticmethod
    def aws_chunks(body):
        whole = b""
        while body:
            size, body = body.split(b"\r\n", 1)
            length = int(size.split(b";")[0], 16)
            if not length:
                break
            whole, body = whole + body[:length], body[length + 2:]
        return whole

    def dynamodb(self, body):
        asked, operation = json.loads(body), self.headers["x-amz-target"].split(".")[1]
        self.server.record.add(operation)
        if operation == "PutItem":
            self.server.stored["item"] = asked["Item"]
            return self.send_json({}, kind="application/x-amz-json-1.0")
        self.send_json({"Item": self.server.stored["item"]}, kind="application/x-amz-json-1.0")

    def sqs(self, body):
        text = json.loads(body)["MessageBody"]
        self.send_json({"MessageId": "message-1", "MD5OfMessageBody": hashlib.md5(text.encode()).hexdigest()},
                       kind="application/x-amz-json-1.0")

    def stripe(self, body):
        fields = dict(urllib.parse.parse_qsl(body.decode()))
        self.send_json({"id": "cus_1", "object": "customer", "email": fields["email"],
                        "metadata": {"plan": fields["metadata[plan]"]}})

    def upstash(self, body):
        command = json.loads(body)
        commands = command if command and isinstance(command[0], list) else [command]
        results = [{"result": self.upstash_one([str(word) for word in one])} for one in commands]
        self.send_json(results if command is commands else results[0])

    def upstash_one(self, words):
        result = redis_command(self.server.stored, words)
        is_plain = self.headers.get("upstash-encoding") != "base64" or not isinstance(result, str) or result == "OK"
        return result if is_plain else base64.b64encode(result.encode()).decode()

    def echo_socket(self):
        """A WebSocket that returns the first message."""
        key = self.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        self.send_response(101)
        self.send_header("upgrade", "websocket")
        self.send_header("connection", "Upgrade")
        self.send_header("sec-websocket-accept", base64.b64encode(hashlib.sha1(key.encode()).digest()).decode())
        self.end_headers()
        self.server.record.add(f"WebSocket {self.path}")
        while True:
            first, length = self.rfile.read(2)
            mask = self.rfile.read(4)
            data = bytes(byte ^ mask[i % 4] for i, byte in enumerate(self.rfile.read(length & 127)))
            self.wfile.write(bytes([first, len(data)]) + data)
            if first & 15 == 8:
                self.close_connection = True
                return


# SMTP -----------------------------------------------------------------------------------------------------------------


class Smtp(socketserver.StreamRequestHandler):
    """Takes mails and notes to whom they go and what their subject is."""

    def handle(self):
        self.say("220 corpus")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word in ("EHLO", "HELO"):
                self.say("250 corpus")
            elif word == "DATA":
                self.say("354 go on")
                while (line := self.rfile.readline().decode()) not in (".\r\n", ""):
                    if line.lower().startswith("subject:"):
                        self.server.record.add(line.strip())
                self.say("250 taken as 1")
            elif word == "QUIT":
                return self.say("221 bye")
            else:
                self.server.record.add(line)
                self.say("250 ok")

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


# Redis ----------------------------------------------------------------------------------------------------------------


def redis_command(stored, words):
    """The result of one command on `stored`: a string, a number, None, or an error."""
    name, *arguments = words
    match name.upper():
        case "SET":
            stored[arguments[0]] = arguments[1]
            return "OK"
        case "GET":
            return stored.get(arguments[0])
        case "INCR":
            stored[arguments[0]] = str(int(stored.get(arguments[0], 0)) + 1)
            return int(stored[arguments[0]])
        case "INFO":
            return "# Server\r\nredis_version:7.2.0\r\nloading:0\r\n"
        case "PING":
            return "PONG"
        case "CLIENT" | "SELECT" | "QUIT" | "READONLY":
            return "OK"
    return ValueError(f"ERR unknown command '{name}'")


class Redis(socketserver.StreamRequestHandler):
    """A Redis with RESP2 and RESP3, and the commands above."""

    def handle(self):
        while line := self.rfile.readline():
            words = [self.word() for _ in range(int(line[1:]))]
            if words[0].upper() not in ("CLIENT", "INFO", "HELLO"):
                self.server.record.add(" ".join(words))
            self.wfile.write(self.answer(words))

    def word(self):
        length = int(self.rfile.readline()[1:])
        return self.rfile.read(length + 2)[:-2].decode()

    @staticmethod
    def answer(words):
        if words[0].upper() == "HELLO":
            proto = words[1] if len(words) > 1 else "2"
            start = b"%2\r\n" if proto == "3" else b"*4\r\n"
            return start + b"$6\r\nserver\r\n$5\r\nredis\r\n$5\r\nproto\r\n:" + proto.encode() + b"\r\n"
        result = redis_command(Redis.stored, words)
        match result:
            case None:
                return b"$-1\r\n"
            case int():
                return f":{result}\r\n".encode()
            case "OK" | "PONG":
                return f"+{result}\r\n".encode()
            case ValueError():
                return f"-{result}\r\n".encode()
        return f"${len(result.encode())}\r\n{result}\r\n".encode()

    stored = {}
