export type { Comparison, DocumentFilter, FilterableDocument, FilterOperand, FilterTerm } from './document-filter.ts'
export { compileKeyPattern, escapeKeyPattern, isKeyPattern } from './key-pattern.ts'
export type { KeyPattern } from './key-pattern.ts'
