/** Any JSON value. What the engine hands out is admitted: deeply frozen, members in canonical order (J-1). */
export type JsonValue = JsonScalar | JsonObject | JsonArray

export type JsonScalar = string | number | boolean | null

export interface JsonObject {
  readonly [name: string]: JsonValue
}

export type JsonArray = readonly JsonValue[]
