import { hash as nodeHash } from 'node:crypto'
import type { Hash } from '../core/json/index.ts'

/** SHA-256 of the UTF-8 text, in base64url. */
export const nodeSha256: Hash = (text) => nodeHash('sha256', text, 'base64url')
