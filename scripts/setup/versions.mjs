/** The oldest Node.js and npm that can set the project up. Its scripts then run on the Node.js that it brings along. */
const OLDEST = { node: [20, 18, 1], npm: [11, 0, 0] }

/**
 * What is wrong with these versions, as one line for a person; undefined when nothing is.
 * @param {string} node Such as `20.18.1`.
 * @param {string | undefined} npm Undefined when it is not known; npm itself will then say what it lacks.
 * @returns {string | undefined}
 */
export function versionProblem(node, npm) {
  if (isOlder(node, OLDEST.node)) return `Node.js ${node} is too old: install Node.js ${OLDEST.node.join('.')} or later.`
  if (npm !== undefined && isOlder(npm, OLDEST.npm)) return `npm ${npm} is too old: npm install --global npm@11`
  return undefined
}

/**
 * @param {string} version
 * @param {readonly number[]} oldest
 */
function isOlder(version, oldest) {
  const parts = version.split('.').map((part) => Number.parseInt(part, 10))
  for (const [index, least] of oldest.entries()) {
    const part = parts[index] ?? 0
    if (part !== least) return part < least
  }
  return false
}

/**
 * The npm version out of the user agent that npm gives its scripts.
 * @param {string | undefined} userAgent
 * @returns {string | undefined}
 */
export function npmVersionOf(userAgent) {
  return /^npm\/(\d+\.\d+\.\d+)/.exec(userAgent ?? '')?.[1]
}
