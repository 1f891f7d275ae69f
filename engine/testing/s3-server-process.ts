// A process of its own for the S3 server: `s3-server-process.ts FOLDER BUCKET`. Says its port to whoever started it, and ends with it.
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'

/** The parts of the package that are used; it brings no types. */
interface Rover {
  readonly store: { listObjects(bucket: string, options: ListOptions): Promise<Listing> }
  run(): Promise<AddressInfo>
}
interface ListOptions {
  readonly maxKeys?: number
  readonly delimiter?: string
}
interface Listing {
  readonly objects: readonly { readonly key: string }[]
}
/** How it works out what a client has signed. */
interface Signature {
  getStringToSign: (signed: { readonly uri: string }, request: object) => string
}

const require = createRequire(import.meta.url)
const [directory, bucket] = process.argv.slice(2)

/** Clients sign the address of a bucket with a slash at its end, as they send it; this server forgets the slash. */
function keepSlashes(): void {
  const signature = require('@20minutes/s3rver/lib/signature/v4.js') as Signature
  const stringToSign = signature.getStringToSign
  signature.getStringToSign = (signed, request) =>
    stringToSign(/^\/[^/]+$/u.test(signed.uri) ? { ...signed, uri: `${signed.uri}/` } : signed, request)
}

/** S3 lists by name; this server by its own files, whose names have an ending, so that it has `a-1` before `a`. */
function orderListings({ store }: Rover): void {
  const list = store.listObjects.bind(store)
  store.listObjects = async (name, { maxKeys = 1000, ...rest }) => {
    const all = await list(name, rest)
    const objects = all.objects.toSorted((left, right) => (left.key < right.key ? -1 : 1))
    return { ...all, objects: objects.slice(0, maxKeys), isTruncated: objects.length > maxKeys }
  }
}

keepSlashes()
const Rover = require('@20minutes/s3rver') as new (options: object) => Rover
const rover = new Rover({ port: 0, address: '127.0.0.1', silent: true, directory, configureBuckets: [{ name: bucket }] })
orderListings(rover)
const { port } = await rover.run()
process.on('disconnect', () => process.exit())
process.send?.(port)
