/** What is wrong with something that claims to be plain data; undefined when nothing is. */
export type Defect = string | undefined

/** Looks at the object itself, not at its members: class instances and symbol keys are no JSON. */
export function objectDefect(value: object): Defect {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null && !isForeignObjectPrototype(prototype)) {
    return `is an instance of ${className(value)}`
  }
  return Object.getOwnPropertySymbols(value).length > 0 ? 'has a member named by a symbol' : undefined
}

/** Holes, extra members and subclasses are no JSON. */
export function arrayDefect(value: readonly unknown[]): Defect {
  const prototype: unknown = Object.getPrototypeOf(value)
  // Any realm's Array.prototype is itself an array; a subclass's prototype is not.
  if (!Array.isArray(prototype)) return `is an instance of ${className(value)}`
  if (Object.getOwnPropertySymbols(value).length > 0) return 'has a member named by a symbol'
  return Object.keys(value).length === value.length ? undefined : 'is an array with holes or with named members'
}

/** Plain objects from another realm (a frame, a vm context) have that realm's Object.prototype. */
function isForeignObjectPrototype(prototype: unknown): boolean {
  return (
    typeof prototype === 'object' &&
    prototype !== null &&
    Object.getPrototypeOf(prototype) === null &&
    Object.hasOwn(prototype, 'isPrototypeOf')
  )
}

function className(value: object): string {
  const maker: unknown = Reflect.get(value, 'constructor')
  return typeof maker === 'function' && maker.name !== '' ? maker.name : 'a class'
}

/** Says in words what something that is no JSON is. */
export function describeType(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'undefined'
    case 'function':
      return 'a function'
    case 'symbol':
      return 'a symbol'
    case 'bigint':
      return 'a BigInt'
    default:
      return 'no JSON value'
  }
}
