// Checks the checkpoint and the proofs of an unpacked exhibit bundle with code of the sigstore project, which verifies
// the public log of software signatures.
//
//     node check.js DIRECTORY VKEY
//
// Exit code 0: everything holds. 1: something does not, and the first problem is printed.
const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { verifyCheckpoint } = require("@sigstore/verify/dist/timestamp/checkpoint.js");
const { verifyMerkleInclusion } = require("@sigstore/verify/dist/timestamp/merkle.js");

const ED25519_SPKI = Buffer.from("302a300506032b6570032100", "hex");

// The key of a signed note, <name>+<key id>+<base64(0x01 || key)>, as sigstore describes the key of a log.
function authority(vkey) {
  const [, keyId, ...rest] = vkey.trim().split("+");
  const raw = Buffer.from(rest.join("+"), "base64");
  const publicKey = crypto.createPublicKey({
    key: Buffer.concat([ED25519_SPKI, raw.subarray(1)]), format: "der", type: "spki",
  });
  const always = { start: new Date(0), end: new Date(8.64e15) };
  return { logID: Buffer.from(keyId, "hex"), publicKey, validFor: always, baseURL: "" };
}

function entry(leaf, proof, checkpoint) {
  const lines = proof.slice(0, proof.indexOf("\n\n")).split("\n");
  if (lines[0] !== "c2sp.org/tlog-proof@v1" || proof.slice(proof.indexOf("\n\n") + 2) !== checkpoint) {
    throw new Error("not a proof under this checkpoint");
  }
  const [, treeSize, root] = checkpoint.split("\n");
  return {
    canonicalizedBody: leaf,
    integratedTime: "1",
    inclusionProof: {
      logIndex: lines[1].replace("index ", ""),
      treeSize,
      rootHash: Buffer.from(root, "base64"),
      hashes: lines.slice(2).map((line) => Buffer.from(line, "base64")),
      checkpoint: { envelope: checkpoint },
    },
  };
}

function main([directory, vkey]) {
  const known = [authority(vkey)];
  const checkpoint = fs.readFileSync(path.join(directory, "checkpoint.txt"), "utf8");
  const names = fs.readdirSync(path.join(directory, "leaves")).map((name) => path.parse(name).name);
  for (const name of names) {
    const leaf = fs.readFileSync(path.join(directory, "leaves", `${name}.json`));
    const proof = fs.readFileSync(path.join(directory, "proofs", `${name}.tlog-proof`), "utf8");
    const logged = entry(leaf, proof, checkpoint);
    verifyCheckpoint(logged, known);
    verifyMerkleInclusion(logged);
  }
  console.log(`${names.length} leaves proved`);
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.log(`FAILED: ${error.message}`);
  process.exit(1);
}
