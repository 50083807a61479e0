"""README.txt of a bundle: what it holds and how to check it, for somebody who has never heard of this registry."""

from typing import Final

from measures.references import Reference
from registry.proof.keys import fingerprint
from registry.proof.notes import Verifier

_DEMONSTRATION: Final = """\
THIS IS A DEMONSTRATION. It was made to show how the registry works. No state published it, and nobody should
rely on it. Every document in it says so itself ("demonstration": true).

"""

_TEXT: Final = """\
What this is
------------
These files are a published record, as it stood in the registry called
    {name}
when this bundle was made. The record is
    {versioned}
and its exact bytes have the SHA-256 digest
    {digest}
A contract that cites this record by that digest means these bytes and no others.

What is in it
-------------
documents/      the record, and every other record that it cites by digest
leaves/         entries of the registry's public log: what was published, what happened to it since, and when
proofs/         for each entry, the proof that it is in the log (format: c2sp.org/tlog-proof)
records/        what an entry of the log points to, where that is not one of the documents
checkpoint.txt  the log's own signed statement of its size and content (format: c2sp.org/tlog-checkpoint)
key.vkey        the public key that signed (format: c2sp.org/signed-note)
subject.txt     the citation that this bundle is about
attachments/    pages made from the record for people: exhibit.pdf and exhibit.html say the same, in full and in
                plain language; plain-language.html is the plain part alone; items.csv is for a spreadsheet.
                If a page and a record differ, the record counts.
MANIFEST        the SHA-256 digest of every other file, signed

How to check it with the registry's own program, without a network
------------------------------------------------------------------
    value-registry verify BUNDLE.zip --trust '{vkey}'

How to check it with tools that everybody has
---------------------------------------------
Unpack the zip file, go to the folder and type the lines that begin with $ (Linux; on a Mac, "shasum -a 256" for
"sha256sum", and an openssl that is not LibreSSL). On Windows, steps 1 and 2 have a line of PowerShell, which begins
with >; for the steps after them use a shell that has openssl, such as the one of Git for Windows.

1. The record is the one that the contract cites. This prints the digest that stands above and in the contract:
$ sha256sum '{path}'
> (Get-FileHash -Algorithm SHA256 '{path}').Hash.ToLower()

2. No file was changed since the manifest was signed, neither a record nor a page. This prints OK behind every file
name, and then warns of lines that are not file names, which are the heading and the signature:
$ sha256sum --check MANIFEST
> Get-Content MANIFEST | Where-Object {{ $_ -match '^[0-9a-f]{{64}}  ' }} | ForEach-Object {{
    $digest, $name = $_ -split '  ', 2
    $same = (Get-FileHash -Algorithm SHA256 $name).Hash -eq $digest
    if ($same) {{ "${{name}}: OK" }} else {{ "${{name}}: CHANGED" }} }}

3. The manifest was signed with the key in key.vkey. This prints "Signature Verified Successfully":
$ (printf '0*0\\005\\006\\003+ep\\003!\\000'; cut -d+ -f3- key.vkey | base64 -d | tail -c 32) > ../key.der
$ sed '$d' MANIFEST | sed '$d' > ../signed.txt
$ tail -n 1 MANIFEST | cut -d' ' -f3 | base64 -d | tail -c 64 > ../signature
$ openssl pkeyutl -verify -pubin -keyform DER -inkey ../key.der -rawin -in ../signed.txt -sigfile ../signature

4. The key is the registry's. The files cannot tell you this: whoever makes a bundle can put any key into it.
Compare the key's fingerprint with the one in the contract, or ask the registry by a way that you already trust:
$ cut -d+ -f3- key.vkey | base64 -d | tail -c 32 | sha256sum
    {fingerprint}

5. The record is in the public log. Each proof names a checkpoint, which is signed as the manifest is, and the way
from an entry to the checkpoint's third line. This prints "in the log" for every entry:
$ python3 -c '
import base64, glob, hashlib
H = lambda data: hashlib.sha256(data).digest()
for name in sorted(glob.glob("leaves/*.json")):
    proof = open(name.replace("leaves", "proofs").replace(".json", ".tlog-proof")).read()
    lines, note = [part.split("\\n") for part in proof.split("\\n\\n", 1)]
    at, last, node = int(lines[1][6:]), int(note[1]) - 1, H(b"\\0" + open(name, "rb").read())
    for side in map(base64.b64decode, lines[2:]):
        while at == last > 0 == at % 2:
            at, last = at // 2, last // 2
        node = H(b"\\1" + (side + node if at % 2 else node + side))
        at, last = at // 2, last // 2
    found = base64.b64encode(node).decode() == note[2] and open("checkpoint.txt").read() == "\\n".join(note)
    print(name, "in the log" if found and last == 0 else "NOT IN THE LOG")
'

What this proves, and what it does not
--------------------------------------
If 1 to 5 hold, the holder of the key published exactly these bytes and entered them in its log. The times in the
entries are stated by the registry. They are proved only as far as somebody else kept an earlier checkpoint.
Events that happened after this bundle was made are not in it; the registry shows them with the record.
"""


def instructions(subject: Reference, verifier: Verifier, *, demonstration: bool) -> str:
    """The text of README.txt for a bundle about `subject`, signed by the key of `verifier`."""
    text = _TEXT.format(
        name=verifier.name,
        versioned=subject.versioned,
        digest=subject.digest,
        vkey=verifier.vkey,
        path=f"documents/{subject.versioned}.json",
        fingerprint=fingerprint(verifier.public_key),
    )
    return (_DEMONSTRATION if demonstration else "") + text
