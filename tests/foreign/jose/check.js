// Ends with 0 if a signed report verifies with one of the keys of a JWK set, and prints its bytes; with 1 if not.
import { readFileSync } from 'node:fs'
import { createLocalJWKSet, flattenedVerify } from 'jose'

const [reportFile, keysFile] = process.argv.slice(2)
const keys = createLocalJWKSet(JSON.parse(readFileSync(keysFile, 'utf8')))
try {
  const { payload, protectedHeader } = await flattenedVerify(JSON.parse(readFileSync(reportFile, 'utf8')), keys, {
    algorithms: ['Ed25519'],
  })
  if (protectedHeader.typ !== 'conformance-report+jws') throw new Error(`typ is ${protectedHeader.typ}`)
  process.stdout.write(Buffer.from(payload))
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
