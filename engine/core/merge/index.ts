export { merge } from './merge.ts'
export type { Merge, MergeOptions } from './merge.ts'
export type { MergedField } from './merged-field.ts'
