/** Of the package; a bundled program has no package.json to ask. */
export const ENGINE_VERSION = '0.1.0'
