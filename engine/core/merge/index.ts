export { merge } from './merge.ts'
export type { Merge, MergedField, MergeOptions } from './merge.ts'
