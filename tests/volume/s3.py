"""A small S3 that verifies signatures (version 4), at the path where storage has it: `s3.py DIRECTORY`; prints its port.

The bucket does not matter. An object that came in parts leaves `NAME.parts` beside it.
"""

import hashlib
import hmac
import http.server
import pathlib
import re
import sys
import urllib.parse

SECRET = "850181e4652dd023b7a98c58ae0d2d34bd487ee0cc3254aed6eda37307425907"
PREFIX = "/storage/v1/s3/"
DIRECTORY = pathlib.Path(sys.argv[1])


def digest(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def quoted(text):
    return urllib.parse.quote(text, safe="-_.~")


def canonical_query(query):
    pairs = urllib.parse.parse_qsl(query, keep_blank_values=True)
    pairs = sorted((quoted(name), quoted(value)) for name, value in pairs if name != "X-Amz-Signature")
    return "&".join(f"{name}={value}" for name, value in pairs)


class Object(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def is_signed(self, path, query, payload):
        fields = dict(urllib.parse.parse_qsl(query))
        if "X-Amz-Signature" in fields:
            credential, date, names, signature = (fields[f"X-Amz-{name}"] for name in ("Credential", "Date", "SignedHeaders", "Signature"))
            payload = "UNSIGNED-PAYLOAD"
        else:
            found = re.match(r"AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=(\w+)", self.headers.get("authorization", ""))
            if not found:
                return False
            credential, names, signature = found.groups()
            date = self.headers["x-amz-date"]
        # What the client has signed, as it arrived here: the host above all.
        headers = "".join(f"{name}:{' '.join(self.headers.get(name, '').split())}\n" for name in names.split(";"))
        request = "\n".join([self.command, path, canonical_query(query), headers, names, payload])
        _, day, region, service, _ = credential.rsplit("/", 4)
        text = "\n".join(["AWS4-HMAC-SHA256", date, f"{day}/{region}/{service}/aws4_request", hashlib.sha256(request.encode()).hexdigest()])
        key = digest(digest(digest(digest(b"AWS4" + SECRET.encode(), day), region), service), "aws4_request")
        return hmac.compare_digest(digest(key, text).hex(), signature)

    def body(self):
        if self.headers.get("transfer-encoding"):
            return b"".join(self.pieces())
        data = self.rfile.read(int(self.headers.get("content-length", 0)))
        if "aws-chunked" not in self.headers.get("content-encoding", ""):
            return data
        out = b""
        while data:
            size, _, data = data.partition(b"\r\n")
            size = int(size.split(b";")[0], 16)
            if not size:
                return out
            out, data = out + data[:size], data[size + 2:]
        return out

    def pieces(self):
        while size := int(self.rfile.readline(), 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    def answer(self, status, text=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "content_length" not in headers:
            self.send_header("content-length", str(len(text)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    def handle_any(self):
        body = self.body()
        path, _, query = self.path.partition("?")
        payload = self.headers.get("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
        is_hash = re.fullmatch(r"[0-9a-f]{64}", payload)
        if not self.is_signed(path, query, payload) or (is_hash and hashlib.sha256(body).hexdigest() != payload):
            return self.answer(403, b"<Error><Code>SignatureDoesNotMatch</Code><Message>it does not match</Message></Error>", content_type="application/xml")
        key = urllib.parse.unquote(path.removeprefix(PREFIX)).partition("/")[2]
        fields = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
        file = DIRECTORY / quoted(key)
        etag = f'"{hashlib.md5(body).hexdigest()}"'
        match self.command, fields:
            case "POST", {"uploads": _}:
                file.with_name(file.name + ".parts").mkdir()
                text = "<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>"
                self.answer(200, text.encode(), content_type="application/xml")
            case "PUT", {"partNumber": number}:
                (file.with_name(file.name + ".parts") / f"{int(number):05}").write_bytes(body)
                self.answer(200, ETag=etag)
            case "POST", {"uploadId": _}:
                parts = sorted(file.with_name(file.name + ".parts").iterdir())
                file.write_bytes(b"".join(part.read_bytes() for part in parts))
                self.answer(200, b"<CompleteMultipartUploadResult><ETag>x</ETag></CompleteMultipartUploadResult>", content_type="application/xml")
            case "PUT", _:
                file.write_bytes(body)
                self.answer(200, ETag=etag)
            case "GET", _ if not key:
                files = [found for found in DIRECTORY.iterdir() if found.is_file()]
                items = "".join(f"<Contents><Key>{urllib.parse.unquote(found.name)}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>"
                                f"<Size>{found.stat().st_size}</Size></Contents>" for found in files)
                self.answer(200, f"<ListBucketResult><IsTruncated>false</IsTruncated>{items}</ListBucketResult>".encode(), content_type="application/xml")
            case ("GET" | "HEAD"), _ if file.is_file():
                self.send_object(file)
            case _:
                self.answer(404, b"<Error><Code>NoSuchKey</Code></Error>", content_type="application/xml")

    def send_object(self, file):
        data = file.read_bytes()
        found = re.match(r"bytes=(\d+)-(\d*)", self.headers.get("range", ""))
        named = {"Last_Modified": "Thu, 01 Jan 2026 00:00:00 GMT", "ETag": '"x"', "Accept_Ranges": "bytes"}
        if not found:
            return self.answer(200, data, content_length=str(len(data)), **named)
        first, last = int(found[1]), int(found[2] or len(data) - 1)
        part = data[first:last + 1]
        self.answer(206, part, content_length=str(len(part)), Content_Range=f"bytes {first}-{first + len(part) - 1}/{len(data)}", **named)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = handle_any


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128


DIRECTORY.mkdir(parents=True, exist_ok=True)
server = Server(("127.0.0.1", 0), Object)
print(server.server_address[1], flush=True)
server.serve_forever()
