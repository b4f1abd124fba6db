#!/usr/bin/python3
"""A mail server that behaves as a test says, connection by connection.

  smtp_peer.py DIRECTORY [--tls] [--auth USER:PASSWORD] [--behaviour B]...

Prints its port, then serves until it is ended. The first connection gets the
first behaviour and so on; after the last, everybody gets "ok". Every mail whose
final dot came and that it kept is written to DIRECTORY/mail-N.eml, byte for
byte, and its envelope to mail-N.json. Each command is a line of commands.log.

  ok               keeps the mail, says 250
  greet=TEXT       greets with TEXT and closes
  mail=TEXT rcpt=TEXT copy=TEXT data=TEXT
                   answers MAIL, the first RCPT, the second, the final dot so
  drop_before_end  closes in the middle of the data
  drop_after_end   closes at the final dot and keeps nothing
  lose_reply       keeps the mail and closes without a word
  silent_greeting silent_mail silent_end
                   says nothing at that point, for ever
  plain            offers no STARTTLS
"""

import argparse
import asyncio
import json
import logging
import pathlib
import random
import ssl
import subprocess
import warnings

from aiosmtpd.smtp import SMTP, AuthResult


class Peer(SMTP):
    """One connection."""

    def __init__(self, behaviour, post, **kwargs):
        self.behaviour, _, self.text = behaviour.partition("=")
        self.post = post
        super().__init__(post, hostname="mail.county.example", **kwargs)

    async def _handle_client(self):
        if self.behaviour == "silent_greeting":
            await asyncio.Event().wait()
        if self.behaviour == "greet":
            await self.push(self.text)
            self.transport.close()
            return
        await super()._handle_client()

    async def smtp_DATA(self, arg):
        if self.behaviour != "drop_before_end":
            await super().smtp_DATA(arg)
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        await self._reader.readline()
        self.transport.abort()


class Post:
    """What the server says, and what it keeps."""

    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        self.kept = 0

    def log(self, line):
        with open(self.directory / "commands.log", "a") as stream:
            stream.write(line + "\n")

    def keep(self, envelope):
        self.kept += 1
        stem = self.directory / f"mail-{self.kept}"
        stem.with_suffix(".eml").write_bytes(envelope.original_content)
        stem.with_suffix(".json").write_text(json.dumps(
            {"from": envelope.mail_from, "to": envelope.rcpt_tos}))

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        self.log(f"EHLO {hostname} tls={session.ssl is not None}")
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.log(f"MAIL {address}")
        if server.behaviour == "silent_mail":
            await asyncio.Event().wait()
        if server.behaviour == "mail":
            return server.text
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.log(f"RCPT {address}")
        first = not getattr(session, "named", False)
        session.named = True
        if server.behaviour == ("rcpt" if first else "copy"):
            return server.text
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.log("DATA_END")
        behaviour = server.behaviour
        if behaviour == "silent_end":
            await asyncio.Event().wait()
        if behaviour == "data":
            return server.text
        if behaviour == "drop_after_end":
            server.transport.abort()
            return "421 gone"
        self.keep(envelope)
        if behaviour == "lose_reply":
            server.transport.abort()
            return "421 gone"
        return f"250 2.0.0 Ok: queued as SYNTHETIC{self.kept}"

    async def handle_QUIT(self, server, session, envelope):
        self.log("QUIT")
        return "221 Bye"


def make_tls(directory):
    """A certificate for localhost that is its own authority."""
    key, certificate = f"{directory}/peer.key", f"{directory}/peer.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


async def serve(arguments):
    post = Post(arguments.directory)
    context = make_tls(arguments.directory) if arguments.tls else None
    behaviours = list(arguments.behaviours)
    loop = asyncio.get_running_loop()
    extra = {}
    if arguments.auth:
        user, _, password = arguments.auth.partition(":")

        def authenticate(server, session, envelope, mechanism, data):
            right = (data.login.decode() == user and
                     data.password.decode() == password)
            return AuthResult(success=right, handled=False)

        extra = {"authenticator": authenticate, "auth_required": True}

    def connection():
        behaviour = behaviours.pop(0) if behaviours else "ok"
        with_tls = context is not None and behaviour != "plain"
        return Peer(behaviour, post, loop=loop,
                    tls_context=context if with_tls else None,
                    require_starttls=with_tls, **extra)

    while True:
        # Below the range that the system gives to outgoing connections.
        port = random.randrange(20000, 32000)
        try:
            server = await loop.create_server(connection, "127.0.0.1", port)
            break
        except OSError:
            continue
    print(port, flush=True)
    async with server:
        await server.serve_forever()


def main():
    # A client that hangs up is what the tests are about.
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    warnings.simplefilter("ignore", DeprecationWarning)
    parser = argparse.ArgumentParser()
    parser.add_argument("directory")
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--auth")
    parser.add_argument("--behaviour", dest="behaviours", action="append",
                        default=[])
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
