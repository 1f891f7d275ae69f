const EVERY = 32
const EVERY_OF_LARGE = 128
/** A whole value of this size is worth a longer walk through deltas. */
const LARGE_BYTES = 16_384

/**
 * Whether a version is stored whole, as a landmark: every 32nd of a key (every 128th of a large document), or the first one
 * past that mark where versions skip it. So no version is far from a whole value (L-15).
 */
export function isKeyframe(version: number, versionBefore: number, sizeBytes: number): boolean {
  const every = sizeBytes > LARGE_BYTES ? EVERY_OF_LARGE : EVERY
  return Math.floor(version / every) > Math.floor(versionBefore / every)
}
