/** The reference: a `node:http` server that sends one file's bytes. Arguments: file, content type, content encoding. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const [file, type, encoding] = process.argv.slice(2) as [string, string, string]
const body = readFileSync(file)
const headers = { 'content-type': type, 'content-encoding': encoding, 'content-length': body.length }
const server = createServer((_, response) => {
  response.writeHead(200, headers)
  response.end(body)
}).listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as { port: number }).port}/`))
